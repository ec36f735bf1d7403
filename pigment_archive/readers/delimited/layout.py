"""A text table taken apart: what its comments say, its row of labels, its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated, UnknownFormat
from pigment_archive.readers.delimited.dialect import Dialect, find_dialect, position
from pigment_archive.readers.reader import AboutSpectra

LEAST_ROWS: Final = 2
LEAST_WIDTH_OF_MATRIX: Final = 4
_COMMENT: Final = re.compile(r"^\s*(?:#|%|//|!)\s*")
_KEYED: Final = re.compile(r"^(?P<key>[^:=]{1,80}?)\s*[:=]\s*(?P<value>.*)$")
_FIELDED: Final = re.compile(r"^(?P<key>[^,;\t]{1,80}?)\s*[,;\t]\s*(?P<value>.*)$")


def about(columns: list[str]) -> AboutSpectra:
    """The text is a table about spectra: names and properties, not an axis and values."""
    shown = ", ".join(column[:30] for column in columns[:4])
    more = ", ..." if len(columns) > 4 else ""
    return AboutSpectra(f"a table about spectra (columns {shown}{more}), not a spectrum")


@dataclass(frozen=True, slots=True)
class Layout:
    """A table.

    Attributes:
        dialect: How its lines are taken apart.
        header: What stands before the table, by key; lines without a key as `line 1`, `line 2`, ...
        labels: The row of labels over the table, empty if there is none.
        rows: Fields of each row of the table; all rows have one length.
    """

    dialect: Dialect
    header: dict[str, str]
    labels: list[str]
    rows: list[list[str]]


def layout_of(text: str) -> Layout:
    """Find the table in a text.

    Raises:
        AboutSpectra: It is a table, but about spectra.
        Truncated: The last row is shorter than the others, or a header stands alone.
        Inconsistent: Another row has another length, or there is text between the numbers.
        UnknownFormat: There is no table of numbers.
    """
    numbered = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    comments = [_COMMENT.sub("", line) for _, line in numbered if _COMMENT.match(line)]
    plain = [(number, line) for number, line in numbered if not _COMMENT.match(line)]
    found = find_dialect([line for _, line in plain])
    if found is None:
        _refuse_words([line for _, line in plain])
        raise UnknownFormat("text without a table of numbers")
    dialect, width = found
    fields = [dialect.split(line) for _, line in plain]
    start = _first_row(dialect, fields, width)
    before = start
    labels: list[str] = []
    if start > 0 and _are_labels(dialect, fields[start - 1], width):
        labels, before = fields[start - 1], start - 1
    elif _texts(dialect, fields[start]):
        labels, start = fields[start], start + 1
    elif comments and ":" not in comments[-1] and len(dialect.split(comments[-1])) == width:
        labels = [label.lstrip("#% ") for label in dialect.split(comments[-1])]
    _check_rows(dialect, fields[start:], [number for number, _ in plain[start:]], labels)
    return Layout(dialect, _header(comments, [line for _, line in plain[:before]]), labels, fields[start:])


def _texts(dialect: Dialect, row: list[str]) -> set[int]:
    """Places in a row that hold text, neither a number nor a mark for a missing one."""
    return {place for place, field in enumerate(row) if dialect.number(field) is None}


def _first_row(dialect: Dialect, fields: list[list[str]], width: int) -> int:
    """The first row of that length made of numbers only; where labels stand beside them, of half numbers."""
    rows = [(i, len(_texts(dialect, row))) for i, row in enumerate(fields) if len(row) == width]
    return next((i for i, texts in rows if texts == 0), next(i for i, texts in rows if 2 * texts <= width))


def _are_labels(dialect: Dialect, row: list[str], width: int) -> bool:
    """Labels are all text (of columns), or at least half numbers beside text (the axis of a matrix)."""
    texts = len(_texts(dialect, row))
    of_matrix = width >= LEAST_WIDTH_OF_MATRIX and 2 * texts <= width
    return len(row) == width and texts > 0 and (texts == width or of_matrix)


def _check_rows(dialect: Dialect, rows: list[list[str]], numbers: list[int], labels: list[str]) -> None:
    if not rows:
        raise Truncated("the table has labels but no rows", remedy="Export the table again.")
    width = len(labels or rows[0])
    is_axis = {place for place, label in enumerate(labels) if position(label) is not None}
    for row, number in zip(rows, numbers, strict=True):
        if len(row) != width:
            problem = f"line {number} has {len(row)} fields, the lines before it {width}"
            if number == numbers[-1] and len(row) < width:
                raise Truncated(problem, remedy="Export the table again.")
            raise Inconsistent(problem)
        texts = _texts(dialect, row)
        if texts and labels and not is_axis:
            raise about(labels)
        if texts and (texts & is_axis or not labels):
            raise Inconsistent(f"line {number} holds text between the numbers")


def _refuse_words(lines: list[str]) -> None:
    """Refuse a table of words: lines of one and the same number of fields, at least two, under labels."""
    for delimiter in ",;\t":
        rows = [Dialect(delimiter).split(line) for line in lines[:50]]
        if len(rows) > LEAST_ROWS and len({len(row) for row in rows}) == 1 and len(rows[0]) > 1:
            raise about(rows[0])


def _header(comments: list[str], lines: list[str]) -> dict[str, str]:
    header: dict[str, str] = {}
    for number, line in enumerate([*comments, *lines], 1):
        found = _KEYED.match(line.strip()) or _FIELDED.match(line.strip())
        key = found["key"].strip(' "') if found else ""
        if found and key and key not in header:
            header[key] = found["value"].strip(' "')
        else:
            header[f"line {number}"] = line.strip()
    return header
