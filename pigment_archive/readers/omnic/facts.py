"""Facts about an OMNIC spectrum, from its header, its title and its history."""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.readers.omnic.codes import RAMAN_SHIFT
from pigment_archive.readers.omnic.header import Header
from pigment_archive.records import Facts, Measurement, Sample

_RESOLUTION: Final = re.compile(
    r"^\s*(?:Resolution|Résolution|Resolución|Auflösung)\s*:\s*(\d{1,4}(?:[.,]\d{1,6})?)\b", re.MULTILINE
)
_SERIAL: Final = re.compile(r"Bench Serial Number:[ \t]*(\S.*)")
_STAMP: Final = re.compile(
    r",?\s*[A-Za-z]{3} [A-Za-z]{3} +\d{1,2} \d\d:\d\d:\d\d \d{4}\s*(\(GMT[^)]*\))?\s*$"
)
_EXCITATION: Final = (5_000.0, 50_000.0)
_NM_CM: Final = 1e7


def facts_of(header: Header, title: str, history: str, measured_at: str | None) -> Facts:
    """Facts where the file leaves one reading only.

    OMNIC puts the time into titles on its own; it says nothing about the sample and is taken off the name.
    The excitation is a fact of Raman spectra alone; the reference laser of the bench is none.
    """
    resolution, serial = _RESOLUTION.search(history), _SERIAL.search(history)
    low, high = _EXCITATION
    is_excited = header.x_code == RAMAN_SHIFT and low < header.excitation < high
    return Facts(
        sample=Sample(name=_STAMP.sub("", title).strip() or None),
        measurement=Measurement(
            instrument_serial=serial[1].strip() if serial else None,
            laser_wavelength=round(_NM_CM / header.excitation, 3) if is_excited else None,
            accumulations=header.scans or None,
            resolution=(float(resolution[1].replace(",", ".")) or None) if resolution else None,
            measured_at=measured_at,
        ),
    )
