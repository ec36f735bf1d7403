"""The ASCII form of splib07: one line with library, number of the record and title, then one value a line.

The wavelengths are in another file, which more than one spectrum shares. A value alone cannot be read.
"""

from __future__ import annotations

import re
from typing import Final, NoReturn

from pigment_archive.errors import UnsupportedVariant
from pigment_archive.readers.reader import AboutSpectra

_LONGEST_TITLE: Final = 200
_HEAD: Final = re.compile(
    rb"[ \t]*(?:splib|s0\d|lib)\w*[ \t]+Record=[ \t]*\d+:[ \t]*(?P<title>[^\r\n]{0,200})\r?\n\s*[-+\d.]",
    re.IGNORECASE,
)
_CHANNELS: Final = re.compile(r"wavelengths|wavenumber|bandpass|resolution|SRF|error.?bars", re.IGNORECASE)


def is_column(head: bytes) -> bool:
    """The first line of a record of the library, and a number below it."""
    return _HEAD.match(head[: 2 * _LONGEST_TITLE]) is not None


def refuse(data: bytes) -> NoReturn:
    """Say why a column of values is not read.

    Raises:
        AboutSpectra: It lists channels: wavelengths, band widths, responses or error bars.
        UnsupportedVariant: It is a spectrum without its wavelengths.
    """
    found = _HEAD.match(data[: 2 * _LONGEST_TITLE])
    title = found["title"].decode("cp1252", "replace") if found else ""
    if _CHANNELS.match(title):
        raise AboutSpectra("a list of channels that belongs to a USGS library, not a spectrum")
    raise UnsupportedVariant(
        "the wavelengths of this USGS spectrum are in another file",
        remedy="Ingest the ENVI library or the JSON records of the same release instead.",
    )
