"""The blocks of a WDF file: found, held against the size of the file, and the fixed ones decoded.

A block begins with its name (4 bytes), a number (uint32) and its length (uint64) with these 16 bytes. All
numbers are little-endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.reader import Limits
from pigment_archive.records import Note

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
HEADER_BYTES: Final = 512
BLOCK_HEAD: Final = struct.Struct("<4sIQ")
MOST_BLOCKS: Final = 10_000
_HEADER: Final = struct.Struct("<4sIQQ16sQIIIIQQIIII24s4HIIQQIf48s32s160s")
_MULTITRACK: Final = 1 << 3
_PLACES_AND_TIMES: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 18)
UNKNOWN_UNIT: Final = 0
_AGAIN: Final = "Copy or export the file again."


@dataclass(frozen=True, slots=True)
class Header:
    """What the first block says.

    Attributes:
        flags: Bits about the whole file.
        points: Points of each spectrum.
        capacity: Spectra there is room for.
        count: Spectra measured; the room of the others holds zeros.
        accumulations: Scans added up in each spectrum.
        y_count: Length of the second axis; more than 1 for images of the detector.
        application: Program that wrote the file, with its version.
        scan_type: Number of the way of scanning, without flags.
        measurement_type: 1 single, 2 series, 3 map.
        started, ended: Windows time (100 ns since 1601, UTC).
        unit: Number of the unit of the values.
        laser: Wavenumber of the laser in cm⁻¹.
        user: Who was logged in.
        title: Title of the measurement.
    """

    flags: int
    points: int
    capacity: int
    count: int
    accumulations: int
    y_count: int
    application: str
    scan_type: int
    measurement_type: int
    started: int
    ended: int
    unit: int
    laser: float
    user: str
    title: str

    @property
    def is_multitrack(self) -> bool:
        """True when the list of x holds one axis for each spectrum, one after the other."""
        return bool(self.flags & _MULTITRACK)


@dataclass(frozen=True, slots=True)
class Block:
    """One block: where its content starts and how long it is, both in bytes."""

    name: str
    start: int
    length: int


def text_of(raw: bytes) -> str:
    """Text up to the first zero byte."""
    return raw.partition(b"\0")[0].decode("utf-8", errors="replace").strip()


def header_of(raw: Bytes, limits: Limits) -> Header:
    """The first block.

    Raises:
        Truncated, Inconsistent, TooLarge, UnsupportedVariant: As it is.
    """
    if raw.size < HEADER_BYTES:
        raise Truncated(f"the header holds {HEADER_BYTES} bytes, the file {raw.size}", remedy=_AGAIN)
    found = _HEADER.unpack(raw[: _HEADER.size].tobytes())
    if found[0] != b"WDF1" or found[2] != HEADER_BYTES:
        raise Inconsistent("the first block is no WDF header of 512 bytes")
    points, capacity, count = found[9:12]
    version = ".".join(str(part) for part in found[17:21])
    header = Header(
        flags=found[3],
        points=points,
        capacity=capacity,
        count=count,
        accumulations=found[12],
        y_count=found[13],
        application=f"{text_of(found[16])} {version}",
        scan_type=found[21] & 0xFF,
        measurement_type=found[22],
        started=found[23],
        ended=found[24],
        unit=found[25],
        laser=found[26],
        user=text_of(found[28]),
        title=text_of(found[29]),
    )
    if not points or not count:
        raise Inconsistent("the file says that nothing was measured")
    if count > capacity:
        raise Inconsistent(f"{count} spectra were measured, but there is room for {capacity}")
    if points > limits.points:
        raise TooLarge(f"{points} points in one spectrum, at most {limits.points} are read")
    if header.y_count > 1:
        raise UnsupportedVariant(
            "an image of the detector or of one filter, not of spectra",
            remedy="Export the spectra from WiRE as text.",
        )
    return header


def blocks_of(raw: Bytes) -> tuple[dict[str, Block], list[Note]]:
    """The blocks after the header, the first of each name, and notes.

    Raises:
        Truncated: A block ends before its length, or the file in the head of a block.
        Inconsistent: A block is shorter than its own head, or there are too many.
        UnsupportedVariant: There are several blocks of data, each with an axis of its own.
    """
    found: list[Block] = []
    place = HEADER_BYTES
    while place + BLOCK_HEAD.size <= raw.size:
        tag, _, length = BLOCK_HEAD.unpack(raw[place : place + BLOCK_HEAD.size].tobytes())
        if not any(tag) and not length:
            break
        name = tag.decode("latin-1")
        if length < BLOCK_HEAD.size or len(found) == MOST_BLOCKS:
            raise Inconsistent(f"block {len(found) + 1} at byte {place} has no possible length")
        if place + length > raw.size:
            raise Truncated(
                f"block {name!a} needs {length} bytes, {raw.size - place} are there", remedy=_AGAIN
            )
        found.append(Block(name, place + BLOCK_HEAD.size, length - BLOCK_HEAD.size))
        place += length
    if raw[place:].any():
        raise Truncated("what follows the last block is none and is not empty", remedy=_AGAIN)
    first = {block.name: block for block in reversed(found)}
    for name in ("DATA", "XLST"):
        if name not in first:
            raise Truncated(f"the file has no block {name}", remedy=_AGAIN)
    if sum(block.name == "DATA" for block in found) > 1:
        raise UnsupportedVariant(
            "there are several blocks of data with axes of their own",
            remedy="Export the spectra from WiRE as text.",
        )
    return first, _padding(raw.size - place)


def _padding(length: int) -> list[Note]:
    text = f"{length} zero bytes after the last block were not read"
    return [Note(code="trailing_bytes", text=text)] if length else []


def spectra_in(raw: Bytes, block: Block, header: Header) -> npt.NDArray[np.float32]:
    """float32 (count, points): the measured spectra, where they lie in the file.

    Raises:
        Inconsistent: The block has room for neither all spectra nor just those that were measured.
    """
    measured = 4 * header.points * header.count
    if block.length < 4 * header.points * header.capacity and block.length != measured:
        raise Inconsistent(
            f"{block.length} bytes are too few for {header.capacity} spectra of {header.points} points"
        )
    return raw[block.start : block.start + measured].view("<f4").reshape(header.count, header.points)


def axes_in(raw: Bytes, block: Block, header: Header) -> tuple[Floats, int]:
    """float64 (1 or count, points) in the order of the file, and the number of their unit.

    Several tracks have an axis for each spectrum. A list of places, temperatures or times is no axis of a
    spectrum: its unit is not believed.

    Raises:
        Inconsistent: The list is shorter than a spectrum.
        UnsupportedVariant: Several tracks, but not one axis for each spectrum.
    """
    rows = header.count if header.is_multitrack else 1
    if block.length < 8 + 4 * header.points:
        raise Inconsistent(f"the axis is shorter than the {header.points} points of a spectrum")
    if block.length < 8 + 4 * header.points * rows:
        raise UnsupportedVariant(
            f"several tracks, and fewer axes than its {header.count} spectra",
            remedy="Export the spectra from WiRE as text.",
        )
    kind, unit = struct.unpack("<II", raw[block.start : block.start + 8].tobytes())
    values = raw[block.start + 8 : block.start + 8 + 4 * header.points * rows].view("<f4")
    axes = doubles(values).reshape(rows, header.points)
    return axes, UNKNOWN_UNIT if kind in _PLACES_AND_TIMES else unit


def doubles(values: npt.NDArray[np.float32]) -> Floats:
    """As float64; damaged numbers become NaN without a warning."""
    with np.errstate(invalid="ignore"):
        return values.astype(np.float64)
