"""What the words beside a column say about it: kind and unit of the axis, quantity and scale of the values.

A label is only believed where it is unambiguous: `cm-1` alone may be Raman shift or wavenumber, and
`wavelength` alone may be nm or um. Then the axis stays unknown unless the person named the technique.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Ambiguous
from pigment_archive.readers.border import Meaning
from pigment_archive.records import Note, Quantity, Technique
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE, QUANTITIES_OF_TECHNIQUE
from pigment_archive.units import AXIS_UNITS, AxisKind, unit_from_text

_UNIT: Final = re.compile(
    r"(?<![a-z])(nm|nanomet\w+|um|µm|μm|microns?|micromet\w+|cm\s*(?:\^|\*\*)?\s*\{?\s*[-−]\s*1\}?|cm[⁻¯]¹|1/cm|kev|ev)(?![a-z])"
)
_WITHOUT: Final = str.maketrans("", "", " ^{}")
_KINDS: Final = (
    (re.compile(r"raman.?shift|shift.*cm"), AxisKind.RAMAN_SHIFT),
    (re.compile(r"wave.?numbers?"), AxisKind.WAVENUMBER),
    (re.compile(r"wave.?lengths?|lambda|\bwvl\b"), AxisKind.WAVELENGTH),
    (re.compile(r"energy"), AxisKind.ENERGY),
    (re.compile(r"^channels?\s*#?$"), AxisKind.CHANNEL),
)
_OTHER_AXIS: Final = re.compile(r"laser|excitation|binding|kinetic|energy.?loss|photon.?energy.*\bev\b")
_OTHER_UNIT: Final = re.compile(r"[åå]|\bangstr|\b[tg]?hz\b|\bmev\b")
_OTHER_QUANTITY: Final = re.compile(r"irradiance|fluorescence|luminescence|emission|\bflux\b|\bpower\b")
_UNITS_OF_KIND: Final = {
    AxisKind.WAVELENGTH: ("nm", "um"),
    AxisKind.WAVENUMBER: ("cm-1",),
    AxisKind.RAMAN_SHIFT: ("cm-1",),
    AxisKind.ENERGY: ("keV", "eV"),
    AxisKind.CHANNEL: ("channel",),
}
_UNIT_GOES_WITHOUT_SAYING: Final = (AxisKind.RAMAN_SHIFT, AxisKind.WAVENUMBER, AxisKind.CHANNEL)
_QUANTITIES: Final = (
    (re.compile(r"log.?\(?1/r"), Quantity.LOG_1_OVER_R),
    (re.compile(r"kubelka"), Quantity.KUBELKA_MUNK),
    (re.compile(r"reflectance|reflectivity|%\s*r\b"), Quantity.REFLECTANCE),
    (re.compile(r"transmittance|transmission|%\s*t\b"), Quantity.TRANSMITTANCE),
    (re.compile(r"absorbance|\babs\b"), Quantity.ABSORBANCE),
    (re.compile(r"(?<!ir)radiance"), Quantity.RADIANCE),
    (re.compile(r"\bcounts?\b"), Quantity.COUNTS),
    (re.compile(r"intensity"), Quantity.INTENSITY),
)
_QUANTITY_OF_TECHNIQUE: Final = {
    Technique.RAMAN: Quantity.INTENSITY,
    Technique.REFLECTANCE: Quantity.REFLECTANCE,
    Technique.XRF: Quantity.COUNTS,
}
_RATIOS: Final = (Quantity.REFLECTANCE, Quantity.TRANSMITTANCE)
LONGEST_LABEL: Final = 200
LARGEST_FRACTION: Final = 2.0
LARGEST_PERCENT: Final = 200.0
SMALLEST_NM: Final = 100.0


def _plain(label: str) -> str:
    return re.sub(r"[_\s]+", " ", label[:LONGEST_LABEL].strip().lower())


def _stated(label: str) -> tuple[AxisKind | None, str | None]:
    """The kind and the unit a label names, each None if it does not."""
    return _stated_in(_plain(label))


@lru_cache(maxsize=4096)
def _stated_in(text: str) -> tuple[AxisKind | None, str | None]:
    if _OTHER_AXIS.search(text):
        return None, None
    found = _UNIT.search(text)
    unit = unit_from_text(found.group(1).translate(_WITHOUT)) if found else None
    return next((kind for pattern, kind in _KINDS if pattern.search(text)), None), unit


def axis_of(label: str) -> tuple[AxisKind, str] | None:
    """Kind and unit of an axis from its label; None if it is no axis or leaves more than one reading.

    `Raman shift (cm-1)` and `wavenumber` are clear; `cm-1` and `wavelength` alone are not.
    """
    kind, unit = _stated(label)
    if kind is None and unit is not None:
        kinds = [kind for kind, units in _UNITS_OF_KIND.items() if unit in units]
        kind = kinds[0] if len(kinds) == 1 else None
    if kind in _UNIT_GOES_WITHOUT_SAYING and unit is None:
        unit = AXIS_UNITS[kind]
    return (kind, unit) if kind and unit and unit in _UNITS_OF_KIND[kind] else None


def looks_like_axis(label: str) -> bool:
    """True when a label names an axis at all, even one that needs the technique to be understood."""
    return _stated(label) != (None, None)


def quantity_of(label: str) -> Quantity:
    """The quantity a label names, UNKNOWN if none."""
    text = _plain(label)
    return next((quantity for pattern, quantity in _QUANTITIES if pattern.search(text)), Quantity.UNKNOWN)


def names_other_quantity(label: str) -> bool:
    """True when a label names what is no quantity here: irradiance, emission."""
    return _OTHER_QUANTITY.search(_plain(label)) is not None


def is_percent(label: str) -> bool:
    """True when a label says percent."""
    return "%" in label or re.search(r"percent|(?<![a-z])pct(?![a-z])", label.lower()) is not None


def states_unit(label: str, unit: str) -> bool:
    """True when a label gives this unit and no kind of axis beside it: `cm-1`, `[nm]`."""
    return _stated(label) == (None, unit)


def meaning_of(axis_label: str, value_label: str, hint: Technique | None) -> Meaning:
    """Meaning of a pair of columns from their labels, and from the technique where labels are silent."""
    known = axis_of(axis_label)
    meaning = Meaning(quantity=quantity_of(value_label), percent=is_percent(value_label))
    if known is not None:
        meaning = replace(meaning, kind=known[0], unit=known[1])
    if meaning.quantity not in _RATIOS:
        meaning = replace(meaning, percent=False)
    if hint is Technique.RAMAN and meaning.kind is AxisKind.WAVENUMBER:
        note = Note(code="axis_assumed", text="wavenumbers taken as Raman shifts, by the technique given")
        meaning = replace(meaning, kind=AxisKind.RAMAN_SHIFT, notes=(*meaning.notes, note))
    return with_technique(meaning, hint, axis_label, value_label)


def with_technique(
    meaning: Meaning, hint: Technique | None, axis_label: str = "", value_label: str = ""
) -> Meaning:
    """Add the technique: concluded from the axis where only one fits, else the hint where that fits.

    A hint fills an unknown axis and an unknown quantity, the axis with a note; it never contradicts what the
    file says.

    Args:
        meaning: What the file says.
        hint: The technique the person gave.
        axis_label: A label that says something about the axis, but not enough.
        value_label: A label of the values; where it names what no technique here gives (irradiance), the hint
            fills the axis alone.
    """
    if meaning.kind is AxisKind.UNKNOWN and hint is not None:
        meaning = _with_assumed_axis(meaning, AXIS_OF_TECHNIQUE[hint], axis_label)
    technique = _technique_of(meaning) or hint
    if technique is None or AXIS_OF_TECHNIQUE[technique] is not meaning.kind:
        return meaning
    if meaning.quantity not in (Quantity.UNKNOWN, *QUANTITIES_OF_TECHNIQUE[technique]):
        return meaning
    if meaning.quantity is Quantity.UNKNOWN and names_other_quantity(value_label):
        return meaning
    if meaning.quantity is Quantity.UNKNOWN and technique in _QUANTITY_OF_TECHNIQUE:
        quantity = _QUANTITY_OF_TECHNIQUE[technique]
        note = Note(
            code="quantity_assumed", text=f"values taken as {quantity.value}, as {technique.value} gives"
        )
        meaning = replace(meaning, quantity=quantity, notes=(*meaning.notes, note))
    return replace(meaning, technique=technique)


def _with_assumed_axis(meaning: Meaning, kind: AxisKind, axis_label: str) -> Meaning:
    stated_kind, stated_unit = _stated(axis_label)
    unit = stated_unit or AXIS_UNITS[kind]
    if stated_kind not in (None, kind) or unit not in _UNITS_OF_KIND[kind]:
        return meaning
    if _OTHER_UNIT.search(_plain(axis_label)):
        return meaning
    note = Note(code="axis_assumed", text=f"axis taken as {kind.value} in {unit}, by the technique given")
    return replace(meaning, kind=kind, unit=unit, notes=(*meaning.notes, note))


def _technique_of(meaning: Meaning) -> Technique | None:
    if meaning.kind is AxisKind.RAMAN_SHIFT:
        return Technique.RAMAN
    if meaning.kind is AxisKind.ENERGY:
        return Technique.XRF
    if meaning.kind is AxisKind.WAVELENGTH and meaning.quantity is Quantity.REFLECTANCE:
        return Technique.REFLECTANCE
    return None


def check_scale(meaning: Meaning, axis: npt.NDArray[np.float64], values: npt.NDArray[np.float64]) -> Meaning:
    """Fraction or percent, concluded from the data where the file does not say; noted as scale_inferred.

    Give all values of a file at once, so that its spectra are treated alike; 1 % of them may stick out.

    Raises:
        Ambiguous: A ratio fits neither, or an assumed axis in nm lies where only um make sense.
    """
    check_unit(meaning, axis)
    return with_scale(meaning, values)


def check_unit(meaning: Meaning, axis: npt.NDArray[np.float64]) -> None:
    """Refuse an axis assumed to be in nm that lies where only um make sense.

    Raises:
        Ambiguous: It does.
    """
    assumed = any(note.code == "axis_assumed" for note in meaning.notes)
    if assumed and meaning.kind is AxisKind.WAVELENGTH and np.nanmax(axis) < SMALLEST_NM:
        raise Ambiguous(
            "the axis has no unit and may be micrometres",
            remedy="Write the unit into the header, for example wavelength_um.",
        )


def with_scale(meaning: Meaning, values: npt.NDArray[np.float64]) -> Meaning:
    """Fraction or percent: the part of `check_scale` that looks at the values.

    Raises:
        Ambiguous: A ratio fits neither.
    """
    if meaning.quantity not in _RATIOS or meaning.percent:
        return meaning
    finite = values[np.isfinite(values)]
    largest = float(np.percentile(finite, 99)) if finite.size else 0.0
    if largest <= LARGEST_FRACTION:
        return meaning
    if largest > LARGEST_PERCENT:
        raise Ambiguous(
            f"{meaning.quantity.value} is neither a fraction nor percent",
            remedy="Scale the values to 0-1 or say the scale in the header.",
        )
    note = Note(code="scale_inferred", text="values above 2 without a stated scale were taken as percent")
    return replace(meaning, percent=True, notes=(*meaning.notes, note))
