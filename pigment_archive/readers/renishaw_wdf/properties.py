"""The property sets (PSET) of a WDF file: trees of named values, flattened to text.

An entry is a type (1 byte), flags (1 byte), a key (uint16) and its value. Entries of type `k` give the names
of keys, which also hold in the sets within theirs; `p` hold a set of their own. Values without a name, and
binary and compressed ones, are left out.
"""

from __future__ import annotations

import struct
from typing import Final

from pigment_archive.readers.renishaw_wdf.blocks import Block, Bytes

Names = tuple[dict[int, str], ...]  # of a set and of those around it, innermost first
_MAGIC: Final = b"PSET"
_ARRAY, _COMPRESSED = 0x80, 0x40
_ENTRY: Final = struct.Struct("<cBH")
_LENGTH: Final = struct.Struct("<I")
_NUMBERS: Final = {
    b"?": struct.Struct("<B"), b"c": struct.Struct("<b"), b"s": struct.Struct("<h"),
    b"i": struct.Struct("<i"), b"w": struct.Struct("<q"), b"r": struct.Struct("<f"),
    b"q": struct.Struct("<d"), b"t": struct.Struct("<q"),
}  # fmt: skip
_WITH_LENGTH: Final = (b"u", b"b", b"p", b"k")
_KNOWN_KEYS: Final = {  # what the program never names in the file, because the numbers are its own
    3: "creation time", 4: "start time", 5: "end time", 9: "acquisitions", 16: "close laser shutter",
    17: "focus track enabled", 18: "focus track interval", 19: "line focus mode", 20: "y step size",
    201: "depth series interval", 202: "depth series start", 203: "depth series end", 301: "scan status",
    430: "operator", 1001: "name", 1002: "description", 1005: "status", 1015: "laser name", 1016: "beam path",
    1017: "focus mode", 1018: "grating name", 1019: "laser", 1020: "camera", 1021: "instrument",
    1022: "magnification", 1023: "objective",
}  # fmt: skip
MOST_ENTRIES: Final = 20_000
LONGEST_VALUE: Final = 1000
DEEPEST: Final = 16
LARGEST: Final = 2 * 2**20


def properties_in(raw: Bytes, block: Block) -> dict[str, str]:
    """`BLOCK.set.name` -> text of the named values of a block; empty if it is no property set.

    What cannot be followed ends the list: these entries only describe.
    """
    data = raw[block.start : block.start + min(block.length, LARGEST)].tobytes()
    found: dict[str, str] = {}
    if data.startswith(_MAGIC) and len(data) >= 2 * _LENGTH.size:
        (length,) = _LENGTH.unpack_from(data, len(_MAGIC))
        _gather(data[8 : 8 + length], block.name, found, (_KNOWN_KEYS,), 0)
    return found


def _gather(data: bytes, prefix: str, found: dict[str, str], outer: Names, depth: int) -> None:
    own: dict[int, str] = {}
    values: list[tuple[int, str | bytes]] = []
    place = 0
    while place + _ENTRY.size <= len(data) and len(found) + len(values) < MOST_ENTRIES:
        kind, flags, key = _ENTRY.unpack_from(data, place)
        place += _ENTRY.size
        number = _NUMBERS.get(kind)
        if number is not None and not flags & _ARRAY:
            if place + number.size > len(data):
                break
            values.append((key, str(number.unpack_from(data, place)[0])))
            place += number.size
            continue
        if place + _LENGTH.size > len(data) or (number is None and kind not in _WITH_LENGTH):
            break
        (length,) = _LENGTH.unpack_from(data, place)
        place += _LENGTH.size
        if number is not None:
            place += length * number.size
            continue
        if flags & _ARRAY:
            break
        text = b"" if flags & _COMPRESSED else data[place : place + length]
        place += length
        if kind == b"k":
            own[key] = text.decode("utf-8", errors="replace")
        elif kind == b"p":
            values.append((key, text))
        elif kind == b"u" and 0 < len(text) <= LONGEST_VALUE:
            values.append((key, text.decode("utf-8", errors="replace").strip("\0")))
    names = (own, *outer) if own else outer
    for key, value in values:
        name = next((scope[key] for scope in names if key in scope), None)
        if name is not None and isinstance(value, str):
            found.setdefault(f"{prefix}.{name}", value)
        elif isinstance(value, bytes) and depth < DEEPEST:
            _gather(value, f"{prefix}.{name}" if name else prefix, found, names, depth + 1)
