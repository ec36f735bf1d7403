"""How many cells the sheets of a workbook span, before they are laid out: one far out may ask for all."""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.errors import TooLarge

MOST_CELLS: Final = 2_000_000
_CELL: Final = re.compile(rb"\br\s*=\s*[\"']?([A-Za-z]+)(\d+)")
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]{0,300}?\br\s*=\s*[\"']?(\d+)")
_PLAIN_CELLS: Final = re.compile(rb"<(?:\w+:)?(?:c|row)[\s>]")
_ODS_PART: Final = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^>]*)>")
_REPEATED: Final = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']?(\d+)")


def check_sheet_xml(xml: bytes) -> None:
    """Refuse a sheet of xlsx that spans too many cells.

    Raises:
        TooLarge: Last row times last column is above 2 million.
    """
    column = row = 1
    widest: set[bytes] = set()
    for letters, digits in _CELL.findall(xml):
        widest.add(letters)
        row = max(row, int(digits))
    column = max((_column(letters) for letters in widest), default=1)
    row = max((row, *(int(digits) for digits in _ROW.findall(xml))))
    unnamed = len(_PLAIN_CELLS.findall(xml)) if not widest else 0
    check_span(row + unnamed, column + unnamed if unnamed < row else column)


def check_content_xml(xml: bytes) -> None:
    """Refuse sheets of ods that span too many cells; repeated cells count as often as they are repeated.

    Raises:
        TooLarge: Rows times columns of a sheet, up to the last cell that is not empty, is above 2 million.
    """
    row = column = widest = 0
    for kind, attributes in _ODS_PART.findall(xml):
        found = _REPEATED.search(attributes)
        times = int(found[1]) if found else 1
        if kind == b"table":
            row = column = widest = 0
        elif kind == b"table-row":
            row, column = row + times, 0
        else:
            column += times
            if b"value" in attributes or not attributes.rstrip().endswith(b"/"):
                widest = max(widest, column)
                check_span(row, widest)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def check_span(rows: int, columns: int) -> None:
    """Refuse a sheet of too many cells.

    Raises:
        TooLarge: Rows times columns is above 2 million.
    """
    if rows * columns > MOST_CELLS:
        raise TooLarge(
            f"a sheet spans {rows} rows and {columns} columns, at most {MOST_CELLS} cells are read",
            remedy="Delete cells far outside the table, or export the sheet as CSV.",
        )
