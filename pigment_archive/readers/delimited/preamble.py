"""What the lines around a table say: the header verbatim, and in it units, points and facts.

A header's own words become facts only where they have one meaning (`_FACTS`); all lines are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

from pigment_archive.errors import Inconsistent
from pigment_archive.readers.labels import facts_of_labels, field_name, technique_of_labels
from pigment_archive.records import FIELDS, Facts, Sample, Technique

_KEYED: Final = re.compile(r"^(?P<key>[^:=,;\t]{1,80}?)\s*(?:[:=,;\t]|\s{3,})\s*(?P<value>.*)$")
_AXIS_KEYS: Final = (
    "axis",
    "axis_label",
    "axis_unit",
    "x_units",
    "xunits",
    "x_unit",
    "x",
    "xaxisunit",
    "x_axis",
)
_VALUE_KEYS: Final = (
    "quantity", "value_label", "value_unit", "y_units", "yunits", "y_unit", "y", "yaxisunit", "y_axis",
)  # fmt: skip
_POINT_KEYS: Final = (
    "npoints", "number_of_points", "nr_of_data_points", "number_of_data_points", "pixel_num", "sizegraph",
    "number_of_pixels_in_spectrum", "number_of_pixels_in_processed_spectrum",
)  # fmt: skip
_AXIS_MODES: Final = {"wavelengths": "wavelength nm", "raman shifts": "raman shift cm-1", "pixels": "channel"}

# The key of a header line, the flat name of the fact, and what the number is multiplied with.
_FACTS: Final[dict[str, tuple[str, float]]] = {
    "integration_time_(sec)": ("integration_time", 1.0),
    "integration_time_(s)": ("integration_time", 1.0),
    "integration_time_[s]": ("integration_time", 1.0),
    "integration_time_(ms)": ("integration_time", 1e-3),
    "integration_time_[ms]": ("integration_time", 1e-3),
    "intigration_times(ms)": ("integration_time", 1e-3),
    "exposure_ms": ("integration_time", 1e-3),
    "integration_time_(usec)": ("integration_time", 1e-6),
    "scans_to_average": ("accumulations", 1.0),
    "spectra_averaged": ("accumulations", 1.0),
    "averaging_nr._[scans]": ("accumulations", 1.0),
    "average_number": ("accumulations", 1.0),
    "laser_wavelength": ("laser_wavelength", 1.0),
    "laserwavelength_nm": ("laser_wavelength", 1.0),
    "laser_wavelength_(nm)": ("laser_wavelength", 1.0),
    "excitation_wavelength_(nm)": ("laser_wavelength", 1.0),
    "laserpower_mw": ("laser_power", 1.0),
    "laser_power_(mw)": ("laser_power", 1.0),
}
_TEXT_FACTS: Final = {
    "spectrometer/data_system": "instrument",
    "data_measured_with_spectrometer_[name]": "instrument_serial",
    "devicesn": "instrument_serial",
    "serial_number": "instrument_serial",
    "spectrometer_serial_number": "instrument_serial",
    "sample_name": "sample",
    "sample_id": "sample",
    "data_name": "sample",
}
_KNOWN: Final = {name for name, spec in FIELDS.items() if spec.path[0] == "facts"}
_DATES: Final = ("date", "date_time", "timestamp", "measured_at")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
Number = Callable[[str], float | None]


def header_of(lines: Iterable[str]) -> dict[str, str]:
    """Lines by their key, in order; a line without a key, or with one that was there, as `line N`."""
    header: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        found = _KEYED.match(line)
        key = found["key"].strip(' "') if found else ""
        if found and key and key not in header:
            header[key] = found["value"].strip(' "\t')
        else:
            header[f"line {number}"] = line
    return header


def stated(header: dict[str, str], keys: tuple[str, ...]) -> str:
    """The first of these keys the header states, empty if none."""
    plain = {field_name(key): value for key, value in header.items()}
    return next((plain[key] for key in keys if plain.get(key)), "")


def axis_words(header: dict[str, str]) -> str:
    """What the header says about the axis, empty if nothing."""
    mode = _AXIS_MODES.get(stated(header, ("xaxis_mode",)).lower())
    if mode:
        return mode
    words = stated(header, _AXIS_KEYS)
    data_type = stated(header, ("data_type",)).upper()
    if "RAMAN" in data_type and words.lower() in ("1/cm", "cm-1"):
        return "raman shift cm-1"
    if "INFRARED" in data_type and words.lower() in ("1/cm", "cm-1"):
        return "wavenumber cm-1"
    return words


def value_words(header: dict[str, str]) -> str:
    """What the header says about the values, empty if nothing."""
    words = stated(header, _VALUE_KEYS)
    return "absorbance" if words == "A" else words


def points_declared(header: dict[str, str]) -> int | None:
    """The number of points the header declares."""
    text = stated(header, _POINT_KEYS).rstrip(".")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def facts_stated(header: dict[str, str], strict: dict[str, str], number: Number) -> Facts:
    """Facts of the lines around a table.

    Args:
        header: All lines by key.
        strict: Those whose keys are meant as flat names of facts: an impossible value is an error.
        number: How numbers are written.

    Raises:
        Inconsistent: A fact of `strict` has a value it cannot have.
    """
    found = facts_of_labels(strict)
    if stated(header, ("xunits",)):  # the form of JASCO and of JCAMP-DX: the title is the sample
        found = Facts(sample=Sample(name=stated(header, ("title",)) or None)).merged(found)
    for label, value in header.items():
        name, said = _fact_of_line(field_name(label), value, number)
        if name in _KNOWN and said:
            with suppress(Inconsistent):
                found = facts_of_labels({name: said}).merged(found)
    return found


def facts_beside(named: dict[str, str], number: Number) -> Facts:
    """Facts of the entries beside a spectrum, by the labels of their columns.

    Raises:
        Inconsistent: A label that is exactly the name of a fact has a value it cannot have.
    """
    exact = {label: value for label, value in named.items() if label == field_name(label)}
    return facts_stated(named, exact, number)


def _fact_of_line(key: str, value: str, number: Number) -> tuple[str, str]:
    """Flat name and value of the fact a line states; an empty value where it states none."""
    if key in _FACTS:
        name, factor = _FACTS[key]
        amount = number(value.split(maxsplit=1)[0]) if value.split() else None
        return name, f"{amount * factor:.12g}" if amount and amount > 0 else ""
    if key in _DATES:
        return "measured_at", value if _DATE.fullmatch(value) else ""
    return _TEXT_FACTS.get(key, key), value


def technique_stated(header: dict[str, str], strict: dict[str, str]) -> Technique | None:
    """The technique the lines name.

    Raises:
        Inconsistent: A line meant as the technique names an unknown one.
    """
    known = technique_of_labels(strict)
    if known is not None:
        return known
    try:
        return technique_of_labels(header)
    except Inconsistent:
        return None
