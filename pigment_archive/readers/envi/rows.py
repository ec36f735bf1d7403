"""What names and lists of an ENVI library say about one of its rows."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.readers.dates import iso_date
from pigment_archive.readers.envi.header import Header
from pigment_archive.readers.meaning import quantity_of
from pigment_archive.readers.usgs_titles import facts_of_title, has_usgs_codes, quantity_of_title
from pigment_archive.records import Facts, Material, Measurement, Note, Quantity, Sample, Session

Floats = npt.NDArray[np.float64]
_SHADE: Final = re.compile(r"^(?P<patch>.+)_sh(?P<shade>\d+)$")
_PATCH_OF_CARD: Final = re.compile(r"^(?P<card>.+)_p\d+$")
_SHADE_OF_NAME: Final = re.compile(r"\s*--\d+$")
_STATISTIC: Final = re.compile(r"average|mean|median", re.IGNORECASE)
_STATISTICS: Final = {"average": "average", "mean": "average", "median": "median"}
_DATES: Final = ("acquisition time", "acquisition date")
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
    """Facts of a row: a USGS title is parsed; `ER_1_1_p4_sh2` is tint strength 2 of patch 4 on card `ER_1_1`.

    The patch, in all its strengths, is the sample. The card is taken as the session: nothing nearer to a
    sitting is in such names, and never a date.
    """
    if has_usgs_codes(title):
        return facts_of_title(title)
    shade = _SHADE.match(title)
    card = _PATCH_OF_CARD.match(shade["patch"]) if shade else None
    return Facts(
        session=Session(name=card["card"] if card else None),
        material=Material(name=_SHADE_OF_NAME.sub("", labels.get("pname", "")) or None),
        sample=Sample(
            name=shade["patch"] if shade else title,
            product=labels.get("pnumber"),
            preparation=f"tint strength {shade['shade']}" if shade else None,
        ),
    )


def facts_of_library(header: Header, file_name: str) -> Facts:
    """What a library says of all rows: instrument and date in the header, the statistic in the file's name.

    Averages and medians of one patch are two statistics of one sample, not repeats.
    """
    sensor = header.scalar("sensor type").strip()
    dates = (iso_date(header.scalar(key)) for key in _DATES)
    found = _STATISTIC.search(file_name)
    return Facts(
        measurement=Measurement(
            instrument=sensor if sensor.lower() not in ("", "unknown") else None,
            measured_at=next((date for date in dates if date), None),
            statistic=_STATISTICS[found.group(0).lower()] if found else None,
        )
    )


def notes_of_row(title: str, file_name: str) -> tuple[Note, ...]:
    """What was concluded from names: the statistic from the file's, the session from the row's."""
    notes = []
    found, shade = _STATISTIC.search(file_name), _SHADE.match(title)
    if found is not None:
        text = f"{found.group(0).lower()} over a patch, by the file's name"
        notes.append(Note(code="statistic", text=text))
    if shade and _PATCH_OF_CARD.match(shade["patch"]) and not has_usgs_codes(title):
        notes.append(Note(code="session_of_card", text="the card in the row's name is taken as the session"))
    return tuple(notes)


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
