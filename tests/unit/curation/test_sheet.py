"""A sheet says facts of files; its mistakes are listed all at once, by row and column."""

from __future__ import annotations

import pytest

from pigment_archive.curation.mistakes import SheetMistakes
from pigment_archive.curation.places import place_of
from pigment_archive.curation.sheet import Sheet
from pigment_archive.curation.statement import Said, values_of
from pigment_archive.errors import InvalidFact, UsageError
from pigment_archive.records import Facts, Quantity, Sample, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.curation.sheets import sheet, write, xlsx


def spectrum(index: int = 0, name: str = "", **header: str) -> Spectrum:
    return Spectrum(
        axis=[1.0, 2.0, 3.0],
        values=[1.0, 2.0, 3.0],
        axis_kind=AxisKind.UNKNOWN,
        quantity=Quantity.UNKNOWN,
        index=index,
        header=header,
        facts=Facts(sample=Sample(name=name or None)),
    )


def said(read: Sheet, name: str, of: Spectrum | None = None) -> dict[str, object]:
    return values_of(read.about(place_of(name, None), of or spectrum()))


def mistakes(caught: pytest.ExceptionInfo[SheetMistakes]) -> list[tuple[int, str]]:
    return [(mistake.row, mistake.column) for mistake in caught.value.mistakes]


def test_facts_of_a_file_with_their_source(tmp_path):
    read = sheet(tmp_path, "Name of file;Pigment;Date\na.txt;lead white;16.12.2019\n")
    assert read.about(place_of("lab/a.txt", None), spectrum()) == {
        "material": Said("lead white", "sheet facts.csv, row 2"),
        "measured_at": Said("2019-12-16", "sheet facts.csv, row 2"),
    }
    assert said(read, "b.txt") == {}


def test_facts_are_joined_and_the_closer_row_wins(tmp_path):
    read = sheet(tmp_path, "file,material,session,laser\n*,any,s1,785\na*,,s2,\na.txt,azurite,,\n")
    assert said(read, "a.txt") == {"material": "azurite", "session": "s2", "laser_wavelength": 785.0}
    assert said(read, "b.txt") == {"material": "any", "session": "s1", "laser_wavelength": 785.0}


@pytest.mark.parametrize("column", ["index", "spectrum"])
def test_a_row_for_one_spectrum_by_number_or_name(tmp_path, column):
    read = sheet(tmp_path, f"file,{column},material\nlib.sli,,all\nlib.sli,2,second\nlib.sli,ER_p4,by name\n")
    assert [said(read, "lib.sli", spectrum(index))["material"] for index in (0, 1)] == ["all", "second"]
    assert said(read, "lib.sli", spectrum(5, "er_P4"))["material"] == "by name"
    assert said(read, "lib.sli", spectrum(5, **{"spectra names": "ER_p4"}))["material"] == "by name"


def test_a_technique_is_a_hint_before_reading(tmp_path):
    read = sheet(tmp_path, "file,technique,index\na*,xrf,\na.csv,raman,\nb.csv,raman,1\n")
    found = [read.technique_of(place_of(name, None)) for name in ("a.csv", "ab.csv", "b.csv")]
    assert found == [Technique.RAMAN, Technique.XRF, None]


def test_what_no_row_names_and_what_names_nothing(tmp_path):
    read = sheet(tmp_path, "file,material\na.txt,x\nnone.txt,y\n*.spc,z\n")
    said(read, "a.txt")
    assert read.unused == (3, 4)
    assert not read.mentions(place_of("c.txt", None))


def test_unknown_columns_are_listed_and_say_nothing(tmp_path):
    read = sheet(tmp_path, "file,Operator,material\na.txt,=cmd|x,=1+1\n")
    assert read.unknown == ("Operator",)
    assert said(read, "a.txt") == {"material": "=1+1"}


def test_the_header_may_stand_below_a_title(tmp_path):
    path = tmp_path / "facts.xlsx"
    path.write_bytes(xlsx([("Facts of March",), (), ("file", "product"), ("a.txt", 44450.0)]))
    read = Sheet.read(path)
    assert read.about(place_of("a.txt", None), spectrum()) == {
        "sample_product": Said("44450", "sheet facts.xlsx, row 4")
    }


