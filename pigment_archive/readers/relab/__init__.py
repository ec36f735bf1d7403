"""RELAB (Keck/NASA Reflectance Experiment Laboratory) spectra: `.asc` as measured, `.txt` as distributed.

Invariants:

* `.asc`: a line with the number of rows, that many rows of wavelength in nm, reflectance and, where it was
  measured, its standard deviation; then lines with the file's name, the sample, remarks, angles and date.
* `.txt`: a title with sample and spectrum, a line of labels, then rows in micrometres. It declares no length.
* Reflectance is a fraction. The overlap of two of the laboratory's instruments is cut in its middle.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated, UnknownFormat
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.dates import iso_date
from pigment_archive.readers.meaning import meaning_of, with_technique
from pigment_archive.readers.number_rows import (
    COPY_AGAIN,
    number_rows,
    require_whole_last_row,
    rows_of,
)
from pigment_archive.readers.ordering import Overlap
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode
from pigment_archive.records import Facts, Measurement, Note, Quantity, Sample
from pigment_archive.units import AxisKind

_TITLE: Final = re.compile(
    r".*?\bRelab Spectrum\b[ \t]*(?P<sample>[^/\n]*)/?(?P<spectrum>[^\n]*)", re.IGNORECASE
)
_ROW: Final = rb"[ \t]+\d+\.\d{1,2}[ \t]+-?\d*\.\d{4,7}(?:[ \t]+-?\d*\.\d{4,7})?[ \t]*\r?\n"
_COUNTED: Final = re.compile(rb"\s*\d{1,6}[ \t]*\r?\n" + _ROW)
_DATE: Final = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d{2})\b")
_LONGEST_TITLE: Final = 300
_FIRST_YEAR: Final = 80


def sniff(head: bytes, name: str) -> bool:
    """The laboratory's title, or a count and rows in the laboratory's columns."""
    first, _, rest = head.partition(b"\n")
    titled = b"relab spectrum" in first[:_LONGEST_TITLE].lower() and rest.lower().startswith(b"wavelength")
    return titled or _COUNTED.match(head[:_LONGEST_TITLE]) is not None


def read(content: Content) -> Reading:
    """The one spectrum of the file.

    Raises:
        UnknownFormat: Neither a count nor the laboratory's title comes first.
        Truncated: Fewer rows than counted, no lines about the sample, or the file ends inside a row.
        Inconsistent: The rows are not two or three numbers, or the axis is not in order.
    """
    text = decode(content.data)
    first, _, rest = text.strip("\n").partition("\n")
    if first.strip().isdecimal():
        return _counted(int(first.strip()[:9]), rest, content)
    title = _TITLE.match(first[:_LONGEST_TITLE])
    if title is None:
        raise UnknownFormat("the content does not begin like a RELAB file")
    return _titled(title, rest, text, content)


def _counted(count: int, rest: str, content: Content) -> Reading:
    lines = rest.split("\n")
    rows = list(islice((line.strip() for line in lines), count))
    if len(rows) < count or not all(rows):
        there = next((number for number, row in enumerate(rows) if not row), len(rows))
        raise Truncated(f"{there} of {count} rows are there", remedy=COPY_AGAIN)
    if len(rows) < 2:
        raise Inconsistent("a spectrum needs at least two points on one axis")
    if len(lines) > count and lines[count].strip():
        raise Inconsistent(f"more rows follow than the {count} that are counted")
    remarks = [line.strip() for line in lines[count:] if line.strip()]
    if not remarks:
        raise Truncated("the file ends before the lines about the sample", remedy=COPY_AGAIN)
    whole = [row if len(row.split()) == 3 else f"{row} nan" for row in rows]
    axis, values, sigma = number_rows(whole, count=3).T
    meaning = with_technique(Meaning(AxisKind.WAVELENGTH, "nm", Quantity.REFLECTANCE), None)
    header = dict(zip(("name", "sample"), remarks, strict=False)) | {"rows": str(count)}
    cut = Note(code="trailing_cut", text="the lines about the measurement end before its date")
    notes = () if any(line.startswith("Date:") for line in remarks) else (cut,)
    told = Told(_facts(remarks), header | {"remarks": "\n".join(remarks[2:])}, notes)
    return [admit(axis, values, meaning, told, sigma=sigma, overlap=Overlap.CUT, limits=content.limits)]


def _titled(title: re.Match[str], rest: str, text: str, content: Content) -> Reading:
    labels, _, block = rest.partition("\n")
    rows = rows_of(block)
    if len(rows) < 2:
        raise Truncated("the file ends before its data", remedy=COPY_AGAIN)
    require_whole_last_row(text, rows)
    names = labels.strip().split("\t")
    numbers = number_rows(rows, count=len(names))
    if not 2 <= len(names) <= 3:
        raise Inconsistent(f"the data have {len(names)} columns, expected two or three")
    header = {"title": title.group(0).strip(), "columns": labels.strip()}
    facts = Facts(sample=Sample(name=title["sample"].strip() or None))
    return [
        admit(
            numbers[:, 0],
            numbers[:, 1],
            meaning_of(names[0], names[1], content.technique),
            Told(facts, header),
            sigma=numbers[:, 2] if len(names) == 3 else None,
            overlap=Overlap.CUT,
            limits=content.limits,
        )
    ]


def _facts(remarks: list[str]) -> Facts:
    angles = next((line for line in remarks if line.startswith("Source Ang")), "")
    dated = next((line for line in remarks if line.startswith("Date:")), "")
    return Facts(
        sample=Sample(name=remarks[1] if len(remarks) > 1 and remarks[1] not in (angles, dated) else None),
        measurement=Measurement(
            geometry=" ".join(angles.partition("Volt")[0].split()).rstrip(",") or None,
            measured_at=_date(dated),
        ),
    )


def _date(line: str) -> str | None:
    """Date and time; the laboratory opened in 1983, so that two digits tell the century."""
    found = _DATE.search(line)
    if found is None:
        return None
    century = 19 if int(found[3]) >= _FIRST_YEAR else 20
    time = line.partition("Time:")[2].strip()
    return iso_date(f"{found[1]}-{found[2]}-{century}{found[3]} {time}")


READER = Reader(
    name="relab",
    version=1,
    suffixes=(".asc", ".txt"),
    description="RELAB text",
    keeps="sample, remarks, angles and date; sigma",
    refuses="fewer rows than counted",
    library="own",
    tested_with="1 spectrum in both forms, against each other and against spectral",
    sniff=sniff,
    read=read,
)
