"""The mistakes in a sheet: all of them at once, by row and column, and never with what is in the cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from pigment_archive.errors import InvalidFact

SHOWN: Final = 50


class Mistake(NamedTuple):
    """One mistake: row as the spreadsheet counts (1 is its first line), column as the sheet writes it."""

    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        place = f"row {self.row}, column {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.problem}"


class SheetMistakes(InvalidFact):
    """A sheet says something that cannot be. Nothing was written.

    Attributes:
        mistakes: All of them, by row.
    """

    def __init__(self, mistakes: Sequence[Mistake], sheet: str) -> None:
        self.mistakes = tuple(sorted(mistakes))
        count = f"{len(self.mistakes)} mistakes" if len(self.mistakes) > 1 else "1 mistake"
        super().__init__(
            f"{count} in the sheet", where=sheet, remedy="Nothing was written; correct the sheet."
        )

    def lines(self) -> list[str]:
        """The error, and one line a mistake (the first 50)."""
        shown = [f"  {mistake}" for mistake in self.mistakes[:SHOWN]]
        more = len(self.mistakes) - len(shown)
        return [*super().lines(), *shown, *([f"  and {more} more; --json lists all"] if more else [])]

    def parts(self) -> dict[str, Any]:
        """The JSON form, with `mistakes` as a list of row, column and problem."""
        return super().parts() | {"mistakes": [mistake._asdict() for mistake in self.mistakes]}
