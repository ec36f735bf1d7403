"""Bruker handheld XRF as CSV: `key,value` lines, then `Channel#,Intensity` rows (S1PXRF of the Tracer; CR
line ends).

energy = eV per channel * channel: these files have no offset. `HV ADC` is the tube voltage in kV (the
continuum of measured spectra that say 40 ends at 40 keV, of those that say 15 at 15) and `Filament ADC` the
tube current in uA, both as read back by the instrument. `Number of Channels` is held against the rows.
Exports of ESPRIT and ARTAX with the columns Channel, Energy, Counts are read too; their energies are the
file's own, in keV. With a `Primary energy` electrons excited the spectrum, and it is not called X-ray
fluorescence.

The header has no date. Laboratories put it, the sample and the repeat into the file's name:
`130125-brickn679-300sec-4`. The first six digits are year, month, day: over the measured set they rise from
130125 to 130318, which with the day first would be the 13th of every month. What the name says is noted.
"""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.bruker_pxrf_csv.names import facts_of_name
from pigment_archive.readers.channels import (
    BY_ELECTRONS,
    EnergyAxis,
    Floats,
    amount_in,
    believable,
    check_count,
    energy_axis,
    meaning_of_energy,
)
from pigment_archive.readers.dates import iso_date
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import columns, decode, is_text
from pigment_archive.records import Facts, Measurement, Quantity
from pigment_archive.units import AxisKind

_LABELS: Final = re.compile(r'^"?Channel#?"?[ \t]*,.*$', re.MULTILINE)
_ENERGY: Final = re.compile(r"energy", re.IGNORECASE)
_ROW: Final = re.compile(rb'[\r\n]"?Channel#?"?[ \t]*,')
_MAKER: Final = b"S1PXRF Spectrum"
_OTHERS: Final = (b"eV per channel", b"Life time", b"Primary energy")
_ELECTRONS: Final = "Primary energy"
_TIME_UNITS: Final = {"ms": 0.001, "s": 1.0}


def sniff(head: bytes, name: str) -> bool:
    """The first line names S1PXRF; or a header of its kind or of ESPRIT stands over a row of labels."""
    if _MAKER in re.split(rb"[\r\n]", head, maxsplit=1)[0]:
        return is_text(head)
    return _ROW.search(head) is not None and any(word in head for word in _OTHERS)


def read(content: Content) -> Reading:
    """The one spectrum of the file.

    Raises:
        Truncated: There is no table, or fewer rows than `Number of Channels`.
        Inconsistent: A row is not made of numbers, or there are more than declared.
    """
    text = decode(content.data)
    labels = _LABELS.search(text)
    if labels is None:
        raise Truncated("there is no row of labels Channel, Intensity", remedy="Export the file again.")
    header = _header(text[: labels.start()])
    names = labels.group().split(",")
    rows = columns(text[labels.end() :].replace('"', ""), delimiter=",", count=len(names))
    declared = amount_in(header.get("Number of Channels"))
    if declared is not None:
        check_count(len(rows), int(declared))
    axis = _axis(rows, names, header)
    facts, notes = facts_of_name(content.name, header)
    told = Told(_facts(header).merged(facts), header, notes)
    doubt = BY_ELECTRONS if _ELECTRONS in header else None
    meaning = meaning_of_energy(axis, Quantity.COUNTS, content.technique, doubt=doubt)
    return [admit(axis.values, rows[:, -1], meaning, told, limits=content.limits)]


def _header(block: str) -> dict[str, str]:
    """Entries as written; the first line, without a comma of its own, as `line 1`."""
    header: dict[str, str] = {}
    for number, line in enumerate(block.strip("\n").split("\n"), 1):
        key, comma, value = line.partition(",")
        value = value.strip(' ,"')
        if comma and value:
            header[key.strip(' ":')] = value
        elif line.strip():
            header[f"line {number}"] = line.strip(" ,")
    return header


def _axis(rows: Floats, names: list[str], header: dict[str, str]) -> EnergyAxis:
    if len(names) not in (2, 3):
        raise Inconsistent(f"the table has {len(names)} columns, expected channel, energy and counts")
    if len(names) == 3 and _ENERGY.search(names[1]):
        return EnergyAxis(believable(rows[:, 1]), AxisKind.ENERGY, "keV")
    gain = amount_in(header.get("eV per channel")) or 0.0
    return energy_axis(rows[:, 0], (0.0, gain), "eV")


def _facts(header: dict[str, str]) -> Facts:
    maker = header.get("line 1", "").removesuffix("Spectrum").strip()
    moment = f"{header.get('Date', '')} {header.get('Time', '')}"
    amount, _, unit = header.get("Life time", "").strip(' ,"').rpartition(",")
    live = amount_in(header.get("Live Time"))
    if live is None and unit.strip() in _TIME_UNITS:
        live = (amount_in(amount) or 0.0) * _TIME_UNITS[unit.strip()]
    return Facts(
        measurement=Measurement(
            instrument=maker or None,
            tube_voltage=amount_in(header.get("HV ADC")),
            tube_current=amount_in(header.get("Filament ADC")),
            tube_filter=header.get("Filter"),
            live_time=live,
            real_time=amount_in(header.get("Duration Time")),
            measured_at=iso_date(moment),
        )
    )


READER = Reader(
    name="bruker_pxrf_csv",
    version=1,
    suffixes=(".csv",),
    description="Bruker handheld XRF CSV",
    keeps="all `key,value` lines; day, sample and repeat from the file's name",
    refuses="another number of rows than `Number of Channels`",
    library="own",
    tested_with="864 files of a Tracer against tidy.parquet",
    sniff=sniff,
    read=read,
)
