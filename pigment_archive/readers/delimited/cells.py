"""Lines of a text, or rows of a sheet, as fields and as numbers, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from pigment_archive.readers.delimited.dialect import Dialect

Fields = Sequence[Sequence[str]]
_ROWS_AT_ONCE: Final = 128


class Numbers(NamedTuple):
    """Fields as numbers.

    Attributes:
        values: float64 (rows, width), NaN where a field is missing or text.
        text: bool (rows, width), fields that are neither a number nor a mark for a missing one.
    """

    values: npt.NDArray[np.float64]
    text: npt.NDArray[np.bool_]

    def part(self, index: Any) -> Numbers:
        """Some rows, or some columns, by what numpy takes as an index."""
        return Numbers(self.values[index], self.text[index])


class Grid:
    """Rows among which a table stands.

    Attributes:
        width: How many fields a row of the table has.
        lines: The rows as text.
        line_numbers: Their numbers, from 1.
        blank: bool (rows,), those without a field.
        fitting: Places of the rows of `width` fields, rising.
        numbers: Those rows as numbers.
    """

    def __init__(
        self,
        fields: Fields,
        width: int,
        dialect: Dialect,
        *,
        lines: Sequence[str],
        line_numbers: Sequence[int],
    ) -> None:
        self._fields = fields
        self.width, self.lines, self.line_numbers = width, lines, line_numbers
        lengths = np.fromiter(map(len, fields), dtype=np.int64, count=len(fields))
        self.blank = lengths == 0
        self.fitting = np.flatnonzero(lengths == width)
        self.numbers = numbers_of([fields[place] for place in self.fitting.tolist()], width, dialect)

    def row(self, place: int) -> list[str]:
        """The fields of a row, without the white space around them."""
        return [field.strip() for field in self._fields[place]]

    def rows(self, places: Sequence[int]) -> Fields:
        """The fields of several rows, as they were split."""
        return [self._fields[place] for place in places]


def numbers_of(rows: Fields, width: int, dialect: Dialect) -> Numbers:
    """Rows of one length as numbers: wide rows one by one, others column by column of some rows at a time."""
    found = Numbers(np.empty((len(rows), width)), np.zeros((len(rows), width), dtype=np.bool_))
    if width > _ROWS_AT_ONCE:
        for place, row in enumerate(rows):
            _put(dialect.numbers(row), found.part(place))
        return found
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        block = rows[start : start + _ROWS_AT_ONCE]
        part = found.part(slice(start, start + len(block)))
        for place, column in enumerate(zip(*block, strict=True)):
            _put(dialect.numbers(column), part.part((slice(None), place)))
    return found


def _put(numbers: Sequence[float | None], part: Numbers) -> None:
    part.values[:] = numbers
    if None in numbers:
        part.text[:] = [number is None for number in numbers]
