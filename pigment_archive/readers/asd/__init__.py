"""ASD FieldSpec, LabSpec, TerraSpec and HandHeld files, versions 1 to 8 (`ASD`, `as2` to `as8`).

Invariants:

* Wavelengths are in nm by definition: the first one plus the step times the number of the channel.
* The header's data type says what was measured, not what the numbers are: a file of type REF or TRANS holds
  the detector's counts of target and white reference, and target / reference is what the maker's own export
  gives. Without a reference the counts stay counts. Only numbers that are a fraction already, as old files
  and saved results hold them, are taken as they are.
* Files of type RAW are counts, even where a reference is beside them: the operator chose so. Files of type
  RAD hold counts and the calibrations to make radiance of them, which is not done here.
* Nothing is corrected: steps at the joins of the detectors stay, and so do the wild values near 350 nm.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from struct import unpack
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.readers.asd.layout import HEADER_BYTES, MAGIC, WITH_REFERENCE, AsdFile, parse
from pigment_archive.readers.asd.trailer import Trailer, read_trailer
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.meaning import LARGEST_FRACTION, with_technique
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.records import Facts, Measurement, Note, Quantity, Sample
from pigment_archive.units import AxisKind

Floats = npt.NDArray[np.float64]
_RATIOS: Final = {"REF": Quantity.REFLECTANCE, "TRANS": Quantity.TRANSMITTANCE}
_UNSAID: Final = ("NOUNITS", "UNKNOWN")
_INSTRUMENTS: Final = {1: "PSII", 2: "LSVNIR", 3: "FSVNIR", 4: "FSFR", 5: "FSNIR", 6: "CHEM", 10: "HandHeld"}
_ALARMS: Final = ("VNIR saturated", "SWIR1 saturated", "SWIR2 saturated", "SWIR1 too warm", "SWIR2 too warm")
_NOT_TEXT: Final = ("when", "app_data", "gps_rest", "smart_detector")


def sniff(head: bytes, name: str) -> bool:
    """The version's three letters, and the unused bytes of a comment, which text has not."""
    return head.startswith(MAGIC) and b"\0" in head[3:HEADER_BYTES]


def read(content: Content) -> Reading:
    """The one spectrum of the file.

    Raises:
        UnknownFormat: It does not begin like an ASD file.
        Truncated: The file ends inside a block.
        UnsupportedVariant: Numbers in an unknown form.
        Inconsistent: The header contradicts itself, or more than half of the channels have no reference.
        TooLarge: More channels than the limits allow.
    """
    data = content.data
    file = parse(data, content.limits.points)
    trailer = Trailer()
    if data.startswith(WITH_REFERENCE):
        trailer = read_trailer(data, file.end, file.target.size)
    quantity, values, notes = _values(file, trailer)
    hint = content.technique if file.data_type in _UNSAID else None
    header = _header(file, trailer)
    meaning = with_technique(Meaning(AxisKind.WAVELENGTH, "nm", quantity), hint)
    told = Told(_facts(file.header, trailer.classifier), header, (*notes, *_remarks(file.header, trailer)))
    axis = file.header["ch1_wavel"] + file.header["wavel_step"] * np.arange(values.size)
    return [admit(axis, values, meaning, told, joins=_joins(file.header), limits=content.limits)]


def _values(file: AsdFile, trailer: Trailer) -> tuple[Quantity, Floats, list[Note]]:
    """What the numbers are by the data type, and the numbers themselves."""
    data_type, target, reference = file.data_type, file.target, file.reference
    notes = []
    if data_type in _RATIOS:
        if _is_fraction(target) and (reference is None or not _is_fraction(reference)):
            notes.append(
                Note(code="ratio_stored", text=f"type {data_type}: the numbers are a fraction already")
            )
            return _RATIOS[data_type], target, notes
        if reference is not None:
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                return _RATIOS[data_type], target / reference, notes
        notes.append(Note(code="no_reference", text=f"type {data_type}, but no white reference was taken"))
        return Quantity.COUNTS, target, notes
    if reference is not None:
        notes.append(Note(code="not_read", text=f"type {data_type}: the white reference stays in the file"))
    if data_type == "RAW":
        return Quantity.COUNTS, target, notes
    if data_type in ("RAD", "IRRAD") and trailer.calibrations:
        notes.append(Note(code="not_calibrated", text=f"type {data_type}: counts, radiance is not computed"))
        return Quantity.COUNTS, target, notes
    return Quantity.UNKNOWN, target, notes


def _is_fraction(values: Floats) -> bool:
    finite = values[np.isfinite(values)]
    return bool(finite.size) and float(np.percentile(finite, 99)) <= LARGEST_FRACTION


def _remarks(header: Mapping[str, Any], trailer: Trailer) -> list[Note]:
    notes = []
    alarms = [alarm for bit, alarm in enumerate(_ALARMS) if header["flags2"] >> bit & 1]
    if alarms:
        notes.append(Note(code="detector_alarm", text="the instrument reports: " + ", ".join(alarms)))
    if trailer.calibrations:
        kept = ", ".join(trailer.calibrations)
        notes.append(Note(code="not_read", text=f"calibrations that stay in the file: {kept}"))
    return notes


def _joins(header: Mapping[str, Any]) -> list[float]:
    joins = (header["splice1_wavelength"], header["splice2_wavelength"])
    return [join for join in joins if header["ch1_wavel"] < join < np.inf]


def _header(file: AsdFile, trailer: Trailer) -> dict[str, str]:
    said = {name: value for name, value in file.header.items() if name not in _NOT_TEXT}
    said |= {"format": said["format"].decode("ascii"), "data_type": file.data_type}
    said["comments"] = said["comments"].split(b"\0")[0].decode("cp1252", "replace").strip()
    for name in ("program_version", "file_version"):
        said[name] = f"{said[name] >> 4}.{said[name] & 15}"
    said |= {"when": _when(file.header["when"]) or "", "description": file.description}
    said |= {f"classifier_{name}": text for name, text in trailer.classifier.items()}
    return {name: str(value) for name, value in said.items()}


def _when(tm: bytes) -> str | None:
    """ISO 8601 of a `struct tm` in nine short integers; None where it is not set."""
    second, minute, hour, day, month, year, *_ = unpack("<9h", tm)
    try:
        return datetime(year + 1900, month + 1, day, hour, minute, second).isoformat()
    except (ValueError, OverflowError):
        return None


def _facts(header: Mapping[str, Any], report: Mapping[str, str]) -> Facts:
    model = _INSTRUMENTS.get(header["instrument"])
    return Facts(
        sample=Sample(name=report.get("sample"), supplier=report.get("vendor"), lot=report.get("lot_number")),
        measurement=Measurement(
            instrument=f"ASD {model}" if model else "ASD",
            instrument_serial=str(header["instrument_num"]) if header["instrument_num"] else None,
            integration_time=header["it"] / 1000 if header["it"] else None,
            accumulations=header["sample_count"] or None,
            measured_at=_when(header["when"]),
        ),
    )


READER = Reader(
    name="asd",
    version=2,
    suffixes=(".asd", ".000", ".001"),
    description="ASD FieldSpec",
    keeps="the header; the report of a classifier; joins of the detectors as segments",
    refuses="a cut in any block; numbers in an unknown form",
    library="own",
    tested_with="11 files of versions 6 to 8 against pyASDReader",
    sniff=sniff,
    read=read,
)
