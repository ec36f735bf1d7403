"""Thermo OMNIC: SPA (one spectrum) and SPG (a group). The maker has not published the format.

A title, a time and a table of blocks: for each spectrum a header (number of points, codes of the units, first
and last x), the values as float32 on an even axis in the order of the header, and texts. Invariants: the
length of the values is what the header says; codes without a sure meaning leave axis or quantity unknown;
interferograms and single beams are not made into spectra. Series (SRS) are recognised and refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, ReadError, TooLarge, UnknownFormat, UnsupportedVariant
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.meaning import check_scale
from pigment_archive.readers.omnic.codes import meaning_of
from pigment_archive.readers.omnic.facts import facts_of
from pigment_archive.readers.omnic.header import Header, parse_header
from pigment_archive.readers.omnic.table import HEADER, MOST_TEXT, VALUES, Block, read_table, spectra_of
from pigment_archive.readers.omnic.texts import moment, text_of, texts_of
from pigment_archive.readers.reader import Content, Limits, Reader, Reading
from pigment_archive.records import Note, Spectrum

_MAGIC: Final = b"Spectral Data File"
_SERIES: Final = b"Spectral Exte File"
_TITLE: Final = slice(30, 286)
_TIME_AT, _TIME_IN_TITLE_AT = 296, 256
_SPECTRUM_TITLE: Final = 107
_QUANTILES: Final = 1001
_UNREAD: Final = {78: "embedded spectrum", 102: "sample interferogram", 103: "background interferogram"}


@dataclass(frozen=True, slots=True)
class _Stored:
    """One spectrum as stored."""

    header: Header
    blocks: list[Block]
    values: npt.NDArray[np.float64]


def sniff(head: bytes, name: str) -> bool:
    """Begins with the words of an OMNIC spectrum, group or series."""
    return head.startswith((_MAGIC, _SERIES))


def read(content: Content) -> Reading:
    """Every spectrum of the file, in the order of its table.

    Raises:
        UnknownFormat: The file does not begin as one of this format.
        Truncated: It ends before what its table declares.
        UnsupportedVariant: A series; nothing but interferograms and single beams.
        Inconsistent, TooLarge, Ambiguous: As headers, axes and numbers are.
    """
    data = content.data
    if data.startswith(_SERIES):
        raise UnsupportedVariant(
            "a series (SRS) is not read",
            remedy="In OMNIC, split the series and save the spectra as a group (SPG).",
        )
    if not data.startswith(_MAGIC):
        raise UnknownFormat("the file does not begin as an OMNIC spectrum or group")
    found, notes = _stored(data, content.limits)
    together = {
        code: _spread([spectrum.values for spectrum in found if spectrum.header.y_code == code])
        for code in {spectrum.header.y_code for spectrum in found}
    }
    reading: Reading = []
    for index, spectrum in enumerate(found):
        alike = together[spectrum.header.y_code]
        told = _told(data, spectrum, index, notes)
        reading.append(_admitted(content, spectrum, told, alike))
    if not any(isinstance(item, Spectrum) for item in reading):
        raise next(item for item in reading if isinstance(item, ReadError))
    return reading


def _stored(data: bytes, limits: Limits) -> tuple[list[_Stored], tuple[Note, ...]]:
    """The results in the file, and a note on what else its spectra are."""
    groups = spectra_of(read_table(data))
    if len(groups) > limits.spectra:
        raise TooLarge(f"{len(groups)} spectra in one file, at most {limits.spectra} are read")
    found = []
    for blocks in groups:
        header = parse_header(next(block for block in blocks if block.key == HEADER).content(data, MOST_TEXT))
        if header.is_result:
            found.append(_Stored(header, blocks, _values(data, header, blocks, limits)))
    left_out = len(groups) - len(found)
    if not found:
        raise UnsupportedVariant(
            f"there are {left_out} interferograms or single beams and no other spectrum in it",
            remedy="In OMNIC, save the computed spectrum: absorbance, % transmittance or % reflectance.",
        )
    text = f"{left_out} interferograms or single beams of the group were not read"
    return found, (Note(code="not_read", text=text),) if left_out else ()


def _values(data: bytes, header: Header, blocks: list[Block], limits: Limits) -> npt.NDArray[np.float64]:
    if header.points > limits.points:
        raise TooLarge(f"{header.points} points in one spectrum, at most {limits.points} are read")
    values = [block for block in blocks if block.key == VALUES]
    fitting = next((block for block in values if block.length == 4 * header.points), None)
    if fitting is None:
        held = ", ".join(str(block.length // 4) for block in values) or "no"
        raise Inconsistent(
            f"a spectrum's header declares {header.points} points, the file holds {held} values"
        )
    with np.errstate(invalid="ignore"):  # a signalling NaN in a damaged file
        return np.frombuffer(fitting.content(data), dtype="<f4").astype(np.float64)


def _spread(spectra: list[npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
    """Quantiles that stand for all values of spectra in one unit when their scale is judged."""
    values = np.concatenate(spectra)
    finite = np.sort(values[np.isfinite(values)])
    return finite[np.linspace(0, finite.size - 1, _QUANTILES).astype(np.intp)] if finite.size else finite


def _told(data: bytes, spectrum: _Stored, index: int, notes: tuple[Note, ...]) -> Told:
    texts = texts_of(data, spectrum.blocks)
    title = text_of(data[_TITLE])
    own = next((block for block in spectrum.blocks if block.key == _SPECTRUM_TITLE), None)
    measured_at = moment(own.content(data, MOST_TEXT), _TIME_IN_TITLE_AT) if own else moment(data, _TIME_AT)
    unread = [name for key, name in _UNREAD.items() if any(block.key == key for block in spectrum.blocks)]
    if unread:
        notes = (*notes, Note(code="not_read", text=f"not read: {', '.join(unread)}"))
    header = {"title": title, **spectrum.header.verbatim, **texts}
    name = texts.get("spectrum_title", title)
    return Told(facts_of(spectrum.header, name, texts.get("history", ""), measured_at), header, notes, index)


def _admitted(
    content: Content, spectrum: _Stored, told: Told, alike: npt.NDArray[np.float64]
) -> Spectrum | ReadError:
    """The spectrum, its scale judged together with those like it."""
    header = spectrum.header
    axis = np.linspace(header.first, header.last, header.points)
    try:
        meaning = meaning_of(header, told.header.get("history", ""), content.technique)
        meaning = check_scale(meaning, axis, alike)
        return admit(axis, spectrum.values, meaning, told, limits=content.limits)
    except ReadError as error:
        return type(error)(error.problem, where=f"spectrum {told.index + 1}", remedy=error.remedy)


READER = Reader(
    name="omnic",
    version=2,
    suffixes=(".spa", ".spg"),
    description="Thermo OMNIC SPA and SPG",
    keeps="header, title, history, comments, experiment; time, scans, resolution, serial, excitation",
    refuses="series (SRS); files of interferograms or single beams only; blocks that are cut",
    library="own",
    tested_with="1 file against spectrochempy-omnic; every variant written from descriptions of the format",
    sniff=sniff,
    read=read,
)
