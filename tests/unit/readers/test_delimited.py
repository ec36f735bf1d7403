"""Delimited text: dialects, columns, the matrix form, and tables that are no spectra."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Ambiguous, Inconsistent, ReadError, TooLarge, Truncated, UnknownFormat
from pigment_archive.readers import delimited
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import AboutSpectra, Content, Limits
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests import spectrum_files as files


def read(data: bytes | str, *said, **options) -> list[Spectrum | ReadError]:
    data = data.encode() if isinstance(data, str) else data
    return delimited.read(Content("a.csv", data, hints=Hints(*said), **options))


def rows(*lines: str, head: str = "") -> str:
    return head + "\n".join(lines) + "\n"


NUMBERS = [f"{100 + i},{i * i}" for i in range(8)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", " ", "  ", ", "])
def test_every_delimiter(delimiter):
    (spectrum,) = read(files.columns("", delimiter))
    assert spectrum.axis.tolist() == files.SHIFT.tolist()
    assert spectrum.values.tolist() == files.INTENSITY.tolist()


@pytest.mark.parametrize("delimiter", [";", "\t", " ", "  "])
def test_decimal_commas(delimiter):
    (spectrum,) = read(files.columns("", delimiter, decimal=","))
    assert spectrum.axis.tolist() == files.SHIFT.tolist()
    assert spectrum.values.tolist() == files.INTENSITY.tolist()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_line_ends_and_encodings(end, encoding):
    text = files.columns("wavelength (µm),reflectance").decode().replace("\n", end)
    (spectrum,) = read(text.encode(encoding))
    assert (spectrum.axis_kind, spectrum.axis.size) == (AxisKind.WAVELENGTH, files.POINTS)


def test_labels_give_kind_quantity_and_technique():
    (spectrum,) = read(files.columns())
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.INTENSITY)
    assert spectrum.technique is Technique.RAMAN
    assert spectrum.header == {"axis column": "Raman shift (cm-1)", "value column": "intensity"}


def test_without_labels_everything_stays_unknown_until_the_technique_is_given():
    (spectrum,) = read(files.columns(""))
    assert (spectrum.axis_kind, spectrum.quantity, spectrum.technique) == (
        AxisKind.UNKNOWN,
        Quantity.UNKNOWN,
        None,
    )
    (spectrum,) = read(files.columns(""), Technique.RAMAN)
    assert spectrum.technique is Technique.RAMAN


def test_comment_lines_become_facts_and_stay_in_the_header():
    head = "# material: cinnabar\n# sample: S1\n# technique: raman\n# simulated: true\n# tier: open\n"
    (spectrum,) = read(head + "# free text\n" + files.columns().decode())
    assert (spectrum.facts.material.name, spectrum.facts.sample.name) == ("cinnabar", "S1")
    assert spectrum.technique is Technique.RAMAN
    assert spectrum.header["simulated"] == "true"
    assert spectrum.header["line 6"] == "free text"


@pytest.mark.parametrize(
    "line", ["laser_wavelength: green", "laser_wavelength: inf", "accumulations: 99999999999999999999"]
)
def test_facts_with_impossible_values_are_refused_by_name(line):
    with pytest.raises(Inconsistent, match=line.partition(":")[0]):
        read(f"# {line}\n" + files.columns().decode())
    with pytest.raises(Inconsistent, match="technique"):
        read("# technique: guessing\n" + files.columns().decode())


def test_a_preamble_of_device_settings_is_kept():
    preamble = 'Bruker S1PXRF\nLabel,"brick"\nDuration Time,100\neV per channel,20\nVacuum,767\n'
    (spectrum,) = read(preamble + "Channel#,Intensity\n" + rows(*(f'{i},"{i * 3}"' for i in range(9))))
    assert spectrum.axis_kind is AxisKind.ENERGY
    np.testing.assert_allclose(spectrum.axis, 0.02 * np.arange(9))
    assert spectrum.technique is Technique.XRF
    assert spectrum.header["Duration Time"] == "100"
    assert "channel_to_energy" in [note.code for note in spectrum.notes]


def test_a_setting_just_above_the_numbers_is_no_label():
    (spectrum,) = read(rows(*NUMBERS, head="Vacuum,767\n"))
    assert spectrum.header == {"Vacuum": "767"}


def test_units_stated_above_the_table_are_used():
    head = "Name: concrete\nX Units: Wavelength (micrometers)\nY Units: Reflectance (percent)\n\n"
    (spectrum,) = read(head + rows(*(f"{2 - i / 10:.1f}\t{10 + i}" for i in range(8))))
    assert spectrum.axis[[0, -1]].tolist() == pytest.approx([1300, 2000])
    assert spectrum.values[-1] == 0.1
    assert {note.code for note in spectrum.notes} == {"axis_flipped", "unit_converted", "percent_to_fraction"}


def test_a_third_column_that_is_labelled_as_error_is_sigma():
    (spectrum,) = read(rows(*(f"{n},0.5" for n in NUMBERS), head="raman_shift,intensity,sigma\n"))
    assert set(spectrum.sigma) == {0.5}


def test_many_columns_beside_one_axis_are_many_spectra():
    spectra = read(rows(*(f"{n},7" for n in NUMBERS), head="wavenumber,GN 11-389,OFF 10-506\n"))
    assert [s.facts.sample.name for s in spectra] == ["GN 11-389", "OFF 10-506"]
    assert [s.index for s in spectra] == [0, 1]
    assert spectra[0].axis_kind is AxisKind.WAVENUMBER


def test_missing_values_are_masked():
    (spectrum,) = read(rows("100,1", "101,NaN", "102,", "103,4", "104,5"))
    assert spectrum.mask.tolist() == [0, 1, 1, 0, 0]


def test_the_matrix_form_with_labels():
    spectra = read(files.matrix())
    assert [s.facts.material.name for s in spectra] == ["cinnabar", "azurite", "lead white"]
    assert spectra[2].facts.sample.name == "S2"
    np.testing.assert_allclose(spectra[0].axis, files.MICROMETRES * 1000)
    np.testing.assert_allclose(spectra[1].values, files.REFLECTANCE + 0.1)
    assert spectra[0].technique is Technique.REFLECTANCE
    assert spectra[1].header["material"] == "azurite"


def test_a_matrix_label_may_be_a_number():
    text = "material,laser_wavelength," + ",".join(str(100 + i) for i in range(9)) + "\n"
    text += "a,532," + ",".join("1" for _ in range(9)) + "\nb,785," + ",".join("2" for _ in range(9)) + "\n"
    spectra = read(text, Technique.RAMAN)
    assert [s.facts.measurement.laser_wavelength for s in spectra] == [532, 785]
    assert spectra[0].axis_kind is AxisKind.RAMAN_SHIFT


def test_a_technique_may_stand_beside_each_row():
    text = "technique,sample," + ",".join(str(400 + i) for i in range(9)) + "\n"
    text += (
        "raman,x,"
        + ",".join("1" for _ in range(9))
        + "\nreflectance,y,"
        + ",".join(".5" for _ in range(9))
        + "\n"
    )
    assert [s.technique for s in read(text)] == [Technique.RAMAN, Technique.REFLECTANCE]


def test_a_matrix_row_that_is_refused_leaves_the_others():
    text = files.matrix().decode().splitlines()
    text[2] = "cinnabar,S0" + "," * files.POINTS
    refused, taken, _ = read("\n".join(text))
    assert isinstance(refused, Inconsistent)
    assert refused.where == "row 1"
    assert isinstance(taken, Spectrum)


def test_two_rows_of_numbers_are_axis_and_spectrum():
    (spectrum,) = read(rows("301,305,308,312,315,319", "26,50,48,45,46,42"))
    assert spectrum.axis[0] == 301
    assert spectrum.values[1] == 50


@pytest.mark.parametrize(
    "text",
    [
        rows(*(",".join(str(10 * i + j) for j in range(8)) for i in range(8))),
        rows(*(f"{i},{i},{i * 2}" for i in range(8))),
        rows(*(f"{i},{i},{i * 2}" for i in range(8)), head="number,first,second\n"),
        rows(
            *(f"{i},{i + 400},{i + 700},{i * 2}" for i in range(8)),
            head="pixel,wavelength nm,shift cm-1,dark\n",
        ),
    ],
    ids=["square", "three columns", "labels that say nothing", "two axes"],
)
def test_what_can_be_read_in_two_ways_is_ambiguous(text):
    with pytest.raises(Ambiguous) as refused:
        read(text)
    assert refused.value.remedy


TABLES = {
    "words": "id,mineral,locality\n" + "R1,cinnabar,Spain\n" * 5,
    "words with numbers": "sample,category,lignin,cellulose\nGN 1,needles,35.9,30.8\nGN 2,leaves,33.9,24.9\n",
    "quoted commas": 'id,text\nR1,"a, b"\nR2,"c, d"\n',
    "numbers without an axis": "sample,mass,length\n3,5,7\n1,4,2\n2,9,9\n",
    "names in front": "line,energy1,energy2,counts\nCaKa,3.6,3.7,1208\nScKa,4.0,4.1,1209\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES.keys())
def test_tables_about_spectra_are_named_as_such(text):
    with pytest.raises(AboutSpectra, match="table about spectra"):
        read(text)


@pytest.mark.parametrize(
    "text", ["hello world\n", "1\n2\n3\n", "1,2\n3,4\n", "The year 1905 was 3 times better.\n"]
)
def test_text_that_is_no_table_is_unknown(text):
    with pytest.raises(UnknownFormat):
        read(text)


def test_text_between_the_numbers_is_inconsistent_wherever_it_stands():
    for place in (1, 4, 7):
        broken = [*NUMBERS[:place], "oops,5", *NUMBERS[place:]]
        with pytest.raises(Inconsistent, match=f"line {place + 1} holds text"):
            read(rows(*broken))


def test_a_row_of_another_length_is_inconsistent_and_a_short_last_one_truncated():
    with pytest.raises(Inconsistent, match="line 4 has 3 fields"):
        read(rows(*NUMBERS[:3], "103,9,9", *NUMBERS[4:]))
    with pytest.raises(Truncated):
        read("\n".join([*NUMBERS, "108"]))


def test_labels_alone_are_truncated():
    with pytest.raises((Truncated, UnknownFormat)):
        read("material," + ",".join(str(400 + i) for i in range(9)) + "\n")


def test_an_axis_that_turns_is_refused():
    with pytest.raises(Inconsistent, match="one way"):
        read(rows("1,1", "2,2", "1.5,3", "4,4", "5,5"))


def test_a_huge_text_is_refused_unread(monkeypatch):
    monkeypatch.setattr("pigment_archive.readers.text.LARGEST_TEXT", 100)
    with pytest.raises(TooLarge, match="at most 100"):
        read(files.columns())


def test_more_rows_than_the_limit_are_refused():
    with pytest.raises(TooLarge):
        read(files.matrix(), limits=Limits(spectra=2))
