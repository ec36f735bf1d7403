"""The table of blocks in an OMNIC file, and the blocks of each spectrum.

Offsets from the start of the file: title at 30 (256 bytes), number of blocks at 294 (u16), time at 296 (u32),
the table at 304 with 16 bytes a block: key (u8 at 0), place (u32 at 2) and length (u32 at 6) of its content.
Keys 0 and 1 mark places of the table that hold no block.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated

HEADER, VALUES = 2, 3
_NO_BLOCK: Final = (0, 1)
_COUNT_AT, _TABLE_AT, _ENTRY_BYTES = 294, 304, 16
_ENTRY: Final = "<BxII"
_MOST_OVERLAP: Final = 2
MOST_TEXT: Final = 2**16
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

    def content(self, data: bytes, most: int | None = None) -> bytes:
        """Its bytes, of a long one the first `most`."""
        return data[self.place : self.end if most is None else min(self.end, self.place + most)]


def read_table(data: bytes) -> list[Block]:
    """Every block, in the order of the table.

    Raises:
        Truncated: The file ends within the table or within a block.
        Inconsistent: Headers or values of spectra overlap, or the blocks hold far more than the file.
    """
    if len(data) < _TABLE_AT:
        raise Truncated("the file ends within its header", remedy=_REMEDY)
    (count,) = struct.unpack_from("<H", data, _COUNT_AT)
    end = _TABLE_AT + count * _ENTRY_BYTES
    if end > len(data):
        raise Truncated(f"the file ends within its table of {count} blocks", remedy=_REMEDY)
    named = [Block(*struct.unpack_from(_ENTRY, data, place)) for place in range(_TABLE_AT, end, _ENTRY_BYTES)]
    blocks = [block for block in named if block.key not in _NO_BLOCK]
    missing = max((block.end for block in blocks), default=0) - len(data)
    if missing > 0:
        raise Truncated(f"the file ends {missing} bytes before the end of its blocks", remedy=_REMEDY)
    if sum(min(block.length, MOST_TEXT) for block in blocks) > _MOST_OVERLAP * len(data):
        raise Inconsistent("the blocks of the table hold more than the file")
    needed = [block for block in blocks if block.key in (HEADER, VALUES)]
    in_place = sorted(needed, key=lambda block: (block.place, block.end))
    if any(before.end > after.place for before, after in pairwise(in_place)):
        raise Inconsistent("the blocks of the spectra overlap")
    return blocks


def spectra_of(blocks: list[Block]) -> list[list[Block]]:
    """The blocks of each spectrum.

    Of a key that is there once for each header, the n-th belongs to the n-th spectrum. Others belong to the
    header they follow in the table, and those before the first header to the first spectrum.
    """
    number, count = -1, sum(block.key == HEADER for block in blocks)
    by_key: defaultdict[int, list[tuple[int, Block]]] = defaultdict(list)
    for block in blocks:
        number += block.key == HEADER
        by_key[block.key].append((max(number, 0), block))
    groups: list[list[Block]] = [[] for _ in range(count)]
    for found in by_key.values() if count else ():
        for place, (follows, block) in enumerate(found):
            groups[place if len(found) == count else follows].append(block)
    return groups
