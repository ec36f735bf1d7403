"""JCAMP-DX with plain numbers (AFFN, PAC): `XYDATA=(X++(Y..Y))`, and pairs (`XYDATA=(XY..XY)`, `XYPOINTS`).

x of `(X++(Y..Y))` comes from FIRSTX, LASTX and NPOINTS; the x at the head of a line is only a check, because
it is rounded. XFACTOR belongs to those line heads and to explicit pairs. Compressed numbers, linked
blocks, NTUPLES and peak tables are recognised and refused. Every record is kept verbatim.
"""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated, UnsupportedVariant
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.jcamp.numbers import even_axis, pairs
from pigment_archive.readers.jcamp.records import Records, parse_records
from pigment_archive.readers.meaning import (
    check_scale,
    is_percent,
    looks_like_axis,
    quantity_of,
    with_technique,
)
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode
from pigment_archive.records import Facts, Material, Measurement, Quantity, Sample, Technique
from pigment_archive.units import AXIS_UNITS, AxisKind, unit_from_text

_EXPORT: Final = "Export the file again as JCAMP-DX with one spectrum and uncompressed (AFFN) numbers."
_INFRARED: Final = re.compile(r"INFRARED|FT-?IR")
_REFUSED: Final = {
    "NTUPLES": "NTUPLES holds several variables",
    "PEAKTABLE": "a peak table is no spectrum",
    "PEAKASSIGNMENTS": "peak assignments are no spectrum",
    "BLOCKS": "linked blocks (LINK) are not read",
    "RADATA": "an interferogram (RADATA) is not read",
    "DATATABLE": "a DATA TABLE belongs to NTUPLES",
}


def sniff(head: bytes, name: str) -> bool:
    """Starts with ##TITLE, or declares a JCAMP-DX version."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").upper()
    return start.startswith(b"##TITLE") or (start.startswith((b"##", b"$$")) and b"##JCAMP" in start)


def read(content: Content) -> Reading:
    """The one spectrum of the file.

    Raises:
        Truncated: No `##END=`, or fewer points than NPOINTS.
        UnsupportedVariant: Compressed numbers, linked blocks, NTUPLES, peak tables.
        Inconsistent: Records contradict the numbers.
    """
    records = parse_records(decode(content.data))
    _refuse_variants(records)
    table = records.first("XYDATA", "XYPOINTS")
    if table is None:
        raise Inconsistent("there is no XYDATA or XYPOINTS record")
    if "END" not in records.values:
        raise Truncated("the file has no ##END= record", remedy="Export or download the file again.")
    form, _, block = table.partition("\n")
    form = re.sub(r"\s", "", form.partition("$$")[0]).upper()
    if form.startswith("(X++(Y..Y"):
        axis, values = even_axis(records, block)
    elif form.startswith("(XY"):
        axis, values = pairs(records, block)
    else:
        raise UnsupportedVariant(f"data in the form {form[:40]} are not read", remedy=_EXPORT)
    meaning = check_scale(_meaning(records, content.technique), axis, values)
    told = Told(facts=_facts(records), header=records.verbatim)
    return [admit(axis, values, meaning, told, limits=content.limits)]


def _refuse_variants(records: Records) -> None:
    if records.count("TITLE") > 1 or records.text("DATATYPE").upper().startswith("LINK"):
        raise UnsupportedVariant("linked blocks (LINK) are not read", remedy=_EXPORT)
    for label, reason in _REFUSED.items():
        if label in records.values:
            raise UnsupportedVariant(reason, remedy=_EXPORT)


def _meaning(records: Records, hint: Technique | None) -> Meaning:
    data_type = records.text("DATATYPE").upper()
    x_units, y_units = records.text("XUNITS"), records.text("YUNITS")
    unit = unit_from_text(x_units) or "unknown"
    kind = AxisKind.UNKNOWN
    if unit in ("nm", "um"):
        kind = AxisKind.WAVELENGTH
    elif unit == "cm-1" and "RAMAN" in data_type:
        kind = AxisKind.RAMAN_SHIFT
    elif unit == "cm-1" and _INFRARED.search(data_type):
        kind = AxisKind.WAVENUMBER
    quantity = quantity_of(y_units)
    percent = is_percent(y_units) and quantity in (Quantity.REFLECTANCE, Quantity.TRANSMITTANCE)
    if kind is AxisKind.UNKNOWN:
        unit = AXIS_UNITS[kind]
    understood = not x_units or looks_like_axis(x_units)
    return with_technique(Meaning(kind, unit, quantity, percent), hint if understood else None, x_units)


def _facts(records: Records) -> Facts:
    def said(*labels: str) -> str | None:
        return " ".join(records.text(*labels).split()) or None

    try:
        resolution = float(said("RESOLUTION") or "nan")
    except ValueError:
        resolution = float("nan")
    return Facts(
        material=Material(name=said("NAMES"), formula=said("MOLFORM"), cas=said("CASREGISTRYNO")),
        sample=Sample(name=said("TITLE"), preparation=said("SAMPLINGPROCEDURE")),
        measurement=Measurement(
            instrument=said("SPECTROMETERDATASYSTEM"), resolution=resolution if resolution > 0 else None
        ),
    )


READER = Reader(
    name="jcamp",
    version=1,
    suffixes=(".jdx", ".dx", ".jcm"),
    description="JCAMP-DX (AFFN)",
    keeps="every labelled record, verbatim",
    refuses="no `##END=`; NPOINTS that is not there; NTUPLES",
    library="own",
    tested_with="99 files",
    sniff=sniff,
    read=read,
)
