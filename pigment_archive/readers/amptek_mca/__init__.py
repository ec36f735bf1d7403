"""AMPTEK `.mca` of DppMCA, PMCA and ADMCA: sections `<<NAME>>`, one count a line between `<<DATA>>` and
`<<END>>`.

`<<CALIBRATION>>` is optional and holds pairs of channel and energy: the axis is the line through them. Its
LABEL often says `Channel` though the pairs are in keV, so a unit is taken from it only where it names one.
Without two pairs the axis stays channels and the record waits for review. The number of channels (`MCAC=` of
the configuration, else GAIN, 256 times 2 to the power of it) is a setting, not a length: a difference is
noted. Dates are month first, as the programs write them under any language of Windows.
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
    energy_axis,
    iso_date_month_first,
    leading_numbers,
    line_through,
    meaning_of_energy,
    numbers_of,
)
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode
from pigment_archive.records import Facts, Measurement, Note, Quantity, Sample, Spectrum
from pigment_archive.units import unit_from_text

_MAGIC: Final = "<<PMCA SPECTRUM>>"
_SECTION: Final = re.compile(r"^<<([^<>\n]+)>>?[ \t]*$", re.MULTILINE)
_ENTRY: Final = re.compile(r"^([A-Z][A-Z_ ]*?)\s+[-–](?:\s(.*))?$")
_UNIT: Final = re.compile(r"\b(k?ev)\b", re.IGNORECASE)
_CHANNELS: Final = re.compile(r"^MCAC=(\d{1,6});", re.MULTILINE)
_STATUS: Final = re.compile(r"^(Device Type|Serial Number): *(\S.*)$", re.MULTILINE)
_SERIAL_OF_NONE: Final = "0"
_TAG_OF_NONE: Final = "live_data"


def sniff(head: bytes, name: str) -> bool:
    """Starts with `<<PMCA SPECTRUM>>`."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_MAGIC.encode())


def read(content: Content) -> Reading:
    """The spectrum of the file, or of several files written one after the other.

    Raises:
        Truncated: There is no `<<DATA>>` or no `<<END>>`.
        Inconsistent: There is something else than numbers between them.
    """
    before, *texts = decode(content.data).split(_MAGIC)
    if before.strip() or not texts:
        raise Inconsistent(f"the file does not start with {_MAGIC}")
    return [_spectrum(text, content, index) for index, text in enumerate(texts)]


def _spectrum(text: str, content: Content, index: int) -> Spectrum:
    start, *parts = _SECTION.split(text)
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    if "DATA" not in sections or "END" not in sections:
        missing = "<<END>> mark" if "DATA" in sections else "<<DATA>> section"
        raise Truncated(f"there is no {missing}", remedy="Save or copy the file again.")
    counts = numbers_of(sections.pop("DATA"))
    entries = _entries(start)
    kept = {f"<<{name}>>": block.strip("\n") for name, block in sections.items() if block.strip()}
    axis = _axis(np.arange(counts.size, dtype=np.float64), sections.get("CALIBRATION", ""))
    told = Told(
        facts=_facts(entries, sections.get("DPP STATUS", "")),
        header=entries | kept,
        notes=_count_note(counts.size, entries, "".join(sections.values())),
        index=index,
    )
    meaning = meaning_of_energy(axis, Quantity.COUNTS, content.technique)
    return admit(axis.values, counts, meaning, told, limits=content.limits)


def _entries(block: str) -> dict[str, str]:
    """`KEY - value` lines; other lines continue the entry before them (descriptions of several lines)."""
    entries: dict[str, list[str]] = {}
    key = "line 1"
    for line in block.strip("\n").split("\n"):
        found = _ENTRY.match(line)
        if found and found[1] not in entries:
            key = found[1]
            entries[key] = [found[2] or ""]
        elif line.strip():
            entries.setdefault(key, []).append(line)
    return {key: "\n".join(lines).strip("\n") for key, lines in entries.items()}


def _axis(channels: Floats, block: str) -> EnergyAxis:
    pairs = [leading_numbers(line.replace(",", ".")) for line in block.split("\n")]
    points = np.array([pair for pair in pairs if len(pair) == 2], dtype=np.float64).reshape(-1, 2)
    coefficients, notes = line_through(points) or ((), ())
    unit = next((found[1] for line in block.split("\n") if (found := _UNIT.search(line))), None)
    axis = energy_axis(channels, coefficients, unit_from_text(unit) if unit else None)
    return EnergyAxis(axis.values, axis.kind, axis.unit, (*notes, *axis.notes))


def _count_note(found: int, entries: dict[str, str], rest: str) -> tuple[Note, ...]:
    configured = _CHANNELS.search(rest)
    gain = entries.get("GAIN", "").strip()
    declared = int(configured[1]) if configured else 256 << int(gain) if gain in tuple("0123456") else found
    if declared == found:
        return ()
    return (Note(code="count_differs", text=f"{declared} channels were set, the file holds {found}"),)


def _facts(entries: dict[str, str], status: str) -> Facts:
    device = dict(_STATUS.findall(status))
    serial = entries.get("SERIAL_NUMBER", "").strip()
    if serial in ("", _SERIAL_OF_NONE):
        serial = device.get("Serial Number", "").strip()
    tag = entries.get("TAG", "").strip()
    return Facts(
        sample=Sample(name=None if tag.startswith(_TAG_OF_NONE) else tag or None),
        measurement=Measurement(
            instrument=f"AMPTEK {device.get('Device Type', '')}".strip(),
            instrument_serial=serial or None,
            measured_at=iso_date_month_first(entries.get("START_TIME", "")),
            live_time=amount_in(entries.get("LIVE_TIME")),
            real_time=amount_in(entries.get("REAL_TIME")),
        ),
    )


READER = Reader(
    name="amptek_mca",
    version=1,
    suffixes=(".mca",),
    description="AMPTEK MCA",
    keeps="all entries, calibration points, regions, configuration and status; live and real time",
    refuses="no `<<END>>`",
    library="own",
    tested_with="files written from AMPTEK's description; no real sample",
    sniff=sniff,
    read=read,
)
