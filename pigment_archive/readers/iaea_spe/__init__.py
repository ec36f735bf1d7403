"""IAEA `.spe` (ORTEC Maestro `.Spe`, GANAAS, PyMca): blocks `$NAME:`; counts under `$DATA:` after first and
last channel.

The energy of a channel comes from `$MCA_CAL:` (number of coefficients, coefficients, unit), else from
`$ENER_FIT:` (offset and gain in keV), else from the point pairs of `$ENER_DATA:`; zeros mean nobody
calibrated, and the axis stays channels. `$MEAS_TIM:` is live and real time in s, `$DATE_MEA:` is defined as
mm/dd/yyyy.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.channels import (
    EnergyAxis,
    Floats,
    amount_in,
    check_count,
    energy_axis,
    iso_date_month_first,
    leading_numbers,
    line_through,
    meaning_of_energy,
    numbers_of,
)
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode
from pigment_archive.records import Facts, Measurement, Note, Quantity, Sample
from pigment_archive.units import unit_from_text

_BLOCK: Final = re.compile(r"^\$([^\s:$][^:\n]{0,60}?)(?::[ \t]*|$)", re.MULTILINE)
_KNOWN: Final = (
    b"SPEC_ID",
    b"SPEC_REM",
    b"DATE_MEA",
    b"MEAS_TIM",
    b"DATA",
    b"MCA_166_ID",
    b"ENER_FIT",
    b"ROI",
)
_FIRST: Final = re.compile(rb"^\s*\$(" + b"|".join(_KNOWN) + rb")\s*(:|\r|\n)")
_DETECTOR: Final = re.compile(r"^DETDESC#\s*(\S.*)$", re.MULTILINE)
_SERIAL: Final = re.compile(r"^SN#\s*(\S+)", re.MULTILINE)
_NO_SAMPLE: Final = "no sample description"
_LONGEST_LABEL: Final = 200


def sniff(head: bytes, name: str) -> bool:
    """Starts with one of the format's blocks."""
    return _FIRST.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read(content: Content) -> Reading:
    """The one spectrum of the file.

    Raises:
        Truncated: There is no `$DATA:`, or the file ends before its last channel.
        Inconsistent: The counts are no numbers, or not as many as first and last channel say.
    """
    before, *parts = _BLOCK.split(decode(content.data))
    if before.strip() or not parts:
        raise Inconsistent("the file does not start with a block $NAME:")
    blocks: dict[str, str] = {}
    for name, block in zip(parts[::2], parts[1::2], strict=True):
        blocks.setdefault(name.strip(), block.strip("\n"))
    if "DATA" not in blocks:
        raise Truncated("there is no $DATA: block", remedy="Save or copy the file again.")
    is_last = list(blocks)[-1] == "DATA"
    channels, counts, notes = _counts(blocks.pop("DATA"), is_last=is_last)
    axis = _axis(channels, blocks)
    facts, about_times = _facts(blocks)
    told = Told(facts, {f"${name}:": block for name, block in blocks.items()}, (*notes, *about_times))
    meaning = meaning_of_energy(axis, Quantity.COUNTS, content.technique)
    return [admit(axis.values, counts, meaning, told, limits=content.limits)]


def _counts(block: str, *, is_last: bool) -> tuple[Floats, Floats, tuple[Note, ...]]:
    """Channels and counts. Some programs write the number of channels in place of the last one."""
    limits, _, rest = block.partition("\n")
    ends = numbers_of(limits)
    if ends.size != 2 or not (0 <= ends[0] < ends[1] < 2**31) or (ends % 1).any():
        raise Inconsistent("$DATA: does not begin with its first and last channel")
    counts, first = numbers_of(rest), int(ends[0])
    declared = int(ends[1]) - first + 1
    notes: tuple[Note, ...] = ()
    if not is_last and counts.size == declared - 1:
        notes = (Note(code="count_differs", text=f"$DATA: declares {declared} channels, one is not there"),)
    else:
        check_count(counts.size, declared)
    return np.arange(first, first + counts.size, dtype=np.float64), counts, notes


def _axis(channels: Floats, blocks: dict[str, str]) -> EnergyAxis:
    coefficients, unit = _calibration(blocks.get("MCA_CAL", ""))
    if not any(coefficients[1:]):
        coefficients, unit = leading_numbers(_first_line(blocks.get("ENER_FIT", ""))), "keV"
    if any(coefficients[1:]):
        return energy_axis(channels, coefficients, unit)
    pairs = leading_numbers(blocks.get("ENER_DATA", ""))[1:]
    line = line_through(np.array(pairs[: len(pairs) // 2 * 2]).reshape(-1, 2))
    axis = energy_axis(channels, line[0] if line else (), "keV")
    return EnergyAxis(axis.values, axis.kind, axis.unit, (*(line[1] if line else ()), *axis.notes))


def _calibration(block: str) -> tuple[list[float], str | None]:
    """Coefficients and unit of `$MCA_CAL:`; the number of coefficients stands before them, or is left out."""
    first, _, rest = block.partition("\n")
    line = _first_line(rest) if first.strip().isdecimal() else first
    words = line.split()
    unit = unit_from_text(words[-1]) if words else None
    return leading_numbers(line), unit if unit in ("keV", "eV") else "keV"


def _first_line(block: str) -> str:
    return block.partition("\n")[0]


def _facts(blocks: dict[str, str]) -> tuple[Facts, tuple[Note, ...]]:
    about = blocks.get("SPEC_REM", "")
    notes: tuple[Note, ...] = ()
    label = " ".join(blocks.get("SPEC_ID", "")[:_LONGEST_LABEL].split())
    detector, serial = _DETECTOR.search(about), _SERIAL.search(blocks.get("MCA_166_ID", ""))
    words = [*blocks.get("MEAS_TIM", "").split()[:2], "", ""]
    live, real = amount_in(words[0]), amount_in(words[1])
    if live is not None and real is not None and live > real:
        live, real = None, None
        notes = (
            Note(code="times_swapped", text="$MEAS_TIM: says more live than real time; neither is kept"),
        )
    facts = Facts(
        sample=Sample(name=None if _NO_SAMPLE in label.lower() else label or None),
        measurement=Measurement(
            instrument=detector[1] if detector else None,
            instrument_serial=serial[1] if serial else None,
            measured_at=iso_date_month_first(blocks.get("DATE_MEA", "")),
            live_time=live,
            real_time=real,
        ),
    )
    return facts, notes


READER = Reader(
    name="iaea_spe",
    version=1,
    suffixes=(".spe",),
    description="IAEA SPE (ORTEC Maestro)",
    keeps="all blocks; live and real time; the calibration's quadratic term",
    refuses="fewer or more counts than `$DATA:` declares",
    library="own",
    tested_with="Steel.spe of PyMca; files written from IAEA's and ORTEC's descriptions",
    sniff=sniff,
    read=read,
)
