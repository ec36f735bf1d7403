"""What a WDF file keeps of each spectrum: place, time and others (block ORGN), and its map (block WMAP)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent
from pigment_archive.readers.places import Places
from pigment_archive.readers.renishaw_wdf.blocks import Block, Bytes, Header, text_of

_X, _Y, _Z, _TIME, _CHECKSUM, _FLAGS = 3, 4, 5, 11, 16, 17
_UNITS: Final = {5: "um", 8: "mm"}
_FILE_TIME: Final = 24
_ALARMS: Final = {0: "saturated", 1: "an error", 8: "too many saturated pixels"}
_TYPE_BITS: Final = 0x7FFFFFFF
_ENTRY: Final = struct.Struct("<II16s")
_MAP: Final = struct.Struct("<II3f3f3II")
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_PLAUSIBLE: Final = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """One kind of value kept for each measured spectrum: float64 or int64 (count,).

    Whole numbers are checksums, flags, and times of Windows; times in seconds are not.
    """

    kind: int
    unit: int
    label: str
    values: npt.NDArray[np.float64] | npt.NDArray[np.int64]


def origins_in(raw: Bytes, block: Block, header: Header) -> list[Origin]:
    """The origins, in file order.

    Raises:
        Inconsistent: The block is shorter than the lists it declares.
    """
    if block.length < 4:
        raise Inconsistent("the list of origins is empty")
    (number,) = struct.unpack("<I", raw[block.start : block.start + 4].tobytes())
    each = _ENTRY.size + 8 * header.capacity
    if block.length < 4 + number * each:
        raise Inconsistent(f"{number} origins of {header.capacity} spectra are longer than their block")
    found = []
    for place in range(block.start + 4, block.start + 4 + number * each, each):
        kind, unit, label = _ENTRY.unpack(raw[place : place + _ENTRY.size].tobytes())
        kind &= _TYPE_BITS
        start = place + _ENTRY.size
        whole = unit == _FILE_TIME or kind in (_CHECKSUM, _FLAGS)
        values = raw[start : start + 8 * header.count].view("<i8" if whole else "<f8")
        found.append(Origin(kind, unit, text_of(label), values))
    return found


def places_of(origins: list[Origin]) -> Places | None:
    """Where the spectra were measured, None where the file does not say or says nonsense."""
    by_kind = {origin.kind: origin for origin in reversed(origins)}
    x, y, z = by_kind.get(_X), by_kind.get(_Y), by_kind.get(_Z)
    if x is None or y is None or x.unit not in _UNITS or y.unit != x.unit:
        return None
    depth = z.values.astype(np.float64) if z is not None and z.unit == x.unit else None
    if not all(np.isfinite(values).all() for values in (x.values, y.values, depth) if values is not None):
        return None
    return Places(x=x.values.astype(np.float64), y=y.values.astype(np.float64), z=depth, unit=_UNITS[x.unit])


def times_of(origins: list[Origin]) -> npt.NDArray[np.int64] | None:
    """int64 (count,), Windows times of the spectra, None where the file has none."""
    for origin in origins:
        if origin.kind == _TIME and origin.unit == _FILE_TIME:
            return origin.values.astype(np.int64)
    return None


def alarms_of(origins: list[Origin], number: int) -> list[str]:
    """What the instrument reports about one spectrum."""
    flags = next((int(origin.values[number]) for origin in origins if origin.kind == _FLAGS), 0)
    return [alarm for bit, alarm in _ALARMS.items() if flags >> bit & 1]


def iso_time(ticks: int) -> str | None:
    """ISO 8601 of a Windows time (100 ns since 1601, UTC), None outside of 1990 to 2100."""
    try:
        moment = _EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None
    if not _PLAUSIBLE[0] <= moment < _PLAUSIBLE[1]:
        return None
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def map_entries(raw: Bytes, block: Block) -> dict[str, str]:
    """What the block WMAP says, as text: flags, first place, step and number of steps along x, y and z."""
    if block.length < _MAP.size:
        return {}
    found = _MAP.unpack(raw[block.start : block.start + _MAP.size].tobytes())
    said = {"WMAP.flags": str(found[0])}
    for name, at in (("location", 2), ("step", 5), ("steps", 8)):
        said[f"WMAP.{name}"] = ", ".join(f"{number:g}" for number in found[at : at + 3])
    return said
