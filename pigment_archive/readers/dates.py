"""Dates as instruments write them, to ISO 8601 where only one reading is possible."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE: Final = re.compile(
    r"(?P<a>\d{1,4})(?P<mark>[-./])(?P<b>\d{1,2}|[A-Za-z]{3})(?P=mark)(?P<c>\d{4}|\d{1,2})(?!\d)"
)
_TIME: Final = re.compile(r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?\s*(?P<half>[AaPp][Mm])?")


def iso_date(text: str) -> str | None:
    """A date, with the time where one follows, in ISO 8601; None where day and month cannot be told apart.

    Year first, points (`29.07.2017`, day first) and names of months are clear; of `7/29/2017` one number must
    be above 12. A year of two digits is never clear.
    """
    found = _DATE.search(text)
    day = _day(found["a"], found["mark"], found["b"], found["c"]) if found else None
    if found is None or day is None:
        return None
    time = _TIME.match(text[found.end() :].lstrip(" T,"))
    try:
        if time is None:
            return datetime(*day).date().isoformat()
        return datetime(*day, *_clock(time)).isoformat()
    except ValueError:
        return None


def _day(a: str, mark: str, b: str, c: str) -> tuple[int, int, int] | None:
    if b.isalpha():
        month = _MONTHS.index(b.lower()) + 1 if b.lower() in _MONTHS else 0
        return (int(c), month, int(a)) if month and len(c) == 4 else None
    if len(a) == 4:
        return int(a), int(b), int(c)
    first, second = int(a), int(b)
    if len(c) != 4:
        return None
    if mark == "." or first > 12:
        return int(c), second, first
    if second > 12 or first == second:
        return int(c), first, second
    return None


def _clock(time: re.Match[str]) -> tuple[int, int, int]:
    """Hour, minute, second; of a clock with halves 12 AM is 0 and 12 PM is 12."""
    hour, half = int(time["h"]), (time["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour, int(time["m"]), int(time["s"] or 0)
