"""USGS Digital Spectral Library, ASCII form of splib04 to splib06: preface, title, history, three columns.

Columns are wavelength in um, reflectance, standard deviation (0 = not measured); -1.23e34 marks a deleted
channel, before splib06 a field of asterisks does, which may touch the field before it. All data lines have
one width, so a cut last line is noticed.
"""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.errors import Truncated
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.meaning import with_technique
from pigment_archive.readers.ordering import Overlap
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import columns, decode
from pigment_archive.readers.usgs_titles import AVIRIS, facts_of_title, quantity_of_title
from pigment_archive.units import AxisKind

DELETED: Final = -1.23e34
_PREFACE: Final = re.compile(rb"[ \t]*USGS Digital Spectral Library splib0[456]")
_ASTERISKS: Final = re.compile(r"\*{2,}")
_TITLE_LINE: Final = 14
_FIRST_DATA_LINE: Final = 16


def sniff(head: bytes, name: str) -> bool:
    """The preface names the library."""
    return _PREFACE.match(head) is not None


def read(content: Content) -> Reading:
    """The one spectrum of the file.

    Raises:
        Truncated: The preface or the last line is cut.
        Inconsistent: The data are not three columns, or more than half of the channels are deleted.
    """
    lines = decode(content.data).rstrip("\n").split("\n")
    data = lines[_FIRST_DATA_LINE:]
    if len(data) < 2 or len(data[-1]) < len(data[0]):
        raise Truncated("the file ends inside its preface or inside a line", remedy="Copy the file again.")
    title = lines[_TITLE_LINE].strip()
    numbers = columns(_ASTERISKS.sub(f" {DELETED} ", "\n".join(data)), delimiter=None, count=3)
    quantity, notes = quantity_of_title(title)
    facts = facts_of_title(title)
    header = {"title": title, "history": lines[_TITLE_LINE + 1].strip(), "library": lines[0].strip()}
    return [
        admit(
            numbers[:, 0],
            numbers[:, 1],
            with_technique(Meaning(AxisKind.WAVELENGTH, "um", quantity), content.technique),
            Told(facts=facts, header=header, notes=notes),
            sentinels=(DELETED,),
            sigma=numbers[:, 2],
            overlap=Overlap.SORT if facts.measurement.instrument == AVIRIS else Overlap.REFUSE,
            limits=content.limits,
        )
    ]


READER = Reader(
    name="usgs_splib06",
    version=2,
    suffixes=(".asc", ".txt"),
    description="USGS splib06 ASCII",
    keeps="title, history, sigma",
    refuses="more than half of the channels deleted",
    library="own",
    tested_with="1,365 files against tidy.parquet",
    sniff=sniff,
    read=read,
)
