"""Delimited text as programs of laboratories write it: row numbers, maps, statistics, CGATS, raw columns."""

from __future__ import annotations

import random

import numpy as np
import pytest

from pigment_archive.errors import Ambiguous, Inconsistent, ReadError, TooLarge, UnknownFormat
from pigment_archive.readers import delimited, interpret
from pigment_archive.readers.delimited.dialect import DIALECTS
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers.files_delimited import COUNTS, NM, PERCENT, REFLECTANCE, SHIFT, WAVENUMBER, table

KNOWN = (AxisKind.WAVELENGTH, Quantity.REFLECTANCE)
ROWS = range(len(NM))


def read(text: str, *said) -> list[Spectrum | ReadError]:
    return delimited.read(Content("a.txt", text.encode(), hints=Hints(*said)))


def csv(labels: str, *columns) -> str:
    return f"{labels}\n" + table(*columns, delimiter=",")


def line(*fields: object) -> str:
    return ",".join(map(str, fields)) + "\n"


ONE_SPECTRUM = {
    "numbered rows": csv(",wavelength_nm,reflectance", ROWS, NM, REFLECTANCE),
    "numbered rows from 1": csv('"","wavelength_nm","reflectance"', range(1, 25), NM, REFLECTANCE),
    "numbered rows with a name": csv("Unnamed: 0,wavelength_nm,reflectance", ROWS, NM, REFLECTANCE),
    "radiance beside": csv("Wavelength(nm),Radiance(W/sr/m2/nm),Reflectance", NM, COUNTS, REFLECTANCE),
    "raw columns beside": csv(
        "Pixel,Wavelength (nm),Dark,Sample,Reference,Reflectance",
        ROWS, NM, COUNTS, COUNTS, COUNTS, REFLECTANCE,
    ),
    "Spectral Evolution as CSV": "Comment:,\nVersion: 2.3,\nData:,\n"
    + csv("Wvl,Rad. (Ref.),Rad. (Target),Reflect. %", NM, COUNTS, COUNTS, PERCENT),
    "Spectral Evolution, a ratio": csv("Wvl,Tgt./Ref. %", NM, PERCENT),
    "Avantes with short names": csv(
        "Wave [nm],Sample [counts],Dark [counts],Ref [counts],Reflectance [%]",
        NM, COUNTS, COUNTS, COUNTS, PERCENT,
    ),
    "percent in brackets": csv("λ (nm),R [%]", NM, PERCENT),
    "rows of delimiters at the end": csv("Wavelength (nm),Reflectance", NM, REFLECTANCE) + ",\n,\n",
    "statistics of a region": "ENVI ASCII Plot File [Tue Mar 21 14:04:08 2017]\nColumn 1: Wavelength (nm)\n"
    "Column 2: Min: ochre~~2\nColumn 3: Mean-Stdev: ochre~~3\nColumn 4: Reflectance, mean: ochre~~4\n"
    + table(NM, REFLECTANCE, REFLECTANCE, REFLECTANCE, delimiter="  "),
}  # fmt: skip


@pytest.mark.parametrize("text", ONE_SPECTRUM.values(), ids=ONE_SPECTRUM.keys())
def test_the_result_is_found_among_the_columns(text):
    (spectrum,) = read(text)
    assert (spectrum.axis_kind, spectrum.quantity) == KNOWN
    np.testing.assert_allclose(spectrum.axis, NM)
    np.testing.assert_allclose(spectrum.values, REFLECTANCE)


def test_what_stands_beside_the_result_is_named():
    (spectrum,) = read(ONE_SPECTRUM["raw columns beside"])
    notes = [note.text for note in spectrum.notes if note.code == "not_read"]
    assert notes == ["columns beside the values: Pixel, Dark, Sample, Reference"]


def test_two_results_stay_ambiguous_with_raw_columns_beside():
    text = csv("wavelength nm,counts,reflectance,absorbance", NM, COUNTS, REFLECTANCE, REFLECTANCE)
    with pytest.raises(Ambiguous):
        read(text)


def test_a_first_column_that_does_not_count_is_kept():
    with pytest.raises(Ambiguous):
        read(csv(",wavelength_nm,reflectance", NM + 1, NM, REFLECTANCE))


def test_the_column_behind_its_mean_is_its_sigma():
    text = csv("Wavelength (nm),Ochre,Ochre_sd,Azurite,Azurite_sd", NM, *[REFLECTANCE, 0 * NM + 0.01] * 2)
    spectra = read(text)
    assert [spectrum.facts.sample.name for spectrum in spectra] == ["Ochre", "Azurite"]
    assert set(spectra[1].sigma) == {0.01}


@pytest.mark.parametrize("index", [("0", "1"), ("ochre", "azurite")])
def test_a_matrix_under_an_empty_corner(index):
    rows = [line(name, *REFLECTANCE) for name in index]
    first, second = read(line("", *NM) + "".join(rows), Technique.REFLECTANCE)
    assert first.axis.tolist() == NM.tolist()
    assert second.values.tolist() == REFLECTANCE.tolist()
    assert first.facts.sample.name == (None if index[0] == "0" else "ochre")


