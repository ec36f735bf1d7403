"""What names and lists of an ENVI library say about one of its rows."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.readers.envi.header import Header
from pigment_archive.readers.meaning import quantity_of
from pigment_archive.readers.usgs_titles import facts_of_title, has_usgs_codes, quantity_of_title
from pigment_archive.records import Facts, Material, Note, Quantity, Sample

Floats = npt.NDArray[np.float64]
_SHADE: Final = re.compile(r"^(?P<patch>.+)_sh(?P<shade>\d+)$")
_SHADE_OF_NAME: Final = re.compile(r"\s*--\d+$")
_STATISTIC: Final = re.compile(r"average|mean|median", re.IGNORECASE)
_LEAST, _MOST = -0.1, 1.6
_PER_SAMPLE: Final = {"spectra names", "wavelength", "fwhm", "bbl"}


def row_labels(header: Header, row: int) -> dict[str, str]:
    """The entries of lists that have one text a row (such as pnumber and pname), for this row."""
    return {
        key: value[row].strip()
        for key, value in header.entries.items()
        if isinstance(value, list) and len(value) == header.lines and key not in _PER_SAMPLE
    }


def facts_of_row(title: str, labels: dict[str, str]) -> Facts:
    """Facts of a row: a USGS title is parsed; `ER_1_1_p4_sh2` is tint strength 2 of the patch `ER_1_1_p4`."""
    if has_usgs_codes(title):
        return facts_of_title(title)
    shade = _SHADE.match(title)
    return Facts(
        material=Material(name=_SHADE_OF_NAME.sub("", labels.get("pname", "")) or None),
        sample=Sample(
            name=shade["patch"] if shade else title,
            product=labels.get("pnumber"),
            preparation=f"tint strength {shade['shade']}" if shade else None,
        ),
    )


def statistic_of_file(file_name: str) -> tuple[Note, ...]:
    """The statistic a file's name states: averages and medians of one patch are not repeats."""
    found = _STATISTIC.search(file_name)
    if found is None:
        return ()
    return (Note(code="statistic", text=f"{found.group(0).lower()} over a patch, by the file's name"),)


def quantity_of_row(title: str, library: Quantity) -> tuple[Quantity, tuple[Note, ...]]:
    """What the codes of a USGS title say, else what the library says."""
    return quantity_of_title(title) if has_usgs_codes(title) else (library, ())


def quantity_of_library(header: Header, values: Floats) -> tuple[Quantity, tuple[Note, ...]]:
    """Reflectance where plot title or scale factor say so, or where the values can be nothing else.

    A spectral library is made for reflectance, but need not say it. Where it says nothing and 98 % of its
    values lie between -0.1 and 1.6, that is what is taken, with a note; else the quantity stays unknown.

    Args:
        header: The library's header.
        values: All values as measured.
    """
    named = quantity_of(header.scalar("z plot titles"))
    if named is Quantity.UNKNOWN and "reflectance scale factor" in header.entries:
        named = Quantity.REFLECTANCE
    finite = values[np.isfinite(values)]
    if named is not Quantity.UNKNOWN or not finite.size:
        return named, ()
    low, high = np.percentile(finite, (1, 99))
    if low < _LEAST or high > _MOST:
        return named, ()
    text = "the library does not name its quantity; its values fit reflectance"
    return Quantity.REFLECTANCE, (Note(code="quantity_assumed", text=text),)
