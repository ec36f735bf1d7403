"""ENVI spectral libraries and images: a text header (`.hdr`) and a block of numbers, read as a pair.

Of an image (BSQ, BIL, BIP; any size) the pixels asked for become spectra, read in blocks of lines.

Rows that are wavelengths, resolutions or error bars become axis, width and sigma of the spectra, never
spectra. The reflectance scale factor divides once. Sensors whose detectors overlap have bands out of order:
they are sorted and marked as seam.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, ReadError, TooLarge, Truncated
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.envi.cube import read_cube
from pigment_archive.readers.envi.header import Header, parse_header
from pigment_archive.readers.envi.rows import (
    facts_of_library,
    facts_of_row,
    notes_of_row,
    quantity_of_library,
    quantity_of_row,
    row_labels,
)
from pigment_archive.readers.meaning import check_scale, with_technique
from pigment_archive.readers.ordering import Overlap
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.records import MaskBit, Spectrum
from pigment_archive.units import AxisKind, unit_from_text

Floats = npt.NDArray[np.float64]
_AXIS_ROW: Final = re.compile(r"^wavelengths?\b", re.IGNORECASE)
_WIDTH_ROW: Final = re.compile(r"^(resolution|bandpass|fwhm)\b", re.IGNORECASE)
_SIGMA_ROW: Final = re.compile(r"^error\s*bars?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Library:
    header: Header
    axis: Floats
    width: Floats | None
    mask: npt.NDArray[np.uint8]
    meaning: Meaning


def sniff(head: bytes, name: str) -> bool:
    """The header's first line is ENVI."""
    return head.startswith(b"ENVI") and not head.splitlines()[0][4:].strip()


def read(content: Content) -> Reading:
    """Every spectrum of the library; those that cannot be taken are a ReadError in their place.

    Raises:
        Truncated: The header stands alone, or declares more than the data file holds.
        UnsupportedVariant: Numbers of a kind that is not read.
        Inconsistent, TooLarge: Header and data do not fit together.
    """
    if content.header is None:
        raise Truncated(
            "an ENVI header without its data file",
            remedy="Keep the .sli file beside the header, under the same name.",
        )
    header = parse_header(content.header)
    if not header.is_library:
        return read_cube(header, content)
    if not content.is_whole:
        raise TooLarge(
            f"the library holds {content.size} bytes, at most {content.limits.member_bytes} are read"
        )
    if header.lines > content.limits.spectra or header.samples > content.limits.points:
        raise TooLarge(f"{header.lines} spectra of {header.samples} points, beyond the limits")
    table = _table(header, content.data)
    names = header.names("spectra names", header.lines) or [f"row {i + 1}" for i in range(header.lines)]
    library = _library(header, table, names, content)
    reading: Reading = []
    for row, name in enumerate(names):
        if _is_about(name):
            continue
        has_sigma = row + 1 < len(names) and _SIGMA_ROW.match(names[row + 1])
        columns = (table[row], table[row + 1] if has_sigma else None)
        try:
            reading.append(_spectrum(row, name, columns, library, content))
        except ReadError as error:
            reading.append(type(error)(error.problem, where=f"spectrum {row} ({name})", remedy=error.remedy))
    return reading


def _is_about(name: str) -> bool:
    """True for rows about the others: wavelengths, resolutions, error bars."""
    return any(pattern.match(name) for pattern in (_AXIS_ROW, _WIDTH_ROW, _SIGMA_ROW))


def _table(header: Header, data: bytes) -> Floats:
    """The numbers as stored, float64 (lines, samples)."""
    expected = header.size
    if len(data) < expected:
        raise Truncated(f"the header declares {expected} bytes of data, the data file holds {len(data)}")
    if len(data) > expected:
        raise Inconsistent(f"the header declares {expected} bytes of data, the data file holds {len(data)}")
    raw = np.frombuffer(data, header.dtype, offset=header.offset).reshape(header.lines, header.samples)
    with np.errstate(invalid="ignore"):
        return raw.astype(np.float64)


def _library(header: Header, table: Floats, names: list[str], content: Content) -> _Library:
    axis, width = header.numbers("wavelength"), header.numbers("fwhm")
    for row, name in enumerate(names):
        if axis is None and _AXIS_ROW.match(name):
            axis = table[row]
        if width is None and _WIDTH_ROW.match(name):
            width = table[row]
    if axis is None:
        raise Inconsistent("the library has no wavelengths, neither in the header nor as a row")
    unit = unit_from_text(header.scalar("wavelength units"))
    known = unit in ("nm", "um")
    measured = header.measured(table[[not _is_about(name) for name in names]])
    quantity, notes = quantity_of_library(header, measured)
    meaning = Meaning(AxisKind.WAVELENGTH, unit or "", quantity) if known else Meaning(quantity=quantity)
    meaning = with_technique(replace(meaning, notes=notes), content.technique)
    meaning = check_scale(meaning, axis, measured)
    good = header.numbers("bbl")
    mask = np.zeros(header.samples, np.uint8)
    if good is not None and good.shape == mask.shape:
        mask[good == 0] = MaskBit.BAD_BAND.value
    return _Library(header, axis, width, mask, meaning)


def _spectrum(
    row: int, title: str, columns: tuple[Floats, Floats | None], library: _Library, content: Content
) -> Spectrum:
    header = library.header
    labels = row_labels(header, row)
    quantity, notes = quantity_of_row(title, library.meaning.quantity)
    meaning = with_technique(replace(library.meaning, quantity=quantity), content.technique)
    told = Told(
        facts=facts_of_library(header, content.name).merged(facts_of_row(title, labels)),
        header={"spectra names": title, **labels, **header.scalars},
        notes=(*notes_of_row(title, content.name), *notes),
        index=row,
    )
    return admit(
        library.axis,
        header.measured(columns[0]),
        meaning,
        told,
        sigma=None if columns[1] is None else header.measured(columns[1]),
        width=library.width,
        mask=library.mask,
        overlap=Overlap.SORT,
        limits=content.limits,
    )


READER = Reader(
    name="envi",
    version=2,
    suffixes=(".hdr", ".sli", ".img", ".dat", ".bil", ".bip", ".bsq"),
    description="ENVI spectral library or image",
    keeps="every header entry, row names, resolution as width, error bars as sigma, bad bands; pixel places",
    refuses="data that are longer or shorter than the header says; numbers of a complex kind",
    library="spectral",
    tested_with="USGS splib07 (6 sensors), hyppigments: every row against `spectral`",
    streams=True,
    sniff=sniff,
    read=read,
)
