"""The text header of an ENVI file, parsed by `spectral` and checked for what a library needs."""

from __future__ import annotations

import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, TooLarge, UnsupportedVariant
from pigment_archive.readers.text import decode

LARGEST_BYTES: Final = 16 * 2**20
MOST_LINES: Final = 120_000
_LIBRARY: Final = "spectral library"
_USGS_DELETED: Final = -1.23e34
_IGNORE_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Header:
    """What the header declares.

    Attributes:
        lines: Number of rows.
        samples: Numbers in a row.
        offset: Bytes before the numbers.
        dtype: Kind and byte order of the numbers.
        entries: Every entry; lists for those in braces.
    """

    lines: int
    samples: int
    offset: int
    dtype: np.dtype[Any]
    entries: dict[str, str | list[str]]

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
            raise Inconsistent(f"{len(listed)} {key} for {count} rows")
        return [text.strip() for text in listed]

    def numbers(self, key: str) -> npt.NDArray[np.float64] | None:
        """A list of one number a sample, None if absent.

        Raises:
            Inconsistent: A number is not one, or there are too many or too few.
        """
        try:
            listed = [float(text) for text in self.names(key, self.samples)]
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
        for sentinel in (ignore, _USGS_DELETED):
            if np.isfinite(sentinel):
                values[np.abs(stored - sentinel) <= _IGNORE_TOLERANCE * abs(sentinel)] = np.nan
        return values / factor


def parse_header(data: bytes) -> Header:
    """Parse and check a header.

    Raises:
        TooLarge: The header is too long to be parsed.
        UnsupportedVariant: An image, complex numbers.
        Inconsistent: It cannot be parsed, or an entry is missing or impossible.
    """
    if len(data) > LARGEST_BYTES or data.count(b"\n") > MOST_LINES:
        raise TooLarge(f"the header has more than {LARGEST_BYTES} bytes or {MOST_LINES} lines")
    entries = _entries(data)
    if _LIBRARY not in str(entries.get("file type", "")).lower():
        raise UnsupportedVariant(
            "an ENVI image, only spectral libraries are read",
            remedy="Export the spectra of interest as a spectral library (.sli).",
        )
    try:
        lines, samples, bands, offset = (
            int(str(entries.get(key, default)))
            for key, default in (("lines", ""), ("samples", ""), ("bands", "1"), ("header offset", "0"))
        )
        big_endian = {"0": False, "1": True}[str(entries.get("byte order", "0")).strip()]
        dtype = _dtype(str(entries["data type"]).strip())
    except (KeyError, ValueError, TypeError) as cause:
        raise Inconsistent("lines, samples, data type or byte order is missing or impossible") from cause
    if lines < 1 or samples < 2 or bands != 1 or offset < 0:
        raise Inconsistent(f"a library of {lines} lines, {samples} samples and {bands} bands cannot be")
    return Header(lines, samples, offset, dtype.newbyteorder(">" if big_endian else "<"), entries)


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
        raise UnsupportedVariant("a library of complex numbers is not read")
    return dtype
