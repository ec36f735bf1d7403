"""When a spectrum was measured, from the records that say so; ISO 8601, or nothing where it is not clear."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pigment_archive.readers.jcamp.records import Records

_NAMES: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES, start=1)}
_MONTH: Final = r"(?P<month>" + "|".join(_MONTHS) + r")[A-Z]*\.?"
_YEAR_FIRST: Final = re.compile(r"\b(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})\b")
_YEAR_LAST: Final = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_AFTER_A_SEPARATOR: Final = re.compile(r"(?<=\d[/.-])\s+(?=\d)")
_SHORT_YEAR_FIRST: Final = re.compile(r"^(\d{2})/(\d{1,2})/(\d{1,2})$")
_NAMED: Final = (
    re.compile(rf"\b(?P<day>\d{{1,2}})[\s.-]*{_MONTH}[\s,.-]*(?P<year>\d{{4}})\b"),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?:[\d:.]+\s+)?(?P<year>\d{{4}})\b"),
)
_TIME: Final = re.compile(
    r"(?<![\d:.])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?![\d:.])(?:\s*([+-]\d{2}):?(\d{2})\b)?(?!\s*[AP]\.?M)"
)
_LAST_MONTH: Final = 12
_NO_MONTH_OR_DAY: Final = 31


def measured_at(records: Records) -> str | None:
    """Date, with time where one is given: LONG DATE, else DATE with TIME.

    Clear are a year of four digits in front, a month by name, a day above 12, and `YY/MM/DD` with a year
    above 31 (which is of the 20th century). `04/05/06` and `04/05/2006` are left to the header.
    """
    for label in ("LONGDATE", "DATE"):
        said = _AFTER_A_SEPARATOR.sub("", records.text(label).upper())
        day = _day(said)
        if day is not None:
            return day.isoformat() + (_time(said) or _time(records.text("TIME").upper()))
    return None


def _day(said: str) -> date | None:
    if found := _YEAR_FIRST.search(said):
        year, month, day = map(int, found.groups())
    elif found := next(filter(None, (pattern.search(said) for pattern in _NAMED)), None):
        year, month, day = int(found["year"]), _MONTHS[found["month"]], int(found["day"])
    elif found := _YEAR_LAST.search(said):
        one, other, year = map(int, found.groups())
        if (one > _LAST_MONTH) == (other > _LAST_MONTH) and one != other:
            return None
        month, day = (other, one) if one > _LAST_MONTH else (one, other)
    elif (found := _SHORT_YEAR_FIRST.search(said)) and int(found[1]) > _NO_MONTH_OR_DAY:
        year, month, day = 1900 + int(found[1]), int(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(said: str) -> str:
    found = _TIME.search(said)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return ""
    zone = f"{found[4]}:{found[5]}" if found[4] else ""
    seconds = f":{found[3]}" if found[3] else ""
    return f"T{int(found[1]):02}:{found[2]}{seconds}{zone}"
