"""ECOSTRESS spectral library text and its older form, the ASTER library: `Key: value` lines, then x and y.

Invariants:

* Both are one format. In the older form a value goes on over several lines, and `Phase` and `Collected by`
  may stand among the entries; here every entry keeps all its lines.
* The units are in the header: `Wavelength (micrometers)` or `Wavenumber (cm-1)`, `Reflectance (percent)` or
  `Transmittance (percent)`.
* The axis goes either way. Two instruments may be joined; where they overlap, it is cut in its middle.
  Rounded to few digits it repeats places; of rows at one place the first is kept.
* The library's `.ancillary.txt` files tell more about a sample and hold no spectrum: they are left out.
* `Number of X Values` declares the number of rows. Rows with an x of zero only fill up the file and are left
  out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated, UnknownFormat
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.dates import iso_date
from pigment_archive.readers.meaning import check_scale, meaning_of
from pigment_archive.readers.number_rows import (
    COPY_AGAIN,
    Floats,
    number_rows,
    once_each,
    require_whole_last_row,
    rows_of,
)
from pigment_archive.readers.ordering import Overlap
from pigment_archive.readers.reader import AboutSpectra, Content, Reader, Reading
from pigment_archive.readers.text import decode, is_text
from pigment_archive.records import Facts, Material, Measurement, Note, Sample

_KEYS: Final = frozenset(
    (
        "name", "type", "class", "subclass", "genus", "species", "particle size", "sample no.", "owner",
        "wavelength range", "origin", "phase", "collection date", "collected by", "description",
        "measurement", "first column", "second column", "x units", "y units", "first x value", "last x value",
        "number of x values", "additional information",
    )
)  # fmt: skip
_FIRST_LINES: Final = re.compile(rb"name:[^\n]*\n[ \t]*type:[^\n]*\n[ \t]*class:")
_NUMBERS: Final = re.compile(r"[-+]?[\d.,]+(?:[eE][-+]?\d+)?(?:\s+[-+]?[\d.,]+(?:[eE][-+]?\d+)?)?")
_ANCILLARY: Final = ".ancillary.txt"
_NOTHING: Final = ("", "n/a", "none", "not applicable", "unknown")


def sniff(head: bytes, name: str) -> bool:
    """Name, type and class first, or a name first and the entries that tell the units; an ancillary file."""
    if name.lower().endswith(_ANCILLARY) and is_text(head):
        return True
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    units = start.startswith(b"name:") and b"\nx units:" in start and b"\ny units:" in start
    return units or _FIRST_LINES.match(start) is not None


def read(content: Content) -> Reading:
    """The one spectrum of the file.

    Raises:
        AboutSpectra: It only tells more about a sample.
        UnknownFormat: There is no entry that tells the units.
        Truncated: Fewer rows than declared, or the file ends inside a row.
        Inconsistent: The data are not two columns, or the axis is not in order.
        Ambiguous: A ratio without a stated scale is neither a fraction nor percent.
    """
    text = decode(content.data)
    lines = text.split("\n")
    if content.name.lower().endswith(_ANCILLARY) and "x units:" not in text.lower():
        raise AboutSpectra("it tells more about a sample of the ECOSTRESS library and holds no spectrum")
    start = _first_row(lines)
    header = _entries(lines[:start])
    said = {key.lower(): " ".join(value.split()) for key, value in header.items()}
    if "x units" not in said or "y units" not in said:
        raise UnknownFormat("there are no entries X Units and Y Units")
    rows = rows_of("\n".join(lines[start:]))
    notes = _declared(said, len(rows))
    require_whole_last_row(text, rows)
    table, left_out = _table(rows)
    table, repeated = once_each(table)
    axis, values, flipped = _rising(table)
    meaning = check_scale(meaning_of(said["x units"], said["y units"], content.technique), axis, values)
    told = Told(_facts(said), header, (*notes, *left_out, *repeated, *flipped))
    return [admit(axis, values, meaning, told, overlap=Overlap.CUT, limits=content.limits)]


def _first_row(lines: list[str]) -> int:
    """The line with the first numbers after the entry that declares how many there are."""
    keys = (line.partition(":")[0].strip().lower() if ":" in line else "" for line in lines)
    declared = next((number for number, key in enumerate(keys) if key == "number of x values"), None)
    if declared is None:
        raise Truncated("the file ends inside its header", remedy=COPY_AGAIN)
    rows = (n for n in range(declared + 1, len(lines)) if _NUMBERS.fullmatch(lines[n].strip()))
    return next(rows, len(lines))


def _entries(lines: Iterable[str]) -> dict[str, str]:
    """Key to value; a line that begins with no key of the format goes on with the value before it."""
    found: dict[str, list[str]] = {}
    lines_of_entry: list[str] = []
    for line in lines:
        key, colon, value = line.partition(":")
        if colon and key.strip().lower() in _KEYS:
            lines_of_entry = found.setdefault(key.strip(), [])
            lines_of_entry.append(value.strip())
        elif line.strip():
            lines_of_entry.append(line.strip())
    return {key: "\n".join(values) for key, values in found.items()}


def _declared(said: dict[str, str], rows: int) -> list[Note]:
    """Compare the number of rows with the declared one; more than declared is only noted."""
    declared = said["number of x values"]
    if not declared.isdecimal() or int(declared[:9]) == rows:
        return []
    if rows < int(declared[:9]):
        raise Truncated(f"{rows} of {declared[:9]} values are there", remedy=COPY_AGAIN)
    return [Note(code="more_points", text=f"{rows} rows, but {declared} values are declared")]


def _table(rows: list[str]) -> tuple[Floats, list[Note]]:
    """Rows of two numbers with an x above zero, and a note for the others."""
    pairs = [row for row in rows if len(row.split()) != 1]
    if len(pairs) < 2:
        raise Inconsistent("there are no numbers where the data should be")
    numbers = number_rows(pairs, count=2)
    table = numbers[~(numbers[:, 0] <= 0)]
    without = len(rows) - len(table)
    text = f"{without} rows without an x or without a value were left out"
    return table, [Note(code="rows_left_out", text=text)] if without else []


def _rising(table: Floats) -> tuple[Floats, Floats, list[Note]]:
    """Both columns in rising direction, so that joins of two instruments are found in files of either one."""
    if len(table) > 1 and table[-1, 0] < table[0, 0]:
        note = Note(code="axis_flipped", text="the axis falls in the file; all columns were reversed")
        return table[::-1, 0], table[::-1, 1], [note]
    return table[:, 0], table[:, 1], []


def _facts(said: dict[str, str]) -> Facts:
    def fact(key: str) -> str | None:
        value = said.get(key, "")
        return None if value.lower() in _NOTHING else value

    return Facts(
        material=Material(name=fact("name")),
        sample=Sample(
            name=fact("sample no."),
            custodian=fact("owner"),
            particle_size=fact("particle size"),
            locality=fact("origin"),
            taken_at=iso_date(said.get("collection date", "")),
        ),
        measurement=Measurement(geometry=fact("measurement")),
    )


READER = Reader(
    name="ecostress",
    version=2,
    suffixes=(".txt",),
    description="ECOSTRESS and ASTER library text",
    keeps="every entry of the header",
    refuses="fewer rows than declared; ancillary files are left out",
    library="own",
    tested_with="2 files against spectral",
    sniff=sniff,
    read=read,
)
