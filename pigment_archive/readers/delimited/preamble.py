"""What the lines around a table say: the header verbatim, and in it units, points and facts.

A header's own words become facts only where they have one meaning (`_FACTS`); all lines are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
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
    "measuring_mode",
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
Number = Callable[[str], float | None]
_KNOWN: Final = {name for name, spec in FIELDS.items() if spec.path[0] == "facts"}
_DATES: Final = ("date", "date_time", "timestamp", "measured_at")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")


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


@dataclass(frozen=True)
class Preamble:
    """What stands around a table.

    Attributes:
        header: All lines by key, see `header_of`.
        strict: Those entries whose keys are meant as names of facts: they stood in comment lines.
    """

    header: dict[str, str]
    strict: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _flat(self) -> dict[str, str]:
        return {field_name(key): value for key, value in self.header.items()}

    def stated(self, *keys: str) -> str:
        """The first of these flat keys the header states, empty if none."""
        return next((self._flat[key] for key in keys if self._flat.get(key)), "")

    @cached_property
    def axis_words(self) -> str:
        """What the header says about the axis, empty if nothing."""
        mode = _AXIS_MODES.get(self.stated("xaxis_mode").lower())
        if mode:
            return mode
        if any(key.startswith("wavelength_range_(nm") for key in self._flat):
            return "wavelength nm"
        words = self.stated(*_AXIS_KEYS)
        data_type = self.stated("data_type").upper()
        if "RAMAN" in data_type and words.lower() in ("1/cm", "cm-1"):
            return "raman shift cm-1"
        if "INFRARED" in data_type and words.lower() in ("1/cm", "cm-1"):
            return "wavenumber cm-1"
        return words

    @cached_property
    def value_words(self) -> str:
        """What the header says about the values, empty if nothing."""
        words = self.stated(*_VALUE_KEYS)
        return "absorbance" if words == "A" else words

    @cached_property
    def points_declared(self) -> int | None:
        """The number of points the header declares."""
        text = self.stated(*_POINT_KEYS).rstrip(".")
        return int(text) if text.isdecimal() and len(text) < 10 else None

    def facts(self, number: Number) -> Facts:
        """Facts of the lines.

        Args:
            number: How numbers are written.

        Raises:
            Inconsistent: A fact of `strict` has a value it cannot have.
        """
        found = facts_of_labels(self.strict)
        if self.stated("xunits"):  # the form of JASCO and of JCAMP-DX: the title is the sample
            found = Facts(sample=Sample(name=self.stated("title") or None)).merged(found)
        for label, value in self.header.items():
            name, said = _fact_of_line(field_name(label), value, number)
            if name in _KNOWN and said:
                with suppress(Inconsistent):
                    found = facts_of_labels({name: said}).merged(found)
        return found

    @cached_property
    def _techniques(self) -> tuple[dict[str, str], dict[str, str]]:
        """The entries of `strict` and of `header` under that key."""
        strict = {key: value for key, value in self.strict.items() if field_name(key) == "technique"}
        header = {key: value for key, value in self.header.items() if field_name(key) == "technique"}
        return strict, header

    @property
    def technique(self) -> Technique | None:
        """The technique the lines name.

        Raises:
            Inconsistent: A line meant as the technique names an unknown one.
        """
        strict, header = self._techniques
        known = technique_of_labels(strict)
        if known is not None:
            return known
        try:
            return technique_of_labels(header)
        except Inconsistent:
            return None


def facts_beside(named: dict[str, str], number: Number) -> Facts:
    """Facts of the entries beside a spectrum, by the labels of their columns.

    Raises:
        Inconsistent: A label that is exactly the name of a fact has a value it cannot have.
    """
    exact = {label: value for label, value in named.items() if label == field_name(label)}
    return Preamble(named, exact).facts(number)


def _fact_of_line(key: str, value: str, number: Number) -> tuple[str, str]:
    """Flat name and value of the fact a line states; an empty value where it states none."""
    if key in _FACTS:
        name, factor = _FACTS[key]
        amount = number(value.split(maxsplit=1)[0]) if value.split() else None
        return name, f"{amount * factor:.12g}" if amount and amount > 0 else ""
    if key in _DATES:
        return "measured_at", value if _DATE.fullmatch(value) else ""
    return _TEXT_FACTS.get(key, key), value
