"""Spreadsheets: the same spectra from every format, sheets about spectra, and hostile workbooks."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from pigment_archive.errors import Ambiguous, Inconsistent, ReadError, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers import excel
from pigment_archive.readers.containers import is_container
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.interpret import interpret
from pigment_archive.readers.reader import AboutSpectra, Content, Limits
from pigment_archive.records import Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.spectrum_files import INTENSITY, POINTS, SHIFT
from tests.unit.readers import files_excel as files

WRITERS = [files.xlsx, files.ods, files.xls]
each_format = pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)


def read(data: bytes, **options) -> list[Spectrum | ReadError]:
    return excel.read(Content("a.xlsx", data, **options))


@each_format
def test_numbers_are_exact_and_labels_are_understood(write):
    (spectrum,) = read(write())
    assert spectrum.axis.tolist() == SHIFT.tolist()
    assert spectrum.values.tolist() == INTENSITY.tolist()
    assert spectrum.technique is Technique.RAMAN
    assert spectrum.header["sheet"] == "First"


@each_format
def test_every_sheet_is_looked_at_and_spectra_are_counted_across(write):
    first, second = read(write(files.BOTH))
    assert [first.index, second.index] == [0, 1]
    assert [first.header["sheet"], second.header["sheet"]] == ["First", "Second"]
    assert second.header["laser"] == "785.0"
    assert [note.text for note in first.notes if note.code == "not_read"] == ["sheets without spectra: List"]


@each_format
def test_a_workbook_about_spectra_is_skipped_with_a_reason(write):
    with pytest.raises(AboutSpectra, match="table about spectra"):
        read(write({"List": files.PROPERTIES}))
    with pytest.raises(AboutSpectra, match="no table of numbers"):
        read(write({"Empty": [["only words"]]}))


def test_a_sheet_that_is_refused_leaves_the_others():
    wrong = [["x", "y", "z"], *([float(i), float(i + 1), float(i % 3)] for i in range(9))]
    taken, refused = read(files.xlsx({"First": files.SPECTRUM, "Bad": wrong}))
    assert isinstance(taken, Spectrum)
    assert isinstance(refused, Ambiguous)
    assert refused.where == "sheet Bad"
    with pytest.raises(Ambiguous, match="which of 3 columns"):
        read(files.xlsx({"Bad": wrong}))


def test_wavenumbers_are_raman_shifts_where_the_technique_says_so():
    sheet = [["Wavenumber (cm-1)", "Intensity"], *([float(x), 5.0] for x in SHIFT)]
    (spectrum,) = read(files.xlsx({"First": sheet}))
    assert spectrum.axis_kind is AxisKind.WAVENUMBER
    (spectrum,) = read(files.xlsx({"First": sheet}), hints=Hints(Technique.RAMAN))
    assert (spectrum.axis_kind, spectrum.technique) == (AxisKind.RAMAN_SHIFT, Technique.RAMAN)
    assert "axis_assumed" in [note.code for note in spectrum.notes]


def test_a_table_may_stand_anywhere_in_its_sheet():
    moved = [["Report of a measurement"], [], ["operator", "nobody", None, None, "remark"], []]
    moved += [[None, None, *row] for row in files.SPECTRUM]
    moved[10] = [None, None, files.SPECTRUM[6][0], None]
    (spectrum,) = read(files.xlsx({"Moved": moved}))
    assert spectrum.axis.tolist() == SHIFT.tolist()
    assert np.isnan(spectrum.values[5])
    assert spectrum.header["operator"].startswith("nobody")


@pytest.mark.parametrize("first", ["xl/worksheets/sheet1.xml", "docProps/app.xml", "_rels/.rels"])
def test_a_workbook_is_no_container_whatever_part_comes_first(first):
    parts = files.xlsx_parts({"First": files.SPECTRUM})
    ordered = {first: parts.get(first, "<x/>"), **parts}
    data = files.xlsx_of(ordered)
    assert not is_container(data)
    assert excel.sniff(data, "a.bin")
    assert len(read(data)) == 1


@pytest.mark.parametrize("stream", ["Workbook", "Book"])
def test_an_ole_file_is_a_workbook_by_its_directory(stream):
    assert excel.sniff(files.xls(stream=stream), "a.bin")


def test_other_ole_files_are_not_claimed():
    assert not excel.sniff(files.ole("WordDocument", b"x" * 9000), "a.xls")
    with pytest.raises(UnsupportedVariant):
        read(files.ole("WordDocument", b"x" * 9000))


def far_out(letters: str, row: int) -> bytes:
    parts = files.xlsx_parts({"First": files.SPECTRUM})
    cell = f'<row r="{row}"><c r="{letters}{row}"><v>1</v></c></row></sheetData>'
    text = str(parts["xl/worksheets/sheet1.xml"]).replace("</sheetData>", cell)
    return files.xlsx_of({**parts, "xl/worksheets/sheet1.xml": text})


def biff_cell(row: int, column: int) -> bytes:
    record = struct.pack("<HHHHHd", 0x0203, 14, POINTS, 1, 0, INTENSITY[-1])
    data = files.xls()
    assert record in data
    return data.replace(record, struct.pack("<HHHHHd", 0x0203, 14, row, column, 0, 1.0))


REPEATED = (
    '<table:table-row table:number-rows-repeated="900000"><table:table-cell '
    'table:number-columns-repeated="900" office:value-type="float" office:value="1"/></table:table-row>'
)
BOMBS = {
    "far column": far_out("XFD", 900_000),
    "row beyond 32 bits": far_out("A", 19_999_999_990),
    "old workbook": biff_cell(0xFFFF, 0xFFFF),
    "repeated cells": files.ods(tail=REPEATED),
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS.keys())
def test_a_cell_far_out_does_not_ask_for_all_the_memory(data):
    with pytest.raises(TooLarge):
        read(data)


def test_what_office_programs_write_after_the_table_is_no_bomb():
    empty = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert len(read(files.ods(tail=empty))) == 1


def test_parts_that_expand_beyond_the_limit_are_refused_unread():
    parts = files.xlsx_parts({"First": files.SPECTRUM})
    data = files.xlsx_of({**parts, "xl/media.xml": "<x>" + " " * 300_000 + "</x>"})
    assert len(data) < 20_000
    with pytest.raises(TooLarge):
        read(data, limits=Limits(member_bytes=200_000))


def test_a_part_that_is_not_well_formed_never_reaches_the_library():
    parts = files.xlsx_parts({"First": files.SPECTRUM})
    broken = str(parts["xl/worksheets/sheet1.xml"]).replace("</row>", "<9/row>", 1)
    with pytest.raises(Inconsistent):
        read(files.xlsx_of({**parts, "xl/worksheets/sheet1.xml": broken}))
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + str(parts["xl/workbook.xml"])
    with pytest.raises(Inconsistent):
        read(files.xlsx_of({**parts, "xl/workbook.xml": entity}))


def test_binary_and_cut_workbooks_are_refused():
    with pytest.raises(UnsupportedVariant, match="xlsb"):
        read(files.xlsx_of({"xl/workbook.bin": b"x"}))
    for percent in range(1, 100):
        data = files.xls()
        with pytest.raises((Truncated, Inconsistent)):
            read(data[: len(data) * percent // 100])


def test_damaged_records_only_ever_raise_read_errors():
    noise = np.random.default_rng(3)
    data = files.xls(files.BOTH)
    for _ in range(100):
        damaged = bytearray(data)
        place = int(noise.integers(0, len(damaged) - 4))
        damaged[place : place + 4] = noise.bytes(4)
        try:
            read(bytes(damaged))
        except (ReadError, AboutSpectra):
            continue


def test_text_with_the_suffix_of_a_spreadsheet_is_read_as_text():
    outcome = interpret(Content("a.xls", b"wavelength nm\treflectance\n" + b"".join(
        b"%d\t0.5\n" % x for x in range(400, 420))), "a.xls")  # fmt: skip
    assert (outcome.reader.partition("/")[0], len(outcome.spectra)) == ("delimited", 1)


@pytest.mark.data
def test_the_list_of_pigments_is_skipped(data_dir):
    path = data_dir / "hyppigments" / "native" / "__pigmentlist.xls"
    outcome = interpret(Content(path.name, path.read_bytes()), path.name)
    assert outcome.skipped == (
        "a table about spectra (columns pnum, pname, pdesc, cardid, ...), not a spectrum"
    )
