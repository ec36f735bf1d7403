"""Spectra Vista Corporation `.sig`: `key= value` lines, `data=`, then wavelength, reference, target, percent.

Invariants:

* Wavelengths are in nm; the fourth column is the reflectance in percent, as the instrument's program made it.
  Reference and target stay in the file. Without a fourth column the target is kept, as what `units` says.
* Three detectors measure one after another. With `Overlap: Preserve` their ranges overlap and the axis turns
  back: each overlap is cut in its middle. With `Overlap: Remove @ a,b` they meet at a and b. Either way each
  detector is a segment.
* Programs with a German or French Windows write a decimal comma, in lists of the header too: numbers of the
  header are kept as text and never taken apart by comma.
* The format declares no number of rows. A cut is noticed inside a row; a file that ends between two rows,
  before the end of the instrument's range, gets a note.
"""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated, UnknownFormat
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.dates import iso_date
from pigment_archive.readers.keyed_lines import keyed_lines
from pigment_archive.readers.meaning import quantity_of, with_technique
from pigment_archive.readers.number_rows import (
    COPY_AGAIN,
    Floats,
    number_rows,
    require_whole_last_row,
    rows_of,
)
from pigment_archive.readers.ordering import Overlap
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode
from pigment_archive.records import Facts, Measurement, Note, Quantity
from pigment_archive.units import AxisKind

_MAGIC: Final = ("/*** Spectra Vista SIG Data ***/", "/*** Spectra Vista HR-")
_DATA: Final = re.compile(r"^[ \t]*data[ \t]*=[ \t]*$", re.IGNORECASE | re.MULTILINE)
_INSTRUMENT: Final = re.compile(r"(?:\w+:)?\s*(?P<serial>\d+)?\s*\((?P<model>[^)]+)\)")
_REMOVED: Final = re.compile(r"Remove\s*@\s*(\d{3,4})\s*,\s*(\d{4})", re.IGNORECASE)
_LONGEST_NAME: Final = 100
_FULL_RANGE: Final = re.compile(r"HR-?(?:1024|768)", re.IGNORECASE)
_END_OF_RANGE: Final = 2400.0


def sniff(head: bytes, name: str) -> bool:
    """The first line names the maker."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(tuple(magic.encode() for magic in _MAGIC))


def read(content: Content) -> Reading:
    """The one spectrum of the file.

    Raises:
        UnknownFormat: It does not begin like a SIG file.
        Truncated: The file ends before its data or inside a row.
        Inconsistent: The data are not two to four columns on one axis.
    """
    text = decode(content.data)
    if not text.lstrip().startswith(_MAGIC):
        raise UnknownFormat("the content does not begin like a SIG file")
    mark = _DATA.search(text)
    if mark is None:
        raise Truncated("the file has no line data=", remedy=COPY_AGAIN)
    rows = rows_of(text[mark.end() :])
    if len(rows) < 2:
        raise Truncated("the file ends before its data", remedy=COPY_AGAIN)
    require_whole_last_row(text, rows)
    numbers = number_rows(rows)
    header = keyed_lines(text[: mark.start()].split("\n"), "=")
    meaning, values, notes = _values(header, numbers)
    told = Told(_facts(header), header, (*notes, *_short(header, numbers)))
    if meaning.quantity is Quantity.REFLECTANCE:
        meaning = with_technique(meaning, None)
    return [
        admit(
            numbers[:, 0],
            values,
            meaning,
            told,
            overlap=Overlap.CUT,
            joins=_joins(header),
            limits=content.limits,
        )
    ]


def _values(header: dict[str, str], numbers: Floats) -> tuple[Meaning, Floats, list[Note]]:
    count = numbers.shape[1]
    if not 2 <= count <= 4:
        raise Inconsistent(f"the data have {count} columns, expected two to four")
    values = numbers[:, -1]
    if count == 3:
        unit = header.get("units", "").rpartition(",")[2]
        note = Note(code="no_reflectance", text="the file has no reflectance; the target is kept")
        return Meaning(AxisKind.WAVELENGTH, "nm", quantity_of(unit)), values, [note]
    if count == 2:
        return Meaning(AxisKind.WAVELENGTH, "nm"), values, []
    note = Note(code="not_read", text="reference and target stay in the file")
    return Meaning(AxisKind.WAVELENGTH, "nm", Quantity.REFLECTANCE, percent=True), values, [note]


def _joins(header: dict[str, str]) -> tuple[float, ...]:
    removed = _REMOVED.search(header.get("factors", ""))
    return tuple(float(join) for join in removed.groups()) if removed else ()


def _short(header: dict[str, str], numbers: Floats) -> list[Note]:
    last = float(numbers[:, 0].max())
    if last >= _END_OF_RANGE or not _FULL_RANGE.search(header.get("instrument", "")):
        return []
    text = f"the axis ends at {last:g} nm, the instrument measures to 2500 nm: the file may be cut"
    return [Note(code="ends_early", text=text)]


def _facts(header: dict[str, str]) -> Facts:
    found = _INSTRUMENT.search(header.get("instrument", "")[:_LONGEST_NAME])
    model, serial = (found["model"].strip(), found["serial"]) if found else (None, None)
    target_time = header.get("time", "").rpartition(",")[2]
    return Facts(
        measurement=Measurement(
            instrument=f"SVC {model}" if model else None,
            instrument_serial=serial,
            measured_at=iso_date(target_time),
        )
    )


READER = Reader(
    name="svc_sig",
    version=1,
    suffixes=(".sig",),
    description="Spectra Vista SIG",
    keeps="every `key= value` line; detectors as segments",
    refuses="no `data=`; a cut last row",
    library="own",
    tested_with="own files written in the form of 5 real ones that were looked at",
    sniff=sniff,
    read=read,
)
