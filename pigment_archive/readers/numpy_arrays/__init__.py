"""NumPy `.npy` and `.npz`: never pickled, sizes checked before anything is loaded.

`.npy`: (2, n) or (n, 2), axis and values. `.npz`: `axis` (n,), `values` (n,) or (m, n) and, where wanted,
`sigma`, `mask` of the same shape as values; 0-d arrays are labels (`axis_label`, `value_label`, `technique`,
`material`, ...).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Ambiguous, Inconsistent, TooLarge
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.labels import facts_of_labels, technique_of_labels
from pigment_archive.readers.meaning import check_scale, meaning_of
from pigment_archive.readers.numpy_arrays.arrays import load_npy, load_npz
from pigment_archive.readers.reader import Content, Reader, Reading

_MAGIC: Final = b"\x93NUMPY"
_ZIP: Final = b"PK\x03\x04"


def sniff(head: bytes, name: str) -> bool:
    """The magic of .npy, or a zip whose first member is an array."""
    first_name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return head.startswith(_MAGIC) or (head.startswith(_ZIP) and first_name.endswith(b".npy"))


def read(content: Content) -> Reading:
    """The spectra of the arrays.

    Raises:
        Truncated, TooLarge, UnsupportedVariant, Inconsistent, Ambiguous: As the arrays are.
    """
    if content.data.startswith(_MAGIC):
        axis, values = _two_rows(load_npy(content.data))
        return _spectra({"axis": axis, "values": values[np.newaxis]}, {}, content)
    arrays = load_npz(content.data, content.limits)
    labels = {name: str(array.item()) for name, array in arrays.items() if array.ndim == 0}
    columns = {name: array for name, array in arrays.items() if array.ndim > 0}
    if "axis" not in columns or "values" not in columns:
        raise Inconsistent(
            f"the arrays are {sorted(columns)}, expected axis and values",
            remedy="Save with numpy.savez(file, axis=..., values=...).",
        )
    return _spectra(columns, labels, content)


def _two_rows(array: npt.NDArray[np.generic]) -> tuple[npt.NDArray[np.generic], npt.NDArray[np.generic]]:
    if array.ndim != 2 or 2 not in array.shape:
        raise Inconsistent(f"the array has shape {array.shape}, expected (2, n) or (n, 2)")
    if array.shape == (2, 2):
        raise Ambiguous(
            "an array of shape (2, 2) may be two points either way", remedy="Use .npz with names."
        )
    if array.shape[0] != 2:
        array = array.T
    return array[0], array[1]


def _spectra(
    columns: dict[str, npt.NDArray[np.generic]], labels: dict[str, str], content: Content
) -> Reading:
    numeric = {name: column for name, column in columns.items() if column.dtype.kind in "fiub"}
    axis = np.asarray(numeric.get("axis"), dtype=np.float64)
    shape = np.atleast_2d(columns["values"]).shape
    rows = {
        name: np.atleast_2d(np.asarray(numeric[name], dtype=np.float64))
        for name in ("values", "sigma", "mask")
        if name in numeric
    }
    if "values" not in rows or any(row.shape != shape for row in rows.values()):
        raise Inconsistent("values, sigma and mask must be numbers of one shape")
    if shape[0] > content.limits.spectra:
        raise TooLarge(f"{shape[0]} spectra in one file, at most {content.limits.spectra} are read")
    facts = facts_of_labels(labels)
    hint = technique_of_labels(labels) or content.technique
    meaning = meaning_of(labels.get("axis_label", ""), labels.get("value_label", ""), hint)
    meaning = check_scale(meaning, axis, rows["values"])
    reading: Reading = []
    for index in range(shape[0]):
        reading.append(
            admit(
                axis,
                rows["values"][index],
                meaning,
                Told(facts=facts, header=labels, index=index),
                sigma=rows["sigma"][index] if "sigma" in rows else None,
                mask=rows["mask"][index].astype(np.uint8) if "mask" in rows else None,
                limits=content.limits,
            )
        )
    return reading


READER = Reader(
    name="numpy_arrays",
    version=1,
    suffixes=(".npy", ".npz"),
    description="NumPy arrays",
    keeps="labels stored as arrays of text",
    refuses="object arrays; more than two dimensions",
    library="numpy",
    tested_with="files written for the tests",
    sniff=sniff,
    read=read,
)
