"""A table taken apart: what stands around it, its labels, its rows. Text and sheets come the same way.

The table is the rows of one length that are numbers (or at least half numbers, beside labels of their own).
What follows it after a blank line, or holds no more rows, is kept in the header; text between its rows is an
error.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Ambiguous, Inconsistent, TooLarge, Truncated, UnknownFormat
from pigment_archive.readers.delimited.bounds import Bounds
from pigment_archive.readers.delimited.cells import Fields, Grid, Numbers
from pigment_archive.readers.delimited.dialect import (
    Dialect,
    find_dialect,
    has_thousands,
    may_be_thousands,
    position,
)
from pigment_archive.readers.delimited.heading import heading_of
from pigment_archive.readers.delimited.preamble import Preamble, header_of
from pigment_archive.readers.delimited.sections import Sections, sections_of
from pigment_archive.readers.delimited.words import names_axis
from pigment_archive.readers.reader import AboutSpectra
from pigment_archive.records import Note

LEAST_ROWS: Final = 2
MOST_COLUMNS: Final = 200_000
_AGAIN: Final = "Export the table again."
_WITHOUT_MARKS: Final = "Export the numbers without marks between thousands."


@dataclass(frozen=True, slots=True)
class Layout:
    """A table.

    Attributes:
        dialect: How its lines are taken apart.
        header: What stands around the table, by key; lines without a key as `line 1`, `line 2`, ...
        strict: Those entries whose keys are meant as names of facts: they stood in comment lines.
        labels: The labels over the columns, empty if there are none.
        names: Names over pairs of columns, one a column; empty if there are none.
        rows: Fields of each row of the table; all rows have one length.
        numbers: The same as numbers, NaN where missing, None for text.
        notes: What was left out.
    """

    dialect: Dialect
    header: dict[str, str]
    labels: list[str]
    rows: list[list[str]]
    strict: dict[str, str]
    names: list[str]
    numbers: list[list[float | None]]
    notes: tuple[Note, ...] = ()

    @property
    def digest(self) -> str:
        """The device: SHA-256 of number of columns and labels, of the header's keys where there are none."""
        words = self.labels or sorted(key for key in self.header if not key.startswith("line "))
        plain = [" ".join(word.lower().split()) for word in words]
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
    found = find_dialect(filled, parts.delimiter)
    if found is None:
        _refuse_words(filled)
        raise UnknownFormat("text without a table of numbers")
    dialect, width = found
    if width > MOST_COLUMNS:
        raise TooLarge(f"the table has {width} columns, at most {MOST_COLUMNS} are read")
    rows = [Row(number, dialect.split(line) if line.strip() else []) for number, line in parts.data]
    lines = {number: line.strip(" ") for number, line in parts.data}
    return arranged(rows, width, dialect, parts, lines)


def arranged(rows: list[Row], width: int, dialect: Dialect, parts: Sections, lines: dict[int, str]) -> Layout:
    """The table among these rows.

    Args:
        rows: All rows, blank ones too.
        width: The number of fields of a row of the table.
        dialect: How numbers are written.
        parts: What is known to stand before and after.
        lines: The rows as text, by their number, for the header.

    Raises:
        As `layout_of`.
    """
    table = Bounds(rows, width, dialect)
    _refuse_properties(rows, table.numbers)
    start, stop = table.found()
    heading = heading_of([lines[row.number] for row in rows[:start]], width, dialect, parts.comments)
    labels, before, after = heading.labels, rows[: start - heading.lines], rows[stop:]
    if not labels and texts(table.numbers[start]):
        labels, start = rows[start].fields, start + 1
    body = [place for place in range(start, stop) if rows[place].fields]
    numbers = [table.numbers[place] for place in body]
    cells = [rows[place].fields for place in body]
    _check_rows(cells, numbers, [rows[place].number for place in body], labels)
    if dialect.comma and any(may_be_thousands(list(column)) for column in zip(*cells, strict=True)):
        raise Ambiguous("commas may be decimals or stand between thousands", remedy=_WITHOUT_MARKS)
    preface = [lines[row.number] for row in before]
    tail = [line for line in (*(lines[row.number] for row in after), *parts.after) if line.strip()]
    header = header_of([*parts.header, *filter(str.strip, preface), *tail])
    header = {**header, **{key: value for key, value in parts.stated.items() if key not in header}}
    notes = [Note(code="after_table", text=f"{len(tail)} lines after the table are kept in the header")]
    notes = [*(notes if tail else []), *_count(len(cells), points_declared(header), parts)]
    strict = header_of(parts.comments)
    keep = _filled_columns(labels, cells)
    labels, names, cells = _kept([labels], keep)[0], _kept([heading.names], keep)[0], _kept(cells, keep)
    return Layout(dialect, header, labels, cells, strict, names, _kept(numbers, keep), tuple(notes))


def _check_rows(
    cells: list[list[str]], numbers: list[list[float | None]], lines: list[int], labels: list[str]
) -> None:
    if not cells:
        raise Truncated("the table has labels but no rows", remedy=_AGAIN)
    is_axis = {place for place, label in enumerate(labels) if position(label) is not None}
    for fields, row, line in zip(cells, numbers, lines, strict=True):
        for place in texts(row) if None in row else ():
            if has_thousands(fields[place]):
                raise Ambiguous(
                    f"line {line} has a number with marks between its thousands",
                    remedy=_WITHOUT_MARKS,
                )
            if place in is_axis or not labels:
                raise Inconsistent(f"line {line} holds text between the numbers")


def _count(rows: int, declared: int | None, parts: Sections) -> list[Note]:
    if declared is None or declared == rows:
        return []
    if rows < declared and not parts.closed:
        raise Truncated(f"the file declares {declared} points and holds {rows}", remedy=_AGAIN)
    return [Note(code="points_differ", text=f"the file declares {declared} points and holds {rows}")]


def _filled_columns(labels: list[str], rows: list[list[str]]) -> list[int] | None:
    """All columns but those without label and entry (delimiters at the ends of lines); None for all."""
    blank = {
        place
        for place, field in enumerate(rows[0])
        if not field and not (labels and labels[place]) and not any(row[place] for row in rows)
    }
    return [place for place in range(len(rows[0])) if place not in blank] if blank else None


def _kept(rows: list[list[_Field]], keep: list[int] | None) -> list[list[_Field]]:
    return rows if keep is None else [[row[place] for place in keep] if row else row for row in rows]


def _refuse_properties(rows: list[Row], numbers: list[list[float | None]]) -> None:
    """Refuse a table of properties: labels in the first line, none of an axis, text in most rows below."""
    filled = [place for place, row in enumerate(rows) if row.fields]
    first = rows[filled[0]].fields
    if len(first) < 2 or not numbers[filled[0]] or numbers[filled[0]].count(None) < len(first):
        return
    if any(names_axis(label) or position(label) is not None for label in first):
        return
    if 2 * sum(None in numbers[place] for place in filled[1:]) > len(filled) - 1:
        raise about(first)


def _refuse_words(lines: list[str]) -> None:
    """Refuse a table of words: lines of one and the same number of fields, at least two, under labels."""
    for delimiter in ",;\t":
        rows = [Dialect(delimiter).split(line) for line in lines[:50]]
        if len(rows) > LEAST_ROWS and len({len(row) for row in rows}) == 1 and len(rows[0]) > 1:
            raise about(rows[0])