@pytest.mark.parametrize("front", ["X\t\t#Y", "Time"])
def test_a_renishaw_map_is_one_spectrum_a_place(front):
    width = front.count("\t\t") + 1
    rows = [table(*[[float(x)] * 24] * width, SHIFT[::-1], COUNTS[::-1] + x) for x in range(3)]
    spectra = read(f"#{front}\t\t#Wave\t\t#Intensity\n" + "".join(rows), Technique.RAMAN)
    assert [spectrum.technique for spectrum in spectra] == [Technique.RAMAN] * 3
    np.testing.assert_allclose(spectra[2].values, COUNTS + 2)


@pytest.mark.parametrize("names", [("A1", "B2"), ('"Dark Skin"', '"Light Skin"')])
@pytest.mark.parametrize("prefix", ["SPECTRAL_NM", "SPEC_"])
def test_cgats_names_its_fields_ahead_of_the_data(prefix, names):
    fields = "SAMPLE_ID SAMPLE_NAME " + " ".join(f"{prefix}{nm:g}" for nm in NM)
    values = " ".join(map(str, REFLECTANCE))
    rows = "".join(f"{place} {name} {values}\n" for place, name in enumerate(names))
    text = f"CGATS.17\nBEGIN_DATA_FORMAT\n{fields}\nEND_DATA_FORMAT\nNUMBER_OF_SETS 2\n"
    spectra = read(text + f"BEGIN_DATA\n{rows}END_DATA\n", Technique.REFLECTANCE)
    assert [spectrum.header["SAMPLE_NAME"] for spectrum in spectra] == [name.strip('"') for name in names]
    assert (spectra[1].axis_kind, spectra[1].quantity) == KNOWN
    assert spectra[1].values.tolist() == REFLECTANCE.tolist()


def test_neegala_columns_are_known():
    head = "name,PST\nwl,532nm\n"
    labels = "Pixels,Wavelength,Wavenumbers,Raman_Shift,Raw_Data,Background_Data,Processed_Data"
    columns = (ROWS, NM, WAVENUMBER, SHIFT, COUNTS + 5, 0 * COUNTS + 5, COUNTS)
    (spectrum,) = read(head + csv(labels, *columns))
    assert (spectrum.axis_kind, spectrum.technique) == (AxisKind.RAMAN_SHIFT, Technique.RAMAN)
    assert spectrum.values.tolist() == COUNTS.tolist()


def test_the_header_gives_the_unit_the_label_leaves_open():
    head = "[METHOD]\nWavelength Range (nm.):\t300,0 to 2500,0\nMeasuring Mode:\tTransmittance\n\n[DATA]\n"
    (spectrum,) = read(head + "Wavelength\tData\n" + table(NM, PERCENT))
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVELENGTH, Quantity.TRANSMITTANCE)
    assert spectrum.values[0] == pytest.approx(0.2)


def test_a_wavelength_without_its_unit_is_never_a_wavenumber():
    (spectrum,) = read(csv("wavelength,reflectance", NM, REFLECTANCE))
    assert spectrum.axis_kind is AxisKind.UNKNOWN
    (spectrum,) = read(csv("wavelength,reflectance", NM, REFLECTANCE), Technique.REFLECTANCE)
    assert spectrum.axis_kind is AxisKind.WAVELENGTH


def test_names_over_pairs_that_repeat_over_units():
    text = csv("Ochre,Ochre,Azurite,Azurite\nnm,%R,nm,%R", NM, PERCENT, NM, PERCENT)
    assert [spectrum.facts.sample.name for spectrum in read(text)] == ["Ochre", "Azurite"]


def test_settings_are_no_table():
    lines = [f"{name} = 0, -, 0.0, 0.0, {place}.0" for place, name in enumerate("abcdefgh")]
    with pytest.raises(UnknownFormat):
        read("[attenuators]\n" + "\n".join(lines) + "\n[peaks]\nFe = K\n")
    (spectrum,) = read("\n".join(lines) + "\n" + csv("wavelength nm,reflectance", NM[:6], REFLECTANCE[:6]))
    assert spectrum.axis.size == 6


def test_an_axis_alone_is_no_spectrum():
    outcome = interpret.interpret(Content("a.csv", line(*NM).encode()), "a.csv")
    assert isinstance(outcome.error, Inconsistent)


def test_many_lines_around_many_spectra_are_too_large():
    lines = "".join(f"key{number}: value\n" for number in range(2000))
    rows = "".join(line("a", *range(5)) for _ in range(3000))
    with pytest.raises(TooLarge, match="2000 lines"):
        read(lines + line("name", *range(400, 405)) + rows)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: f"{dialect.delimiter!r} {dialect.comma}")
def test_many_fields_at_once_give_what_each_gives_alone(dialect):
    chance = random.Random(5)
    kinds = ["1", "-2.5", " 3e4 ", ".5", "1_0", "", "nan", "N/A", "x", "1,5", "1.234,5", "1D3", "inf", "--"]
    for size in (1, 7, 8, 9, 40, 300):
        for odd in (0, 1, size):
            fields = [*chance.choices(kinds[:4], k=size - odd), *chance.choices(kinds, k=odd)]
            chance.shuffle(fields)
            alone = [dialect.number(field.strip()) for field in fields]
            np.testing.assert_equal([*dialect.numbers(fields)], alone)
