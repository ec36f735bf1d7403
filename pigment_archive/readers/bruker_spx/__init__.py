"""Bruker SPX (ESPRIT, ARTAX, M4 TORNADO, ELIO): XML of nested `ClassInstance` elements, one `Channels` a
spectrum.

energy = CalibAbs + CalibLin * channel, in keV; a CalibLin of 0.5 or more can only be eV and is noted.
ChannelCount is held against the counts that are there. RealTime and LifeTime are ms, Voltage kV, Current uA.
A spectrum with a `TRTXrfHeader` is X-ray fluorescence; one with the header of an electron microscope is not,
unless the person says so. A document type or entities are refused before the XML is parsed. `.rtx` projects
hold the same XML compressed, and are refused with what to save instead.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element

import numpy as np

from pigment_archive.errors import Inconsistent, ReadError, TooLarge, UnsupportedVariant
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.bruker_spx.document import Document, open_document
from pigment_archive.readers.bruker_spx.header import by_ending, facts_of, technique_doubt
from pigment_archive.readers.channels import (
    EnergyAxis,
    check_count,
    check_headers,
    energy_axis,
    meaning_of_energy,
    number_in,
    numbers_of,
)
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode
from pigment_archive.records import Note, Quantity, Spectrum

_ROOT: Final = re.compile(rb"<(?:\w+:)?(TRTSpectrum|TRTProject|RTData)[\s>]|Type=\"TRTSpectrum\"")
_LEAST_IN_EV: Final = 0.5


def sniff(head: bytes, name: str) -> bool:
    """XML with a `TRTSpectrum` or a `TRTProject`."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" and _ROOT.search(head) is not None


def read(content: Content) -> Reading:
    """Every spectrum of the file, in its order.

    Raises:
        Truncated: The XML ends too early, or there are fewer counts than ChannelCount.
        UnsupportedVariant: A document type or entities, or a compressed project.
        Inconsistent: It is no XML, holds no spectrum, or its numbers contradict each other.
        TooLarge: More spectra than the limits allow.
    """
    document = open_document(decode(content.data))
    if not document.spectra:
        if document.is_packed:
            raise UnsupportedVariant(
                "a project (.rtx) is compressed and not read",
                remedy="Save each of its spectra as .spx, or export it as .msa.",
            )
        raise Inconsistent("there is no spectrum in it")
    count = len(document.spectra)
    if count > content.limits.spectra:
        raise TooLarge(f"{count} spectra in one file, at most {content.limits.spectra} are read")
    headers = [document.header_of(element) for element in document.spectra]
    check_headers(sum(len(header) + len(document.common) for header in headers))
    reading: Reading = []
    for index, element in enumerate(document.spectra):
        try:
            reading.append(_spectrum(element, document, headers[index], content, index=index))
        except ReadError as error:
            if count == 1:
                raise
            reading.append(type(error)(error.problem, where=f"spectrum {index + 1}", remedy=error.remedy))
    return reading


def _spectrum(
    element: Element, document: Document, own: dict[str, str], content: Content, *, index: int
) -> Spectrum:
    counts = numbers_of(element.findtext("Channels") or "")
    header = {**document.common, **own}
    said, of_spectrum = by_ending(header), by_ending(own)
    declared = number_in(of_spectrum.get("ChannelCount"))
    if declared is not None:
        check_count(counts.size, int(declared))
    axis = _axis(counts.size, of_spectrum)
    doubt = technique_doubt(said)
    meaning = meaning_of_energy(axis, Quantity.COUNTS, content.technique, doubt=doubt)
    facts = facts_of(said, element.get("Name", ""))
    told = Told(facts, header, index=index)
    return admit(axis.values, counts, meaning, told, limits=content.limits)


def _axis(size: int, said: dict[str, str]) -> EnergyAxis:
    channels = np.arange(size, dtype=np.float64)
    offset, gain = (number_in(said.get(name)) or 0.0 for name in ("CalibAbs", "CalibLin"))
    if gain < _LEAST_IN_EV:
        return energy_axis(channels, (offset, gain), "keV")
    axis = energy_axis(channels, (offset, gain), "eV")
    note = Note(code="unit_assumed", text=f"a CalibLin of {gain:g} is taken as eV per channel")
    return EnergyAxis(axis.values, axis.kind, axis.unit, (note, *axis.notes))


READER = Reader(
    name="bruker_spx",
    version=1,
    suffixes=(".spx",),
    description="Bruker SPX",
    keeps="every element; tube, filter, times, several spectra",
    refuses="document types and entities; another number of counts than ChannelCount; compressed `.rtx`",
    library="own",
    tested_with="files written from the structure of published M4 and ESPRIT files; no real sample",
    sniff=sniff,
    read=read,
)
