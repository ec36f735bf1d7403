"""Tables with an x for each y: `(XY..XY)`, `(XYW..XYW)`, and peak assignments `(XYA)`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, UnsupportedVariant
from pigment_archive.readers.jcamp.even import wrong_count
from pigment_archive.readers.jcamp.ordinates import Rows, plain_numbers
from pigment_archive.readers.jcamp.records import Records
from pigment_archive.records import Note

Floats = npt.NDArray[np.float64]
_TEXT: Final = re.compile(r"<[^<>]*>")
_TUPLE: Final = re.compile(r"\(([^()]*)\)")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d{1,3})?")
_SAME_PLACE: Final = 1e-3
_GAP: Final = 1.5


@dataclass(frozen=True, slots=True)
class Pairs:
    """x and y as they are in the file, times their factors; float64 (n,) each."""

    axis: Floats
    values: Floats
    notes: list[Note] = field(default_factory=list)


def pairs(records: Records, rows: Rows, form: str, declared: int | None) -> Pairs:
    """x and y of tuples that begin with both.

    Args:
        records: The block.
        rows: Its numbers.
        form: The form as written, without spaces: `(XY..XY)`.
        declared: NPOINTS.

    Raises:
        Truncated, Inconsistent: Fewer or more tuples than NPOINTS, or the last is not complete.
        UnsupportedVariant: The tuples do not begin with x and y.
    """
    width = _width(form)
    numbers = np.array(plain_numbers(rows))
    notes: list[Note] = []
    if width == 2 and all(len(row) == 3 for row in rows) and numbers.size != 2 * (declared or 0):
        width = 3
        notes.append(Note(code="columns_left_out", text="the third column of a table of pairs was left out"))
    if numbers.size % width:
        raise Inconsistent("the tuples of the data are not complete")
    x, y = numbers[::width], numbers[1::width] * records.factor("YFACTOR")
    axis, scaled = _scaled(records, x)
    notes += scaled
    if declared not in (None, x.size):
        if not is_whole(records, axis):
            raise wrong_count(declared, x.size)
        text = f"NPOINTS says {declared}, but the pairs run from FIRSTX to LASTX in {x.size} points"
        notes.append(Note(code="header_disagrees", text=text))
    return Pairs(axis, y, notes)


def _width(form: str) -> int:
    letters = re.match(r"\(?([A-Z]*)", form)
    tuple_of = letters.group(1) if letters else ""
    if not tuple_of.startswith("XY"):
        raise UnsupportedVariant(
            f"tables of the form {form[:40]} are not read", remedy="Export it as XYDATA."
        )
    return len(tuple_of)


def _scaled(records: Records, x: Floats) -> tuple[Floats, list[Note]]:
    """x times XFACTOR; as written where only that fits FIRSTX and LASTX."""
    factor = records.factor("XFACTOR")
    if factor == 1.0 or _has_ends(records, x * factor) or not _has_ends(records, x):
        return x * factor, []
    return x, [Note(code="header_disagrees", text="x is written without XFACTOR, as FIRSTX and LASTX show")]


def _has_ends(records: Records, axis: Floats) -> bool:
    first, last = records.number("FIRSTX"), records.number("LASTX")
    if first is None or last is None:
        return False
    allowed = _SAME_PLACE * max(abs(last - first), 1e-12)
    return bool(abs(axis[0] - first) <= allowed and abs(axis[-1] - last) <= allowed)


def is_whole(records: Records, axis: Floats) -> bool:
    """True when points run from FIRSTX to LASTX without a gap: no step is 1.5 times the median."""
    if axis.size < 3 or not _has_ends(records, axis):
        return False
    steps = np.abs(np.diff(axis))
    return bool(steps.max() <= _GAP * np.median(steps))


def assignments(records: Records, block: str, form: str) -> Pairs:
    """x and y of peak assignments, `(x, y, ..., <text>)` each.

    Raises:
        UnsupportedVariant: They have no y.
        Inconsistent: An x is no number.
    """
    _width(form)
    listed = [entry.split(",") for entry in _TUPLE.findall(_TEXT.sub("", block))]
    if not listed or any(not _NUMBER.fullmatch(entry[0].strip()) for entry in listed):
        raise Inconsistent("the peak assignments are not a list of (x, y, ..., <text>)")
    x = [float(entry[0]) for entry in listed]
    y = [
        float(entry[1]) if len(entry) > 1 and _NUMBER.fullmatch(entry[1].strip()) else float("nan")
        for entry in listed
    ]
    return Pairs(np.array(x) * records.factor("XFACTOR"), np.array(y) * records.factor("YFACTOR"))
