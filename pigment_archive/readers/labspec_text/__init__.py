"""Horiba LabSpec text export (LabSpec 5 and 6): lines `#Key=value`, then numbers.

Two columns are one spectrum. Of series and maps the first line is the axis, and each further line one
spectrum behind its point, time or place. The places stand in the reverse order of their axes: of a map with
`AxisType[2]=X` and `AxisType[3]=Y` the first column is Y, which changes most slowly. Several windows may
follow one another, each with a header of its own. A text without such a header is not this format.
"""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.errors import TooLarge, Truncated
from pigment_archive.readers.border import Told
from pigment_archive.readers.labspec import facts_of, meaning_of
from pigment_archive.readers.labspec_scan import Scan
from pigment_archive.readers.labspec_text.sections import Section, sections, table_of
from pigment_archive.readers.number_rows import COPY_AGAIN, require_whole_last_row
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode

_ENTRY: Final = re.compile(rb"#([^#\r\n=][^\r\n=]{0,79})=")
_KNOWN: Final = re.compile(
    rb"Acq\. time|Accumulations|AxisType\[|AxisUnit\[|Acquired|Laser|Spectro|Hole|ND Filter|Grating|"
    rb"ICS correction|Dark correction|Inst\. Process|Spike filter|Objective|Full time|Detector temperature"
)
_ENOUGH: Final = 2


def sniff(head: bytes, name: str) -> bool:
    """Begins with `#Key=` lines, at least two of which only LabSpec writes."""
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        plain = head[: len(head) // 2 * 2].decode("utf-16", errors="replace").encode("utf-8", "replace")
    if not _ENTRY.match(plain):
        return False
    keys = {found.group(1) for found in _ENTRY.finditer(plain) if _KNOWN.match(found.group(1))}
    return len(keys) >= _ENOUGH


def read(content: Content) -> Reading:
    """Every spectrum; of a map the pixels asked for.

    Raises:
        Truncated: No numbers, or a last line that is cut.
        UnsupportedVariant: A profile or an image.
        Inconsistent, TooLarge: Lines that contradict each other, or more spectra than the limits.
    """
    text = decode(content.data)
    found = sections(text)
    if not found or not found[-1].lines:
        raise Truncated("the header is not followed by numbers", remedy=COPY_AGAIN)
    require_whole_last_row(text, found[-1].lines)
    reading: Reading = []
    entries: dict[str, str] = {}
    before = 0
    for section in found:
        entries = {**entries, **section.entries}
        scan = _scan(Section(entries, section.lines), content)
        if before + len(scan.rows) > content.limits.spectra:
            raise TooLarge(f"more than {content.limits.spectra} spectra in one file")
        reading += scan.reading(before)
        before += len(scan.rows)
    return reading


def _scan(section: Section, content: Content) -> Scan:
    table, axes = table_of(section), section.axes
    before = table.labels.shape[1]
    ends = float(table.axis[0]), float(table.axis[-1])
    return Scan(
        axis=table.axis,
        rows=table.values,
        columns=axes[:1:-1] if len(axes) == 2 + before else [],
        coordinates=list(table.labels.T),
        meaning=meaning_of(axes, section.entries, ends, content.technique),
        told=Told(facts=facts_of(section.entries), header=section.entries),
        content=content,
    )


READER = Reader(
    name="labspec_text",
    version=2,
    suffixes=(".txt",),
    description="Horiba LabSpec text",
    keeps="all `#` lines; laser, objective, grating, time and place of each spectrum",
    refuses="profiles and images; a last line that is cut",
    library="own",
    tested_with="own files in the form of real exports of LabSpec 5 and 6 that were looked at",
    sniff=sniff,
    read=read,
)
