"""How many cells the sheets of an older workbook span, from its records, before the library lays them out.

A record is its kind (uint16), its length (uint16) and its body; that of a cell begins with row and column
(uint16 each). Sheets begin where the records BOUNDSHEET say, and end with EOF.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from pigment_archive.errors import Inconsistent, UnsupportedVariant
from pigment_archive.readers.excel.extent import check_span

_RECORD: Final = struct.Struct("<HH")
_PLACE: Final = struct.Struct("<HH")
_EOF: Final = 0x000A
_BOUNDSHEET: Final = 0x0085
_ENCRYPTED: Final = 0x002F
_CELLS: Final = frozenset(
    {0x0002, 0x0003, 0x0004, 0x0006, 0x0007, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0202, 0x0203, 0x0204,
     0x0205, 0x0206, 0x0207, 0x027E, 0x0406}
)  # fmt: skip
_SEVERAL: Final = (0x00BD, 0x00BE)


def check_records(stream: bytes) -> None:
    """Refuse a workbook with a sheet that spans too many cells.

    Raises:
        TooLarge: Rows times columns is above 2 million.
        UnsupportedVariant: It is encrypted.
        Inconsistent: The records do not fit the stream.
    """
    starts: list[int] = []
    for kind, place, length in _records(stream, 0):
        if kind == _ENCRYPTED:
            raise UnsupportedVariant("the workbook is encrypted", remedy="Save it without a password.")
        if kind == _BOUNDSHEET and length >= 4:
            starts.append(int.from_bytes(stream[place : place + 4], "little"))
    for start in starts:
        _check_sheet(stream, start)


def _check_sheet(stream: bytes, start: int) -> None:
    rows = columns = 0
    for kind, place, length in _records(stream, start):
        if kind in _CELLS and length >= _PLACE.size:
            row, column = _PLACE.unpack_from(stream, place)
            if kind in _SEVERAL:
                column += length // 2
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    check_span(rows, columns)


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place of the body and its length, up to the end of this part."""
    while True:
        if place + _RECORD.size > len(stream):
            raise Inconsistent("the records of the workbook end without their mark")
        kind, length = _RECORD.unpack_from(stream, place)
        place += _RECORD.size
        if kind == _EOF:
            return
        yield kind, place, length
        place += length
