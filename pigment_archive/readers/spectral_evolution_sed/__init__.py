"""Spectral Evolution `.sed`: `Key: value` lines, `Data:`, a line of labels, then a table.

Invariants:

* Which column is what is only in the labels: `Wvl` in nm, `Reflect. %` or `Tgt./Ref. %` in percent, `[1.0]`
  as a fraction, `Rad.`, `Irr.`, `Norm. DN` and counts of reference and target. The ratio is kept, the others
  stay in the file; without a ratio the target is kept.
* `Channels` declares the number of rows.
* A decimal comma is understood. Where the detectors overlap, each overlap is cut in its middle.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated, UnknownFormat, UnsupportedVariant
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.dates import iso_date
from pigment_archive.readers.keyed_lines import keyed_lines
from pigment_archive.readers.meaning import check_scale, is_percent, with_technique
from pigment_archive.readers.number_rows import (
    COPY_AGAIN,
    number_rows,
    require_whole_last_row,
    rows_of,
)
from pigment_archive.readers.ordering import Overlap
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode
from pigment_archive.records import Facts, Measurement, Note, Quantity
from pigment_archive.units import AxisKind

_FIRST_KEYS: Final = (b"Comment:", b"Version:", b"File Name:", b"Instrument:")
_LONGEST_LABELS: Final = 400
_LONGEST_LABEL: Final = 100
_LONGEST_COUNT: Final = 9
_DATA: Final = re.compile(r"^[ \t]*Data:[ \t]*$", re.IGNORECASE | re.MULTILINE)
_LABELS: Final = re.compile(r"\t+| {2,}")
_AXIS: Final = re.compile(r"^(wvl|wavelength)", re.IGNORECASE)
_RATIOS: Final = (
    (re.compile(r"reflect", re.IGNORECASE), Quantity.REFLECTANCE),
    (re.compile(r"trans", re.IGNORECASE), Quantity.TRANSMITTANCE),
    (re.compile(r"absorb", re.IGNORECASE), Quantity.ABSORBANCE),
)
_RATIO_QUANTITIES: Final = tuple(quantity for _, quantity in _RATIOS)
_TARGET_OVER_REFERENCE: Final = re.compile(r"tgt\.?\s*/\s*ref", re.IGNORECASE)
_TARGETS: Final = (
    (re.compile(r"^rad.*(target|tgt)", re.IGNORECASE), Quantity.RADIANCE),
    (re.compile(r"(dn|counts).*(target|tgt)|(target|tgt).*(dn|counts)", re.IGNORECASE), Quantity.COUNTS),
    (re.compile(r"target|tgt", re.IGNORECASE), Quantity.UNKNOWN),
)
_INSTRUMENT: Final = re.compile(r"^(?P<model>.*?)_SN(?P<serial>\w+)")


def sniff(head: bytes, name: str) -> bool:
    """`Key: value` lines, `Data:`, and a line of labels with one for the wavelength."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    _, data, table = start.partition(b"\nData:")
    alone = bool(data) and not table.lstrip(b" \t").startswith((b",", b";"))
    return start.startswith(_FIRST_KEYS) and alone and b"wvl" in table[:_LONGEST_LABELS].lower()


