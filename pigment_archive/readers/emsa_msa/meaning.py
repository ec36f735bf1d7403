"""What an EMSA/MAS spectrum is, and what its keywords say about the measurement."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pigment_archive.readers.border import Meaning
from pigment_archive.readers.channels import BY_ELECTRONS, EnergyAxis, meaning_of_energy
from pigment_archive.readers.dates import iso_date
from pigment_archive.readers.emsa_msa.header import Header
from pigment_archive.readers.emsa_msa.numbers import Table
from pigment_archive.readers.meaning import quantity_of, with_technique
from pigment_archive.records import Facts, Measurement, Note, Quantity, Sample, Technique
from pigment_archive.units import AXIS_UNITS, AxisKind, unit_from_text

_UNIT: Final = re.compile(r"(?<![a-z])(kev|ev|nm|um|µm|micron|cm-1)(?![a-z])", re.IGNORECASE)
_KIND_OF_UNIT: Final = {
    "keV": AxisKind.ENERGY,
    "eV": AxisKind.ENERGY,
    "nm": AxisKind.WAVELENGTH,
    "um": AxisKind.WAVELENGTH,
}
_RATE: Final = re.compile(r"\bcps\b|counts?\s*(/|per)\s*s", re.IGNORECASE)
_XRF: Final = re.compile(r"\bXRF\b|fluorescence|\bXGT", re.IGNORECASE)
_SPEAKS: Final = ("SIGNALTYPE", "TITLE", "OWNER", "COMMENT", "INSTRUMENT")
_TUBE: Final = ("ANODE", "TUBEWINDOW", "TUBEINCANG", "TUBETAKEOF")
_COUNTED: Final = re.compile(r"^(EDS|XRF|WDS|GAM)", re.IGNORECASE)
_NAMED_BY_PROGRAM: Final = re.compile(r"(?:eds )?spe[ck]tr\w*[\s:#]*\d*", re.IGNORECASE)
_LOSS: Final = Note(
    code="not_fluorescence", text="the file states another kind of signal than X-ray fluorescence"
)


def meaning_of(table: Table, header: Header, hint: Technique | None) -> Meaning:
    """Axis, quantity and technique of one spectrum."""
    quantity, notes = _quantity(header)
    unit = _unit(header) if table.is_calibrated else "channel"
    kind = _KIND_OF_UNIT.get(unit or "", AxisKind.UNKNOWN if table.is_calibrated else AxisKind.CHANNEL)
    if kind is AxisKind.ENERGY:
        axis = EnergyAxis(table.axis, kind, unit or AXIS_UNITS[kind], notes)
        return meaning_of_energy(axis, quantity, hint, doubt=_doubt(header))
    meaning = Meaning(kind, AXIS_UNITS[kind] if unit is None else unit, quantity, notes=notes)
    if kind is AxisKind.UNKNOWN:
        return replace(meaning, unit=AXIS_UNITS[kind])
    return with_technique(meaning, hint)


def is_xrf(header: Header) -> bool:
    """SIGNALTYPE is XRF, the file knows an X-ray tube, or it speaks of XRF."""
    return any(key in header.values for key in _TUBE) or any(_XRF.search(header.text(key)) for key in _SPEAKS)


def _doubt(header: Header) -> Note | None:
    if is_xrf(header):
        return None
    return BY_ELECTRONS if _COUNTED.match(header.text("SIGNALTYPE") or "EDS") else _LOSS


def _unit(header: Header) -> str | None:
    found = _UNIT.search(header.text("XUNITS")) or _UNIT.search(header.text("XLABEL"))
    return unit_from_text(found[1]) if found else None


def _quantity(header: Header) -> tuple[Quantity, tuple[Note, ...]]:
    """Counts, intensity (counts per s, with a note), or what YUNITS names."""
    label = header.text("YUNITS") or header.text("YLABEL")
    if _RATE.search(label):
        return Quantity.INTENSITY, (
            Note(code="count_rate", text=f"the values are {label[:20]}, kept as they are"),
        )
    quantity = quantity_of(label)
    if quantity is Quantity.UNKNOWN and not label and _COUNTED.match(header.text("SIGNALTYPE")):
        note = Note(code="quantity_assumed", text="values without YUNITS are taken as counts")
        return Quantity.COUNTS, (note,)
    return quantity, ()


def facts_of(header: Header, meaning: Meaning) -> Facts:
    """Facts of one spectrum. BEAMKV is a tube voltage only where X-rays excited it; PROBECUR is in nA."""
    by_tube = meaning.technique is Technique.XRF
    nanoamperes = header.amount("PROBECUR")
    microamperes = header.amount("EMISSION") or (nanoamperes / 1000 if nanoamperes else None)
    title = " ".join(header.text("TITLE").split("\n")[0].split())
    x, y = header.number("XPOSITION"), header.number("YPOSITION")
    is_placed = bool(x or y)
    return Facts(
        sample=Sample(name=None if _NAMED_BY_PROGRAM.fullmatch(title) else title or None),
        measurement=Measurement(
            detector=header.text("EDSDET") or None,
            tube_voltage=header.amount("BEAMKV") if by_tube else None,
            tube_current=microamperes if by_tube else None,
            live_time=header.amount("LIVETIME"),
            real_time=header.amount("REALTIME"),
            measured_at=iso_date(f"{header.text('DATE')} {header.text('TIME')}".strip()),
            position_x=x if is_placed else None,
            position_y=y if is_placed else None,
            position_unit="mm" if is_placed else None,
        ),
    )
