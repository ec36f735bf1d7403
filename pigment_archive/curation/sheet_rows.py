"""From the rows of a table to what each says: find the header, understand the columns, check every cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from pigment_archive.curation.columns import FILE, LEFT_OUT, PLACES, RECORD, plain, target_of
from pigment_archive.curation.meaning import meaning_said
from pigment_archive.curation.mistakes import Mistake
from pigment_archive.curation.statement import MEANING, Said, Statement, values_of
from pigment_archive.curation.tables import Row, Table
from pigment_archive.curation.values import Cell, as_text, checked, is_empty
from pigment_archive.errors import UsageError

SHORTEST_ID: Final = 8
_HEADER_WITHIN: Final = 20
Remembered = Callable[[Sequence[str]], Mapping[str, str]]


class SheetRow(NamedTuple):
    """What one row names and says.

    `spectrum` is a number from 1 or a name and `record` the beginning of an id; both empty for a whole file.
    """

    number: int
    file: str
    spectrum: str
    record: str
    statement: Statement


class ReadRows(NamedTuple):
    """The rows of a sheet, its columns (`column`: that of the files), and every mistake in it."""

    rows: tuple[SheetRow, ...]
    labels: tuple[str, ...]
    mapping: Mapping[str, str]
    unknown: tuple[str, ...]
    column: str
    mistakes: list[Mistake]


class _Header(NamedTuple):
    number: int
    labels: tuple[str, ...]
    targets: tuple[str | None, ...]
    mapping: Mapping[str, str]

    @property
    def column(self) -> str:
        """The column that names files, or records."""
        named = dict(zip(self.targets, self.labels, strict=True))
        return named[FILE] if FILE in named else named[RECORD]


def read_rows(tables: list[Table], name: str, mapping: Mapping[str, str], remembered: Remembered) -> ReadRows:
    """Understand the first table that has a column of files.

    Raises:
        UsageError: No table has one, or a column of `mapping` is in none.
    """
    table, header = _header_of(tables, name, mapping, remembered)
    mistakes = _doubled_columns(header)
    rows = []
    for row in table:
        if row.number > header.number:
            read = _read(row, header, name, mistakes)
            rows += [read] if read else []
    unknown = tuple(
        label for label, target in zip(header.labels, header.targets, strict=True) if label and not target
    )
    return ReadRows(tuple(rows), header.labels, header.mapping, unknown, header.column, mistakes)


def _header_of(
    tables: list[Table], name: str, mapping: Mapping[str, str], remembered: Remembered
) -> tuple[Table, _Header]:
    for table in tables:
        for row in table[:_HEADER_WITHIN]:
            labels = tuple(as_text(cell) for cell in row.cells)
            joined = {**remembered(labels), **mapping}
            targets = tuple(joined.get(plain(label)) or target_of(label) for label in labels)
            if FILE in targets or RECORD in targets:
                _require_columns(mapping, labels)
                return table, _Header(row.number, labels, targets, joined)
    raise UsageError(
        "the sheet has no column that names files",
        where=name,
        remedy='Call one "file", or say which it is: --map "My column=file"',
    )


def _require_columns(mapping: Mapping[str, str], labels: tuple[str, ...]) -> None:
    missing = sorted(set(mapping) - {plain(label) for label in labels})
    if missing:
        raise UsageError("the sheet has no such column", where=f"--map {missing[0]}")


def _doubled_columns(header: _Header) -> list[Mistake]:
    seen: dict[str, str] = {}
    mistakes = []
    for label, target in zip(header.labels, header.targets, strict=True):
        if target and target != LEFT_OUT and target in seen:
            problem = f'it means {target}, as "{seen[target]}" does; leave one out with --map "{label}=-"'
            mistakes.append(Mistake(header.number, label, problem))
        elif target:
            seen[target] = label
    return mistakes


def _read(row: Row, header: _Header, name: str, mistakes: list[Mistake]) -> SheetRow | None:
    """One row, None if it says nothing; what is wrong in it goes to `mistakes`."""
    cells: dict[str, tuple[str, Cell]] = {
        target: (label, cell)
        for label, target, cell in zip(header.labels, header.targets, row.cells, strict=False)
        if target and target != LEFT_OUT and not is_empty(cell)
    }
    if not cells:
        return None
    source = f"sheet {name}, row {row.number}"
    statement: dict[str, Said] = {}
    for target, (label, cell) in cells.items():
        if target not in PLACES:
            try:
                statement[target] = Said(checked(target, cell), source)
            except ValueError as problem:
                mistakes.append(Mistake(row.number, label, str(problem)))
    mistakes += _wrong_meaning(row.number, statement, cells)
    file, spectrum, record = (as_text(cells[place][1]) if place in cells else "" for place in PLACES)
    mistakes += _wrong_place(row, header, file, record)
    return SheetRow(row.number, file, spectrum, record, statement)


def _wrong_place(row: Row, header: _Header, file: str, record: str) -> list[Mistake]:
    mistakes = []
    if not file and not record:
        mistakes.append(Mistake(row.number, header.column, "it names no file"))
    if record and len(record) < SHORTEST_ID:
        mistakes.append(Mistake(row.number, RECORD, f"expected at least {SHORTEST_ID} characters of the id"))
    if not all(map(is_empty, row.cells[len(header.labels) :])):
        mistakes.append(Mistake(row.number, "", "it has more cells than the sheet has columns"))
    return mistakes


def _wrong_meaning(number: int, statement: Statement, cells: Mapping[str, tuple[str, Cell]]) -> list[Mistake]:
    try:
        meaning_said(values_of(statement))
    except ValueError as problem:
        label = next(cells[name][0] for name in MEANING if name in cells)
        return [Mistake(number, label, str(problem))]
    return []
