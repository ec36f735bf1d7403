"""What Horiba LabSpec calls things, in its text and in its XML exports: axes, units, settings.

Axis 0 is the intensity, axis 1 the spectral axis, axes 2 and up are places, times or numbers of points. The
spectral axis is believed only where the file gives its unit: `1/cm` is Raman shift, `1/cm abs` is wavenumber.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pigment_archive.errors import UnsupportedVariant
from pigment_archive.readers.border import Meaning
from pigment_archive.readers.dates import iso_date
from pigment_archive.readers.meaning import with_technique
from pigment_archive.records import Facts, Measurement, Note, Quantity, Sample, Technique
from pigment_archive.units import AXIS_UNITS, AxisKind

_SUPERSCRIPTS: Final = str.maketrans({"¹": "1", "⁻": "-", "−": "-", "μ": "µ"})
_PER_CM: Final = re.compile(r"1/cm|cm\^?-1?")
_OTHER_UNITS: Final = {
    "nm": (AxisKind.WAVELENGTH, "nm"), "µm": (AxisKind.WAVELENGTH, "um"), "um": (AxisKind.WAVELENGTH, "um"),
    "ev": (AxisKind.ENERGY, "eV"), "pix": (AxisKind.CHANNEL, "channel"),
    "pixel": (AxisKind.CHANNEL, "channel"),
}  # fmt: skip
_QUANTITIES: Final = {"cnt": Quantity.COUNTS, "cnts": Quantity.COUNTS, "counts": Quantity.COUNTS}
_PLACE: Final = re.compile(r"[XYZ]A?", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_LASER: Final = re.compile(r"\s*(\d{3,4}(?:[.,]\d+)?)(?:\s*nm|\s*$|[\s_])", re.IGNORECASE)
_RANGE: Final = re.compile(r"\s*([+-]?[\d.,]+?)\s*\.\.\.?\s*([+-]?[\d.,]+)\s*")
_SCANNED: Final = re.compile(r"(?P<name>Range|Spectro)\s*\((?P<unit>.+)\)")
_LONGEST_RANGE: Final = 60
_RANGE_TOLERANCE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis as LabSpec names it: `Spectr` in `1/cm`, `X` in `µm`."""

    label: str
    unit: str

    @property
    def is_place(self) -> bool:
        """True for a place on the stage, also one turned with the map (`XA`)."""
        return _PLACE.fullmatch(self.label) is not None

    @property
    def plain_unit(self) -> str:
        """The unit in the spelling of the facts (`um`, `mm`), as written where it is another one."""
        return {"µm": "um"}.get(self.unit.translate(_SUPERSCRIPTS), self.unit)


def axis_kind(unit: str) -> tuple[AxisKind, str] | None:
    """Kind and unit of a spectral axis from LabSpec's name of its unit, None if that is not known."""
    text = unit.translate(_SUPERSCRIPTS).strip().lower()
    if _PER_CM.search(text):
        return (AxisKind.WAVENUMBER if "abs" in text else AxisKind.RAMAN_SHIFT), "cm-1"
    return _OTHER_UNITS.get(text)


def meaning_of(
    axes: Sequence[Axis], said: Mapping[str, str], ends: tuple[float, float], hint: Technique | None
) -> Meaning:
    """What the numbers are.

    Args:
        axes: The axes the file declares, none in exports of older versions.
        said: All settings by name.
        ends: First and last point of the spectral axis. Of an axis not declared, the unit is that of the
            range that was scanned (`Range (cm-1)`) where this ends with the axis, or that of the place the
            spectrometer stood at (`Spectro (cm-1)`) where this is the middle of the axis; both within 5 % of
            its length.
        hint: The technique the person gave.

    Raises:
        UnsupportedVariant: The first axis is no spectral one: a profile or an image.
    """
    if len(axes) > 1 and axes[1].label and not axes[1].label.lower().startswith("spectr"):
        raise UnsupportedVariant(
            f"the numbers run along {axes[1].label!a}, not along a spectral axis: a profile or an image",
            remedy="Export the spectra themselves from LabSpec.",
        )
    notes: tuple[Note, ...] = ()
    found = axis_kind(axes[1].unit) if len(axes) > 1 else None
    if found is None and len(axes) < 2:
        found = _kind_of_scan(said, ends)
        if found is not None:
            text = f"axis taken as {found[0].value} in {found[1]}, from the settings of the spectrometer"
            notes = (Note(code="axis_concluded", text=text),)
    kind, unit = found or (AxisKind.UNKNOWN, AXIS_UNITS[AxisKind.UNKNOWN])
    quantity = Quantity.UNKNOWN
    if axes and axes[0].label.lower().startswith("intens"):
        quantity = _QUANTITIES.get(axes[0].unit.strip().lower(), Quantity.INTENSITY)
    meaning = Meaning(kind, unit, quantity, notes=notes)
    if kind is AxisKind.ENERGY:  # of light, not of X-rays
        return meaning
    return with_technique(meaning, hint, axes[1].unit if len(axes) > 1 else "")


def _kind_of_scan(said: Mapping[str, str], ends: tuple[float, float]) -> tuple[AxisKind, str] | None:
    low, high = sorted(ends)
    expected = {"Range": (low, high), "Spectro": ((low + high) / 2,)}
    for key, value in said.items():
        setting = _SCANNED.fullmatch(key.strip())
        if setting is None:
            continue
        limits = _RANGE.fullmatch(value[:_LONGEST_RANGE])
        stated = sorted(_float(number) for number in (limits.groups() if limits else (value,)))
        places = expected[setting["name"]]
        if len(stated) == len(places) and all(
            abs(place - at) <= _RANGE_TOLERANCE * (high - low)
            for place, at in zip(places, stated, strict=True)
        ):
            return axis_kind(setting["unit"])
    return None


def _float(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("nan")


def facts_of(said: Mapping[str, str]) -> Facts:
    """Facts from LabSpec's English names; other languages stay in the header."""
    plain = {key.partition("(")[0].strip().lower(): value.strip() for key, value in said.items()}
    accumulations = _NUMBER.fullmatch(plain.get("accumulations", ""))
    laser = _LASER.match(plain.get("laser", ""))
    x, y = amount(said, "X"), amount(said, "Y")
    located = x is not None and y is not None
    return Facts(
        sample=Sample(name=plain.get("sample") or None, sampling_site=plain.get("site") or None),
        measurement=Measurement(
            instrument=plain.get("instrument") or None,
            detector=plain.get("detector") or None,
            objective=plain.get("objective") or None,
            grating=plain.get("grating") or None,
            laser_wavelength=_float(laser.group(1)) if laser else None,
            laser_power=amount(said, "Laser power", "mW"),
            integration_time=amount(said, "Acq. time", "s"),
            accumulations=int(_float(accumulations.group())) if accumulations else None,
            measured_at=iso_date(plain.get("acquired", "")) or iso_date(plain.get("date", "")),
            position_x=x if located else None,
            position_y=y if located else None,
            position_unit="um" if located else None,
        ),
    )


def amount(said: Mapping[str, str], name: str, unit: str = "µm") -> float | None:
    """A number whose name carries exactly this unit, None otherwise; never negative but for places."""
    for key, value in said.items():
        if key.translate(_SUPERSCRIPTS).replace(" ", "") == f"{name} ({unit})".replace(" ", ""):
            number = _NUMBER.fullmatch(value.strip())
            found = _float(number.group()) if number else None
            return found if found is None or found >= 0 or name in "XY" else None
    return None
