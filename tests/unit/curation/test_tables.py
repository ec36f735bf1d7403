"""A sheet is taken apart whatever it was saved as, and a hostile one costs nothing."""

from __future__ import annotations

import pytest

from pigment_archive.curation import tables
from pigment_archive.curation.tables import read_tables
from pigment_archive.errors import ReadError, TooLarge, UnsupportedVariant, UsageError
from tests.unit.curation.sheets import ods, ods_row, workbook, write, xlsx

ROWS = [("file", "material"), ("a.txt", "lead white, dry"), ("b.txt", "azurite")]


def cells(table):
    return [row.cells[:2] for row in table]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_dialect_and_encoding_gives_the_same_table(tmp_path, delimiter, encoding):
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in ROWS)
    path = write(tmp_path, text.replace("azurite", "Grünspan"), encoding=encoding)
    assert cells(read_tables(path)[0]) == [*ROWS[:2], ("b.txt", "Grünspan")]


def test_the_separator_a_spreadsheet_names_is_believed_and_rows_keep_their_numbers(tmp_path):
    path = write(tmp_path, "sep=;\nfile;material\n\na.txt;x,y\n")
    assert [(row.number, row.cells) for row in read_tables(path)[0]] == [
        (2, ("file", "material")),
        (4, ("a.txt", "x,y")),
    ]


def test_a_workbook_is_read_with_empty_rows_counted(tmp_path):
    (tmp_path / "facts.xlsx").write_bytes(xlsx([("file", "laser"), (), ("a.txt", 532.5), ("b.txt", 785.0)]))
    (table,) = read_tables(tmp_path / "facts.xlsx")
    assert [(row.number, row.cells) for row in table] == [
        (1, ("file", "laser")),
        (3, ("a.txt", "532.5")),
        (4, ("b.txt", "785")),
    ]


def test_an_open_document_is_read(tmp_path):
    (tmp_path / "facts.ods").write_bytes(ods(ods_row("file", "material") + ods_row("a.txt", "azurite")))
    (table,) = read_tables(tmp_path / "facts.ods")
    assert cells(table) == [("file", "material"), ("a.txt", "azurite")]


@pytest.mark.parametrize(
    "data",
    [
        workbook(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        ods(
            ods_row("file")
            + '<table:table-row table:number-rows-repeated="1000000">'
            + '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" '
            + 'office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
        ),
    ],
    ids=["xlsx", "ods"],
)
def test_two_cells_far_apart_are_refused_before_the_library_would_abort(tmp_path, data):
    (tmp_path / "bomb").write_bytes(data)
    with pytest.raises(ReadError):
        read_tables(tmp_path / "bomb")
    assert len(data) < 4096


@pytest.mark.parametrize("cut", [4, 100, 700])
def test_a_damaged_workbook_is_one_error(tmp_path, cut):
    (tmp_path / "x.xlsx").write_bytes(xlsx(ROWS)[:cut])
    with pytest.raises(ReadError):
        read_tables(tmp_path / "x.xlsx")


def test_a_workbook_of_older_office_is_refused_with_the_way_out(tmp_path):
    (tmp_path / "x.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000))
    with pytest.raises(UnsupportedVariant, match="older Office") as refused:
        read_tables(tmp_path / "x.xls")
    assert ".xlsx" in refused.value.remedy


def test_sizes_are_limited(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 5)
    with pytest.raises(TooLarge, match="rows"):
        read_tables(write(tmp_path, "file\n" * 6))
    with pytest.raises(TooLarge, match="columns"):
        read_tables(write(tmp_path, "file," * 2000))
    monkeypatch.setattr(tables, "LARGEST_FILE", 100)
    with pytest.raises(TooLarge, match="MiB"):
        read_tables(write(tmp_path, "x" * 101))


def test_a_sheet_that_is_not_there_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_tables(tmp_path / "none.csv")
