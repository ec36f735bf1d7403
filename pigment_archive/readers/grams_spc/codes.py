"""What the numbers of an SPC file are, from its type codes and its labels."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pigment_archive.errors import UnsupportedVariant
from pigment_archive.readers.border import Meaning
from pigment_archive.readers.grams_spc.header import Header
from pigment_archive.readers.meaning import axis_of, is_percent, looks_like_axis, quantity_of, with_technique
from pigment_archive.records import Note, Quantity, Technique
from pigment_archive.units import AxisKind

_ARBITRARY: Final = 0
_DOUBLE_INTERFEROGRAM: Final = 255
_INTERFEROGRAM: Final = 1
_PERCENT: Final = 11
_NO_RESULT: Final = re.compile(r"single.?beam|derivative|emission|volts?\b", re.IGNORECASE)
_RAMAN: Final = 11
_LARGEST_SHIFT: Final = 5000.0
_AXES: Final[dict[int, tuple[AxisKind, str]]] = {
    1: (AxisKind.WAVENUMBER, "cm-1"),
    2: (AxisKind.WAVELENGTH, "um"),
    3: (AxisKind.WAVELENGTH, "nm"),
    13: (AxisKind.RAMAN_SHIFT, "cm-1"),
    14: (AxisKind.ENERGY, "eV"),
    17: (AxisKind.CHANNEL, "channel"),
}
# Left out on purpose, because they say too little: arbitrary (0), percent (11), single beam *or* arbitrary
# (130), emission (131) and the units that are no quantity of a spectrum.
_QUANTITIES: Final = {
    2: Quantity.ABSORBANCE,
    3: Quantity.KUBELKA_MUNK,
    4: Quantity.COUNTS,
    10: Quantity.LOG_1_OVER_R,
    12: Quantity.INTENSITY,
    13: Quantity.INTENSITY,
    128: Quantity.TRANSMITTANCE,
    129: Quantity.REFLECTANCE,
}


def meaning_of_codes(header: Header, hint: Technique | None) -> Meaning:
    """Meaning of axis and values. Custom labels replace the codes, as the specification says.

    Raises:
        UnsupportedVariant: The numbers are an interferogram.
    """
    x_label, y_label, _ = header.labels
    labelled = "interferogram" in y_label.lower()
    if labelled or header.y_type == _INTERFEROGRAM or header.x_type == _DOUBLE_INTERFEROGRAM:
        raise UnsupportedVariant(
            "an interferogram is no spectrum", remedy="Export the spectrum computed from it."
        )
    quantity = _quantity(header.y_type, y_label)
    percent = quantity in (Quantity.REFLECTANCE, Quantity.TRANSMITTANCE) and (
        is_percent(y_label) or header.y_type == _PERCENT
    )
    kind, unit, notes = _axis(header, x_label)
    is_open = kind is not AxisKind.UNKNOWN or (header.x_type == _ARBITRARY and not notes)
    if quantity is Quantity.UNKNOWN and (header.y_type != _ARBITRARY or _NO_RESULT.search(y_label)):
        text = f"the type {header.y_type} and the label of the values leave open what they are"
        notes = (*notes, Note(code="quantity_unknown", text=text))
    meaning = Meaning(kind, unit, quantity, percent, notes=notes)
    if kind is AxisKind.WAVENUMBER:
        meaning = _perhaps_raman(meaning, header, hint)
    return with_technique(meaning, hint if is_open and not _NO_RESULT.search(y_label) else None, x_label)


def _quantity(y_type: int, label: str) -> Quantity:
    """By the label, else by the type; a label that names no result leaves it open, whatever the type."""
    if _NO_RESULT.search(label):
        return Quantity.UNKNOWN
    named = quantity_of(label)
    return _QUANTITIES.get(y_type, named) if named is Quantity.UNKNOWN else named


def _axis(header: Header, label: str) -> tuple[AxisKind, str, tuple[Note, ...]]:
    coded, named = _AXES.get(header.x_type), axis_of(label)
    if coded and (
        not label or not looks_like_axis(label) or axis_of(" ".join((coded[0], label, coded[1]))) == coded
    ):
        return (*coded, ())
    if named:
        return (*named, ())
    if coded:
        text = f"the label of the axis contradicts its type {header.x_type}; neither is believed"
    elif header.x_type == _ARBITRARY:
        return AxisKind.UNKNOWN, "unknown", ()
    else:
        text = f"the type {header.x_type} of the axis is none of a spectrum"
    return AxisKind.UNKNOWN, "unknown", (Note(code="axis_unknown", text=text),)


def _perhaps_raman(meaning: Meaning, header: Header, hint: Technique | None) -> Meaning:
    """Wavenumbers of a Raman spectrum are shifts; far from zero they may be absolute and stay as they are."""
    is_short = max(abs(header.first), abs(header.last)) <= _LARGEST_SHIFT
    if hint is Technique.RAMAN:
        why = "the technique given"
    elif header.technique == _RAMAN and is_short:
        why = "the technique the file states"
    else:
        return meaning
    note = Note(code="axis_assumed", text=f"wavenumbers taken as Raman shifts, by {why}")
    return replace(meaning, kind=AxisKind.RAMAN_SHIFT, notes=(*meaning.notes, note))
