"""A table taken apart: what stands around it, its labels, its rows. Text and sheets come the same way.

The table is the rows of one length that are numbers (or at least half numbers, beside labels of their own).
What follows it after a blank line, or holds no more rows, is kept in the header; text between its rows is an
error.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Ambiguous, Inconsistent, TooLarge, Truncated, UnknownFormat
from pigment_archive.readers.delimited.bounds import LEAST_OF_A_TABLE, Bounds
from pigment_archive.readers.delimited.cells import Fields, Grid, Numbers
from pigment_archive.readers.delimited.choice import find_dialect
from pigment_archive.readers.delimited.dialect import Dialect, has_thousands, may_be_thousands, position
from pigment_archive.readers.delimited.heading import LEAST_WIDTH_OF_MATRIX, heading_of
from pigment_archive.readers.delimited.preamble import Preamble, header_of
from pigment_archive.readers.delimited.sections import Sections, sections_of
from pigment_archive.readers.delimited.words import names_axis
from pigment_archive.readers.reader import AboutSpectra, Limits
from pigment_archive.records import Note

LEAST_ROWS: Final = 2
MOST_COLUMNS: Final = 200_000
MOST_LINES_KEPT: Final = 5_000_000
_SETTING: Final = re.compile(r"\s*[^\W\d][^=,;\t]*=")
_NUMBER_FIRST: Final = re.compile(r"\s*[+-]?[.,]?\d")
_AGAIN: Final = "Export the table again."
_WITHOUT_MARKS: Final = "Export the numbers without marks between thousands."


@dataclass(frozen=True)
class Layout:
    """A table.

    Attributes:
        dialect: How its lines are taken apart.
        around: What stands around the table.
        labels: The labels over the columns, empty if there are none.
        rows: Fields of each row of the table; all rows have one length.
        numbers: The same as numbers.
        names: Names over pairs of columns, one a column; empty if there are none.
        notes: What was left out.
    """

    dialect: Dialect
    around: Preamble
    labels: list[str]
    rows: Fields
    numbers: Numbers
    names: Sequence[str] = ()
    notes: tuple[Note, ...] = ()

    @property
    def values(self) -> npt.NDArray[np.float64]:
        """The table, float64 (rows, columns), NaN where a field is missing or text."""
        return self.numbers.values

    def entry(self, row: int, column: int) -> str:
        """A field as text, without the white space around it."""
        return self.rows[row][column].strip()

    def require_room(self, spectra: int, limits: Limits) -> None:
        """Refuse more spectra than the limits allow, and many spectra with many lines for each to keep.

        Raises:
            TooLarge: There are.
        """
        if spectra > limits.spectra:
            raise TooLarge(f"{spectra} spectra in one table, at most {limits.spectra} are read")
        lines = len(self.around.header)
        if spectra * lines > MOST_LINES_KEPT:
            raise TooLarge(f"{lines} lines stand around a table of {spectra} spectra, each to keep them")

    @cached_property
    def digest(self) -> str:
        """The device: SHA-256 of number of columns and labels, or header keys; empty without any words.

        A table of bare numbers tells nothing about its device, so nothing is remembered for it.
        """
        header = self.around.header
        words = self.labels or sorted(key for key in header if not key.startswith("line "))
        plain = [" ".join(word.lower().split()) for word in words]
        if not any(plain):
            return ""
        return hashlib.sha256("\n".join([str(len(self.rows[0])), *plain]).encode()).hexdigest()


def about(columns: list[str]) -> AboutSpectra:
    """The text is a table about spectra: names and properties, not an axis and values."""
    shown = ", ".join(column[:30] for column in columns[:4])
    more = ", ..." if len(columns) > 4 else ""
    return AboutSpectra(f"a table about spectra (columns {shown}{more}), not a spectrum")


def layout_of(text: str) -> Layout:
    """Find the table in a text.

    Raises:
        AboutSpectra: It is a table, but about spectra.
        Truncated: The last row is shorter than the others, or fewer rows than declared, or labels alone.
        Inconsistent: Another row has another length, or there is text between the numbers.
        Ambiguous: Several tables, or numbers with marks between thousands.
        UnknownFormat: There is no table of numbers.
        TooLarge: More than 200,000 columns.
    """
    parts = sections_of(text)
    filled = [line for _, line in parts.data if line.strip()]
    found = None if _are_settings(filled) else find_dialect(filled, parts.delimiter)
    if found is None:
        _refuse_words(filled)
        raise UnknownFormat("text without a table of numbers")
    dialect, width = found
    if width > MOST_COLUMNS:
        raise TooLarge(f"the table has {width} columns, at most {MOST_COLUMNS} are read")
    line_numbers, lines = zip(*parts.data, strict=True)
    grid = Grid(dialect.split_all(lines), width, dialect, lines=lines, line_numbers=line_numbers)
    return arranged(grid, dialect, parts)


def arranged(grid: Grid, dialect: Dialect, parts: Sections) -> Layout:
    """The table in a grid.

    Args:
        grid: All rows, blank ones too.
        dialect: How numbers are written.
        parts: What is known to stand before and after.

    Raises:
        As `layout_of`.
    """
    _refuse_properties(grid)
    start, stop = Bounds(grid, dialect).found()
    lines = [line.strip(" ") for line in (*grid.lines[:start], *grid.lines[stop:])]
    heading = heading_of(lines[:start], grid.width, dialect, parts.comments)
    labels = heading.labels
    before, after = lines[: start - heading.lines], lines[start:]
    if not labels and _labels_its_columns(grid, start):
        labels, start = grid.row(start), start + 1
    first, last = np.searchsorted(grid.fitting, (start, stop)).tolist()
    body = grid.fitting[first:last].tolist()
    cells, numbers = grid.rows(body), grid.numbers.part(slice(first, last))
    _check_rows(cells, numbers.text, [grid.line_numbers[place] for place in body], labels)
    if dialect.comma and any(may_be_thousands(column) for column in zip(*cells, strict=True)):
        raise Ambiguous("commas may be decimals or stand between thousands", remedy=_WITHOUT_MARKS)
    tail = [line for line in (*after, *parts.after) if line.strip()]
    header = header_of([*parts.header, *filter(str.strip, before), *tail])
    header = {**header, **{key: value for key, value in parts.stated.items() if key not in header}}
    around = Preamble(header, header_of(parts.comments))
    notes = [Note(code="after_table", text=f"{len(tail)} lines after the table are kept in the header")]
    notes = [*(notes if tail else []), *_count(len(cells), around.points_declared, parts)]
    whole = Layout(dialect, around, labels, cells, numbers, heading.names, tuple(notes))
    return _without_blank_columns(whole)


def _labels_its_columns(grid: Grid, place: int) -> bool:
    """True when the first row of a table holds text, or places on an axis beside an empty corner."""
    row = int(np.searchsorted(grid.fitting, place))
    if grid.numbers.text[row].any():
        return True
    numbers = grid.numbers.values[row]
    steps = np.diff(numbers[1:])
    one_way = numbers.size > LEAST_WIDTH_OF_MATRIX and bool((steps > 0).all() or (steps < 0).all())
    return one_way and not grid.row(place)[0]


def _are_settings(lines: list[str]) -> bool:
    """True for a text of settings, `key = value` a line: few lines begin with a number."""
    settings = sum("=" in line and _SETTING.match(line) is not None for line in lines)
    return 2 * settings > len(lines) and sum(map(bool, map(_NUMBER_FIRST.match, lines))) < LEAST_OF_A_TABLE


def _check_rows(
    cells: Fields, text: npt.NDArray[np.bool_], line_numbers: list[int], labels: list[str]
) -> None:
    if not cells:
        raise Truncated("the table has labels but no rows", remedy=_AGAIN)
    is_axis = {place for place, label in enumerate(labels) if position(label) is not None}
    plain: set[str] = set()
    for row, place in zip(*map(np.ndarray.tolist, np.nonzero(text)), strict=True):
        field = cells[row][place]
        if field not in plain and has_thousands(field.strip()):
            raise Ambiguous(
                f"line {line_numbers[row]} has a number with marks between its thousands",
                remedy=_WITHOUT_MARKS,
            )
        plain.add(field)
        if place in is_axis or not labels:
            raise Inconsistent(f"line {line_numbers[row]} holds text between the numbers")


def _count(rows: int, declared: int | None, parts: Sections) -> list[Note]:
    if declared is None or declared == rows:
        return []
    if rows < declared and not parts.closed:
        raise Truncated(f"the file declares {declared} points and holds {rows}", remedy=_AGAIN)
    return [Note(code="points_differ", text=f"the file declares {declared} points and holds {rows}")]


def _without_blank_columns(layout: Layout) -> Layout:
    """The table without the columns that have neither label nor entry: delimiters at the ends of lines."""
    labels, rows = layout.labels, layout.rows
    blank = {
        place
        for place, field in enumerate(rows[0])
        if not field.strip()
        and not (labels and labels[place])
        and not any(row[place].strip() for row in rows)
    }
    if not blank:
        return layout
    keep = [place for place in range(len(rows[0])) if place not in blank]
    return replace(
        layout,
        labels=[labels[place] for place in keep] if labels else [],
        names=[layout.names[place] for place in keep] if layout.names else [],
        rows=[[row[place] for place in keep] for row in rows],
        numbers=layout.numbers.part((slice(None), keep)),
    )


def _refuse_properties(grid: Grid) -> None:
    """Refuse a table of properties: labels in the first line, none of an axis, text in most rows below."""
    filled = np.flatnonzero(~grid.blank)
    text = grid.numbers.text
    if grid.width < 2 or not grid.fitting.size or grid.fitting[0] != filled[0] or not text[0].all():
        return
    first = grid.row(int(filled[0]))
    if any(names_axis(label) or position(label) is not None for label in first):
        return
    if 2 * int(text[1:].any(axis=1).sum()) > filled.size - 1:
        raise about(first)


def _refuse_words(lines: list[str]) -> None:
    """Refuse a table of words: lines of one and the same number of fields, at least two, under labels."""
    for delimiter in ",;\t":
        rows = [Dialect(delimiter).split(line) for line in lines[:50]]
        if len(rows) > LEAST_ROWS and len({len(row) for row in rows}) == 1 and len(rows[0]) > 1:
            raise about(rows[0])
