"""Scans of a SPEC file and the MCA spectra in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from pigment_archive.errors import Inconsistent, ReadError, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.channels import (
    Floats,
    amount_in,
    check_headers,
    energy_axis,
    leading_numbers,
    meaning_of_energy,
    numbers_of,
)
from pigment_archive.readers.dates import iso_date
from pigment_archive.readers.reader import Content, Reading
from pigment_archive.records import Facts, Measurement, Quantity

_BEGIN: Final = re.compile(r"@[A-Z]\d*(?=\s|\\|$)")
_DATE_OF_C: Final = re.compile(r"([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d{1,2}:\d{2}:\d{2})\s+(?:[A-Z]+\s+)?(\d{4})")
_CUT: Final = "Copy the file again."
_Lines = list[tuple[str, str]]


@dataclass(slots=True)
class Scan:
    """One scan.

    Attributes:
        file_lines: The file's `#` lines, key and text.
        lines: Its own `#` lines.
        spectra: The lines of numbers of each spectrum.
    """

    file_lines: _Lines
    lines: _Lines = field(default_factory=list)
    spectra: list[list[str]] = field(default_factory=list)

    def numbers(self, key: str) -> list[list[float]]:
        """The numbers of its own lines of this key."""
        return [leading_numbers(value) for name, value in self.lines if name == key]


def read_scans(text: str, content: Content) -> Reading:
    """Every spectrum of every scan.

    Raises:
        Truncated: The file ends inside its last spectrum.
        UnsupportedVariant: There are counters only.
        TooLarge: More spectra than the limits allow.
    """
    scans = [scan for scan in _scans(text) if scan.spectra]
    count = sum(len(scan.spectra) for scan in scans)
    if not count:
        raise UnsupportedVariant(
            "the SPEC file holds counters only, no MCA spectra",
            remedy="Export the counters you want as CSV with labelled columns.",
        )
    if count > content.limits.spectra:
        raise TooLarge(f"{count} spectra in one file, at most {content.limits.spectra} are read")
    check_headers(sum((len(s.file_lines) + len(s.lines)) * len(s.spectra) for s in scans))
    reading: Reading = []
    for scan in scans:
        reading += _read_scan(scan, content, index=len(reading))
    if isinstance(reading[-1], Truncated):
        raise reading[-1]
    return reading


def _scans(text: str) -> list[Scan]:
    scans: list[Scan] = []
    file_lines: _Lines = []
    here, goes_on = file_lines, False
    for line in text.split("\n"):
        if goes_on and not line.strip():
            continue
        goes_on = goes_on and not line.startswith("#")
        if goes_on or (scans and _BEGIN.match(line)):
            if not goes_on:
                scans[-1].spectra.append([])
            numbers = _BEGIN.sub("", line, count=1).rstrip()
            goes_on = numbers.endswith("\\")
            scans[-1].spectra[-1].append(numbers.rstrip("\\"))
        elif line.startswith("#"):
            key, _, value = line.partition(" ")
            if key == "#F":
                here = file_lines = []
            elif key == "#S":
                scans.append(Scan(file_lines))
                here = scans[-1].lines
            here.append((key, value))
    if goes_on:
        raise Truncated("the file ends inside a spectrum", remedy=_CUT)
    return scans


def _read_scan(scan: Scan, content: Content, *, index: int) -> Reading:
    header = _header(scan.file_lines + scan.lines)
    channels, calibrations, times = (scan.numbers(key) for key in ("#@CHANN", "#@CALIB", "#@CTIME"))
    date = _date(scan.lines) or _date(scan.file_lines)
    reading: Reading = []
    for number, lines in enumerate(scan.spectra):
        try:
            counts = numbers_of("\n".join(lines))
            axis = energy_axis(
                _channels(_turn(channels, number), counts.size), _turn(calibrations, number), None
            )
            facts = Facts(measurement=_measurement(date, _turn(times, number)))
            told = Told(facts=facts, header=header, index=index + number)
            meaning = meaning_of_energy(axis, Quantity.COUNTS, content.technique)
            reading.append(admit(axis.values, counts, meaning, told, limits=content.limits))
        except ReadError as error:
            where = f"scan {scan.lines[0][1][:40]}, MCA {number + 1}"
            reading.append(type(error)(error.problem, where=where, remedy=error.remedy))
    return reading


def _turn(lines: list[list[float]], number: int) -> list[float]:
    """The line of the k-th spectrum: the k-th, again from the first where there are fewer."""
    return lines[number % len(lines)] if lines else []


def _header(lines: _Lines) -> dict[str, str]:
    """Lines by their key; repeated ones are numbered."""
    header: dict[str, str] = {}
    seen: dict[str, int] = {}
    for key, value in lines:
        seen[key] = seen.get(key, 0) + 1
        header[key if seen[key] == 1 else f"{key} ({seen[key]})"] = value
    return header


def _channels(declared: list[float], found: int) -> Floats:
    """Channel numbers. The number before first, last and step is of all channels, or of those saved."""
    if len(declared) < 3 or not all(0 <= value < 2**31 for value in declared[:4]):
        return np.arange(found, dtype=np.float64)
    number, first, last, *rest = declared
    step = max(int(rest[0]) if rest else 1, 1)
    saved = (int(last) - int(first)) // step + 1
    if found not in (saved, int(number)):
        kind = Truncated if found < saved else Inconsistent
        raise kind(f"{saved} channels are declared, the file holds {found}", remedy=_CUT)
    return int(first) + step * np.arange(found, dtype=np.float64)


def _date(lines: _Lines) -> str | None:
    """The first `#D`, as C writes dates (`Thu Feb 11 10:00:32 2016`) or in another way."""
    text = next((value for key, value in lines if key == "#D"), "")
    found = _DATE_OF_C.search(text)
    return iso_date(f"{found[2]}-{found[1]}-{found[4]} {found[3]}" if found else text)


def _measurement(date: str | None, times: list[float]) -> Measurement:
    """`#@CTIME` is preset, live and real time in s."""
    live, real = times[1:3] if len(times) == 3 else (-1.0, -1.0)
    return Measurement(measured_at=date, live_time=amount_in(str(live)), real_time=amount_in(str(real)))