def read(content: Content) -> Reading:
    """The one spectrum of the file.

    Raises:
        UnknownFormat: There is no line `Data:`.
        Truncated: Fewer rows than `Channels`, or the file ends inside a row.
        UnsupportedVariant: There is no ratio and no target.
        Inconsistent: The labels do not fit the table, or the axis is not in order.
        Ambiguous: A ratio without a stated scale is neither a fraction nor percent.
    """
    text = decode(content.data)
    mark = _DATA.search(text)
    if mark is None:
        raise UnknownFormat("there is no line Data:")
    header = keyed_lines(text[: mark.start()].split("\n"), ":")
    rows = rows_of(text[mark.end() :])
    if len(rows) < 3:
        raise Truncated("the file ends before its data", remedy=COPY_AGAIN)
    labels = [label[:_LONGEST_LABEL] for label in _LABELS.split(rows.pop(0))]
    notes = _declared(header, len(rows))
    require_whole_last_row(text, rows)
    numbers = number_rows(rows, count=len(labels))
    axis = next((place for place, label in enumerate(labels) if _AXIS.match(label)), None)
    if axis is None:
        raise Inconsistent("no column is labelled Wvl")
    place, meaning = _values(labels, header.get("Measurement", ""))
    kept = [label for number, label in enumerate(labels) if number not in (axis, place)]
    if kept:
        notes.append(Note(code="not_read", text=f"columns that stay in the file: {', '.join(kept)}"))
    if meaning.quantity in _RATIO_QUANTITIES:
        meaning = with_technique(meaning, None)
        if "[1.0]" not in labels[place]:
            meaning = check_scale(meaning, numbers[:, axis], numbers[:, place])
    told = Told(_facts(header), header, tuple(notes))
    columns = numbers[:, axis], numbers[:, place]
    return [admit(*columns, meaning, told, overlap=Overlap.CUT, limits=content.limits)]


def _declared(header: dict[str, str], rows: int) -> list[Note]:
    """Compare the number of rows with `Channels`; more than declared is only noted."""
    declared = header.get("Channels", "")
    if not declared.isdecimal() or int(declared) == rows:
        return []
    if rows < int(declared):
        raise Truncated(f"{rows} of {declared} channels are there", remedy=COPY_AGAIN)
    return [Note(code="more_points", text=f"{rows} rows, but {declared} channels are declared")]


def _values(labels: list[str], measurement: str) -> tuple[int, Meaning]:
    """The column that is kept and what it is: a ratio where there is one, else the target."""
    for pattern, quantity in _RATIOS:
        for place, label in enumerate(labels):
            if pattern.search(label):
                return place, _meaning(quantity, label)
    for place, label in enumerate(labels):
        if _TARGET_OVER_REFERENCE.search(label):
            said = (quantity for pattern, quantity in _RATIOS if pattern.search(measurement))
            return place, _meaning(next(said, Quantity.UNKNOWN), label)
    for pattern, quantity in _TARGETS:
        for place, label in enumerate(labels):
            if pattern.search(label):
                note = Note(code="no_reflectance", text="the file has no reflectance; the target is kept")
                return place, replace(_meaning(quantity, label), notes=(note,))
    raise UnsupportedVariant(
        "the file holds a reference only", remedy="Export the measurement of the target with its reflectance."
    )


def _meaning(quantity: Quantity, label: str) -> Meaning:
    percent = is_percent(label) and quantity in (Quantity.REFLECTANCE, Quantity.TRANSMITTANCE)
    return Meaning(AxisKind.WAVELENGTH, "nm", quantity, percent)


def _facts(header: dict[str, str]) -> Facts:
    found = _INSTRUMENT.match(header.get("Instrument", ""))
    averages = {average.strip() for average in header.get("Averages", "").split(",")}
    average = averages.pop() if len(averages) == 1 else ""
    day, time = (header.get(key, "").rpartition(",")[2].strip() for key in ("Date", "Time"))
    return Facts(
        measurement=Measurement(
            instrument=f"Spectral Evolution {found['model'].strip()}" if found else None,
            instrument_serial=found["serial"] if found else None,
            geometry=header.get("Foreoptic", "").rpartition(",")[2].strip() or None,
            accumulations=int(average) if average.isdecimal() and len(average) < _LONGEST_COUNT else None,
            measured_at=iso_date(f"{day} {time}"),
        )
    )


READER = Reader(
    name="spectral_evolution_sed",
    version=1,
    suffixes=(".sed",),
    description="Spectral Evolution SED",
    keeps="every `Key: value` line",
    refuses="fewer rows than `Channels`; a reference alone",
    library="own",
    tested_with="own files written in the form of 3 real ones that were looked at",
    sniff=sniff,
    read=read,
)
