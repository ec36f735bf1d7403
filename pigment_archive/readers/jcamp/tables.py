"""The one table of a block: which it is, how it is written, and whether it is what its records say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from pigment_archive.errors import Inconsistent
from pigment_archive.readers.jcamp.agreement import disagreements
from pigment_archive.readers.jcamp.even import Floats, declared_points, even_axis, unit_of
from pigment_archive.readers.jcamp.explicit import Pairs, assignments, is_whole, pairs
from pigment_archive.readers.jcamp.ordinates import (
    COMPRESSED,
    Ordinates,
    Rows,
    decode,
    plain_numbers,
    rows_of,
)
from pigment_archive.readers.jcamp.records import Records
from pigment_archive.records import Note

_FORM: Final = re.compile(r"\s*((?:X\+{1,2})?\([^\n<]*\)|\([^\n$<]*|XY\.\.XY\b)", re.ASCII | re.IGNORECASE)
_EVEN: Final = re.compile(r"\(?X\+{1,2}\(?Y")
_PEAKS: Final = ("PEAKTABLE", "PEAKASSIGNMENTS")
_IMPLIED: Final = {"XYDATA": "(X++(Y..Y))"}
_REPEATS: Final = 2
_WITHOUT_COUNT: Final = 1_000_000
_FEW_CHECKS: Final = 3
_SAME_PLACE: Final = 0.01
_LEAST_SPECTRUM: Final = 64


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a block.

    Attributes:
        axis: x, float64 (n,), in the order of the file; peaks are sorted.
        values: y, float64 (n,), times YFACTOR.
        notes: What was concluded.
        declared: NPOINTS, None if it is not there.
    """

    axis: Floats
    values: Floats
    notes: tuple[Note, ...]
    declared: int | None


def read_table(records: Records, most: int) -> Table:
    """The spectrum of a block, or its list of peaks if it has no spectrum.

    Args:
        records: The block; it has a table.
        most: Points that are read at most.

    Raises:
        Truncated, Inconsistent, TooLarge, UnsupportedVariant: As numbers and records are.
    """
    label = records.table or ""
    if len(records.values[label]) > 1:
        raise Inconsistent(f"one block holds {len(records.values[label])} tables {label}")
    declared = declared_points(records, most)
    form, block = _form(label, records.values[label][0])
    if label == "PEAKASSIGNMENTS":
        found = assignments(records, block, form)
    else:
        rows = rows_of(block, decimal_comma=records.decimal_comma)
        if not rows:
            raise Inconsistent("there are no numbers in the table")
        if _EVEN.match(form):
            return _even(records, rows, declared, most)
        found = pairs(records, rows, form, declared)
    if label not in _PEAKS:
        return _without_repeats(_checked(records, found.axis, found.values, found.notes, declared))
    if found.axis.size >= _LEAST_SPECTRUM and is_whole(records, found.axis):
        text = "the peak table holds evenly spaced points from FIRSTX to LASTX: a spectrum"
        notes = [Note(code="spectrum_in_peak_table", text=text), *found.notes]
        return _checked(records, found.axis, found.values, notes, declared)
    return _without_repeats(_peaks(found, declared))


def _form(label: str, text: str) -> tuple[str, str]:
    """The form of a table, without spaces, and its lines."""
    first = text.partition("$$")[0].partition("\n")[0]
    found = _FORM.match(first)
    if found is None:
        return _IMPLIED.get(label, "(XY..XY)"), text
    return re.sub(r"\s", "", found.group(1)).upper(), text[found.end() :]


def _even(records: Records, rows: Rows, declared: int | None, most: int) -> Table:
    if _are_pairs(records, rows, declared):
        found = pairs(records, rows, "(XY..XY)", declared)
        note = Note(code="pairs_in_xydata", text="pairs of x and y are written under (X++(Y..Y))")
        return _checked(records, found.axis, found.values, [note, *found.notes], declared)
    ordinates, notes = _ordinates(rows, declared, most)
    axis, concluded = even_axis(records, ordinates, declared)
    values = np.array(ordinates.values) * records.factor("YFACTOR")
    return _checked(records, axis, values, [*notes, *concluded], declared)


def _are_pairs(records: Records, rows: Rows, declared: int | None) -> bool:
    """True when numbers declared as `X++(Y..Y)` can only be pairs.

    Lines with several values are pairs if only then their number is NPOINTS; lines with one value each, if
    their heads are not the even axis. In both cases x must go one way.
    """
    if any(len(row) % 2 for row in rows) or rows[0][1][0] in COMPRESSED:
        return False
    factor = records.factor("XFACTOR")
    try:
        x = np.array(plain_numbers(rows)[::2]) * factor
    except Inconsistent:
        return False
    steps = np.diff(x)
    if x.size < 2 or not ((steps > 0).all() or (steps < 0).all()):
        return False
    if any(len(row) > 2 for row in rows):
        return x.size == declared != 2 * x.size - len(rows)
    first, last = records.number("FIRSTX"), records.number("LASTX")
    if first is None or last is None:
        return True
    even = np.linspace(first, last, x.size)
    finest = min(unit_of(row[0]) for row in rows) * abs(factor)
    return bool(np.abs(x - even).max() > max(finest, _SAME_PLACE * abs(even[1] - even[0])))


def _ordinates(rows: Rows, declared: int | None, most: int) -> tuple[Ordinates, list[Note]]:
    """The decoded values, after a look at the checks between the lines."""
    most = min(most, _REPEATS * declared + len(rows) if declared else _WITHOUT_COUNT)
    found = decode(rows, most)
    if not found.failed:
        return found, []
    text = f"{found.failed} of {found.checks} lines do not begin with the last value of the line before"
    if 2 * found.failed > found.checks:
        unchecked = decode(rows, most, checked=False)
        if len(unchecked.values) == declared:
            whole = "the lines do not repeat the last value of the line before; all their values are data"
            return unchecked, [Note(code="no_y_check", text=whole)]
        if found.checks >= _FEW_CHECKS:
            raise Inconsistent(text, remedy="Export the file again.")
    return found, [Note(code="y_check", text=text)]


def _checked(
    records: Records, axis: Floats, values: Floats, notes: list[Note], declared: int | None
) -> Table:
    wrong = disagreements(records, axis, values)
    if wrong:
        text = "records and table disagree: " + "; ".join(wrong)
        notes = [*notes, Note(code="header_disagrees", text=text)]
    return Table(axis, values, tuple(notes), declared)


def _without_repeats(table: Table) -> Table:
    """The table with each point once: curves that were digitised piece by piece repeat where pieces join."""
    x, y = table.axis, table.values
    same_y = (y[1:] == y[:-1]) | (np.isnan(y[1:]) & np.isnan(y[:-1]))
    kept = np.concatenate(([True], (x[1:] != x[:-1]) | ~same_y))
    dropped = int((~kept).sum())
    if not dropped:
        return table
    note = Note(code="repeated_points", text=f"{dropped} points repeat the one before them and were left out")
    declared = None if table.declared is None else table.declared - dropped
    return Table(x[kept], y[kept], (*table.notes, note), declared)


def _peaks(found: Pairs, declared: int | None) -> Table:
    notes = [*found.notes, Note(code="peak_table", text="this is a list of peaks, not a measured spectrum")]
    order = np.argsort(found.axis, kind="stable")
    if (np.diff(order) < 0).any() and (np.diff(order) > 0).any():
        notes.append(Note(code="peaks_sorted", text="the peaks were brought into the order of their x"))
        return Table(found.axis[order], found.values[order], tuple(notes), declared)
    return Table(found.axis, found.values, tuple(notes), declared)
