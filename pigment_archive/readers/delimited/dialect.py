"""How a text table separates its fields and writes its decimals, found from the lines themselves."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Final

from pigment_archive.readers.meaning import looks_like_axis

_FEW: Final = 8
_QUOTED: Final = re.compile(r'(?<!\S)"[^"]+"(?!\S)')
_FIELD: Final = re.compile(r'"[^"]+"|\S+')
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[EeDd][+-]?\d{1,3})?")
_POSITION: Final = re.compile(
    r"(?P<lead>x|r|%r|sci|sce|refl\w*|spec(?:tral)?(?:_nm)?|nm|wl|wavelength|wavenumber)?[\s_.\[(]*"
    r"(?P<number>[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?)[\s_]*(?P<unit>[^\d\s].*)?",
    re.IGNORECASE,
)
_MISSING: Final = frozenset(
    {
        "nan",
        "na",
        "n/a",
        "n.a.",
        "null",
        "none",
        "-",
        "--",
        "---",
        "*",
        "#n/a",
        "#na",
        "#div/0!",
        "#value!",
    }
)
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:(?P<mark>[,.' ])\d{3})(?:(?P=mark)\d{3})*(?P<rest>[.,]\d+)?")
_GROUPED: Final = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to take a line apart.

    Attributes:
        delimiter: The character between fields, None for white space.
        comma: Decimals are written with a comma.
    """

    delimiter: str | None
    comma: bool = False

    def split(self, line: str) -> list[str]:
        """The fields of a line, stripped, without quotes."""
        if self.delimiter is None:
            if '"' not in line:
                return line.split()
            quoted = _QUOTED.findall(line)
            if 2 * len(quoted) != line.count('"') or line.strip() in quoted:
                return line.replace('"', " ").split()
            return [field.strip('"') for field in _FIELD.findall(line)]
        if '"' in line:
            try:
                return [field.strip() for field in next(csv.reader([line], delimiter=self.delimiter))]
            except (csv.Error, StopIteration):
                return [line]
        return [field.strip() for field in line.split(self.delimiter)]

    def split_all(self, lines: Sequence[str]) -> list[list[str]]:
        """The fields of many lines, none of a blank one; white space around fields may be left."""
        delimiter = self.delimiter
        if delimiter is None or any('"' in line for line in lines):
            return [self.split(line) if line.strip(delimiter).strip() else [] for line in lines]
        return [line.split(delimiter) if line.strip(delimiter).strip() else [] for line in lines]

    def all_numbers(self, fields: Sequence[str]) -> list[float] | None:
        """The numbers of fields that are nothing but numbers, white space around them apart; else None."""
        if "_" in "".join(fields):
            return None
        try:
            return [*map(float, [field.replace(",", ".") for field in fields] if self.comma else fields)]
        except ValueError:
            return None

    def numbers(self, fields: Sequence[str]) -> Sequence[float | None]:
        """What `number` gives for each field; white space around fields does not matter."""
        whole = self.all_numbers(fields)
        if whole is not None:
            return whole
        if len(fields) > _FEW:
            half = len(fields) // 2
            return [*self.numbers(fields[:half]), *self.numbers(fields[half:])]
        return [self.number(field.strip()) for field in fields]

    def number(self, text: str) -> float | None:
        """The number of a field, NaN for the usual marks of a missing one, None if it is none of both."""
        if not text:
            return nan
        if self.comma and "." not in text:
            text = text.replace(",", ".", 1)
        try:
            return float(text) if "_" not in text else None
        except ValueError:
            if _NUMBER.fullmatch(text):
                return float(text.upper().replace("D", "E"))
            return nan if text.lower() in _MISSING else None


TABS: Final = Dialect("\t")
DIALECTS: Final = (
    TABS,
    Dialect(";"),
    Dialect(","),
    Dialect(None),
    Dialect("|"),
    Dialect("\t", comma=True),
    Dialect(";", comma=True),
    Dialect(None, comma=True),
)


def has_thousands(text: str) -> bool:
    """True for a number with marks between its thousands: `1,234.5`, `1.234,5`, `1'234'567`."""
    found = _THOUSANDS.fullmatch(text)
    return found is not None and (
        found["mark"] in "' " or text.count(found["mark"]) > 1 or bool(found["rest"])
    )


def may_be_thousands(column: Sequence[str]) -> bool:
    """True where commas may stand between thousands: each has three digits behind it, some numbers none."""
    with_comma = (field for field in column if "," in field)
    first = next(with_comma, None)
    if first is None or not _GROUPED.fullmatch(first.strip()):
        return False
    whole = any(field.strip().lstrip("+-").isdecimal() for field in column)
    return whole and all(_GROUPED.fullmatch(field.strip()) for field in with_comma)


def position(label: str) -> float | None:
    """The place on an axis a label states (`405.37`, `X405`, `405 nm`, `R400`), None if it states none."""
    found = _POSITION.fullmatch(label)
    if found is None:
        return None
    unit = (found["unit"] or "").strip("])")
    if unit and not looks_like_axis(unit):
        return None
    return float(found["number"].replace(",", "."))


def lead_of(label: str) -> str:
    """What stands before the place in a label: `sci` of `SCI 400nm`, empty if nothing does."""
    found = _POSITION.fullmatch(label)
    return (found["lead"] or "").lower() if found else ""
