"""Renishaw WiRE data file (WDF): a chain of blocks with float32 spectra on one axis, little-endian.

The axis is the list in the file (XLST), uneven and mostly falling; it is never rebuilt. Its unit is a number
in the file: Raman shift, wavenumber, nm, um, eV, pixels, or none, which leaves the axis unknown. Of several
tracks each spectrum has an axis of its own. Places and times are kept for each spectrum (ORGN). A measurement
that was interrupted has room for more spectra than were measured: that room holds zeros and is never read.
With a map (WMAP) the spectra are pixels of an image, without one they are a series. Blocks are held against
the size of the file before anything is read; one that is cut, whichever it is, refuses the file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import ReadError, TooLarge
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.images import spectra_of
from pigment_archive.readers.meaning import with_technique
from pigment_archive.readers.places import Places, image_of
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.renishaw_wdf.blocks import (
    Block,
    Bytes,
    Floats,
    Header,
    axes_in,
    blocks_of,
    doubles,
    header_of,
    spectra_in,
    text_of,
)
from pigment_archive.readers.renishaw_wdf.origins import (
    Origin,
    alarms_of,
    iso_time,
    map_entries,
    origins_in,
    places_of,
    times_of,
)
from pigment_archive.readers.renishaw_wdf.properties import properties_in
from pigment_archive.records import Facts, Measurement, Note, Quantity, Spectrum
from pigment_archive.units import AXIS_UNITS, AxisKind

MAGIC: Final = b"WDF1"
_AXES: Final = {
    1: (AxisKind.RAMAN_SHIFT, "cm-1"), 2: (AxisKind.WAVENUMBER, "cm-1"), 3: (AxisKind.WAVELENGTH, "nm"),
    4: (AxisKind.ENERGY, "eV"), 5: (AxisKind.WAVELENGTH, "um"), 16: (AxisKind.CHANNEL, "channel"),
}  # fmt: skip
_COUNTS: Final = 6
_MOST_WITH_SETTINGS: Final = 1000  # in longer files the settings stand with the first spectrum only
_SETTINGS: Final = ("WXDA", "WXDM", "WXIS", "WXCS", "ZLDC")
_SCANS: Final = (
    "unspecified", "static", "continuous", "step repeat", "filter scan", "filter image", "streamline",
    "streamline HR", "point", "multitrack", "line focus mapping",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _File:
    header: Header
    axes: Floats
    rows: npt.NDArray[np.float32]
    meaning: Meaning
    told: Told
    settings: dict[str, str]
    origins: list[Origin]
    times: npt.NDArray[np.int64] | None
    places: Places | None

    def axis(self, number: int) -> Floats:
        """float64 (points,), the axis of one spectrum."""
        axis: Floats = self.axes[number if len(self.axes) > 1 else 0]
        return axis


def sniff(head: bytes, name: str) -> bool:
    """The first block is WDF1, and its length follows."""
    return head.startswith(MAGIC) and len(head) >= 16


def read(content: Content) -> Reading:
    """Every measured spectrum; of a map the pixels asked for.

    Raises:
        Truncated: A block is not whole.
        UnsupportedVariant: Images of the detector; several blocks of data.
        Inconsistent, TooLarge: Lengths contradict each other or go beyond the limits.
    """
    raw = np.frombuffer(content.data, np.uint8)
    if not content.is_whole and content.path is not None:
        raw = np.memmap(content.path, np.uint8, mode="r")
    header = header_of(raw, content.limits)
    first, notes = blocks_of(raw)
    file = _open(raw, header, first, notes, content)
    if "WMAP" in first and header.count > 1 and not header.is_multitrack:
        return _map(file, content)
    if header.count > content.limits.spectra:
        raise TooLarge(f"{header.count} spectra in one file, at most {content.limits.spectra} are read")
    return [_admitted(file, number, content) for number in range(header.count)]


def _open(raw: Bytes, header: Header, first: dict[str, Block], notes: list[Note], content: Content) -> _File:
    axes, unit = axes_in(raw, first["XLST"], header)
    rows = spectra_in(raw, first["DATA"], header)
    origins = origins_in(raw, first["ORGN"], header) if "ORGN" in first else []
    if header.count < header.capacity:
        text = f"{header.count} of {header.capacity} spectra were measured; the others are left out"
        notes = [*notes, Note(code="interrupted", text=text)]
    said = _entries(raw, header, first, unit)
    settings = {
        key: value
        for name in _SETTINGS
        if name in first
        for key, value in properties_in(raw, first[name]).items()
    }
    kind, unit_name = _AXES.get(unit, (AxisKind.UNKNOWN, AXIS_UNITS[AxisKind.UNKNOWN]))
    quantity = Quantity.COUNTS if header.unit == _COUNTS else Quantity.INTENSITY
    meaning = Meaning(kind, unit_name, quantity)
    if kind is not AxisKind.ENERGY:  # of light, not of X-rays
        meaning = with_technique(meaning, content.technique)
    told = Told(facts=_facts(header, settings), header=said, notes=tuple(notes))
    times, places = times_of(origins), places_of(origins)
    return _File(header, axes, rows, meaning, told, settings, origins, times, places)


def _entries(raw: Bytes, header: Header, first: dict[str, Block], unit: int) -> dict[str, str]:
    scan = _SCANS[header.scan_type] if header.scan_type < len(_SCANS) else str(header.scan_type)
    said = {
        "title": header.title,
        "user": header.user,
        "application": header.application,
        "scan type": scan,
        "measurement type": str(header.measurement_type),
        "accumulations": str(header.accumulations),
        "spectra": f"{header.count} of {header.capacity}",
        "laser wavenumber": f"{header.laser:.9g}",
        "value unit": str(header.unit),
        "axis unit": str(unit),
        "time start": str(header.started),
        "time end": str(header.ended),
    }
    if "TEXT" in first:
        block = first["TEXT"]
        said["TEXT"] = text_of(raw[block.start : block.start + min(block.length, 65_536)].tobytes())
    if "WMAP" in first:
        said |= map_entries(raw, first["WMAP"])
    return said


def _facts(header: Header, said: dict[str, str]) -> Facts:
    lit = np.isfinite(header.laser) and header.laser > 1
    exposure = said.get("WXDM.Scan.Exposure Time", "")  # in ms
    return Facts(
        measurement=Measurement(
            instrument=said.get("WXIS.Instrument type") or None,
            laser_wavelength=round(1e7 / header.laser, 3) if lit else None,
            integration_time=int(exposure) / 1000 if exposure.isdecimal() and int(exposure) else None,
            accumulations=header.accumulations or None,
            objective=said.get("WXIS.Microscope.objective") or None,
            grating=said.get("WXIS.System Configuration.Grating") or None,
            detector=said.get("WXCS.CCD.CCD") or None,
            measured_at=iso_time(header.started),
        ),
    )


def _about(file: _File, number: int, told: Told) -> Told:
    """What the file says about one spectrum alone: its time, its place in the header, and alarms."""
    moment = None if file.times is None else iso_time(int(file.times[number]))
    facts = told.facts
    if moment is not None:
        measured = facts.measurement.model_copy(update={"measured_at": moment})
        facts = facts.model_copy(update={"measurement": measured})
    settings = file.settings if number == 0 or file.header.count <= _MOST_WITH_SETTINGS else {}
    single = {f"ORGN.{origin.label}": f"{origin.values[number]:.9g}" for origin in file.origins}
    notes = told.notes
    if alarms := alarms_of(file.origins, number):
        notes = (*notes, Note(code="detector_alarm", text=f"the instrument reports: {', '.join(alarms)}"))
    return Told(facts, {**told.header, **settings, **single}, notes, told.index)


def _admitted(file: _File, number: int, content: Content) -> Spectrum | ReadError:
    facts = file.told.facts
    if file.places is not None:
        place = {
            "position_x": float(file.places.x[number]),
            "position_y": float(file.places.y[number]),
            "position_unit": file.places.unit,
        }
        facts = facts.model_copy(update={"measurement": facts.measurement.model_copy(update=place)})
    told = _about(file, number, Told(facts, file.told.header, file.told.notes, number))
    try:
        return admit(file.axis(number), doubles(file.rows[number]), file.meaning, told, limits=content.limits)
    except ReadError as error:
        if file.header.count == 1:
            raise
        return type(error)(error.problem, where=f"spectrum {number + 1}", remedy=error.remedy)


def _map(file: _File, content: Content) -> Reading:
    average = content.hints.sampling.average
    told = replace(file.told, header={**file.told.header, **file.settings}) if average else file.told
    image = image_of(
        file.places,
        count=file.header.count,
        channels=file.header.points,
        rows=lambda numbers: doubles(file.rows[numbers]),
        spectrum=lambda values, sigma, told: admit(
            file.axis(0), values, file.meaning, told, sigma=sigma, limits=content.limits
        ),
        told=told,
        about=lambda number, told: _about(file, number, told),
    )
    return spectra_of(image, content.hints.sampling, content.limits)


READER = Reader(
    name="renishaw_wdf",
    version=2,
    suffixes=(".wdf",),
    description="Renishaw WiRE (WDF)",
    keeps="laser, time and place of each spectrum, accumulations, objective, grating, all named settings",
    refuses="blocks that are cut; images of the detector; several blocks of data",
    library="own",
    tested_with="2 files against renishawWiRE, one of them against WiRE's own text export",
    streams=True,
    sniff=sniff,
    read=read,
)
