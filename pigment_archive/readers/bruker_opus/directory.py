"""The directory of an OPUS file, held against the size of the file before anything else touches it.

The file begins with 0A 0A FE FE, then its version (float64), the place of the directory, the most blocks it
has room for and the blocks it has (int32 each). An entry of the directory is a type, a length in words of 4
bytes and a place (int32 each). All numbers are little-endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated

MAGIC: Final = b"\x0a\x0a\xfe\xfe"
MOST_BLOCKS: Final = 1000
_HEADER: Final = struct.Struct("<4sdiii")
_ENTRY: Final = struct.Struct("<iii")
_PARAMETER: Final = struct.Struct("<4shh")
_AGAIN: Final = "Copy the file again."


@dataclass(frozen=True, slots=True)
class Entry:
    """One block: its type, its place and its length in bytes."""

    kind: int
    start: int
    length: int


def entries_of(data: bytes) -> list[Entry]:
    """The blocks of a file, the directory itself included.

    Raises:
        Truncated: The directory or a block ends beyond the file.
        Inconsistent: Places or lengths are impossible, or blocks lie over one another.
    """
    if len(data) < _HEADER.size:
        raise Truncated(f"the header holds {_HEADER.size} bytes, the file {len(data)}", remedy=_AGAIN)
    magic, _, start, room, _ = _HEADER.unpack_from(data)
    if magic != MAGIC:
        raise Inconsistent("the file does not begin as an OPUS file")
    if start < _HEADER.size or not 0 < room <= MOST_BLOCKS:
        raise Inconsistent("the header gives an impossible directory")
    found: list[Entry] = []
    for place in range(start, start + room * _ENTRY.size, _ENTRY.size):
        if place + _ENTRY.size > len(data):
            raise Truncated("the directory ends beyond the file", remedy=_AGAIN)
        kind, words, where = _ENTRY.unpack_from(data, place)
        if where <= 0:
            break
        entry = Entry(kind & 0xFFFFFFFF, where, 4 * words)
        if words < 0 or where < _HEADER.size:
            raise Inconsistent(f"block {len(found) + 1} has an impossible place or length")
        if where + entry.length > len(data):
            raise Truncated(
                f"block {len(found) + 1} ends at byte {where + entry.length}, the file at {len(data)}",
                remedy=_AGAIN,
            )
        found.append(entry)
    if sum(entry.length for entry in found) > len(data) + room * _ENTRY.size:
        raise Inconsistent("the blocks of the directory lie over one another")
    return found


def require_forward(data: bytes, entry: Entry) -> None:
    """Refuse parameters that lead backwards: reading them would never end.

    Raises:
        Inconsistent: A parameter has a negative length.
    """
    place, stop = entry.start, entry.start + entry.length
    while place + _PARAMETER.size <= stop:
        name, _, words = _PARAMETER.unpack_from(data, place)
        if name.startswith(b"END"):
            return
        if words < 0:
            raise Inconsistent("a parameter has a negative length")
        place += _PARAMETER.size + 2 * words
