"""Dates people write, as ISO 8601; what can be read in two ways is not read at all."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from pigment_archive.readers import dates

_SHORT: Final = re.compile(r"\d{4}(-\d{2})?")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?")
_NUMBERS: Final = re.compile(r"\d{1,4}[-./](\d{1,2}|[A-Za-z]{3})[-./]\d{1,4}([T ]+\d{1,2}:\d{2}.*)?")
_TWO_READINGS: Final = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})\b.*")
_WITH_NAME: Final = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y")


def iso_date(text: str) -> str:
    """A date as ISO 8601: `2019`, `2019-12`, `2019-12-16` or with a time.

    `16.12.2019` (points: day first) and `12/16/2019` can be nothing else; `7/2/2014` has two readings.

    Raises:
        ValueError: It is no date, or has two readings, with what was expected instead.
    """
    plain = " ".join(text.replace(",", " ").split())
    if _SHORT.fullmatch(plain):
        date.fromisoformat(plain + "-01" * (2 - plain.count("-")))
        return plain
    if _ISO.fullmatch(plain):
        return (datetime if len(plain) > len("2019-12-16") else date).fromisoformat(plain).isoformat()
    if _NUMBERS.fullmatch(plain) and (found := dates.iso_date(plain)):
        return found
    if two := _TWO_READINGS.fullmatch(plain):
        first, second, year = map(int, two.groups())
        if first <= 12 and second <= 12:
            one, other = date(year, second, first), date(year, first, second)
            raise ValueError(f"this date has two readings, expected {one} or {other}")
    for form in _WITH_NAME:
        try:
            return datetime.strptime(plain, form).date().isoformat()
        except ValueError:
            continue
    raise ValueError("expected a date such as 2019-12-16")
