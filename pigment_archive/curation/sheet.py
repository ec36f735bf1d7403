"""A sheet of facts: one row a file, a pattern, or a spectrum of a file; checked whole before it is used.

The facts of all rows that name a file are joined, fact by fact: rows for one spectrum beat rows for its file,
exact names beat patterns, longer texts beat shorter ones. An empty cell says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import Final

from pigment_archive.curation.columns import SPECTRUM
from pigment_archive.curation.mistakes import Mistake, SheetMistakes
from pigment_archive.curation.places import MOST_PATTERNS, Place, PlaceIndex, Rank, key_of
from pigment_archive.curation.sheet_rows import ReadRows, SheetRow, read_rows
from pigment_archive.curation.statement import Said, join
from pigment_archive.curation.tables import read_tables
from pigment_archive.readers.names import readable
from pigment_archive.records import Spectrum, Technique

# Entries of a header in which files of several spectra name each of them.
NAMES_OF_SPECTRUM: Final = ("spectra names", "title", "TITLE", "name", "NAMES", "id", "label")


class _Reading(Enum):
    """How the digits in a row's column `spectrum` name a spectrum."""

    NUMBER = "number"
    NAME = "name"
    BOTH = "both"


class Sheet:
    """One sheet, its columns understood and its cells checked; it remembers which rows were of use.

    Attributes:
        name: The file's name, for sources and messages.
        rows: Its rows that say something.
        labels: Its column names.
        mapping: What `--map`, now or earlier, says of columns, by their plain label.
        unknown: Columns that mean no fact; they say nothing.
        used: Numbers of the rows that were found to name a spectrum.
        met: Numbers of the rows that were found to name a file with spectra.
    """

    def __init__(self, name: str, read: ReadRows) -> None:
        self.name = name
        self.rows: tuple[SheetRow, ...] = read.rows
        self.labels = read.labels
        self.mapping = read.mapping
        self.unknown = read.unknown
        self._column = read.column
        self.used: set[int] = set()
        self.met: set[int] = set()
        self._readings: dict[tuple[int, str], set[_Reading]] = defaultdict(set)
        self._index = PlaceIndex(row.file for row in self.rows)
        self._by_record = [row for row in self.rows if row.record]
        self._clashes: set[Mistake] = set()

    @classmethod
    def read(
        cls,
        path: Path,
        mapping: Mapping[str, str] | None = None,
        *,
        remembered: Callable[[Sequence[str]], Mapping[str, str]] = lambda labels: {},
    ) -> Sheet:
        """Read and check a sheet.

        Args:
            path: CSV in any dialect, or a workbook.
            mapping: What was said about its columns now, by plain label.
            remembered: Gives what was said earlier about these columns.

        Raises:
            SheetMistakes: Some of its columns or cells cannot be; all of them are named.
            UsageError: The file is not there, or a mapped column is not in it.
            ReadError: It cannot be read as a table.
        """
        name = readable(path.name)
        read = read_rows(read_tables(path), name, mapping or {}, remembered)
        sheet = cls(name, read)
        mistakes = [*read.mistakes, *sheet._doubles()]
        if sheet._index.patterns > MOST_PATTERNS:
            mistakes.append(Mistake(1, "", f"more than {MOST_PATTERNS} rows are patterns"))
        if mistakes:
            raise SheetMistakes(mistakes, str(path))
        return sheet

    def technique_of(self, place: Place) -> Technique | None:
        """The technique the rows of a file say, a hint for reading it; rows of one spectrum are not asked."""
        rows = [self.rows[number] for _, number in self._index.find(place)]
        said = join(*(row.statement for row in rows if not row.spectrum)).get("technique")
        return Technique(str(said.value)) if said else None

    def about(self, place: Place, spectrum: Spectrum, record: str | None = None) -> dict[str, Said]:
        """Everything the sheet says about one spectrum of a file.

        Args:
            place: The file.
            spectrum: One spectrum of it.
            record: The id of its record where it has one; rows with an id then speak of that record alone.
        """
        found: list[tuple[bool, Rank, SheetRow]] = []
        for rank, number in self._index.find(place):
            row = self.rows[number]
            self.met.add(row.number)
            if (record is None or not row.record) and self._is_about(row, spectrum, place):
                found.append((bool(row.spectrum), rank, row))
        found.sort(key=lambda ranked: ranked[:2])
        for one, other in pairwise(found):
            if one[:2] == other[:2]:
                problem = f"it names a file that row {one[2].number} names as closely"
                self._clashes.add(Mistake(other[2].number, self._column, problem))
        rows = [row for _, _, row in found]
        rows += [row for row in self._by_record if record is not None and record.startswith(row.record)]
        self.used |= {row.number for row in rows}
        return join(*(row.statement for row in rows))

    def notice(self, place: Place, spectrum: Spectrum) -> None:
        """Look at a spectrum nothing is said about now: a row may name it as well as another of its file."""
        for _, number in self._index.find(place):
            self._is_about(self.rows[number], spectrum, place)

    def mentions(self, place: Place, record: str = "") -> bool:
        """True when a row speaks of the file or, by its id, of the record."""
        by_record = any(record.startswith(row.record) for row in self._by_record)
        return by_record or bool(self._index.find(place))

    def require_no_clash(self) -> None:
        """Raise what was found while rows were looked up.

        Raises:
            SheetMistakes: Two rows name one file equally closely, or a row names two spectra.
        """
        if self._clashes:
            raise SheetMistakes(list(self._clashes), self.name)

    @property
    def unused(self) -> tuple[int, ...]:
        """Numbers of the rows that named no file so far."""
        return tuple(row.number for row in self.rows if row.number not in self.used | self.met)

    @property
    def without_spectrum(self) -> tuple[int, ...]:
        """Numbers of the rows that named a file so far, but no spectrum of it."""
        return tuple(sorted(self.met - self.used))

    def _is_about(self, row: SheetRow, spectrum: Spectrum, place: Place) -> bool:
        """True when a row speaks of this spectrum: of all of its file, its number or name."""
        if not row.spectrum:
            return True
        reading = _reading(row, spectrum)
        if reading is not None and row.spectrum.isdecimal():
            readings = self._readings[row.number, place.way]
            readings.add(reading)
            if len(readings - {_Reading.BOTH}) > 1:
                problem = "its spectrum is the number of one spectrum of the file and the name of another"
                self._clashes.add(Mistake(row.number, SPECTRUM, problem))
        return reading is not None

    def _doubles(self) -> list[Mistake]:
        seen: dict[tuple[str, str, str], int] = {}
        doubles = []
        for row in self.rows:
            key = (key_of(row.file), row.spectrum.casefold(), row.record)
            if key in seen:
                doubles.append(Mistake(row.number, self._column, f"row {seen[key]} names the same"))
            seen.setdefault(key, row.number)
        return doubles


def _reading(row: SheetRow, spectrum: Spectrum) -> _Reading | None:
    """How a row names this spectrum; None if it does not."""
    names = [spectrum.facts.sample.name, *(spectrum.header.get(key) for key in NAMES_OF_SPECTRUM)]
    is_name = row.spectrum.casefold() in (name.strip().casefold() for name in names if name)
    is_number = row.spectrum.isdecimal() and int(row.spectrum) == spectrum.index + 1
    if is_name:
        return _Reading.BOTH if is_number else _Reading.NAME
    return _Reading.NUMBER if is_number else None
