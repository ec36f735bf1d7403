"""Spreadsheets (xlsx, ods, older xls): every sheet is looked at as a table, by the rules of delimited text.

A sheet that is about spectra, or holds no table, is left out; a workbook of such sheets alone is skipped. The
name of the sheet stands in the header; spectra are counted across sheets. Cells count as they are stored: a
number, a text, a date as text; how a cell is formatted (percent, digits) is not looked at.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pigment_archive.errors import ReadError, UnknownFormat
from pigment_archive.readers.delimited import read_table
from pigment_archive.readers.delimited.cells import Grid
from pigment_archive.readers.delimited.dialect import TABS
from pigment_archive.readers.delimited.layout import arranged
from pigment_archive.readers.delimited.sections import Sections
from pigment_archive.readers.excel.compound import is_workbook
from pigment_archive.readers.excel.workbook import Sheet, sheets_of
from pigment_archive.readers.reader import AboutSpectra, Content, Reader, Reading
from pigment_archive.records import Note, Spectrum

SHEET: Final = "sheet"
LEAST_COLUMNS: Final = 2
_ZIP: Final = b"PK\x03\x04"
_PARTS: Final = (
    b"xl/workbook",
    b"xl/worksheets",
    b"xl/_rels",
    b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
)


def sniff(head: bytes, name: str) -> bool:
    """A zip with the parts of a workbook, or an OLE file with the stream of one."""
    if head.startswith(_ZIP):
        return any(part in head for part in _PARTS)
    return is_workbook(head)


def read(content: Content) -> Reading:
    """The spectra of all sheets; a sheet that is refused is a ReadError in its place.

    Raises:
        AboutSpectra: No sheet holds spectra.
        Truncated, Inconsistent, TooLarge, UnsupportedVariant: As the workbook is.
    """
    reading: Reading = []
    skipped: list[str] = []
    reason = "the sheets are empty"
    for sheet in sheets_of(content.data, content.limits):
        try:
            reading += _read_sheet(sheet, content, sum(isinstance(item, Spectrum) for item in reading))
        except AboutSpectra as about:
            reason = about.reason
            skipped.append(sheet.name)
        except UnknownFormat as error:
            reason = f"a spreadsheet: {error.problem}"
            skipped.append(sheet.name)
        except ReadError as error:
            where = f"sheet {sheet.name}, {error.where}" if error.where else f"sheet {sheet.name}"
            reading.append(type(error)(error.problem, where=where, remedy=error.remedy))
    errors = [item for item in reading if isinstance(item, ReadError)]
    if not reading:
        raise AboutSpectra(reason)
    if len(errors) == len(reading):
        raise errors[0]
    note = Note(code="not_read", text=f"sheets without spectra: {', '.join(skipped)[:200]}")
    return [_noted(item, note) if skipped else item for item in reading]


def _noted(item: Spectrum | ReadError, note: Note) -> Spectrum | ReadError:
    return item.changed(notes=(*item.notes, note)) if isinstance(item, Spectrum) else item


def _read_sheet(sheet: Sheet, content: Content, first: int) -> Reading:
    """The spectra of one sheet, counted from `first`."""
    columns = _columns(sheet.rows)
    if len(columns) < LEAST_COLUMNS:
        raise UnknownFormat("no table of numbers in it")
    lines: dict[int, str] = {}
    fields: list[list[str]] = []
    for number, cells in sheet.rows.items():
        if number - 1 not in lines:
            lines[number - 1] = ""
            fields.append([])
        wanted = [cells[column] for column in columns]
        fields.append(wanted if any(wanted) else [])
        lines[number] = "\t".join(cells).rstrip("\t")
    grid = Grid(fields, len(columns), TABS, lines=[*lines.values()], line_numbers=[*lines])
    layout = arranged(grid, TABS, Sections(header=[], data=[]))
    around = replace(layout.around, header={SHEET: sheet.name, **layout.around.header})
    layout = replace(layout, around=around)
    reading = read_table(layout, content)
    numbers = iter(range(first, first + len(reading)))
    return [item.changed(index=next(numbers)) if isinstance(item, Spectrum) else item for item in reading]


def _columns(rows: dict[int, list[str]]) -> list[int]:
    """The columns of the table: those with an entry in any row that holds at least two numbers."""
    used: set[int] = set()
    for row in rows.values():
        filled = [column for column, field in enumerate(row) if field]
        if sum(TABS.number(row[column]) is not None for column in filled) >= LEAST_COLUMNS:
            used.update(filled)
    return sorted(used)


READER = Reader(
    name="excel",
    version=1,
    suffixes=(".xlsx", ".xlsm", ".ods", ".xls"),
    description="Spreadsheets",
    keeps="name of the sheet; labels and all rows around the table; facts under their own field names",
    refuses="encrypted and binary (.xlsb) workbooks; what delimited text is refused for",
    library="python-calamine",
    tested_with="workbooks written for the tests; one .xls about spectra, which is skipped",
    sniff=sniff,
    read=read,
)
