"""Delimited text in the forms of makers: axis, values and facts of each, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Ambiguous, Inconsistent, ReadError, Truncated
from pigment_archive.readers import delimited
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import AboutSpectra, Content
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_delimited as files

WAVELENGTH, SHIFT, WAVENUMBER = AxisKind.WAVELENGTH, AxisKind.RAMAN_SHIFT, AxisKind.WAVENUMBER


def read(text: str, *said) -> list[Spectrum | ReadError]:
    return delimited.read(Content("a.txt", text.encode(), hints=Hints(*said)))


EXPECTED = {
    "ocean optics": (files.ocean_optics(), WAVELENGTH, files.NM, Quantity.UNKNOWN, files.PERCENT),
    "jaz": (files.jaz(), WAVELENGTH, files.NM, Quantity.UNKNOWN, files.PERCENT),
    "bwtek": (files.bwtek(), SHIFT, files.SHIFT[2:22], Quantity.INTENSITY, files.COUNTS[2:22]),
    "avantes": (files.avantes(), WAVELENGTH, files.NM, Quantity.REFLECTANCE, files.REFLECTANCE),
    "jasco": (files.jasco(), WAVELENGTH, files.NM, Quantity.ABSORBANCE, files.ABSORBANCE),
    "perkin elmer asc": (
        files.perkin_elmer_asc(), WAVELENGTH, files.NM, Quantity.REFLECTANCE, files.REFLECTANCE,
    ),
    "perkin elmer csv": (
        files.perkin_elmer_csv(), WAVENUMBER, files.WAVENUMBER, Quantity.TRANSMITTANCE, files.REFLECTANCE,
    ),
    "cary": (files.cary(), WAVELENGTH, files.NM, Quantity.REFLECTANCE, files.REFLECTANCE),
    "shimadzu": (files.shimadzu(), WAVELENGTH, files.NM, Quantity.REFLECTANCE, files.REFLECTANCE),
    "witec table": (files.witec_table(), SHIFT, files.SHIFT, Quantity.COUNTS, files.COUNTS),
    "sections": (files.sections(), SHIFT, files.SHIFT, Quantity.INTENSITY, files.COUNTS),
    "thorlabs": (files.thorlabs(), WAVELENGTH, files.NM, Quantity.INTENSITY, files.COUNTS),
    "konica minolta": (
        files.konica_minolta(), WAVELENGTH, np.round(files.NM), Quantity.REFLECTANCE,
        files.REFLECTANCE + 0.01,
    ),
    "german": (files.german(), WAVELENGTH, files.NM, Quantity.REFLECTANCE, files.REFLECTANCE),
    "renishaw": (files.renishaw(), AxisKind.UNKNOWN, files.SHIFT, Quantity.INTENSITY, files.COUNTS),
    "long": (files.long_form(), WAVELENGTH, files.NM, Quantity.REFLECTANCE, files.REFLECTANCE),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "axis", "quantity", "values"), EXPECTED.values(), ids=EXPECTED.keys()
)
def test_axis_and_values(text, kind, axis, quantity, values):
    spectrum = read(text)[0]
    assert (spectrum.axis_kind, spectrum.quantity) == (kind, quantity)
    np.testing.assert_allclose(spectrum.axis, axis, rtol=0, atol=5e-4)
    np.testing.assert_allclose(spectrum.values, values, rtol=1e-6)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("name", EXPECTED)
def test_encoding_and_line_ends_change_nothing(name, end, encoding):
    text = EXPECTED[name][0]
    expected = read(text)[0]
    data = text.replace("\n", end).encode(encoding)
    found = delimited.read(Content("a.txt", data))[0]
    assert found.fingerprint() == expected.fingerprint()
    assert (found.facts, found.header) == (expected.facts, expected.header)


def test_facts_of_headers():
    measured = {
        name: read(EXPECTED[name][0])[0].facts.measurement for name in ("ocean optics", "bwtek", "avantes")
    }
    assert measured["ocean optics"].integration_time == 0.1
    assert measured["ocean optics"].accumulations == 20
    assert (measured["bwtek"].laser_wavelength, measured["bwtek"].integration_time) == (784.9, 0.01)
    assert measured["bwtek"].measured_at == "2022-05-19 17:31:13"
    assert measured["avantes"].integration_time == 0.015
    assert measured["avantes"].instrument_serial == "1204091U1"
    jasco = read(files.jasco())[0]
    assert (jasco.facts.sample.name, jasco.facts.measurement.instrument) == (
        "ochre 1", "JASCO Corp., V-730, Rev. 1.00",
    )  # fmt: skip
    assert jasco.facts.measurement.measured_at is None, "26/02/12 may be three dates"
    assert jasco.header["DATE"] == "26/02/12"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("RAMAN SPECTRUM", SHIFT), ("INFRARED SPECTRUM", WAVENUMBER), ("", WAVENUMBER)],
)
def test_the_data_type_says_what_reciprocal_centimetres_are(kind, expected):
    (spectrum,) = read(files.jasco(kind, "1/CM", ","))
    assert spectrum.axis_kind is expected
    concluded = "axis_concluded" in [note.code for note in spectrum.notes]
    assert concluded is (kind == ""), "absorbance over cm-1 can only be over wavenumbers"


def test_intensity_over_reciprocal_centimetres_stays_unknown():
    (spectrum,) = read("cm-1,intensity\n" + files.table(files.SHIFT, files.COUNTS, delimiter=","))
    assert spectrum.axis_kind is AxisKind.UNKNOWN


def test_pairs_keep_their_names_and_lengths():
    first, second = read(files.cary())
    assert (first.facts.sample.name, second.facts.sample.name) == ("ochre", "azurite")
    assert (first.axis.size, second.axis.size) == (24, 20)
    assert first.header["Scan Rate (nm/min)"] == "600.000"


def test_a_row_a_sample_with_both_geometries():
    spectra = read(files.konica_minolta())
    assert [s.facts.measurement.geometry.split()[-1] for s in spectra] == ["included", "excluded"] * 2
    assert [s.facts.sample.name for s in spectra] == ["ochre", "ochre", "azurite", "azurite"]
    np.testing.assert_allclose(spectra[3].values, files.REFLECTANCE)
    assert "scale_inferred" in [note.code for note in spectra[0].notes]


def test_a_raman_instrument_without_its_laser_is_ambiguous():
    with pytest.raises(Ambiguous) as refused:
        read(files.bwtek(laser="0"))
    assert "4 Raman Shift" in refused.value.problem
    assert '--columns "axis=' in refused.value.remedy


def test_the_technique_chooses_between_several_axes():
    text = "Wavelength nm;Raman Shift cm-1;Counts\n" + files.table(
        files.NM, files.SHIFT, files.COUNTS, delimiter=";"
    )
    with pytest.raises(Ambiguous):
        read(text)
    (spectrum,) = read(text, Technique.RAMAN)
    assert spectrum.axis.tolist() == pytest.approx(files.SHIFT.tolist(), abs=1e-3)


def test_values_of_different_kinds_are_ambiguous():
    text = "wavelength nm,reflectance,absorbance\n" + files.table(
        files.NM, files.REFLECTANCE, files.ABSORBANCE, delimiter=","
    )
    with pytest.raises(Ambiguous, match="2 reflectance, 3 absorbance"):
        read(text)


def test_dark_and_reference_beside_the_values_are_named_as_not_read():
    text = "wavelength nm,dark,reference,reflectance\n" + files.table(
        files.NM, files.COUNTS, files.COUNTS, files.REFLECTANCE, delimiter=","
    )
    (spectrum,) = read(text)
    assert spectrum.values.tolist() == files.REFLECTANCE.tolist()
    assert [note.text for note in spectrum.notes if note.code == "not_read"] == [
        "columns beside the values: dark, reference"
    ]


def test_fewer_points_than_declared_is_truncated_unless_an_end_is_marked():
    lines = files.ocean_optics().splitlines()
    with pytest.raises(Truncated, match="declares 24 points and holds 23"):
        read("\n".join(lines[:-1]))
    (spectrum,) = read("\n".join([*lines[:-1], ">>>>>End Spectral Data<<<<<"]))
    assert "points_differ" in [note.code for note in spectrum.notes]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("".join(f"{i}\t1,234.5\n" for i in range(400, 410)), Ambiguous),
        ("".join(f"{i};1.234,5\n" for i in range(400, 410)), Ambiguous),
        ("wavelength;reflectance\n" + "".join(f"{i};1'234\n" for i in range(400, 410)), Ambiguous),
        (
            "".join(
                f"{i};{y}\n"
                for i, y in zip(range(400, 410), ["998", "999", "1,000", "1,001"] * 3, strict=False)
            ),
            Ambiguous,
        ),
        (files.ocean_optics() + files.ocean_optics(), Ambiguous),
        (files.shimadzu() + "\n" + files.shimadzu(), Ambiguous),
        ("[XData]\n1\n2\n3\n[YData]\n1\n2\n", Inconsistent),
        ("".join(f"{i},{i + 1},{i + 2},{i % 3}\n" for i in range(400, 410)), Ambiguous),
    ],
    ids=[
        "thousands",
        "german thousands",
        "apostrophes",
        "grouped",
        "two marked",
        "two stacked",
        "sections",
        "headerless",
    ],
)
def test_what_is_refused(text, error):
    with pytest.raises(error):
        read(text)


def test_a_short_table_of_peaks_after_the_spectrum_is_a_footer():
    text = files.shimadzu() + "\nPeaks\n450.0,61.2\n500.0,43.0\n"
    (spectrum,) = read(text)
    assert spectrum.axis.size == 24
    assert "after_table" in [note.code for note in spectrum.notes]


def test_labels_in_front_of_points_with_one_point_each_are_about_spectra():
    with pytest.raises(AboutSpectra):
        read("element,energy keV,counts\n" + "".join(f"E{i},{i}.5,{i * 7}\n" for i in range(9)))


def plain_numbers(path, skip: int, delimiter: str) -> list[list[float]]:
    """The numbers of a text file, read line by line without this package."""
    lines = path.read_text(encoding="cp1252").splitlines()[skip:]
    fields = ([field.strip().replace(",", ".") for field in line.split(delimiter)] for line in lines)
    return [[float(field) if field else float("nan") for field in row] for row in fields]


@pytest.mark.data
@pytest.mark.parametrize("exposure", ["10ms", "20 ms"])
def test_a_real_bwtek_file_equals_a_plain_parse(data_dir, exposure):
    path = data_dir / "formats" / "csv-excel" / "h2020charisma+ramanchada2" / f"lamp Ne {exposure} 0%.txt"
    skip = next(
        number for number, line in enumerate(path.read_text().splitlines(), 1) if line.startswith("Pixel;")
    )
    rows = np.array(plain_numbers(path, skip, ";"))
    placed = rows[np.isfinite(rows[:, 3])]
    (spectrum,) = delimited.read(Content(path.name, path.read_bytes()))
    assert spectrum.axis.tolist() == placed[:, 3].tolist()
    assert spectrum.values.tolist() == placed[:, 7].tolist()
    assert spectrum.technique is Technique.RAMAN
    assert spectrum.facts.measurement.laser_wavelength == 784.9


@pytest.mark.data
def test_two_exports_of_one_measurement_agree(data_dir):
    folder = data_dir / "formats" / "csv-excel" / "wincowgerDEV+OpenSpecy-package"
    columns, row = (
        delimited.read(Content(name, (folder / name).read_bytes(), hints=Hints(Technique.RAMAN)))[0]
        for name in ("raman_hdpe.csv", "raman_hdpe_os.csv")
    )
    np.testing.assert_allclose(row.axis, columns.axis, rtol=0, atol=0.51)
    assert row.values.tolist() == columns.values.tolist()
    assert (row.axis_kind, columns.axis_kind) == (SHIFT, SHIFT)


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "skip"),
    [("PST_WiICV532_Z050OP02_075_800msx10.txt", 0), ("nCal_Qontor785_z005H12_100_1x3s.txt", 1)],
)
def test_real_raman_text_equals_a_plain_parse(data_dir, name, skip):
    path = data_dir / "formats" / "csv-excel" / "h2020charisma+ramanchada2" / name
    rows = sorted(plain_numbers(path, skip, "\t"))
    (spectrum,) = delimited.read(Content(name, path.read_bytes()))
    assert spectrum.axis_kind is AxisKind.UNKNOWN, "neither file says what its axis is"
    assert spectrum.axis.tolist() == [row[0] for row in rows]
    assert spectrum.values.tolist() == [row[1] for row in rows]
