"""The table of blocks in an OMNIC file, and the blocks of each spectrum.

Offsets from the start of the file: title at 30 (256 bytes), number of blocks at 294 (u16), time at 296 (u32),
the table at 304 with 16 bytes a block: key (u8 at 0), place (u32 at 2) and length (u32 at 6) of its content.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated

HEADER, VALUES = 2, 3
_COUNT_AT, _TABLE_AT, _ENTRY_BYTES = 294, 304, 16
_ENTRY: Final = "<BxII"
_MOST_OVERLAP: Final = 2
_REMEDY: Final = "Copy or export the file again."


@dataclass(frozen=True, slots=True)
class Block:
    """One entry of the table: what it is, and where its content lies."""

    key: int
    place: int
    length: int

    @property
    def end(self) -> int:
        """Place of the first byte after it."""
        return self.place + self.length

    def content(self, data: bytes) -> bytes:
        """Its bytes, as far as the file has them."""
        return data[self.place : self.end]


def read_table(data: bytes) -> list[Block]:
    """Every block, in the order of the table.

    Raises:
        Truncated: The file ends within the table, or within a spectrum's header or values.
        Inconsistent: Spectra overlap, or the blocks hold far more than the file.
    """
    if len(data) < _TABLE_AT:
        raise Truncated("the file ends within its header", remedy=_REMEDY)
    (count,) = struct.unpack_from("<H", data, _COUNT_AT)
    end = _TABLE_AT + count * _ENTRY_BYTES
    if end > len(data):
        raise Truncated(f"the file ends within its table of {count} blocks", remedy=_REMEDY)
    blocks = [
        Block(*struct.unpack_from(_ENTRY, data, place)) for place in range(_TABLE_AT, end, _ENTRY_BYTES)
    ]
    if sum(max(min(block.end, len(data)) - block.place, 0) for block in blocks) > _MOST_OVERLAP * len(data):
        raise Inconsistent("the blocks of the table hold more than the file")
    needed = [block for block in blocks if block.key in (HEADER, VALUES)]
    missing = max((block.end for block in needed), default=0) - len(data)
    if missing > 0:
        raise Truncated(f"the file ends {missing} bytes before the end of its spectra", remedy=_REMEDY)
    in_place = sorted(needed, key=lambda block: (block.place, block.end))
    if any(before.end > after.place for before, after in pairwise(in_place)):
        raise Inconsistent("the blocks of the spectra overlap")
    return blocks


def spectra_of(blocks: list[Block]) -> list[list[Block]]:
    """The blocks of each spectrum: it begins at its header, the first one also has what comes before."""
    groups: list[list[Block]] = [[]]
    headers = 0
    for block in blocks:
        if block.key == HEADER:
            headers += 1
            if headers > 1:
                groups.append([])
        groups[-1].append(block)
    return groups if headers else []
