"""One column of values, on the wavelengths that another file lists."""

from __future__ import annotations

from typing import Final

from pigment_archive.errors import Inconsistent, UnsupportedVariant
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.meaning import with_technique
from pigment_archive.readers.ordering import Overlap
from pigment_archive.readers.reader import AboutSpectra, Content
from pigment_archive.readers.text import columns, decode
from pigment_archive.readers.usgs_columns import lists_channels, title_of
from pigment_archive.readers.usgs_titles import AVIRIS, facts_of_title, quantity_of_title
from pigment_archive.records import Spectrum
from pigment_archive.units import AxisKind

DELETED: Final = -1.23e34


def read_column(content: Content) -> Spectrum:
    """The spectrum of a column of values.

    Raises:
        AboutSpectra: It lists channels: wavelengths, band widths, responses or error bars.
        UnsupportedVariant: Its wavelengths are not beside it.
        Inconsistent: There are not as many wavelengths as values, or something is no number.
    """
    if lists_channels(content.head):
        raise AboutSpectra("a list of channels that belongs to a USGS library, not a spectrum")
    if content.header is None:
        raise UnsupportedVariant(
            "the wavelengths of this USGS spectrum are in another file",
            remedy="Keep the library's Wavelengths file in its folder or one above it, not in a container.",
        )
    axis_title, title = title_of(content.header), title_of(content.head)
    first, _, values = decode(content.data).partition("\n")
    axis = columns(decode(content.header).partition("\n")[2], delimiter=None, count=1)[:, 0]
    numbers = columns(values, delimiter=None, count=1)[:, 0]
    if axis.size != numbers.size:
        raise Inconsistent(f"there are {axis.size} wavelengths for {numbers.size} values")
    quantity, notes = quantity_of_title(title)
    unit = "nm" if axis_title.endswith("nm") else "um"
    facts = facts_of_title(title)
    return admit(
        axis,
        numbers,
        with_technique(Meaning(AxisKind.WAVELENGTH, unit, quantity), content.technique),
        Told(facts, {"record": first.strip(), "wavelengths": axis_title}, notes),
        sentinels=(DELETED,),
        overlap=Overlap.SORT if facts.measurement.instrument == AVIRIS else Overlap.REFUSE,
        limits=content.limits,
    )
