"""How a text table separates its fields and writes its decimals, found from the lines themselves."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from pigment_archive.readers.meaning import looks_like_axis

_SAMPLE_LINES: Final = 100
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[EeDd][+-]?\d{1,3})?")
_POSITION: Final = re.compile(
    r"[Xx]?(?P<number>[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?)\s*(?P<unit>[^\d\s].*)?"
)
_MISSING: Final = frozenset({"", "nan", "na", "n/a", "null", "none", "-", "--"})


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
            return line.split()
        if '"' in line:
            try:
                return [field.strip() for field in next(csv.reader([line], delimiter=self.delimiter))]
            except (csv.Error, StopIteration):
                return [line]
        return [field.strip() for field in line.split(self.delimiter)]

    def number(self, text: str) -> float | None:
        """The number of a field, NaN for the usual marks of a missing one, None if it is none of both."""
        if "_" in text:
            return None
        plain = text.replace(",", ".") if self.comma and text.count(",") == 1 else text
        try:
            return float(plain)
        except ValueError:
            if _NUMBER.fullmatch(plain):
                return float(plain.upper().replace("D", "E"))
            return float("nan") if text.lower() in _MISSING else None


DIALECTS: Final = (
    Dialect("\t"),
    Dialect(";"),
    Dialect(","),
    Dialect(None),
    Dialect("\t", comma=True),
    Dialect(";", comma=True),
    Dialect(None, comma=True),
)


def position(label: str) -> float | None:
    """The position on an axis a label states (`405.37`, `X405`, `405 nm`), None if it states none."""
    found = _POSITION.fullmatch(label)
    if found is None or (found["unit"] and not looks_like_axis(found["unit"])):
        return None
    return float(found["number"].replace(",", "."))


def find_dialect(lines: list[str]) -> tuple[Dialect, int] | None:
    """The dialect that turns most of a sample of lines into rows of one length, and that length; or None.

    A line that becomes numbers only counts twice, one that becomes at least half numbers (a row with labels
    in front) once; a line of fewer than two fields does not count. Counting twice keeps `338,5;93,65` from
    being taken for three fields. Among equals the first of `DIALECTS` wins.
    """
    sample = lines[:: max(1, len(lines) // _SAMPLE_LINES)]
    best: tuple[int, tuple[Dialect, int] | None] = (0, None)
    for dialect in DIALECTS:
        scores: Counter[int] = Counter()
        for line in sample:
            fields = dialect.split(line)
            scores[len(fields)] += _score(dialect, fields)
        for width, score in scores.most_common(1):
            if score > best[0]:
                best = (score, (dialect, width))
    return best[1]


def _score(dialect: Dialect, fields: list[str]) -> int:
    filled = [dialect.number(field) is not None for field in fields if field]
    if len(filled) < 2 or 2 * sum(filled) < len(fields):
        return 0
    return 2 if all(filled) else 1
