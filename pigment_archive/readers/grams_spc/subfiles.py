"""The spectra of an SPC file: where each lies, held against the size of the file, and its numbers."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.grams_spc.fields import FLOATS, Flag
from pigment_archive.readers.grams_spc.header import Header
from pigment_archive.readers.reader import Limits
from pigment_archive.records import Note

Floats = npt.NDArray[np.float64]
_SUBHEADER: Final = "BbHfffIIf4s"
_SUBHEADER_BYTES: Final = struct.calcsize("<" + _SUBHEADER)
_POINTS_AT: Final = 16
_ENTRY_BYTES: Final = 12
_REMEDY: Final = "Copy or export the file again."


@dataclass(frozen=True, slots=True)
class Subfile:
    """One spectrum as stored.

    Attributes:
        axis: float64 (n,), in file order.
        values: float64 (n,).
        subtime: Its z value as stored.
        subnext: The z value of the next one as stored.
        subscan: Number of co-added scans, 0 for unknown.
        subwlevel: Its w value as stored.
        end: Place of the first byte after it.
        notes: What had to be concluded.
    """

    axis: Floats
    values: Floats
    subtime: float
    subnext: float
    subscan: int
    subwlevel: float
    end: int
    notes: tuple[Note, ...]


def subfiles(data: bytes, header: Header, limits: Limits) -> list[Subfile]:
    """Every spectrum in file order (with a directory, in its order).

    Raises:
        Truncated: The file ends before what the header declares.
        TooLarge: More spectra or points than the limits allow.
        Inconsistent: The directory contradicts the subfiles.
        UnsupportedVariant: Own x values with integer y, floats or x values in the old format.
    """
    if header.spectra > limits.spectra:
        raise TooLarge(f"{header.spectra} spectra declared, at most {limits.spectra} are read")
    if Flag.TXYXYS in header.flags:
        return list(_with_own_axes(data, header, limits))
    return list(_with_one_axis(data, header, limits))


def end_of(data: bytes, header: Header, found: list[Subfile]) -> int:
    """Place of the first byte after the spectra and their directory."""
    end = max(subfile.end for subfile in found)
    if Flag.TXYXYS in header.flags and (place := _directory_at(data, header)):
        end = max(end, place + _ENTRY_BYTES * header.spectra)
    return end


def _directory_at(data: bytes, header: Header) -> int:
    """Place of the directory, 0 for none; some programs give the number of points in its place."""
    first = _array(data, f"{header.order}u4", 1, header.size + _POINTS_AT)
    is_count = header.points < header.size or header.points == first[0]
    return 0 if is_count else header.points


def _array(data: bytes, kind: str, count: int, place: int) -> npt.NDArray[np.generic]:
    """`count` numbers at a place, after the bounds are checked."""
    dtype = np.dtype(kind)
    missing = place + count * dtype.itemsize - len(data)
    if missing > 0:
        raise Truncated(f"the file ends {missing} bytes before what its header declares", remedy=_REMEDY)
    return np.frombuffer(data, dtype=dtype, count=count, offset=place)


def _with_one_axis(data: bytes, header: Header, limits: Limits) -> Iterator[Subfile]:
    points, place = header.points, header.size
    if points > limits.points:
        raise TooLarge(f"{points} points in one spectrum, at most {limits.points} are read")
    count = max(header.spectra, 1)
    if place + count * (_SUBHEADER_BYTES + 2 * points) > len(data):
        raise Truncated(
            f"{count} spectra of {points} points are declared, the file has {len(data)} bytes", remedy=_REMEDY
        )
    if Flag.TXVALS in header.flags:
        axis = _floats(data, header, points, place)
        place += 4 * points
    else:
        axis = np.linspace(header.first, header.last, points)
    for _ in range(header.spectra or limits.spectra):
        start = place
        yield (found := _subfile(data, header, start, axis))
        place = found.end
        if not header.spectra and not _goes_on(data, place, place - start):
            return
    if not header.spectra:
        raise TooLarge(f"more than {limits.spectra} spectra in one file")


def _goes_on(data: bytes, place: int, size: int) -> bool:
    """Does another subfile follow? The old format does not say how many there are.

    What is shorter than a subfile of `size` bytes and empty is padding of the disk's last sector.
    """
    left = len(data) - place
    return left >= size or bool(data[place:].strip(b"\0\x1a"))


def _with_own_axes(data: bytes, header: Header, limits: Limits) -> Iterator[Subfile]:
    for place, points in _spans(data, header, limits):
        axis = _floats(data, header, points, place + _SUBHEADER_BYTES)
        yield _subfile(data, header, place, axis)


def _spans(data: bytes, header: Header, limits: Limits) -> list[tuple[int, int]]:
    """Place and number of points of each subfile with x values of its own."""
    at = _directory_at(data, header)
    places = _directory(data, header, at) if at else None
    spans: list[tuple[int, int]] = []
    ends: list[tuple[int, int]] = []
    place = header.size
    for index in range(header.spectra):
        place = place if places is None else places[index]
        _array(data, "u1", _SUBHEADER_BYTES, place)
        subexp, points = struct.unpack_from(f"{header.order}xb14xI", data, place)
        if _exponent(header, subexp)[0] != FLOATS:
            raise UnsupportedVariant(
                "spectra with x values of their own and integer y (mass spectra) are not read",
                remedy="Export them as JCAMP-DX or CSV.",
            )
        if points > limits.points:
            raise TooLarge(f"{points} points in one spectrum, at most {limits.points} are read")
        spans.append((place, points))
        place += _SUBHEADER_BYTES + 8 * points
        ends.append((spans[-1][0], place))
    if any(end > start for (_, end), (start, _) in pairwise(sorted(ends))):
        raise Inconsistent("the directory gives two spectra the same place")
    return spans


def _directory(data: bytes, header: Header, at: int) -> list[int]:
    """Places of the subfiles, from the table at the place `fnpts`."""
    table = _array(data, "u1", _ENTRY_BYTES * header.spectra, at).tobytes()
    entries = np.frombuffer(table, dtype=f"{header.order}u4").reshape(-1, 3)
    places = [int(place) for place in entries[:, 0]]
    if min(places) < header.size:
        raise Inconsistent("the directory points into the header")
    return places


def _subfile(data: bytes, header: Header, place: int, axis: Floats) -> Subfile:
    _array(data, "u1", _SUBHEADER_BYTES, place)
    _, subexp, _, z, following, _, _, scans, w, _ = struct.unpack_from(header.order + _SUBHEADER, data, place)
    exponent, notes = _exponent(header, subexp)
    if header.is_old and (exponent == FLOATS or Flag.TXVALS in header.flags):
        raise UnsupportedVariant(
            "a file of the old SPC format with stored x values or floating-point numbers is not read",
            remedy="Save it again in the new SPC format, or as JCAMP-DX.",
        )
    start = place + _SUBHEADER_BYTES + (4 * axis.size if Flag.TXYXYS in header.flags else 0)
    values, width = _values(data, header, start, axis.size, exponent)
    return Subfile(axis, values, z, following, scans, w, start + width * axis.size, notes)


def _exponent(header: Header, subexp: int) -> tuple[int, tuple[Note, ...]]:
    """The exponent that counts, and a note where it had to be taken from the other header.

    By the specification it is the subfile's own in multifiles and the main header's else. Writers that say
    "floats" in one of the two and leave the other at zero mean floats.
    """
    counts, other = (subexp, header.exponent) if Flag.TMULTI in header.flags else (header.exponent, subexp)
    if counts == 0 and other == FLOATS:
        text = "the header that counts gives no exponent; the values are floats, as the other one says"
        return FLOATS, (Note(code="exponent_inferred", text=text),)
    return counts, ()


def _values(data: bytes, header: Header, start: int, count: int, exponent: int) -> tuple[Floats, int]:
    """Values, and bytes of each: floats as they are, integers as fractions y = 2^exponent i / 2^bits."""
    if exponent == FLOATS:
        return _floats(data, header, count, start), 4
    integers: npt.NDArray[np.generic]
    width = 2 if Flag.TSPREC in header.flags else 4
    if header.is_old and width == 4:  # the more significant of the two little-endian words comes first
        words = _array(data, "<u2", 2 * count, start).reshape(-1, 2).astype(np.uint32)
        integers = ((words[:, 0] << 16) | words[:, 1]).view(np.int32)
    else:
        integers = _array(data, f"{header.order}i{width}", count, start)
    return np.ldexp(integers.astype(np.float64), exponent - 8 * width), width


def _floats(data: bytes, header: Header, count: int, start: int) -> Floats:
    with np.errstate(invalid="ignore"):  # a signalling NaN in a damaged file
        return _array(data, f"{header.order}f4", count, start).astype(np.float64)
