"""What the numbers of an OMNIC spectrum are, from the codes in its header and from its history."""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.readers.border import Meaning
from pigment_archive.readers.meaning import with_technique
from pigment_archive.readers.omnic.header import Header
from pigment_archive.records import Note, Quantity, Technique
from pigment_archive.units import AxisKind

RAMAN_SHIFT: Final = 32
_AXES: Final[dict[int, tuple[AxisKind, str]]] = {
    1: (AxisKind.WAVENUMBER, "cm-1"),
    3: (AxisKind.WAVELENGTH, "nm"),
    4: (AxisKind.WAVELENGTH, "um"),
    RAMAN_SHIFT: (AxisKind.RAMAN_SHIFT, "cm-1"),
}
_QUANTITIES: Final = {
    11: Quantity.REFLECTANCE,
    12: Quantity.LOG_1_OVER_R,
    16: Quantity.TRANSMITTANCE,
    17: Quantity.ABSORBANCE,
    20: Quantity.KUBELKA_MUNK,
    21: Quantity.REFLECTANCE,
    31: Quantity.INTENSITY,
}
_IN_PERCENT: Final = (11, 16)
_FORMAT: Final = re.compile(r"Final format:[ \t]*(\S.*)")
# Descriptions of the format disagree on which of these two codes is which: the history must not contradict.
_CONTRADICTED_BY: Final = {Quantity.LOG_1_OVER_R: "kubelka", Quantity.KUBELKA_MUNK: "log"}


def meaning_of(header: Header, history: str, hint: Technique | None) -> Meaning:
    """Meaning of axis and values. Codes without a sure meaning leave it open, with a note."""
    kind, unit = _AXES.get(header.x_code, (AxisKind.UNKNOWN, "unknown"))
    quantity = _QUANTITIES.get(header.y_code, Quantity.UNKNOWN)
    notes = []
    if kind is AxisKind.UNKNOWN:
        notes.append(Note(code="axis_unknown", text=f"the code {header.x_code} of the axis is not known"))
    found = _FORMAT.search(history)
    against = _CONTRADICTED_BY.get(quantity)
    if found and against and against in found[1].lower():
        text = f"code {header.y_code} stands for {quantity.value}, the history says {found[1].strip()}"
        notes.append(Note(code="quantity_unknown", text=text))
        quantity = Quantity.UNKNOWN
    elif quantity is Quantity.UNKNOWN:
        notes.append(
            Note(code="quantity_unknown", text=f"the code {header.y_code} of the values is not known")
        )
    percent = header.y_code in _IN_PERCENT
    return with_technique(Meaning(kind, unit, quantity, percent, notes=tuple(notes)), hint)
