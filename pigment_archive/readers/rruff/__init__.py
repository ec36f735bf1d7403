"""RRUFF text: `##KEY=value` lines, then `x, y` lines, then `##END=`.

The file does not name its method or laser: both are in the file's name, as RRUFF writes it
(`Name__R040064__Raman__514__0__unoriented__Raman_Data_Processed__9421.txt`). Without that name the axis
stays unknown unless the technique is given. Exact zeros at both ends keep their value and are marked as
outside the valid range. Infrared files do not say what their values are; powder patterns, whose axis is an
angle, stay unknown whatever technique is given. A file that only names another is left out.
"""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.meaning import with_technique
from pigment_archive.readers.reader import AboutSpectra, Content, Reader, Reading
from pigment_archive.readers.text import columns, decode
from pigment_archive.records import Facts, Material, Measurement, Note, Quantity, Sample, Technique
from pigment_archive.units import AxisKind

_STUB: Final = re.compile(rb"\s*[^\s/\\]+__[A-Z]\d{6}[^\s/\\]*\.txt\s*")
_POWDER: Final = ("Powder", "Xray")
_SPECIMEN: Final = re.compile(r"^[A-Z]\d{6}")
_LONGEST_NAME: Final = 256
_LASER: Final = re.compile(r"^\d{3,4}(\.\d+)?$")


def sniff(head: bytes, name: str) -> bool:
    """The first record is NAMES, and an RRUFFID follows; or the whole file is one name of an RRUFF file."""
    start = head.lstrip(b"\xef\xbb\xbf")
    return (start.startswith(b"##NAMES=") and b"##RRUFFID=" in head) or _is_stub(head)


def read(content: Content) -> Reading:
    """The one spectrum of the file.

    Raises:
        AboutSpectra: It only names another file.
        Truncated: There is no `##END=`.
        Inconsistent: A header line is not `##KEY=value`, or the numbers are not two columns on one axis.
    """
    if _is_stub(content.data):
        raise AboutSpectra("it holds no spectrum, only the name of an RRUFF file")
    text = decode(content.data)
    end = text.find("\n##END=")
    if end < 0:
        raise Truncated("the file has no ##END= line", remedy="Download the file again.")
    start = text.find("\n", text.rfind("\n##", 0, end) + 1)
    header = _header(text[:start])
    numbers = columns(text[start:end], delimiter=",", count=2)
    fields = content.name.rsplit(".", 1)[0].split("__")
    told = Told(facts=_facts(header, fields), header=header)
    meaning = _meaning(fields, content.technique)
    return [admit(numbers[:, 0], numbers[:, 1], meaning, told, limits=content.limits)]


def _is_stub(data: bytes) -> bool:
    return len(data) < _LONGEST_NAME and _STUB.fullmatch(data) is not None


def _header(block: str) -> dict[str, str]:
    header: dict[str, str] = {}
    for line in block.split("\n"):
        key, equals, value = line.removeprefix("##").partition("=")
        if not line.startswith("##") or not equals:
            raise Inconsistent("a line before the last ## line is not ##KEY=value")
        header[key] = value
    return header


def _meaning(fields: list[str], hint: Technique | None) -> Meaning:
    if any(field.startswith(_POWDER) for field in fields):
        note = Note(code="powder_pattern", text="a powder diffraction pattern, as the file's name says")
        return Meaning(notes=(note,))
    if any(field.startswith("Raman") for field in fields):
        meaning = Meaning(AxisKind.RAMAN_SHIFT, "cm-1", Quantity.INTENSITY)
    elif "Infrared" in fields:
        meaning = Meaning(AxisKind.WAVENUMBER, "cm-1")
    else:
        meaning = Meaning()
    return with_technique(meaning, hint)


def _facts(header: dict[str, str], fields: list[str]) -> Facts:
    said = {key: value.strip() or None for key, value in header.items()}
    specimen = said.get("RRUFFID") or ""
    found = _SPECIMEN.match(specimen)
    after_raman = fields[fields.index("Raman") + 1 :] if "Raman" in fields else []
    laser = next((float(field) for field in after_raman[:1] if _LASER.match(field)), None)
    return Facts(
        material=Material(name=said.get("NAMES"), formula=said.get("IDEAL CHEMISTRY")),
        sample=Sample(
            name=found.group(0) if found else specimen or None,
            custodian=said.get("OWNER"),
            locality=said.get("LOCALITY"),
        ),
        measurement=Measurement(
            laser_wavelength=laser, geometry=next((f for f in fields if f.endswith("oriented")), None)
        ),
    )


READER = Reader(
    name="rruff",
    version=1,
    suffixes=(".txt", ".rruff", ".rruf"),
    description="RRUFF text",
    keeps="all `##` lines; laser and orientation from the file's name",
    refuses="no `##END=`; numbers that are not pairs",
    library="own",
    tested_with="4,079 Raman files of RRUFF against tidy.parquet",
    sniff=sniff,
    read=read,
)
