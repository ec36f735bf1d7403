"""Bytes of an ASD file: the header of 484 bytes, the target, and from file version 6 on the white reference.

Source: "ASD File Format Version 8, Revision B" of the maker. All numbers are little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnknownFormat, UnsupportedVariant

MAGIC: Final = (b"ASD", b"asd", b"as2", b"as3", b"as4", b"as5", b"as6", b"as7", b"as8")
WITH_REFERENCE: Final = (b"as6", b"as7", b"as8")
HEADER_BYTES: Final = 484
COPY_AGAIN: Final = "Copy the file again from the instrument."
DATA_TYPES: Final = ("RAW", "REF", "RAD", "NOUNITS", "IRRAD", "QI", "TRANS", "UNKNOWN", "ABS")
_DTYPES: Final = ("<f4", "<i4", "<f8")
_REFERENCE: Final = struct.Struct("<H2dh")
_FIELDS: Final = (
    ("format", "3s"), ("comments", "157s"), ("when", "18s"), ("program_version", "B"), ("file_version", "B"),
    ("itime", "B"), ("dc_corr", "B"), ("dc_time", "i"), ("data_type", "B"), ("ref_time", "i"),
    ("ch1_wavel", "f"), ("wavel_step", "f"), ("data_format", "B"), ("old_dc_count", "B"),
    ("old_ref_count", "B"), ("old_sample_count", "B"), ("application", "B"), ("channels", "H"),
    ("app_data", "128s"), ("gps_heading", "d"), ("gps_speed", "d"), ("gps_latitude", "d"),
    ("gps_longitude", "d"), ("gps_altitude", "d"), ("gps_rest", "16s"), ("it", "I"), ("fo", "h"),
    ("dcc", "h"), ("calibration", "H"), ("instrument_num", "H"), ("ymin", "f"), ("ymax", "f"), ("xmin", "f"),
    ("xmax", "f"), ("ip_numbits", "H"), ("xmode", "B"), ("flags1", "B"), ("flags2", "B"), ("flags3", "B"),
    ("flags4", "B"), ("dc_count", "H"), ("ref_count", "H"), ("sample_count", "H"), ("instrument", "B"),
    ("bulb", "I"), ("swir1_gain", "H"), ("swir2_gain", "H"), ("swir1_offset", "H"), ("swir2_offset", "H"),
    ("splice1_wavelength", "f"), ("splice2_wavelength", "f"), ("smart_detector", "32s"),
)  # fmt: skip
_HEADER: Final = struct.Struct("<" + "".join(code for _, code in _FIELDS))


@dataclass(frozen=True, slots=True)
class AsdFile:
    """What an ASD file holds.

    Attributes:
        header: The numbers of the header under the names of the format's description.
        target: float64 (channels,), in whatever the data type says.
        reference: float64 (channels,), the white reference in the same numbers; None where none was taken.
        description: The name the operator gave the spectrum.
        end: Place of the first byte behind them.
    """

    header: Mapping[str, Any]
    target: npt.NDArray[np.float64]
    reference: npt.NDArray[np.float64] | None
    description: str
    end: int

    @property
    def data_type(self) -> str:
        """RAW, REF, RAD, NOUNITS, IRRAD, QI, TRANS, UNKNOWN or ABS."""
        return DATA_TYPES[self.header["data_type"]]


def parse(data: bytes, points: int) -> AsdFile:
    """Read header, target and reference.

    Args:
        data: All bytes of the file.
        points: Largest number of channels.

    Raises:
        UnknownFormat: It is no ASD file.
        Truncated: The file ends before the last channel of the target or of the reference.
        UnsupportedVariant: Numbers in a form the format does not name.
        Inconsistent: No channels, no step between them, or an unknown data type.
        TooLarge: More channels than are read.
    """
    if not data.startswith(MAGIC):
        raise UnknownFormat("the content does not begin like an ASD file")
    if len(data) < HEADER_BYTES:
        raise Truncated("the file ends inside its header", remedy=COPY_AGAIN)
    header = dict(zip((name for name, _ in _FIELDS), _HEADER.unpack_from(data), strict=True))
    _check(header, points)
    dtype = np.dtype(_DTYPES[header["data_format"]])
    target = _numbers(data, HEADER_BYTES, header["channels"], dtype)
    end = HEADER_BYTES + target.size * dtype.itemsize
    reference, description = None, ""
    if data.startswith(WITH_REFERENCE):
        reference, description, end = _reference(data, end, header["channels"])
    return AsdFile(header, target, reference, description, end)


def _check(header: Mapping[str, Any], points: int) -> None:
    if header["data_type"] >= len(DATA_TYPES):
        raise Inconsistent(f"data type {header['data_type']} is none of those of the format")
    if header["data_format"] >= len(_DTYPES):
        raise UnsupportedVariant(
            f"numbers of form {header['data_format']} are not read", remedy="Export the spectrum as ASCII."
        )
    if header["channels"] > points:
        raise TooLarge(f"{header['channels']} channels, at most {points} are read")
    start, step = header["ch1_wavel"], header["wavel_step"]
    if header["channels"] < 2 or not np.isfinite([start, step]).all() or step <= 0:
        raise Inconsistent("the header names no channels, or no step of the wavelength between them")


def _numbers(data: bytes, start: int, count: int, dtype: np.dtype[Any]) -> npt.NDArray[np.float64]:
    there = max(len(data) - start, 0) // dtype.itemsize
    if there < count:
        raise Truncated(f"{there} of {count} channels are there", remedy=COPY_AGAIN)
    with np.errstate(invalid="ignore"):  # damaged bytes may be a signalling NaN
        return np.frombuffer(data, dtype, count, start).astype(np.float64)


def _reference(data: bytes, start: int, channels: int) -> tuple[npt.NDArray[np.float64] | None, str, int]:
    """The reference, the description before it, and where it ends. It is kept even where none was taken."""
    if len(data) < start + _REFERENCE.size:
        raise Truncated("the file ends before its white reference", remedy=COPY_AGAIN)
    taken, _, _, length = _REFERENCE.unpack_from(data, start)
    place = start + _REFERENCE.size + max(length, 0)
    description = data[start + _REFERENCE.size : place].split(b"\0")[0].decode("cp1252", "replace")
    numbers = _numbers(data, place, channels, np.dtype("<f8"))
    return (numbers if taken else None), description, place + 8 * channels
