"""What the words of the records mean: axis, quantity, technique. Nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.readers.border import Meaning
from pigment_archive.readers.jcamp.records import Records
from pigment_archive.readers.meaning import (
    LARGEST_PERCENT,
    LONGEST_LABEL,
    axis_of,
    is_percent,
    looks_like_axis,
    quantity_of,
    with_technique,
)
from pigment_archive.records import Note, Quantity, Technique
from pigment_archive.units import AXIS_UNITS, AxisKind, unit_from_text

_RAMAN: Final = re.compile(r"RAMAN")
_INFRARED: Final = re.compile(r"INFRA-?\s?RED|\bF?T?-?[NMF]?IR\b")
_ULTRAVIOLET: Final = re.compile(r"\bUV|\bVIS|ULTRAVIOLET|\bFORS\b")
_XRF: Final = re.compile(r"XRF|X-?\s?RAY\s+FLUORESCENCE")
_OTHER: Final = re.compile(
    r"NMR|NUCLEAR|\bE[PS]R\b|\bESR\b|MASS|\bMS\b|CHROMAT|NEUTRON|FLUORESC|LUMINESC|DIFFRACT|X-?\s?RAY|XRD|XPS|EDS"
    r"|DICHROISM|\bCD\b|TGA|DSC|VOLTAM|TITRATION"
)
_FTIR: Final = frozenset({Technique.FTIR_ATR, Technique.FTIR_TRANSMISSION, Technique.FTIR_REFLECTANCE})
_FAMILIES: Final = (
    (_RAMAN, frozenset({Technique.RAMAN})),
    (_XRF, frozenset({Technique.XRF})),
    (_OTHER, frozenset[Technique]()),
    (_INFRARED, _FTIR | {Technique.REFLECTANCE}),
    (_ULTRAVIOLET, frozenset({Technique.REFLECTANCE})),
)
_HOW: Final = (
    "SAMPLINGPROCEDURE", "INSTRUMENTPARAMETERS", "INSTRUMENTALPARAMETERS", "ACCESSORY", "$ACCESSORY",
    "$SAMPLINGACCESSORY", "SAMPLINGACCESSORY", "SPECTROMETERDATASYSTEM", "DATATYPE", "YLABEL",
)  # fmt: skip
_LONGEST_PROCEDURE: Final = 2000
_ATR: Final = re.compile(r"\bATR\b|ATTENUATED TOTAL|\bIRE\b")
_TRANSMISSION: Final = re.compile(r"\bTRANSMISSION\b|\bTRANSMITTED\b|\bK(?:BR|I)\s+(?:PELLET|DIS[CK])")
_REFLECTION: Final = re.compile(
    r"DIFFUSE REFLE|HEMISPHERICAL[\w ()]{0,20}REFLE|\bDRIFTS?\b|SPECULAR|EXTERNAL REFLE"
    r"|REFLE\w{1,8}.ABSORPTION|\bRAIRS\b|MODE\s*=\s*REFLE"
)
_LETTERS: Final = {
    "A": Quantity.ABSORBANCE,
    "T": Quantity.TRANSMITTANCE,
    "R": Quantity.REFLECTANCE,
    "K-M": Quantity.KUBELKA_MUNK,
    "KM": Quantity.KUBELKA_MUNK,
    "REFLECTION": Quantity.REFLECTANCE,
    "SINGLE BEAM": Quantity.SINGLE_BEAM,
}


def meaning_of_records(records: Records, hint: Technique | None) -> Meaning:
    """Meaning of the numbers of a block.

    Args:
        records: The block.
        hint: The technique the person gave; it fills in, but never contradicts the file.
    """
    data_type = records.text("DATATYPE")[:LONGEST_LABEL].upper()
    x_units = records.text("XUNITS")
    kind, unit = _axis(x_units, data_type)
    quantity = _quantity(records.text("YUNITS"), data_type)
    percent = is_percent(records.text("YUNITS")) and quantity in (
        Quantity.REFLECTANCE,
        Quantity.TRANSMITTANCE,
    )
    meaning = Meaning(kind, unit, quantity, percent)
    stated = _stated_technique(records, meaning) if _INFRARED.search(data_type) else None
    if stated is not None:
        return replace(meaning, technique=stated)
    return with_technique(meaning, hint if _fits(hint, data_type, x_units) else None, x_units)


def _fits(hint: Technique | None, data_type: str, x_units: str) -> bool:
    """True unless the file says it is something else than the technique the person gave."""
    allowed = next((techniques for family, techniques in _FAMILIES if family.search(data_type)), None)
    return (allowed is None or hint in allowed) and (not x_units or looks_like_axis(x_units))


def _axis(x_units: str, data_type: str) -> tuple[AxisKind, str]:
    """Kind and unit. 1/CM is a shift for Raman spectra and a wavenumber for infrared and UV/VIS ones."""
    unknown = AxisKind.UNKNOWN, AXIS_UNITS[AxisKind.UNKNOWN]
    stated = axis_of(x_units)
    if stated is None and unit_from_text(x_units) == "cm-1":
        stated = AxisKind.WAVENUMBER, "cm-1"
        if not any(family.search(data_type) for family in (_RAMAN, _INFRARED, _ULTRAVIOLET)):
            return unknown
    if stated is None:
        return unknown
    kind, unit = stated
    if kind is AxisKind.WAVENUMBER and _RAMAN.search(data_type):
        return AxisKind.RAMAN_SHIFT, unit
    if kind is AxisKind.ENERGY and not _XRF.search(data_type):
        return unknown
    return kind, unit


def _quantity(y_units: str, data_type: str) -> Quantity:
    """The quantity of YUNITS; its bare letters count only for spectra of light."""
    plain = " ".join(y_units.upper().replace("%", " ").split())
    if plain in _LETTERS and (_INFRARED.search(data_type) or _ULTRAVIOLET.search(data_type)):
        return _LETTERS[plain]
    return quantity_of(y_units)


def doubted(meaning: Meaning, values: npt.NDArray[np.float64]) -> Meaning:
    """The meaning without its quantity, where values said to be percent are counts under a wrong unit."""
    finite = values[np.isfinite(values)]
    if not meaning.percent or not finite.size or np.percentile(finite, 99) <= LARGEST_PERCENT:
        return meaning
    text = "the unit says percent, but most values are too large for it; the quantity is left open"
    note = Note(code="quantity_doubted", text=text)
    return replace(meaning, quantity=Quantity.UNKNOWN, percent=False, notes=(*meaning.notes, note))


def _stated_technique(records: Records, meaning: Meaning) -> Technique | None:
    """How an infrared spectrum was taken, where the file says one way and no other."""
    if meaning.kind is not AxisKind.WAVENUMBER:
        return None
    if meaning.quantity is Quantity.KUBELKA_MUNK:
        return Technique.FTIR_REFLECTANCE
    said = " ; ".join(records.text(label)[:_LONGEST_PROCEDURE] for label in _HOW).upper()
    is_atr, is_transmission = _ATR.search(said), _TRANSMISSION.search(said)
    if is_atr and is_transmission:
        return None
    if is_atr:
        return Technique.FTIR_ATR
    is_reflection = _REFLECTION.search(said)
    if is_transmission and not is_reflection:
        return Technique.FTIR_TRANSMISSION
    return Technique.FTIR_REFLECTANCE if is_reflection and not is_transmission else None
