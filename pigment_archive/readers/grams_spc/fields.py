"""The fields of an SPC header, and whether bytes can be one at all.

Offsets follow from the specification's order of the fields: the new header has 512 bytes (0x4B
little-endian, 0x4C big-endian), the old one (0x4D) 224, because what follows there is already the header of
the first subfile.
"""

from __future__ import annotations

import struct
from enum import IntFlag
from typing import Any, Final

_ORDERS: Final = {0x4B: "<", 0x4C: ">", 0x4D: "<"}
_OLD_VERSION: Final = 0x4D
_NEW: Final = {  # name and form of each field, as `struct` writes forms
    "ftflgs": "B", "fversn": "B", "fexper": "B", "fexp": "b", "fnpts": "I", "ffirst": "d", "flast": "d",
    "fnsub": "I", "fxtype": "B", "fytype": "B", "fztype": "B", "fpost": "B", "fdate": "I", "fres": "9s",
    "fsource": "9s", "fpeakpt": "H", "fspare": "32s", "fcmnt": "130s", "fcatxt": "30s", "flogoff": "I",
    "fmods": "I", "fprocs": "B", "flevel": "B", "fsampin": "H", "ffactor": "f", "fmethod": "48s",
    "fzinc": "f", "fwplanes": "I", "fwinc": "f", "fwtype": "B", "freserv": "187s",
}  # fmt: skip
_OLD: Final = {
    "oftflgs": "B", "oversn": "B", "oexp": "h", "onpts": "f", "ofirst": "f", "olast": "f", "oxtype": "B",
    "oytype": "B", "oyear": "H", "omonth": "B", "oday": "B", "ohour": "B", "ominute": "B", "ores": "8s",
    "opeakpt": "H", "onscans": "H", "ospare": "28s", "ocmnt": "130s", "ocatxt": "30s",
}  # fmt: skip
NEW_BYTES: Final = struct.calcsize("<" + "".join(_NEW.values()))
OLD_BYTES: Final = struct.calcsize("<" + "".join(_OLD.values()))
FLOATS: Final = -128
_LAST_X_TYPE, _LAST_Y_TYPE, _LAST_TECHNIQUE = 32, 40, 31
_VALLEYS: Final = range(128, 140)
_UNSAID: Final = 255
_SMALLEST, _LARGEST = 1e-9, 1e12
_MOST_SUBFILES, _MOST_POINTS = 2**24, 2**28
_LARGEST_EXPONENT: Final = 100


class Flag(IntFlag):
    """Bits of the first byte, by their names in the specification.

    Attributes:
        TSPREC: Values are 16-bit integers.
        TCGRAM: The technique code counts in older software.
        TMULTI: More than one subfile; each has its own exponent.
        TRANDM: Subfiles have any z values.
        TORDRD: Subfiles have rising, uneven z values.
        TALABS: Labels of the axes are in the text field.
        TXYXYS: Every subfile has its own x values.
        TXVALS: x values are stored.
    """

    TSPREC = 1
    TCGRAM = 2
    TMULTI = 4
    TRANDM = 8
    TORDRD = 16
    TALABS = 32
    TXYXYS = 64
    TXVALS = 128


def is_old(data: bytes) -> bool:
    """True for the format of 1986 (0x4D)."""
    return data[1] == _OLD_VERSION


def order_of(data: bytes) -> str:
    """The byte order, as `struct` writes it."""
    return _ORDERS[data[1]]


def size_of_header(data: bytes) -> int | None:
    """Bytes of the header by the version in the second byte, None for no version of this format."""
    if len(data) < 2 or data[1] not in _ORDERS:
        return None
    return OLD_BYTES if is_old(data) else NEW_BYTES


def fields_of(data: bytes) -> dict[str, Any]:
    """Every field under its name in the specification. The header must be there."""
    forms = _OLD if is_old(data) else _NEW
    values = struct.unpack_from(order_of(data) + "".join(forms.values()), data)
    return dict(zip(forms, values, strict=True))


def is_plausible(head: bytes) -> bool:
    """True when the bytes can be the header of an SPC file.

    The only magic is the second byte, so every field with a closed range must lie in it.
    """
    size = size_of_header(head)
    if size is None or len(head) < size:
        return False
    return _is_old_header(fields_of(head)) if is_old(head) else _is_new_header(fields_of(head))


def _is_place(value: float) -> bool:
    """False for what no axis has: wild or tiny numbers, infinity, no number."""
    return value == 0 or _SMALLEST <= abs(value) <= _LARGEST


def _is_type(x_type: int, y_type: int) -> bool:
    return (x_type <= _LAST_X_TYPE or x_type == _UNSAID) and (
        y_type <= _LAST_Y_TYPE or y_type in _VALLEYS or y_type == _UNSAID
    )


def _is_new_header(field: dict[str, Any]) -> bool:
    flags = Flag(field["ftflgs"])
    first, last = field["ffirst"], field["flast"]
    return (
        not (Flag.TXYXYS in flags and Flag.TXVALS not in flags)
        and field["fexper"] <= _LAST_TECHNIQUE
        and (field["fexp"] == FLOATS or abs(field["fexp"]) <= _LARGEST_EXPONENT)
        and (Flag.TXYXYS in flags or 0 < field["fnpts"] <= _MOST_POINTS)
        and field["fnsub"] <= _MOST_SUBFILES
        and (Flag.TXVALS in flags or (_is_place(first) and _is_place(last) and first != last))
        and _is_type(field["fxtype"], field["fytype"])
    )


def _is_old_header(field: dict[str, Any]) -> bool:
    points = field["onpts"]
    return (
        Flag.TXYXYS not in Flag(field["oftflgs"])
        and (field["oexp"] in (FLOATS, -FLOATS) or abs(field["oexp"]) <= _LARGEST_EXPONENT)
        and 1 <= points <= _MOST_POINTS
        and float(points).is_integer()
        and _is_place(field["ofirst"])
        and _is_place(field["olast"])
        and field["ofirst"] != field["olast"]
        and _is_type(field["oxtype"], field["oytype"])
        and field["omonth"] <= 12
        and field["oday"] <= 31
        and field["ohour"] <= 24
        and field["ominute"] <= 60
    )
