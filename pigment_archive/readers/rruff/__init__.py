"""RRUFF text: `##KEY=value` lines, then `x, y` lines.

Invariants:

* The older files end with `##END=`; without it they are cut. Method and laser are only in the file's name, as
  RRUFF writes it (`Name__R040064__Raman__514__0__unoriented__Raman_Data_Processed__9421.txt`); without that
  name the axis stays unknown unless the technique is given.
* In those of the newer site `##FILETYPE=` (`Raman RAW`, `Infrared Processed`) and `##RAMAN WAVELENGTH=` say
  both, a blank line comes before the numbers, which may have white space between them, and no `##END=`
  follows.
* Lines before the numbers that are no `##KEY=value` (texts that go on, lines of the instrument's program)
  are kept in the header as `remarks`.
* Exact zeros at both ends keep their value and are marked as outside the valid range.
* Infrared files do not say what their values are; powder patterns, whose axis is an angle, stay unknown
  whatever technique is given. A file that only names another is left out.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.meaning import with_technique
from pigment_archive.readers.number_rows import once_each, require_whole_last_row, rows_of
from pigment_archive.readers.reader import AboutSpectra, Content, Reader, Reading
from pigment_archive.readers.text import columns, decode
from pigment_archive.records import Facts, Material, Measurement, Note, Quantity, Sample, Technique
from pigment_archive.units import AxisKind

_DOWNLOAD_AGAIN: Final = "Download the file again."
_STUB: Final = re.compile(rb"\s*[^\s/\\]+__[A-Z]\d{6}[^\s/\\]*\.txt\s*")
_POWDER: Final = ("powder", "xray", "x-ray")
_SPECIMEN: Final = re.compile(r"^[A-Z]\d{6}")
_PAIR: Final = re.compile(r"[-+.\d][-+.\deE]{0,30}\s{0,10}[,\s]\s{0,10}[-+.\d][-+.\deE]{0,30}\s{0,10}")
_LONGEST_NAME: Final = 256
_LASER: Final = re.compile(r"(\d{3,4}(?:\.\d{1,4})?)\s?(?:nm)?", re.IGNORECASE)
_METHODS_WITH_LASER: Final = ("Raman", "Broad_Scan")


def sniff(head: bytes, name: str) -> bool:
    """The first record is NAMES, and an RRUFFID follows; or the whole file is one name of an RRUFF file."""
    start = head.lstrip(b"\xef\xbb\xbf")
    return (start.startswith(b"##NAMES=") and b"##RRUFFID=" in head) or _is_stub(head)


def read(content: Content) -> Reading:
    """The one spectrum of the file.

    Raises:
        AboutSpectra: It only names another file.
        Truncated: There is neither `##END=` nor `##FILETYPE=`, or the file ends before its numbers or inside
            a row.
        Inconsistent: A `##` line stands between the numbers, or these are not two columns on one axis.
    """
    if _is_stub(content.data):
        raise AboutSpectra("it holds no spectrum, only the name of an RRUFF file")
    text = decode(content.data)
    end = text.find("\n##END=")
    lines = (text if end < 0 else text[:end]).split("\n")
    start = next((place for place, line in enumerate(lines) if _PAIR.fullmatch(line.lstrip())), len(lines))
    header = _header(lines[:start])
    if end < 0 and "FILETYPE" not in header:
        raise Truncated("the file has no ##END= line", remedy=_DOWNLOAD_AGAIN)
    block = "\n".join(lines[start:])
    if end < 0 and not block:
        raise Truncated("the file ends before its numbers", remedy=_DOWNLOAD_AGAIN)
    if "##" in block:
        raise Inconsistent("a ##KEY=value line stands between the numbers")
    if end < 0:
        require_whole_last_row(text, rows_of(block))
    numbers = columns(block, delimiter="," if "," in block else None, count=2)
    numbers, repeated = once_each(numbers)
    fields = content.name.rsplit(".", 1)[0].split("__")[1:]
    told = Told(_facts(header, fields), header, tuple(repeated))
    meaning = _meaning([*fields, header.get("FILETYPE", "")], content.technique)
    return [admit(numbers[:, 0], numbers[:, 1], meaning, told, limits=content.limits)]


def _is_stub(data: bytes) -> bool:
    return len(data) < _LONGEST_NAME and _STUB.fullmatch(data) is not None


def _header(lines: list[str]) -> dict[str, str]:
    """Key to value; a key that comes again keeps all its values, one a line."""
    found: dict[str, list[str]] = {}
    for line in lines:
        key, equals, value = line.removeprefix("##").partition("=")
        if line.startswith("##") and equals:
            found.setdefault(key, []).append(value)
        elif line.strip():
            found.setdefault("remarks", []).append(line)
    return {key: "\n".join(values) for key, values in found.items()}


def _meaning(said: list[str], hint: Technique | None) -> Meaning:
    """What the fields of the file's name, and its type, make of the numbers."""
    if any(field.lower().startswith(_POWDER) for field in said):
        note = Note(code="powder_pattern", text="a powder diffraction pattern, as the file or its name says")
        return Meaning(notes=(note,))
    if any(field.startswith("Raman") for field in said):
        meaning = Meaning(AxisKind.RAMAN_SHIFT, "cm-1", Quantity.INTENSITY)
    elif any(field.startswith("Infrared") for field in said):
        meaning = Meaning(AxisKind.WAVENUMBER, "cm-1")
    else:
        meaning = Meaning()
    return with_technique(meaning, hint)


def _facts(header: dict[str, str], fields: list[str]) -> Facts:
    said = {key: value.strip() or None for key, value in header.items()}
    specimen = said.get("RRUFFID") or ""
    found = _SPECIMEN.match(specimen)
    oriented = next((field for field in fields if field.endswith("oriented")), None)
    return Facts(
        material=Material(name=said.get("NAMES"), formula=said.get("IDEAL CHEMISTRY")),
        sample=Sample(
            name=found.group(0) if found else specimen or None,
            custodian=said.get("OWNER"),
            locality=said.get("LOCALITY"),
        ),
        measurement=Measurement(
            laser_wavelength=_laser(said.get("RAMAN WAVELENGTH") or "", fields),
            geometry=oriented or said.get("ORIENTATION"),
        ),
    )


def _laser(stated: str, fields: list[str]) -> float | None:
    """The laser in nm: stated, or the field behind the method in the file's name."""
    behind = (after for field, after in pairwise(fields) if field in _METHODS_WITH_LASER)
    found = (_LASER.fullmatch(text) for text in (stated, *behind))
    return next((float(match.group(1)) for match in found if match), None)


READER = Reader(
    name="rruff",
    version=2,
    suffixes=(".txt", ".rruff", ".rruf"),
    description="RRUFF text",
    keeps="all `##` lines and remarks; laser and orientation from the file or its name",
    refuses="neither `##END=` nor a file type; numbers that are not pairs",
    library="own",
    tested_with="4,079 Raman files of the older form against tidy.parquet",
    sniff=sniff,
    read=read,
)
