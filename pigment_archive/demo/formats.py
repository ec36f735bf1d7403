"""Texts and bytes of the file formats the demonstration writes; each says that its spectra are simulated."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from pigment_archive.demo.simulate import FloatArray

NOTICE: Final = "simulated from published positions with assumed widths; not a measurement"
RAMAN_SHIFT: Final = "Raman shift (cm-1)"
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_NUMBERS_A_LINE: Final = 10


def delimited(labels: Mapping[str, str], axis: FloatArray, counts: FloatArray) -> str:
    """Two columns of a Raman spectrum below `# label: text` lines."""
    head = [f"# {label}: {text}" for label, text in labels.items()]
    return "\n".join([*head, f"{RAMAN_SHIFT},counts", *_pairs(axis, counts, ",")]) + "\n"


def rruff(labels: Mapping[str, str], axis: FloatArray, counts: FloatArray) -> str:
    """`##LABEL=text` lines, pairs of numbers, `##END=`, as RRUFF writes them."""
    head = [f"##{label}={text}" for label, text in labels.items()]
    return "\n".join([*head, *_pairs(axis, counts, ", "), "##END=", ""])


def jcamp(labels: Mapping[str, str], axis: FloatArray, counts: FloatArray) -> str:
    """JCAMP-DX 5.01 with plain numbers (AFFN) on an even axis.

    Args:
        labels: Records of their own; TITLE comes first in the file.
        axis: Raman shift in cm-1, float64 (n,), even.
        counts: Whole numbers, float64 (n,).
    """
    records = {
        "TITLE": labels["TITLE"],
        "JCAMP-DX": "5.01",
        "DATA TYPE": "RAMAN SPECTRUM",
        **labels,
        "XUNITS": "1/CM",
        "YUNITS": "COUNTS",
        "XFACTOR": "1",
        "YFACTOR": "1",
        "FIRSTX": f"{axis[0]:.4f}",
        "LASTX": f"{axis[-1]:.4f}",
        "NPOINTS": str(axis.size),
        "FIRSTY": f"{counts[0]:.0f}",
        "XYDATA": "(X++(Y..Y))",
    }
    numbers = [f"{count:.0f}" for count in counts.tolist()]
    lines = [
        " ".join([f"{axis[start]:.4f}", *numbers[start : start + _NUMBERS_A_LINE]])
        for start in range(0, axis.size, _NUMBERS_A_LINE)
    ]
    return "\n".join([*(f"##{label}={text}" for label, text in records.items()), *lines, "##END=", ""])


def matrix(rows: Sequence[tuple[Mapping[str, str], FloatArray]], axis: FloatArray) -> str:
    """One Raman spectrum a row: its labels, then its counts; the header row holds the axis in cm-1.

    Args:
        rows: Labels (the same keys in every row) and counts (n,) of each spectrum.
        axis: Raman shift in cm-1, float64 (n,).
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*rows[0][0], *(f"{x:.2f}" for x in axis.tolist())])
    table.writerows([*labels.values(), *(f"{y:.0f}" for y in counts.tolist())] for labels, counts in rows)
    return text.getvalue()


def envi_library(
    rows: Sequence[tuple[Mapping[str, str], FloatArray]], axis: FloatArray, labels: Mapping[str, str]
) -> tuple[str, bytes]:
    """Header and numbers (float32, little-endian) of an ENVI spectral library of reflectance.

    Args:
        rows: Labels (the same keys in every row, `spectra names` among them, no commas or braces) and
            reflectance (n,) of each spectrum.
        axis: Wavelength in nm, float64 (n,).
        labels: Further entries that hold for the whole library.
    """
    entries = {
        "description": f"{{{NOTICE}}}",
        "samples": axis.size,
        "lines": len(rows),
        "bands": 1,
        "header offset": 0,
        "file type": "ENVI Spectral Library",
        "data type": 4,
        "interleave": "bsq",
        "byte order": 0,
        "wavelength units": "Nanometers",
        "z plot titles": "{Wavelength, Reflectance}",
        **labels,
        **{label: _braced([row[label] for row, _ in rows]) for label in rows[0][0]},
        "wavelength": _braced([f"{x:.2f}" for x in axis.tolist()]),
    }
    header = "\n".join(["ENVI", *(f"{entry} = {value}" for entry, value in entries.items()), ""])
    return header, np.stack([values for _, values in rows]).astype("<f4").tobytes()


def zipped(members: Mapping[str, str]) -> bytes:
    """A zip of text members; equal members give equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, text in members.items():
            container.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _pairs(axis: FloatArray, counts: FloatArray, separator: str) -> list[str]:
    pairs = zip(axis.tolist(), counts.tolist(), strict=True)
    return [f"{x:.2f}{separator}{y:.0f}" for x, y in pairs]


def _braced(texts: Sequence[str]) -> str:
    return "{" + ", ".join(texts) + "}"
