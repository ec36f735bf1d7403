"""Arrays out of `.npy` and `.npz` bytes, with the declared size held against what is there."""

from __future__ import annotations

import io
import math
import tokenize
import warnings
import zipfile
import zlib
from typing import Final

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.reader import Limits

_KINDS: Final = "fiubU"
_BROKEN: Final = (
    ValueError, TypeError, KeyError, SyntaxError, EOFError, RecursionError, MemoryError, tokenize.TokenError,
)  # fmt: skip
_HEADERS: Final = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}


def load_npy(data: bytes) -> npt.NDArray[np.generic]:
    """One array; its header is read first, so nothing larger than the bytes at hand is ever allocated.

    Raises:
        Truncated: Fewer bytes than the header declares.
        UnsupportedVariant: Objects, complex numbers, records or an unknown version.
        Inconsistent: A broken header, or more bytes than declared.
    """
    stream = io.BytesIO(data)
    try:
        with warnings.catch_warnings(action="ignore"):  # it warns of headers written by Python 2
            version = npy.read_magic(stream)
            if version not in _HEADERS:
                raise UnsupportedVariant(f".npy version {version[0]}.{version[1]} is not read")
            shape, fortran, dtype = _HEADERS[version](stream)
    except _BROKEN as cause:
        raise Inconsistent("the header of the array is cut or broken") from cause
    if dtype.hasobject or dtype.kind not in _KINDS:
        raise UnsupportedVariant(f"arrays of {dtype} are not read", remedy="Save as float64.")
    if any(length < 0 for length in shape):
        raise Inconsistent("the header of the array declares a negative length")
    count, present = math.prod(shape), len(data) - stream.tell()
    if present < count * dtype.itemsize:
        raise Truncated(f"the array declares {count * dtype.itemsize} bytes, the file holds {present}")
    if present > count * dtype.itemsize:
        raise Inconsistent(f"{present - count * dtype.itemsize} bytes follow the array")
    if not count:
        return np.empty(shape, dtype)
    array = np.frombuffer(data, dtype, count, offset=stream.tell())
    return array.reshape(shape, order="F" if fortran else "C")


def load_npz(data: bytes, limits: Limits) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays by name; the expanded sizes are held against the limits before anything is expanded.

    Raises:
        TooLarge: The members expand beyond the limit.
        Truncated, Inconsistent, UnsupportedVariant: The zip or an array in it is broken or of another kind.
    """
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > limits.member_bytes:
                raise TooLarge(f"the arrays expand beyond {limits.member_bytes} bytes")
            for member in members:
                with archive.open(member) as stream:
                    arrays[member.filename.removesuffix(".npy")] = load_npy(stream.read(limits.member_bytes))
    except zipfile.BadZipFile as cause:
        raise Truncated("the .npz is cut or damaged") from cause
    except (NotImplementedError, RuntimeError) as cause:
        raise UnsupportedVariant("the .npz is encrypted or packed in a way that is not read") from cause
    except (zlib.error, EOFError, OSError, ValueError, IndexError, KeyError) as cause:
        raise Inconsistent("the .npz is damaged") from cause
    return arrays
