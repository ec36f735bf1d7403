"""OPUS parameters as facts."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from pigment_archive.readers.bruker_opus.blocks import Parameters
from pigment_archive.records import Facts, Measurement, Sample

_DAY_FIRST: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?(?:\s*\(GMT([+-]\d{1,2}(?:\.\d+)?)?\))?")


def facts_of(sample: Parameters, status: Parameters, *, is_raman: bool) -> Facts:
    """Facts of one result.

    Args:
        sample: The parameters of the measurement of the sample.
        status: The parameters of the result itself.
        is_raman: It is a Raman spectrum; only then the Raman laser is the laser.
    """
    laser = _amount(sample, "rlw") if is_raman else None
    scans = _amount(sample, "ass") or _amount(sample, "nss")
    return Facts(
        sample=Sample(name=_word(sample, "snm"), preparation=_word(sample, "sfm")),
        measurement=Measurement(
            instrument=_word(sample, "ins"),
            instrument_serial=_word(sample, "srn"),
            geometry=_word(sample, "acc"),
            detector=_word(sample, "dtc"),
            laser_wavelength=round(1e7 / laser, 3) if laser else None,
            laser_power=_amount(sample, "rlp") if is_raman else None,
            accumulations=int(scans) if scans else None,
            resolution=_amount(sample, "res"),
            measured_at=iso_time(str(status.get("dat", "")), str(status.get("tim", ""))),
        ),
    )


def _word(parameters: Parameters, name: str) -> str | None:
    value: Any = parameters.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _amount(parameters: Parameters, name: str) -> float | None:
    value: Any = parameters.get(name)
    return float(value) if isinstance(value, int | float) and 0 < value < 1e9 else None


def iso_time(date: str, time: str) -> str | None:
    """ISO 8601 of DAT (day/month/year or year/month/day) and TIM, with its offset from GMT in hours."""
    day_first, year_first = _DAY_FIRST.fullmatch(date.strip()), _YEAR_FIRST.fullmatch(date.strip())
    if day_first:
        day, month, year = (int(part) for part in day_first.groups())
    elif year_first:
        year, month, day = (int(part) for part in year_first.groups())
    else:
        return None
    clock = _TIME.fullmatch(time.strip())
    try:
        if clock is None:
            return datetime(year, month, day).date().isoformat()
        hour, minute, second, offset = clock.groups()
        zone = timezone(timedelta(hours=float(offset or 0))) if "GMT" in time else None
        return datetime(year, month, day, int(hour), int(minute), int(second), tzinfo=zone).isoformat()
    except ValueError:
        return None
