"""The title of a USGS spectral library record: what was measured, which sample, on what, how purely.

`Hematite GDS69.d 30-45um     BECKb AREF`: material, sample code (after the point: a split of the sample),
remarks, spectrometer with purity letters (a best to d worst, one a range), kind of reflectance.
"""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.records import Facts, Material, Measurement, Note, Quantity, Sample

LONGEST_TITLE: Final = 200
_CODES: Final = re.compile(
    r"^(?P<name>.*?\S)\s+(?:(?:W\d+R\d+(?P<letter>[A-Z])(?P<purity6>[a-z_?]*)"
    r"|(?P<device>BECK|ASDFR|ASDHR|ASDNG|NIC4|AVIRIS)(?P<purity7>[a-z_?]*))\s+(?P<kind>[ART]\w{3})"
    r"|\S+=(?P<purity_av>[a-z_?]+))\s*$"
)
_SAMPLE: Final = re.compile(r"^(?=.*\d)[A-Za-z][A-Za-z0-9]*[-A-Za-z0-9_#.,+]*$")
_SPLIT: Final = re.compile(r"(?<=\d)\.[A-Za-z0-9].*$")
_SIZE: Final = re.compile(r"(?:[<>~]|lt|gt)?\d+(?:-\d+)?\s?(?:um?|mm)\b")
AVIRIS: Final = "AVIRIS"
_INSTRUMENTS: Final = {
    "B": "Beckman 5270",
    "BECK": "Beckman 5270",
    "F": "ASD FieldSpec FR",
    "ASDFR": "ASD FieldSpec FR",
    "ASDHR": "ASD FieldSpec high resolution",
    "ASDNG": "ASD FieldSpec NG",
    "N": "Nicolet FTIR",
    "NIC4": "Nicolet FTIR",
    "A": AVIRIS,
    "AVIRIS": AVIRIS,
}


def facts_of_title(title: str) -> Facts:
    """Material, sample, purity, particle size and instrument as far as the title states them."""
    codes = _codes(title)
    parts = codes.groupdict() if codes else {}
    words = (parts.get("name") or title).split()
    place = next((i for i, word in enumerate(words[1:], 1) if _SAMPLE.match(word)), None)
    if place is None and len(words) > 1:
        place = len(words) - 1
    rest = " ".join(words[place + 1 :]) if place is not None else ""
    size = _SIZE.search(rest)
    purity = parts.get("purity6") or parts.get("purity7") or parts.get("purity_av")
    return Facts(
        material=Material(name=" ".join(words[:place]).replace("_", " ") or None, purity=purity or None),
        sample=Sample(
            name=_SPLIT.sub("", words[place]) if place is not None else " ".join(words) or None,
            particle_size=size.group(0) if size else None,
        ),
        measurement=Measurement(
            instrument=_INSTRUMENTS.get(parts.get("letter") or parts.get("device") or "")
        ),
    )


def quantity_of_title(title: str) -> tuple[Quantity, tuple[Note, ...]]:
    """AREF and RTGC are reflectance, RREF reflectance relative to a standard, TRAN transmittance."""
    words = title.split()
    kind = words[-1] if words else ""
    if kind == "TRAN":
        return Quantity.TRANSMITTANCE, ()
    if kind == "RREF":
        return Quantity.REFLECTANCE, (
            Note(code="relative_reflectance", text="RREF: relative to a standard, not absolute"),
        )
    return Quantity.REFLECTANCE, ()


def has_usgs_codes(title: str) -> bool:
    """True when a title ends in the codes of a USGS library."""
    return _codes(title) is not None


def _codes(title: str) -> re.Match[str] | None:
    return _CODES.match(" ".join(title[:LONGEST_TITLE].split()))