def test_all_mistakes_are_listed_by_row_and_column(tmp_path):
    text = "Files,Material,Date,Laser,Technique,Unit\n"
    text += "a.txt,x,7/2/2014,five,ramn,cm-1\nb.txt,y,,,xrf,nm\nb.txt,z,,,,\n,q,,,,\nc.txt,,,,,,extra\n"
    with pytest.raises(SheetMistakes) as caught:
        sheet(tmp_path, text, mapping={"files": "file"})
    assert mistakes(caught) == [
        (2, "Date"),
        (2, "Laser"),
        (2, "Technique"),
        (2, "Unit"),
        (3, "Unit"),
        (4, "Files"),
        (5, "Files"),
        (6, ""),
    ]
    assert caught.value.exit_status == InvalidFact.exit_status
    assert caught.value.parts()["mistakes"][0] == {
        "row": 2,
        "column": "Date",
        "problem": "this date has two readings, expected 2014-02-07 or 2014-07-02",
    }
    assert len(caught.value.lines()) == 9


def test_many_mistakes_are_shown_in_part_and_listed_whole(tmp_path):
    with pytest.raises(SheetMistakes) as caught:
        sheet(tmp_path, "file,laser\n" + "".join(f"{i}.txt,x\n" for i in range(60)))
    assert caught.value.lines()[-1].strip() == "and 10 more; --json lists all"
    assert len(caught.value.parts()["mistakes"]) == 60


def test_a_mistake_never_shows_the_cell(tmp_path):
    with pytest.raises(SheetMistakes) as caught:
        sheet(tmp_path, "file,laser\na.txt,Owner of the painting\n")
    assert "Owner" not in "".join(caught.value.lines())


def test_two_columns_of_one_meaning_are_a_mistake_until_one_is_left_out(tmp_path):
    text = "file,Material,Pigment\na.txt,x,y\n"
    with pytest.raises(SheetMistakes, match="1 mistake") as caught:
        sheet(tmp_path, text)
    assert '--map "Pigment=-"' in caught.value.mistakes[0].problem
    assert said(sheet(tmp_path, text, mapping={"pigment": "-"}), "a.txt") == {"material": "x"}


def test_rows_as_close_as_each_other_are_a_mistake_when_they_meet(tmp_path):
    read = sheet(tmp_path, "file,material\na*.txt,x\n*b.txt,y\n")
    said(read, "a.txt")
    read.require_no_clash()
    said(read, "ab.txt")
    with pytest.raises(SheetMistakes) as caught:
        read.require_no_clash()
    assert mistakes(caught) == [(3, "file")] or mistakes(caught) == [(2, "file")]


def test_a_row_may_name_a_record(tmp_path):
    read = sheet(tmp_path, "record,material\n12345678,azurite\n")
    place = place_of("a.txt", None)
    assert values_of(read.about(place, spectrum(), "12345678-9abc")) == {"material": "azurite"}
    assert read.about(place, spectrum(), "02345678-9abc") == {}
    with pytest.raises(SheetMistakes):
        sheet(tmp_path, "record,material\n1234,azurite\n")


def test_a_sheet_without_files_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="names files"):
        Sheet.read(write(tmp_path, "material,laser\nx,532\n"))
    with pytest.raises(UsageError, match="no such column"):
        sheet(tmp_path, "file,x\na.txt,1\n", mapping={"y": "material"})


def test_too_many_patterns_are_a_mistake(tmp_path, monkeypatch):
    monkeypatch.setattr("pigment_archive.curation.sheet.MOST_PATTERNS", 2)
    with pytest.raises(SheetMistakes):
        sheet(tmp_path, "file,material\na*,1\nb*,2\nc*,3\n")


def test_digits_may_be_the_name_of_a_spectrum(tmp_path):
    read = sheet(tmp_path, "file,spectrum,material\nlib.sli,700,named\nlib.sli,1,both\nlib.sli,3,number\n")
    spectra = [spectrum(0, "1"), spectrum(1, "700"), spectrum(2, "800")]
    assert [said(read, "lib.sli", one)["material"] for one in spectra] == ["both", "named", "number"]
    read.require_no_clash()


@pytest.mark.parametrize("names", [("2", "1"), ("2", ""), ("", "1")])
def test_digits_that_name_two_spectra_are_a_mistake(tmp_path, names):
    number = "1" if "1" in names else "2"
    read = sheet(tmp_path, f"file,spectrum,material\nlib.sli,{number},x\n")
    said(read, "lib.sli", spectrum(0, names[0]))
    read.require_no_clash()
    read.notice(place_of("lib.sli", None), spectrum(1, names[1]))
    with pytest.raises(SheetMistakes) as caught:
        read.require_no_clash()
    assert mistakes(caught) == [(2, "spectrum")]


def test_a_row_that_names_no_spectrum_of_its_file_is_told_from_one_without_a_file(tmp_path):
    read = sheet(tmp_path, "file,spectrum,material\na.txt,9,x\nnone.txt,,y\na.txt,1,z\n")
    said(read, "a.txt")
    assert (read.without_spectrum, read.unused) == ((2,), (3,))
