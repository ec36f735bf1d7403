"""What the entries of an SPX spectrum say about the measurement."""

from __future__ import annotations

from typing import Final

from pigment_archive.readers.channels import BY_ELECTRONS, amount_in
from pigment_archive.readers.dates import iso_date
from pigment_archive.records import Facts, Measurement, Note, Sample

_HARDWARE: Final = "TRTSpectrumHardwareHeader/"
_XRF: Final = "TRTXrfHeader/"
_DETECTOR: Final = "TRTDetectorHeader/"
_SPECTRUM: Final = "TRTSpectrumHeader/"
_MICROSCOPE: Final = ("TRTESMAHeader/PrimaryEnergy", "TRTREMHeader/Energy", "TRTSEMData/HV")
_NAMES_OF_NONE: Final = ("", "acquisition", "spectrum", "unknown")


def by_ending(header: dict[str, str]) -> dict[str, str]:
    """Entries by the end of their way, the first of each: `TRTXrfHeader/Voltage`, and `Voltage` alone."""
    found: dict[str, str] = {}
    for way, text in header.items():
        *_, last = parts = way.rsplit("/", 2)
        found.setdefault(last, text)
        found.setdefault("/".join(parts[-2:]), text)
    return found


def technique_doubt(said: dict[str, str]) -> Note | None:
    """Electrons excited a spectrum that knows an electron microscope and no tube voltage.

    Args:
        said: Entries as `by_ending` gives them.
    """
    if amount_in(said.get(f"{_XRF}Voltage")):
        return None
    return BY_ELECTRONS if any(amount_in(said.get(name)) for name in _MICROSCOPE) else None


def facts_of(said: dict[str, str], name: str) -> Facts:
    """Facts of one spectrum.

    Args:
        said: Entries of the file and the spectrum, as `by_ending` gives them.
        name: Name the operator gave the spectrum; names the program gives by itself are no sample.
    """
    chassis = said.get(f"{_XRF}ChassisType")
    return Facts(
        sample=Sample(name=None if name.strip().lower() in _NAMES_OF_NONE else name),
        measurement=Measurement(
            instrument=f"Bruker {chassis}" if chassis else None,
            instrument_serial=said.get(f"{_XRF}ChassisNumber"),
            detector=said.get(f"{_DETECTOR}Type"),
            tube_voltage=amount_in(said.get(f"{_XRF}Voltage")),
            tube_current=amount_in(said.get(f"{_XRF}Current")),
            tube_filter=said.get("ExcitationFilter/FilterId"),
            atmosphere=said.get(f"{_XRF}Atmosphere"),
            live_time=_seconds(said.get(f"{_HARDWARE}LifeTime")),
            real_time=_seconds(said.get(f"{_HARDWARE}RealTime")),
            measured_at=_moment(said),
        ),
    )


def _seconds(milliseconds: str | None) -> float | None:
    amount = amount_in(milliseconds)
    return None if amount is None else amount / 1000


def _moment(said: dict[str, str]) -> str | None:
    """`2.12.2022` and `18:0:24`: the day first, numbers without leading zeros."""
    clock = ":".join(part.zfill(2) for part in (said.get(f"{_SPECTRUM}Time") or "").split(":"))
    return iso_date(f"{said.get(f'{_SPECTRUM}Date') or ''} {clock}")
