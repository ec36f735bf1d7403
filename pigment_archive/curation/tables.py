"""A sheet's file to rows of cells, whatever it was saved as: CSV in any dialect, or a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from pigment_archive.curation.values import Cell, is_empty
from pigment_archive.errors import Inconsistent, ReadError, TooLarge, UnsupportedVariant, UsageError
from pigment_archive.readers.excel.workbook import sheets_of
from pigment_archive.readers.reader import DEFAULT_LIMITS
from pigment_archive.readers.text import decode

LARGEST_FILE: Final = 32 * 2**20
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 1000
_WORKBOOK: Final = b"PK\x03\x04"
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WHOLE: Final = re.compile(r"-?\d+\.0")
_MIDNIGHT: Final = " 00:00:00"
_DELIMITERS: Final = (",", ";", "\t", "|")
_LOOKED_AT: Final = 20


class Row(NamedTuple):
    """One line of a table: its number as a spreadsheet counts, from 1, and its cells."""

    number: int
    cells: tuple[Cell, ...]


Table = list[Row]


def read_tables(path: Path) -> list[Table]:
    """Every table of a file (a CSV is one, a workbook has one a worksheet), without its empty rows.

    Raises:
        UsageError: The file is not there or cannot be read.
        ReadError: It is damaged, encrypted, or larger than any sheet of facts.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise TooLarge(f"a sheet holds at most {LARGEST_FILE >> 20} MiB", where=str(path))
        data = path.read_bytes()
    except OSError as cause:
        reason = (cause.strerror or str(cause)).lower()
        raise UsageError(f"the sheet cannot be read: {reason}", where=str(path)) from cause
    if data.startswith(_OLD_WORKBOOK):  # a damaged one can end the whole process
        raise UnsupportedVariant(
            "a sheet of older Office (.xls) is not read", where=str(path), remedy="Save it as .xlsx or CSV."
        )
    try:
        if data.startswith(_WORKBOOK):
            return [
                _rows((number, map(_shown, cells)) for number, cells in sheet.rows.items())
                for sheet in sheets_of(data, DEFAULT_LIMITS)
            ]
        return [_rows(enumerate(_read_text(decode(data)), start=1))]
    except ReadError as error:
        raise type(error)(error.problem, where=str(path), remedy=error.remedy) from error


def _shown(cell: str) -> str:
    """A number or a day as the spreadsheet shows it, not as a workbook keeps it: 44450 for 44450.0."""
    return cell[:-2] if _WHOLE.fullmatch(cell) else cell.removesuffix(_MIDNIGHT)


def _rows(lines: Iterable[tuple[int, Iterable[Cell]]]) -> Table:
    rows = []
    for number, cells in lines:
        row = Row(number, tuple(cells))
        if len(row.cells) > MOST_COLUMNS or number > MOST_ROWS:
            raise TooLarge(f"a sheet holds at most {MOST_ROWS} rows and {MOST_COLUMNS} columns")
        if not all(map(is_empty, row.cells)):
            rows.append(row)
    return rows


def _read_text(text: str) -> list[list[str]]:
    """The records of a text with the delimiter that gives the most even rows, and the most columns."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return [[], *_parsed(rest, first[-1])]
    return _parsed(text, max(_DELIMITERS, key=lambda delimiter: _evenness(text, delimiter)))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    records = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        widths = [len(row) for row in islice(records, _LOOKED_AT) if row]
    except csv.Error:
        return 0, 0
    common = max(set(widths), key=widths.count) if widths else 1
    return (widths.count(common) if common > 1 else 0), common


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as cause:
        raise Inconsistent(
            "the sheet cannot be taken apart into cells", remedy="Save it as CSV again."
        ) from cause
