"""GRAMS SPC, as published by Galactic Industries: the format of 1996 in both byte orders, and that of 1986.

A header, perhaps one array of x values, then subfiles: a header of 32 bytes each, perhaps x values of their
own, and y as floats or as fractions of a power of two. Invariants: x is computed from first and last x only
where the file stores none; the exponent is the subfile's own in multifiles; every place is held against the
size of the file before it is read; a damaged log block is a note, never a lost spectrum.

The only magic is the second byte, and other programs use the suffix too (Shimadzu, EDAX, ORTEC): a file is
claimed only when every field of the header with a closed range lies in it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from pigment_archive.errors import Inconsistent, ReadError
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.grams_spc.codes import meaning_of_codes
from pigment_archive.readers.grams_spc.fields import Flag, is_plausible
from pigment_archive.readers.grams_spc.header import Header, parse_header
from pigment_archive.readers.grams_spc.log import facts_of, read_log
from pigment_archive.readers.grams_spc.subfiles import Subfile, end_of, subfiles
from pigment_archive.readers.meaning import check_scale
from pigment_archive.readers.reader import Content, Limits, Reader, Reading
from pigment_archive.records import Spectrum

_MOST_WITH_LOG: Final = 1000  # in longer files the log stands with the first spectrum only


def sniff(head: bytes, name: str) -> bool:
    """The second byte is a version, and every field of the header is possible."""
    return is_plausible(head)


def read(content: Content) -> Reading:
    """Every spectrum of the file.

    Raises:
        UnknownFormat: The header is none of this format.
        Truncated: The file ends before what it declares.
        UnsupportedVariant: An interferogram; own x values with integer y; an odd file of the old format.
        Inconsistent, TooLarge, Ambiguous: As headers, axes and numbers are.
    """
    header = parse_header(content.data)
    meaning = meaning_of_codes(header, content.technique)
    found = subfiles(content.data, header, content.limits)
    log, notes = read_log(content.data, header, end_of(content.data, header, found))
    longest = max((subfile.axis for subfile in found), key=len)
    if longest.size < 2:
        raise Inconsistent("no spectrum of the file has two points")
    meaning = check_scale(meaning, longest, np.concatenate([subfile.values for subfile in found]))
    facts = {scans: facts_of(header, log, scans) for scans in {subfile.subscan for subfile in found}}
    reading: Reading = []
    for index, subfile in enumerate(found):
        said = _said(header, found, index) | (log if index == 0 or len(found) <= _MOST_WITH_LOG else {})
        told = Told(facts[subfile.subscan], said, (*notes, *subfile.notes), index)
        reading.append(_admitted(subfile, meaning, told, content.limits))
    if not any(isinstance(item, Spectrum) for item in reading):
        raise next(item for item in reading if isinstance(item, ReadError))
    return reading


def _admitted(subfile: Subfile, meaning: Meaning, told: Told, limits: Limits) -> Spectrum | ReadError:
    try:
        return admit(subfile.axis, subfile.values, meaning, told, limits=limits)
    except ReadError as error:
        return type(error)(error.problem, where=f"spectrum {told.index + 1}", remedy=error.remedy)


def _said(header: Header, found: list[Subfile], index: int) -> dict[str, str]:
    """The header's fields; in a file of several spectra also the subfile's, and z."""
    if len(found) == 1:
        return header.verbatim
    subfile = found[index]
    names = ("subtime", "subnext", "subscan", "subwlevel")
    own = {name: str(getattr(subfile, name)) for name in names}
    z = _z(header, subfile, found[0], index)
    return header.verbatim | own | ({} if z is None else {"z": str(z)})


def _z(header: Header, subfile: Subfile, first: Subfile, index: int) -> float | None:
    """z of a subfile: its own where z is uneven, else z₀ + index · step; of planes of a volume not known."""
    if header.flags & (Flag.TRANDM | Flag.TORDRD):
        return subfile.subtime
    if header.planes:
        return None
    return first.subtime + index * (header.z_step or first.subnext - first.subtime)


READER = Reader(
    name="grams_spc",
    version=2,
    suffixes=(".spc",),
    description="GRAMS SPC",
    keeps="every field of the header, z values, the log line by line",
    refuses="interferograms; integer-coded XY mass spectra; the .spc files of Shimadzu, EDAX and ORTEC",
    library="own",
    tested_with="4 files against spc-io and WDF and text twins; every variant written from the specification",
    sniff=sniff,
    read=read,
)
