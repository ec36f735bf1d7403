"""The footer of a Parquet file, read here because pyarrow ends the whole process on a damaged one.

After the format's description, in Thrift's compact protocol. Of FileMetaData only row groups (4) are
looked at, of these their columns (1), of a column chunk the name of another file (1) and its metadata (3), of
that number of values (5) and size when expanded (6). A chunk is decoded up to its number of values, so that
these bound the memory.
"""

from __future__ import annotations

from typing import Any, Final

from pigment_archive.errors import Inconsistent, Truncated, UnsupportedVariant

MAGIC: Final = b"PAR1"
_DEEPEST: Final = 12
_AGAIN: Final = "Copy or download the file again."
_STRUCT: Final = 12
_LISTS: Final = (9, 10)
Chunk = tuple[int, int]


def declared_chunks(data: bytes) -> list[Chunk]:
    """Number of values and expanded size of every column chunk.

    Raises:
        Truncated: The footer is not there.
        Inconsistent: It is damaged, or declares a negative number.
        UnsupportedVariant: Columns lie in another file.
    """
    size = int.from_bytes(data[-8:-4], "little")
    if len(data) < 12 or not data.endswith(MAGIC):
        raise Truncated("the table has no footer", remedy=_AGAIN)
    if size > len(data) - 12:
        raise Truncated(f"the footer declares {size} bytes, the file holds {len(data)}", remedy=_AGAIN)
    try:
        groups = _Compact(data[len(data) - 8 - size : -8]).struct().get(4, [])
        chunks = [chunk for group in groups for chunk in group[1]]
        if any(1 in chunk for chunk in chunks):
            raise UnsupportedVariant("columns lie in another file")
        found = [(int(chunk[3][5]), int(chunk[3][6])) for chunk in chunks]
    except (IndexError, KeyError, TypeError, ValueError, AttributeError) as cause:
        raise Inconsistent("the footer of the table is damaged", remedy=_AGAIN) from cause
    if any(number < 0 for chunk in found for number in chunk):
        raise Inconsistent("the footer of the table is damaged", remedy=_AGAIN)
    return found


class _Compact:
    """Thrift's compact protocol: structs as dicts by field id, lists, integers, bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """One struct up to its stop mark."""
        if depth > _DEEPEST:
            raise ValueError("nested too deep")
        fields: dict[int, Any] = {}
        field = 0
        while head := self._byte():
            field = field + (head >> 4) if head >> 4 else self._zigzag()
            fields[field] = self._value(head & 15, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        value: Any
        if kind in (1, 2):
            value = kind == 1
        elif kind == 3:
            value = self._byte()
        elif kind in (4, 5, 6):
            value = self._zigzag()
        elif kind in (7, 8):
            value = self._take(8 if kind == 7 else self._varint())
        elif kind in _LISTS:
            value = self._list(depth)
        elif kind == _STRUCT:
            value = self.struct(depth + 1)
        else:
            raise ValueError("an unknown kind of field")
        return value

    def _list(self, depth: int) -> list[Any]:
        head = self._byte()
        count = head >> 4 if head >> 4 != 15 else self._varint()
        if count > len(self._data) - self._place:
            raise ValueError("a list longer than the footer")
        kind = head & 15
        return [self._byte() == 1 if kind in (1, 2) else self._value(kind, depth) for _ in range(count)]

    def _byte(self) -> int:
        self._place += 1
        return self._data[self._place - 1]

    def _take(self, count: int) -> bytes:
        if count > len(self._data) - self._place:
            raise ValueError("a field longer than the footer")
        self._place += count
        return self._data[self._place - count : self._place]

    def _varint(self) -> int:
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number
            if shift > 63:
                raise ValueError("a number of more than 64 bits")

    def _zigzag(self) -> int:
        number = self._varint()
        return (number >> 1) ^ -(number & 1)
