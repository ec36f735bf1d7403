"""Where a table begins and ends among rows: the rows of one length that are numbers.

Where most such rows hold text beside their numbers, these count too. A blank line ends a table when text
follows it; text right between two rows is an error, and so is the beginning of a row at the very end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pigment_archive.errors import Ambiguous, Inconsistent, Truncated, UnknownFormat
from pigment_archive.readers.delimited.dialect import Dialect

LEAST_OF_A_TABLE: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One line or row of a sheet: its number from 1, and its fields; none where it is blank."""

    number: int
    fields: list[str]


def texts(numbers: list[float | None]) -> list[int]:
    """Places in a row that hold text, neither a number nor a mark for a missing one."""
    return [place for place, number in enumerate(numbers) if number is None]


class Bounds:
    """Where the table begins and ends among the rows.

    Attributes:
        numbers: The numbers of each row of the table's length, None for text; nothing for other rows.
    """

    def __init__(self, rows: list[Row], width: int, dialect: Dialect) -> None:
        self._rows, self._width, self._dialect = rows, width, dialect
        number = dialect.number
        self.numbers = [[*map(number, row.fields)] if len(row.fields) == width else [] for row in rows]
        counts = [self._text_count(numbers) for numbers in self.numbers]
        whole = counts.count(0)
        beside = len(counts) - whole - counts.count(None)
        self._belongs = [count is not None and (count == 0 or beside > whole) for count in counts]

    def _text_count(self, numbers: list[float | None]) -> int | None:
        """How many fields of a row are text; None for a row that is none of a table."""
        count = numbers.count(None)
        if not numbers or 2 * count > self._width:
            return None
        measured = sum(number == number for number in numbers if number is not None)  # noqa: PLR0124 - not NaN
        if measured == 0:
            return count if 0 < 4 * count <= self._width else None
        return count if measured >= (1 if self._width <= 3 else 2) else None

    def found(self) -> tuple[int, int]:
        """First row of the table, and the row after its last.

        Raises:
            UnknownFormat: No row is of a table.
            Inconsistent: Text, or a row of another length, stands between the rows.
            Truncated: The last line is the beginning of a row.
            Ambiguous: A second table follows.
        """
        if not any(self._belongs):
            raise UnknownFormat("text without a table of numbers")
        start = self._belongs.index(True)
        last = len(self._rows) - 1 - self._belongs[::-1].index(True)
        stop = last + 1
        for place in range(start, last + 1):
            if self._rows[place].fields and not self._belongs[place]:
                if self._rows[place - 1].fields:
                    raise self._odd(self._rows[place])
                self._check_alone(start, place)
                stop = place
                break
        else:
            self._check_cut(last)
        return start, stop

    def _check_alone(self, start: int, stop: int) -> None:
        """What follows the table is no second one: fewer than a tenth of its rows, or fewer than five."""
        later, here = sum(self._belongs[stop:]), sum(self._belongs[start:stop])
        if later >= max(LEAST_OF_A_TABLE, here / 10):
            raise Ambiguous(
                f"several tables stand one below the other, the second at line {self._rows[stop].number}",
                remedy="Export one spectrum a file, or one table with a column for each.",
            )

    def _check_cut(self, last: int) -> None:
        """The line right after the last row must not be the beginning of one."""
        rest = [row for row in self._rows[last + 1 :] if row.fields]
        adjacent = rest and last + 1 < len(self._rows) and self._rows[last + 1].fields
        if not adjacent or self._dialect.number(rest[0].fields[0]) is None:
            return
        if len(rest) == 1 and len(rest[0].fields) <= self._width:
            raise Truncated(
                f"{self._odd(rest[0]).problem}, and is the last", remedy="Export the table again."
            )
        raise self._odd(rest[0])

    def _odd(self, row: Row) -> Inconsistent:
        if len(row.fields) != self._width:
            return Inconsistent(
                f"line {row.number} has {len(row.fields)} fields, the lines before it {self._width}"
            )
        return Inconsistent(f"line {row.number} holds text between the numbers")
