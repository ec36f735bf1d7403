"""EMSA/MAS spectra (ISO 22029, `.msa`, `.emsa`): `#KEYWORD : value` lines, then `#SPECTRUM`, numbers,
`#ENDOFDATA`.

x_i = OFFSET + i XPERCHAN in XUNITS for DATATYPE Y; of XY the x given is taken, never rebuilt from the rounded
XPERCHAN. CHOFFSET is the channel of x = 0 and stands in for a missing OFFSET. DATATYPE YY (several detectors)
gives a spectrum a column. NPOINTS is counted, not trusted: a difference is noted; without `#ENDOFDATA` the
file is cut.

An energy axis alone is not X-ray fluorescence here: the format comes from electron microscopes. It is called
so when SIGNALTYPE is XRF, when the file knows an X-ray tube (`##ANODE`, `##TUBE...`) or speaks of XRF;
otherwise the technique is left to the person. Values in counts per s are kept as they are, as intensity, not
as counts.
"""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.emsa_msa.header import split_file
from pigment_archive.readers.emsa_msa.meaning import facts_of, meaning_of
from pigment_archive.readers.emsa_msa.numbers import tables_of
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode

_FORMAT: Final = re.compile(rb"^\s*#+FORMAT[^:\r\n]*:[^\r\n]*EMSA", re.IGNORECASE)


def sniff(head: bytes, name: str) -> bool:
    """The first line is `#FORMAT : EMSA/MAS ...`."""
    return _FORMAT.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read(content: Content) -> Reading:
    """The spectra of the file: one, or one a detector.

    Raises:
        Truncated: There is no `#SPECTRUM` or no `#ENDOFDATA`.
        Inconsistent: Something in the data is not a number, or columns and DATATYPE do not fit.
        AboutSpectra: A configuration without data (NPOINTS is 0).
    """
    header, block, notes = split_file(decode(content.data))
    reading: Reading = []
    for index, table in enumerate(tables_of(block, header)):
        of_detector = header.for_detector(index)
        meaning = meaning_of(table, of_detector, content.technique)
        told = Told(facts_of(of_detector, meaning), header.verbatim, (*notes, *table.notes), index)
        reading.append(admit(table.axis, table.values, meaning, told, limits=content.limits))
    return reading


READER = Reader(
    name="emsa_msa",
    version=1,
    suffixes=(".msa", ".emsa", ".ems"),
    description="EMSA/MAS (ISO 22029)",
    keeps="all keywords, those of the user and of the vendor too; x of XY files as given",
    refuses="no `#ENDOFDATA`; columns that do not fit DATATYPE and NCOLUMNS",
    library="own",
    tested_with="own files in the forms of ISO 22029, Oxford, Thermo, PIXL and Gatan; no real sample",
    sniff=sniff,
    read=read,
)
