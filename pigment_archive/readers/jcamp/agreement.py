"""What the records say about the numbers, held against the numbers. Headers are often rounded, or wrong."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent
from pigment_archive.readers.jcamp.even import unit_of
from pigment_archive.readers.jcamp.records import Records

Floats = npt.NDArray[np.float64]
_OF_RANGE: Final = 1e-3
_OF_STEP: Final = 0.01


def disagreements(records: Records, axis: Floats, values: Floats) -> list[str]:
    """Each record that contradicts the numbers, with both, for people.

    A y is allowed one unit of its last digit and 0.1 % of the range of the values, and may be written without
    YFACTOR. The ends of the axis are allowed one unit and one step, DELTAX one unit and 1 %.

    Args:
        records: The block.
        axis: x, float64 (n,), in the order of the file.
        values: y, float64 (n,), times YFACTOR.
    """
    finite = values[np.isfinite(values)]
    if not finite.size or not np.isfinite(axis).all():
        return []
    low, high = float(finite.min()), float(finite.max())
    factor = records.factor("YFACTOR")
    allowed = _OF_RANGE * (high - low)
    found = []
    for label, value in (("FIRSTY", float(values[0])), ("MAXY", high), ("MINY", low)):
        if not any(_says(records, label, y, slack) for y, slack in ((value, allowed), (value / factor, 0.0))):
            found.append(_sentence(records, label, value))
    step = (axis[-1] - axis[0]) / (axis.size - 1)
    ends = {"FIRSTX": axis[0], "LASTX": axis[-1], "MINX": axis.min(), "MAXX": axis.max()}
    found += [
        _sentence(records, label, float(x))
        for label, x in ends.items()
        if not _says(records, label, x, abs(step))
    ]
    steps = np.diff(axis)
    is_even = np.allclose(steps, step, rtol=_OF_STEP, atol=0)
    if is_even and not any(_says(records, "DELTAX", s, _OF_STEP * abs(step)) for s in (step, -step)):
        found.append(_sentence(records, "DELTAX", float(step)))
    return found


def _says(records: Records, label: str, value: float, slack: float) -> bool:
    """True when a record says this number, or nothing."""
    try:
        said = records.number(label)
    except Inconsistent:
        return False
    return said is None or not np.isfinite(value) or abs(said - value) <= slack + unit_of(records.text(label))


def _sentence(records: Records, label: str, value: float) -> str:
    return f"{label} says {records.text(label)[:20]}, the table {value:.6g}"
