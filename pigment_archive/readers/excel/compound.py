"""The OLE container of older workbooks: a small file system of sectors, chained by an allocation table.

After Microsoft's description [MS-CFB]. In the header of 512 bytes: sector shift at 30, number of table
sectors at 44, first directory sector at 48, size below which a stream lies in the mini stream at 56, first
sector of the mini table at 60, first further list of table sectors at 68, its first 109 entries at 76. Chains
are followed within the sectors that are there, each at most once.
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, Truncated, UnsupportedVariant

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER: Final = 512
_SHIFTS: Final = (9, 12)
_MINI_SHIFT: Final = 6
_ENTRY: Final = 128
_IN_HEADER: Final = 109
_LARGEST_SECTOR: Final = 0xFFFFFFFA
_STREAMS: Final = ("workbook", "book")
_BIFF: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02")
_ROOT: Final = 5
_AGAIN: Final = "Copy or download the file again."
Table = npt.NDArray[np.uint32]


class Entry(NamedTuple):
    """One entry of the directory: lower-case name, kind, first sector, size."""

    name: str
    kind: int
    start: int
    size: int


def is_workbook(head: bytes) -> bool:
    """True for an OLE file whose directory names a workbook, or whose first sector begins one."""
    if not head.startswith(MAGIC) or len(head) < _HEADER:
        return False
    shift, start = struct.unpack_from("<H", head, 30)[0], struct.unpack_from("<I", head, 48)[0]
    if shift not in _SHIFTS:
        return False
    place = (start + 1) << shift
    names = [entry.name for entry in _entries(head[place : place + (1 << shift)])]
    return any(name in _STREAMS for name in names) or head[1 << shift :].startswith(_BIFF)


def workbook_stream(data: bytes) -> bytes:
    """The bytes of the workbook in the container.

    Raises:
        Truncated: A sector that is used is not there.
        Inconsistent: Header, table or directory are damaged.
        UnsupportedVariant: There is no workbook in it.
    """
    if len(data) < _HEADER:
        raise Truncated("the workbook has no header", remedy=_AGAIN)
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in _SHIFTS:
        raise Inconsistent("the header of the workbook is damaged", remedy=_AGAIN)
    if len(data) % (1 << shift):
        raise Truncated("the workbook ends inside a sector", remedy=_AGAIN)
    sectors = np.frombuffer(data, np.uint8, offset=1 << shift).reshape(-1, 1 << shift)
    table = _allocation_table(data, sectors)
    used = table[table < _LARGEST_SECTOR]
    if used.size and int(used.max()) >= len(sectors):
        raise Truncated("the workbook ends before its last sector", remedy=_AGAIN)
    first, _, cutoff, mini_table = struct.unpack_from("<4I", data, 48)
    entries = _entries(_chained(sectors, table, first))
    found = next((entry for name in _STREAMS for entry in entries if entry.name == name), None)
    root = next((entry for entry in entries if entry.kind == _ROOT), None)
    if found is None or root is None:
        raise UnsupportedVariant("there is no workbook in it", remedy="Save it as .xlsx or export it as CSV.")
    if found.size < cutoff:
        minis = np.frombuffer(_chained(sectors, table, root.start), np.uint8)
        minis = minis[: minis.size >> _MINI_SHIFT << _MINI_SHIFT].reshape(-1, 1 << _MINI_SHIFT)
        sectors, table = minis, np.frombuffer(_chained(sectors, table, mini_table), "<u4")
    stream = _chained(sectors, table, found.start)
    if len(stream) < found.size:
        raise Truncated("the workbook ends before its declared size", remedy=_AGAIN)
    return stream[: found.size]


def _allocation_table(data: bytes, sectors: npt.NDArray[np.uint8]) -> Table:
    """The next sector of each sector."""
    count, further = struct.unpack_from("<I", data, 44)[0], struct.unpack_from("<I", data, 68)[0]
    places = np.frombuffer(data, "<u4", _IN_HEADER, 76).tolist()
    for _ in range(len(sectors)):
        if further >= len(sectors):
            break
        listed = sectors[further].view("<u4").tolist()
        places, further = places + listed[:-1], listed[-1]
    places = places[:count]
    if any(place >= len(sectors) for place in places):
        raise Truncated("the workbook ends before its tables", remedy=_AGAIN)
    return np.concatenate([np.zeros(0, "<u4"), *(sectors[place].view("<u4") for place in places)])


def _chained(sectors: npt.NDArray[np.uint8], table: Table, start: int) -> bytes:
    """The bytes of a chain of sectors."""
    chain: list[int] = []
    while start < _LARGEST_SECTOR:
        if start >= len(sectors) or start >= len(table) or len(chain) > len(sectors):
            raise Inconsistent("a chain of sectors of the workbook is damaged", remedy=_AGAIN)
        chain.append(start)
        start = int(table[start])
    return sectors[chain].tobytes()


def _entries(directory: bytes) -> list[Entry]:
    found = []
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", directory, at + 116)
        if kind:
            found.append(Entry(name.lower(), kind, start, size))
    return found
