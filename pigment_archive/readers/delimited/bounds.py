"""Where a table begins and ends among rows: the rows of one length that are numbers.

Where most such rows hold text beside their numbers, these count too. A blank line ends a table when text
follows it; text right between two rows is an error, and so is the beginning of a row at the very end.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Ambiguous, Inconsistent, Truncated, UnknownFormat
from pigment_archive.readers.delimited.cells import Grid
from pigment_archive.readers.delimited.dialect import Dialect

LEAST_OF_A_TABLE: Final = 5


class Bounds:
    """Where the table begins and ends in a grid."""

    def __init__(self, grid: Grid, dialect: Dialect) -> None:
        self._grid, self._dialect = grid, dialect
        self._belongs = np.zeros(grid.blank.size, dtype=np.bool_)
        self._belongs[grid.fitting] = _of_a_table(grid)

    def found(self) -> tuple[int, int]:
        """First row of the table, and the row after its last.

        Raises:
            UnknownFormat: No row is of a table.
            Inconsistent: Text, or a row of another length, stands between the rows.
            Truncated: The last line is the beginning of a row.
            Ambiguous: A second table follows.
        """
        rows = np.flatnonzero(self._belongs)
        if not rows.size:
            raise UnknownFormat("text without a table of numbers")
        start, last = int(rows[0]), int(rows[-1])
        others = start + np.flatnonzero(~(self._belongs | self._grid.blank)[start : last + 1])
        if not others.size:
            self._check_cut(last)
            return start, last + 1
        stop = int(others[0])
        if not self._grid.blank[stop - 1]:
            raise self._odd(stop)
        self._check_alone(start, stop)
        return start, stop

    def _check_alone(self, start: int, stop: int) -> None:
        """What follows the table is no second one: fewer than a tenth of its rows, or fewer than five."""
        later, here = self._belongs[stop:].sum(), self._belongs[start:stop].sum()
        if later >= max(LEAST_OF_A_TABLE, here / 10):
            raise Ambiguous(
                f"several tables stand one below the other, the second at line {self._line(stop)}",
                remedy="Export one spectrum a file, or one table with a column for each.",
            )

    def _check_cut(self, last: int) -> None:
        """The line right after the last row must not be the beginning of one."""
        rest = last + 1 + np.flatnonzero(~self._grid.blank[last + 1 :])
        if not rest.size or rest[0] != last + 1:
            return
        fields = self._grid.row(last + 1)
        if self._dialect.number(fields[0]) is None:
            return
        odd = self._odd(last + 1)
        if rest.size == 1 and len(fields) <= self._grid.width:
            raise Truncated(f"{odd.problem}, and is the last", remedy="Export the table again.")
        raise odd

    def _odd(self, place: int) -> Inconsistent:
        size = len(self._grid.row(place))
        if size != self._grid.width:
            return Inconsistent(
                f"line {self._line(place)} has {size} fields, the lines before it {self._grid.width}"
            )
        return Inconsistent(f"line {self._line(place)} holds text between the numbers")

    def _line(self, place: int) -> int:
        return self._grid.line_numbers[place]


def _of_a_table(grid: Grid) -> npt.NDArray[np.bool_]:
    """Which of the fitting rows may be of a table (rows,).

    A row counts when it is numbers; where most rows that may count have text beside their numbers, these
    count too. A row of marks for missing numbers alone counts beside a little text.
    """
    width = grid.width
    texts = grid.numbers.text.sum(axis=1)
    measured = (~np.isnan(grid.numbers.values)).sum(axis=1)
    may = measured >= (1 if width <= 3 else 2)
    may |= (measured == 0) & (texts > 0) & (4 * texts <= width)
    may &= 2 * texts <= width
    whole = int((may & (texts == 0)).sum())
    belongs: npt.NDArray[np.bool_] = may & ((texts == 0) | (int(may.sum()) - whole > whole))
    return belongs
