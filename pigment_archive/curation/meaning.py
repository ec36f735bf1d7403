"""What a person says the numbers of a spectrum are, applied once, and only where the file leaves it open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from pigment_archive.curation.statement import AXIS_KIND, AXIS_UNIT, PERCENT, QUANTITY
from pigment_archive.errors import InvalidFact, UnitError
from pigment_archive.readers.border import Meaning
from pigment_archive.readers.marks import marked
from pigment_archive.readers.meaning import LARGEST_FRACTION, LARGEST_PERCENT, SMALLEST_NM
from pigment_archive.records import MaskBit, Note, Quantity, Scalar, Spectrum, Technique
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE
from pigment_archive.units import (
    AXIS_UNITS,
    AxisKind,
    FloatArray,
    axis_to_canonical,
    fraction_from_percent,
    kind_of_unit,
)

_RATIOS: Final = (Quantity.REFLECTANCE, Quantity.TRANSMITTANCE)
_UNIT_GOES_WITHOUT_SAYING: Final = (AxisKind.RAMAN_SHIFT, AxisKind.WAVENUMBER, AxisKind.CHANNEL)
_STATED: Final = re.compile(r"axis taken as (?P<kind>\w+) in (?P<unit>\S+), by ")
_CONVERTED: Final = re.compile(r"axis from (?P<unit>\S+) to ")
_CONCLUDED: Final = frozenset({"axis_assumed", "axis_concluded"})
_LARGEST_NM: Final = 1e6
_OF_MARKS: Final = ("saturated", "zeros_at_ends")


@dataclass(frozen=True, slots=True)
class Clarified:
    """A spectrum whose meaning was said, and the notes about that."""

    spectrum: Spectrum
    notes: tuple[Note, ...]


def meaning_said(said: Mapping[str, Scalar]) -> Meaning:
    """The meaning in the values of a statement; what was not said is unknown.

    Raises:
        ValueError: Axis and unit do not fit together, or one is missing that is needed.
    """
    unit = str(said[AXIS_UNIT]) if AXIS_UNIT in said else ""
    kind = _kind_said(said, unit)
    if kind is AxisKind.UNKNOWN and unit:
        raise ValueError(f"{unit} alone does not say the axis, expected raman_shift or wavenumber with it")
    if not unit and kind in _UNIT_GOES_WITHOUT_SAYING:
        unit = AXIS_UNITS[kind]
    if kind is not AxisKind.UNKNOWN and not unit:
        raise ValueError(f"the axis {kind.value} needs its unit")
    try:
        axis_to_canonical(np.zeros(0), kind, unit or "unknown")
    except UnitError as cause:
        raise ValueError(cause.problem) from cause
    if "technique" in said and kind is not AxisKind.UNKNOWN:
        expected = AXIS_OF_TECHNIQUE[Technique(str(said["technique"]))]
        if kind is not expected:
            raise ValueError(f"{said['technique']} is measured over {expected.value}, not {kind.value}")
    quantity = Quantity(str(said.get(QUANTITY, Quantity.UNKNOWN.value)))
    percent = bool(said.get(PERCENT))
    if percent and quantity not in (*_RATIOS, Quantity.UNKNOWN):
        raise ValueError(f"{quantity.value} is never percent")
    return Meaning(kind, unit or "unknown", quantity, percent)


def _kind_said(said: Mapping[str, Scalar], unit: str) -> AxisKind:
    """The axis that was named, else the one its unit means, alone or with the technique."""
    if AXIS_KIND in said:
        return AxisKind(str(said[AXIS_KIND]))
    kind = kind_of_unit(unit)
    if kind is AxisKind.UNKNOWN and unit and "technique" in said:
        return AXIS_OF_TECHNIQUE[Technique(str(said["technique"]))]
    return kind


def clarify(spectrum: Spectrum, said: Meaning, by: str, notes: Iterable[Note] = ()) -> Clarified:
    """Say what the axis and the values of a spectrum are.

    Raw numbers are converted once, from the unit that was said. What the reader assumed, or somebody said
    before, may be said otherwise and is then converted anew; what the file says may not. A wavenumber may be
    said to be a Raman shift: the numbers are the same.

    Args:
        spectrum: As it is stored.
        said: What the person says; unknown parts say nothing.
        by: Who said it, for the notes.
        notes: What is noted about the spectrum so far.

    Raises:
        InvalidFact: The file says something else, the values were a fraction already, or they are none,
            or axis or values are beyond what the unit allows.
    """
    before = tuple(notes)
    codes = {note.code for note in before}
    changes: dict[str, Any] = {}
    made: list[Note] = []
    earlier = _said_before(before)
    unit = _unit_in_file(spectrum, before)
    as_it_is = (earlier,) if earlier else tuple((spectrum.axis_kind, u) for u in (unit, _unit_now(spectrum)))
    if said.kind is not AxisKind.UNKNOWN and (said.kind, said.unit) not in as_it_is:
        changes |= _axis(spectrum, said, codes, earlier, unit)
        made.append(Note(code="axis_stated", text=f"axis taken as {said.kind.value} in {said.unit}, by {by}"))
        if said.unit != AXIS_UNITS[said.kind]:
            made.append(Note(code="unit_converted", text=f"axis from {said.unit} to {AXIS_UNITS[said.kind]}"))
    if said.quantity not in (Quantity.UNKNOWN, spectrum.quantity):
        if spectrum.quantity is not Quantity.UNKNOWN and not codes & {"quantity_assumed", "quantity_stated"}:
            raise _contradiction("values", spectrum.quantity.value, said.quantity.value)
        changes["quantity"] = said.quantity
        made.append(Note(code="quantity_stated", text=f"values taken as {said.quantity.value}, by {by}"))
    quantity = changes.get("quantity", spectrum.quantity)
    if said.percent:
        changes |= _fraction(spectrum, quantity, codes)
        made.append(Note(code="percent_to_fraction", text=f"values were percent, by {by}; divided by 100"))
    elif "quantity" in changes and quantity in _RATIOS:
        _require_fraction(spectrum)
    return _marked_again(spectrum.changed(**changes), made) if changes else Clarified(spectrum, ())


def _said_before(notes: Iterable[Note]) -> tuple[AxisKind, str] | None:
    """Axis and unit as the last `axis_stated` note of this module names them."""
    found = [_STATED.match(note.text) for note in notes if note.code == "axis_stated"]
    last = found[-1] if found else None
    return (AxisKind(last["kind"]), last["unit"]) if last else None


def _unit_in_file(spectrum: Spectrum, notes: Iterable[Note]) -> str:
    """The unit the axis had in the file: that of its kind, unless it was converted when it was read."""
    found = [_CONVERTED.match(note.text) for note in notes if note.code == "unit_converted"]
    first = found[0] if found else None
    return first["unit"] if first else _unit_now(spectrum)


def _unit_now(spectrum: Spectrum) -> str:
    return AXIS_UNITS[spectrum.axis_kind]


def _axis(
    spectrum: Spectrum, said: Meaning, codes: set[str], earlier: tuple[AxisKind, str] | None, unit: str
) -> dict[str, Any]:
    is_raw = spectrum.axis_kind is AxisKind.UNKNOWN or (
        bool(codes & _CONCLUDED) and "unit_converted" not in codes
    )
    if not is_raw and earlier is None and _unit_now(spectrum) != said.unit:
        kind = spectrum.axis_kind.value
        if said.kind is spectrum.axis_kind:
            raise _contradiction("axis", f"{kind} in {unit}", f"in {said.unit}")
        raise _contradiction("axis", kind, said.kind.value)
    factor = axis_to_canonical(np.ones(1), *earlier)[0] if earlier else 1.0
    changes: dict[str, Any] = {"axis_kind": said.kind}
    for name in ("axis", "width"):
        column = getattr(spectrum, name)
        if column is not None:
            changes[name] = axis_to_canonical(column / factor, said.kind, said.unit)
    if said.kind is AxisKind.WAVELENGTH:
        _require_wavelengths(changes["axis"], said.unit)
    return changes


def _require_wavelengths(axis: FloatArray, unit: str) -> None:
    """The axis in nm, as it would be if the unit said were right."""
    largest = float(np.nanmax(axis))
    if not SMALLEST_NM <= largest <= _LARGEST_NM:
        raise InvalidFact(
            f"in {unit} the axis would end at {largest:g} nm; expected {SMALLEST_NM:g} to {_LARGEST_NM:g} nm",
            remedy="Say the unit the axis has in the file, for example --unit um.",
        )


def _fraction(spectrum: Spectrum, quantity: Quantity, codes: set[str]) -> dict[str, Any]:
    if quantity not in _RATIOS:
        raise InvalidFact(
            f"values of {quantity.value} are never percent",
            remedy="Say the quantity too, for example --quantity reflectance --percent.",
        )
    if "percent_to_fraction" in codes:
        raise InvalidFact("the values were divided by 100 already", remedy="Leave percent out.")
    if _almost_largest(spectrum) > LARGEST_PERCENT:
        raise InvalidFact(
            f"the values reach beyond {LARGEST_PERCENT:g} and are no percent",
            remedy="Say the quantity they are.",
        )
    changes: dict[str, Any] = {"values": fraction_from_percent(spectrum.values)}
    if spectrum.sigma is not None:
        changes["sigma"] = fraction_from_percent(spectrum.sigma)
    return changes


def _require_fraction(spectrum: Spectrum) -> None:
    if _almost_largest(spectrum) > LARGEST_FRACTION:
        raise InvalidFact(
            f"the values reach beyond {LARGEST_FRACTION:g} and are no fraction", remedy="Say percent as well."
        )


def _almost_largest(spectrum: Spectrum) -> float:
    """What 99 % of the values do not exceed; 0 if there are none."""
    finite = spectrum.values[np.isfinite(spectrum.values)]
    return float(np.percentile(finite, 99)) if finite.size else 0.0


def _marked_again(spectrum: Spectrum, made: list[Note]) -> Clarified:
    """What the numbers themselves show depends on what they are: zero counts are data."""
    outside = MaskBit.OUTSIDE_VALID_RANGE.value | MaskBit.SATURATED.value
    if not any(note.code in _OF_MARKS for note in spectrum.notes):
        outside = 0
    free = spectrum.mask & np.uint8(0xFF ^ outside)
    mask, notes = marked(spectrum.values, free, spectrum.quantity, spectrum.axis_kind)
    return Clarified(spectrum.changed(mask=mask), (*made, *notes))


def _contradiction(what: str, file: str, said: str) -> InvalidFact:
    return InvalidFact(
        f"the file says its {what} are {file}, not {said}"
        if what == "values"
        else f"the file says its {what} is {file}, not {said}",
        remedy="What a file says is not overridden; correct the file and ingest it again.",
    )
