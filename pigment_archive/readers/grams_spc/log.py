"""The log block at the end of an SPC file: lines of `key=value`, and the facts among them."""

from __future__ import annotations

import re
import struct
from typing import Any, Final

from pigment_archive.errors import Truncated
from pigment_archive.readers.grams_spc.header import Header, text_of
from pigment_archive.records import Facts, Measurement, Note, Sample

_HEAD_BYTES: Final = 64
_MOST_SCANS: Final = 1_000_000  # more is left-over memory of the writer
_LONGEST: Final = 2**16
_LINE_ENDS: Final = (b"\r", b"\n")
_REMEDY: Final = "Copy or export the file again."
_PREFIX: Final = re.compile(r"^[A-Z][A-Za-z_ ]*:\s*")
_NUMBER: Final = r"(\d{1,9}(?:\.\d{1,9})?)"
_SCANS: Final = ("scans", "accumulations", "number of scans", "co-added scans", "coadds")
_SERIALS: Final = ("serial number", "instrument serial number")
_MODELS: Final = ("model", "instrument", "instrument model", "spectrometer")
_SAMPLES: Final = ("sample", "sample name", "samplename")
_EXPOSURES: Final = ("exposure time", "integration time", "exposure")
_OBJECTIVES: Final = ("microscope objective", "objective")
_GRATINGS: Final = ("grating grooves", "grating")
_LASERS: Final = ("laser", "laser wavelength", "excitation wavelength")
_POWERS: Final = ("laser power",)


def read_log(data: bytes, header: Header, end: int) -> tuple[dict[str, str], tuple[Note, ...]]:
    """The lines of the log, verbatim, and what is wrong with it.

    Lines without `=` and repeated keys are numbered. Programs state wrong places and sizes of logs, which
    costs no spectrum; but a text that breaks off in the middle of a line, before its block ends, was cut.

    Args:
        data: The whole file.
        header: Its header.
        end: Place of the first byte after the last spectrum.

    Raises:
        Truncated: The file ends within the head of the log, or within a line of it.
    """
    if not header.log:
        left = len(data) - end
        text = f"{left} bytes after the last spectrum were not read"
        return {}, (Note(code="not_read", text=text),) if left > 0 and data[end:].strip(b"\0") else ()
    if end <= header.log < len(data) < header.log + _HEAD_BYTES:
        raise Truncated("the file ends within the head of its log", remedy=_REMEDY)
    if header.log < end or header.log >= len(data):
        return {}, (_damaged("the log block is not where the header says"),)
    size, _, start, binary, disk = struct.unpack_from(f"{header.order}5I", data, header.log)
    if not _HEAD_BYTES <= start <= size or header.log + start > len(data):
        return {}, (_damaged("the log block contradicts itself"),)
    notes = []
    if header.log + size > len(data):
        if b"\0" not in data[header.log + start :] and not data.endswith(_LINE_ENDS):
            raise Truncated("the file ends within a line of its log", remedy=_REMEDY)
        notes.append(_damaged("the file ends within the log block"))
    if binary or disk:
        notes.append(Note(code="not_read", text=f"{binary + disk} bytes of binary log were not read"))
    begin = header.log + start
    text = text_of(data[begin : begin + min(size - start, _LONGEST)])
    return _entries(text), tuple(notes)


def _damaged(what: str) -> Note:
    return Note(code="log_damaged", text=f"{what}; the spectrum is whole")


def _entries(text: str) -> dict[str, str]:
    entries: dict[str, str] = {}
    repeats: dict[str, int] = {}
    for line in filter(str.strip, text.splitlines()):
        key, equals, value = line.partition("=")
        key = key.strip() if equals and key.strip() else "log"
        repeats[key] = repeats.get(key, 0) + 1
        entries[key if repeats[key] == 1 else f"{key} ({repeats[key]})"] = value if key != "log" else line
    return entries


def facts_of(header: Header, log: dict[str, str], scans: int) -> Facts:
    """Facts from header and log, where they leave one reading only.

    Args:
        header: Date, resolution and instrument; the first two in the unit of the axis.
        log: Lines of the log.
        scans: Co-added scans of the subfile, 0 for unknown.
    """
    said = {re.sub(r"[\s_]+", " ", key).strip().lower(): value.strip() for key, value in log.items()}

    def first(names: tuple[str, ...]) -> str:
        return next((_PREFIX.sub("", said[name]).strip() for name in names if said.get(name)), "")

    def quantity(names: tuple[str, ...], units: dict[str, float]) -> float | None:
        found = re.search(_NUMBER + r"\s*([A-Za-zµ]+)", first(names))
        return float(found[1]) * units[found[2]] if found and found[2] in units else None

    counted = re.fullmatch(r"\d{1,9}", first(_SCANS))
    counts = (scans, header.scans, int(counted[0]) if counted else 0)
    measurement: dict[str, Any] = {
        "instrument": header.source.strip() or first(_MODELS),
        "instrument_serial": first(_SERIALS),
        "laser_wavelength": quantity(_LASERS, {"nm": 1.0}),
        "laser_power": quantity(_POWERS, {"mW": 1.0}),
        "integration_time": quantity(_EXPOSURES, {"s": 1.0, "sec": 1.0, "ms": 0.001, "msec": 0.001}),
        "objective": first(_OBJECTIVES),
        "grating": first(_GRATINGS),
        "accumulations": next((count for count in counts if 0 < count <= _MOST_SCANS), None),
        "resolution": _resolution(header),
        "measured_at": header.measured_at,
    }
    return Facts(
        sample=Sample(name=first(_SAMPLES) or None),
        measurement=Measurement(**{name: value or None for name, value in measurement.items()}),
    )


def _resolution(header: Header) -> float | None:
    """The resolution, where its text is a number with the unit of the axis or none at all."""
    found = re.fullmatch(_NUMBER + r"\s*(cm-1|1/cm|nm)?", header.resolution.strip().lower())
    unit = {1: "cm-1", 13: "cm-1", 3: "nm"}.get(header.x_type)
    if found is None or unit is None or (found[2] or unit).replace("1/cm", "cm-1") != unit:
        return None
    return float(found[1])
