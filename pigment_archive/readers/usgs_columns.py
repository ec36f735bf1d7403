"""The ASCII form of splib07: a title, then one value a line; wavelengths are in a file that many share.

`Wavelengths_ASD_...` lies in the library's folder, spectra in chapters below it. The one is taken that lists
as many channels as the spectrum has values, and of several the one that names its spectrometer.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_LONGEST_TITLE: Final = 200
_HEAD: Final = re.compile(
    rb"[ \t]*(?:splib|s0\d|lib)\w*[ \t]+Record=[ \t]*\d+:[ \t]*(?P<title>[^\r\n]{0,200})\r?\n\s*[-+\d.]",
    re.IGNORECASE,
)
_CHANNELS: Final = re.compile(r"wavelengths|wavenumber|bandpass|resolution|SRF|error.?bars", re.IGNORECASE)
_DEVICE: Final = re.compile(r"\s([A-Z]+\d?)[A-Za-z]*\s+\w{4}\s*$")
_ABOVE: Final = 3
_MOST_BYTES: Final = 2**20


def is_column(head: bytes) -> bool:
    """The first line of a record of the library, and a number below it."""
    return _HEAD.match(head[: 2 * _LONGEST_TITLE]) is not None


def title_of(head: bytes) -> str:
    """The title of a record, empty if it is none."""
    found = _HEAD.match(head[: 2 * _LONGEST_TITLE])
    return found["title"].decode("cp1252", "replace").strip() if found else ""


def lists_channels(head: bytes) -> bool:
    """True for a file of wavelengths, band widths, responses or error bars."""
    return _CHANNELS.match(title_of(head)) is not None


def wavelengths_on_disk(path: Path, head: bytes) -> Path | None:
    """The file of wavelengths that belongs to a spectrum, in its folder or up to three above; None if none.

    Raises:
        OSError: A file that may be it cannot be read.
    """
    if not is_column(head) or lists_channels(head) or path.stat().st_size > _MOST_BYTES:
        return None
    count, device = _rows(path), _DEVICE.search(title_of(head))
    for folder in list(path.absolute().parents)[: _ABOVE + 1]:
        listed = [other for other in sorted(folder.glob("*Wavelengths*.txt")) if _lists(other, count)]
        named = [other for other in listed if device and _family(device[1]) in other.name]
        if len(listed) == 1 or named:
            return (named or listed)[0]
    return None


def _family(device: str) -> str:
    """ASDFR, ASDHR and ASDNG share one list, which names ASD."""
    return "ASD" if device.startswith("ASD") else device


def _rows(path: Path) -> int:
    return path.read_bytes().rstrip().count(b"\n")


def _lists(path: Path, count: int) -> bool:
    small = path.is_file() and path.stat().st_size <= _MOST_BYTES
    return small and lists_channels(path.read_bytes()[:_LONGEST_TITLE]) and _rows(path) == count
