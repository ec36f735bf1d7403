"""The text header of an ENVI file, parsed by `spectral` and checked."""

from __future__ import annotations

import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, TooLarge, UnsupportedVariant
from pigment_archive.readers.reader import AboutSpectra
from pigment_archive.readers.text import decode

LARGEST_BYTES: Final = 16 * 2**20
MOST_LINES: Final = 120_000
_LIBRARY: Final = "spectral library"
_CLASSES: Final = "classification"
_USGS_DELETED: Final = -1.23e34
_IGNORE_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Header:
    """What the header declares.

    Attributes:
        is_library: A spectral library: one spectrum a line. Else an image.
        lines: Number of lines; of a library, of spectra.
        samples: Pixels in a line; of a library, channels of a spectrum.
        bands: Channels of a pixel; 1 for a library.
        interleave: bsq, bil or bip.
        offset: Bytes before the numbers.
        dtype: Kind and byte order of the numbers.
        entries: Every entry; lists for those in braces.
    """

    is_library: bool
    lines: int
    samples: int
    bands: int
    interleave: str
    offset: int
    dtype: np.dtype[Any]
    entries: dict[str, str | list[str]]

    @property
    def channels(self) -> int:
        """Number of points of a spectrum."""
        return self.samples if self.is_library else self.bands

    @property
    def size(self) -> int:
        """Bytes the data file must have."""
        return self.offset + self.lines * self.samples * self.bands * self.dtype.itemsize

    @property
    def scalars(self) -> dict[str, str]:
        """The entries that are no lists, in file order."""
        return {key: value for key, value in self.entries.items() if isinstance(value, str)}

    def scalar(self, key: str) -> str:
        """One entry as text, empty if absent; `{ nm }` is nm."""
        value = self.entries.get(key, "")
        return ", ".join(value) if isinstance(value, list) else value

    def names(self, key: str, count: int) -> list[str]:
        """A list of `count` texts, empty if absent.

        Raises:
            Inconsistent: The list has another length.
        """
        value = self.entries.get(key)
        if value is None:
            return []
        listed = [value] if isinstance(value, str) else value
        if len(listed) != count:
            raise Inconsistent(f"the header lists {len(listed)} {key}, expected {count}")
        return [text.strip() for text in listed]

    def numbers(self, key: str) -> npt.NDArray[np.float64] | None:
        """A list of one number a channel, None if absent.

        Raises:
            Inconsistent: A number is not one, or there are too many or too few.
        """
        try:
            listed = [float(text) for text in self.names(key, self.channels)]
        except ValueError as cause:
            raise Inconsistent(f"{key} holds something that is not a number") from cause
        return np.array(listed) if listed else None

    def measured(self, stored: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Stored numbers as measured: the ignore value becomes NaN, then the scale factor divides, once.

        Raises:
            Inconsistent: Ignore value or scale factor is not a number, or the factor is 0.
        """
        try:
            ignore = float(self.scalar("data ignore value") or "nan")
            factor = float(self.scalar("reflectance scale factor") or 1.0)
        except ValueError as cause:
            raise Inconsistent("data ignore value or reflectance scale factor is not a number") from cause
        if not np.isfinite(factor) or factor == 0:
            raise Inconsistent("the reflectance scale factor is 0 or not finite")
        values = stored.copy()
        with np.errstate(invalid="ignore", over="ignore"):  # whatever bytes are there
            for sentinel in (ignore, _USGS_DELETED):
                if np.isfinite(sentinel):
                    values[np.abs(stored - sentinel) <= _IGNORE_TOLERANCE * abs(sentinel)] = np.nan
            return values / factor


def parse_header(data: bytes) -> Header:
    """Parse and check a header.

    Raises:
        AboutSpectra: A classification or an image of one band.
        TooLarge: The header is too long to be parsed.
        UnsupportedVariant: Complex numbers.
        Inconsistent: It cannot be parsed, or an entry is missing or impossible.
    """
    if len(data) > LARGEST_BYTES or data.count(b"\n") > MOST_LINES:
        raise TooLarge(f"the header has more than {LARGEST_BYTES} bytes or {MOST_LINES} lines")
    entries = _entries(data)
    kind = str(entries.get("file type", "")).lower()
    if _CLASSES in kind:
        raise AboutSpectra("an ENVI classification, not spectra; it can be given as --mask")
    try:
        lines, samples, bands, offset = (
            int(str(entries.get(key, default)))
            for key, default in (("lines", ""), ("samples", ""), ("bands", "1"), ("header offset", "0"))
        )
        big_endian = {"0": False, "1": True}[str(entries.get("byte order", "0")).strip()]
        dtype = _dtype(str(entries["data type"]).strip()).newbyteorder(">" if big_endian else "<")
    except (KeyError, ValueError, TypeError) as cause:
        raise Inconsistent("lines, samples, data type or byte order is missing or impossible") from cause
    interleave = str(entries.get("interleave", "bsq")).strip().lower()
    header = Header(_LIBRARY in kind, lines, samples, bands, interleave, offset, dtype, entries)
    _check(header)
    return header


def _check(header: Header) -> None:
    sizes = (header.lines, header.samples, header.bands)
    possible = min(sizes) >= 1 and header.offset >= 0 and header.interleave in ("bsq", "bil", "bip")
    if not possible or (header.is_library and (header.samples < 2 or header.bands != 1)):
        kind = "a library" if header.is_library else "an image"
        raise Inconsistent(
            f"{kind} of {sizes[0]} lines, {sizes[1]} samples and {sizes[2]} bands, {header.interleave[:8]}, "
            "cannot be"
        )
    if not header.is_library and header.bands < 2:
        raise AboutSpectra("an image of one band, not spectra; it can be given as --mask")


def _entries(data: bytes) -> dict[str, str | list[str]]:
    from spectral.io import envi

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.hdr"
        path.write_text(decode(data), errors="backslashreplace")
        try:
            with warnings.catch_warnings(action="ignore"):  # it warns of upper case in keys
                entries: dict[str, str | list[str]] = envi.read_envi_header(str(path))
        except envi.EnviException as cause:
            raise Inconsistent("the ENVI header cannot be parsed") from cause
    return entries


def _dtype(code: str) -> np.dtype[Any]:
    from spectral.io import envi

    dtype: np.dtype[Any] = np.dtype(envi.envi_to_dtype[code])
    if dtype.kind not in "fiu":
        raise UnsupportedVariant("complex numbers are not read")
    return dtype
