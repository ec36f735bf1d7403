"""EMSA/MAS."""

from __future__ import annotations

import pytest

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers import emsa_msa
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import AboutSpectra, Content
from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_emsa_msa as files
from tests.unit.readers.xray_counts import CHANNELS, COUNTS, lines


def one(data: bytes, technique: Technique | None = None):
    (spectrum,) = emsa_msa.read(Content("a.msa", data, hints=Hints(technique)))
    return spectrum


def codes(spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def test_numbers_facts_and_header():
    spectrum = one(files.emsa(EMISSION="155", OWNER="Somebody", XPOSITION="8.4"))
    assert spectrum.axis == pytest.approx(files.ENERGY)
    assert spectrum.values.tolist() == COUNTS.tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.ENERGY, Quantity.COUNTS)
    assert spectrum.technique is Technique.XRF
    measurement = spectrum.facts.measurement
    assert spectrum.facts.sample.name == "lead white 46000"
    assert (measurement.live_time, measurement.real_time) == (20.0, 30.527)
    assert (measurement.tube_voltage, measurement.tube_current) == (50.0, 155.0)
    assert measurement.measured_at == "2022-02-15T13:54:00"
    assert (measurement.position_x, measurement.position_unit) == (8.4, "mm")
    assert spectrum.header["BEAMKV   -kV"] == "50.0"
    assert "Somebody" not in spectrum.facts.model_dump_json()
    assert codes(spectrum) == []


def test_x_of_pairs_is_taken_as_given():
    uneven = files.ENERGY + [0.0, 0.02] * (CHANNELS // 2)
    spectrum = one(files.emsa(files.pairs(uneven), DATATYPE="XY", NCOLUMNS="1."))
    assert spectrum.axis == pytest.approx(uneven, abs=1e-5)
    assert spectrum.axis[1] - spectrum.axis[0] == pytest.approx(0.12)


@pytest.mark.parametrize("between", [", ", ",", " ", "\t", " ,  "])
def test_commas_and_spaces_separate(between):
    data = files.emsa(files.pairs(between=between), DATATYPE="XY", NCOLUMNS="1")
    assert one(data).values.tolist() == COUNTS.tolist()


def test_a_spectrum_of_electrons_is_no_fluorescence_unless_the_person_says_so():
    spectrum = one(files.oxford())
    assert spectrum.technique is None
    assert spectrum.facts.measurement.tube_voltage is None
    assert codes(spectrum) == ["electron_excited"]
    assert one(files.oxford(), Technique.XRF).technique is Technique.XRF
    assert spectrum.header["OXINSTLABEL"] == "6, 0.277, C K"


@pytest.mark.parametrize(
    "said",
    [
        {"SIGNALTYPE": "EDS", "OWNER": "XGT7200"},
        {"#ANODE": "45", "SIGNALTYPE": "EDS"},
        {"COMMENT": "micro-XRF"},
    ],
)
def test_a_tube_or_the_word_makes_it_fluorescence(said):
    assert one(files.oxford(**said)).technique is Technique.XRF


def test_energy_losses_are_kept_without_a_technique():
    spectrum = one(files.emsa(SIGNALTYPE="ELS", XUNITS="eV", YUNITS=""))
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.ENERGY, Quantity.UNKNOWN)
    assert spectrum.technique is None
    assert spectrum.axis[-1] == pytest.approx(files.ENERGY[-1] / 1000)
    assert codes(spectrum) == ["not_fluorescence", "unit_converted"]


def test_light_is_a_wavelength_and_an_unknown_unit_is_unknown():
    spectrum = one(files.emsa(SIGNALTYPE="CLS", XUNITS="nm", YUNITS="cps", OFFSET="300"))
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVELENGTH, Quantity.INTENSITY)
    assert "count_rate" in codes(spectrum)
    assert one(files.emsa(XUNITS="furlong")).axis_kind is AxisKind.UNKNOWN


def test_a_rate_is_not_called_counts():
    spectrum = one(files.emsa(YUNITS="Cps"))
    assert spectrum.quantity is Quantity.INTENSITY
    assert spectrum.values.tolist() == COUNTS.tolist()


def test_a_missing_offset_comes_from_the_channel_of_zero_and_a_missing_step_leaves_channels():
    without = files.emsa(CHOFFSET="5.0").replace(b"#OFFSET      : -0.5\r\n", b"")
    assert one(without).axis == pytest.approx(files.ENERGY)
    spectrum = one(files.emsa(XPERCHAN=""))
    assert spectrum.axis_kind is AxisKind.CHANNEL


def test_every_detector_has_its_own_axis_and_times():
    first, second = emsa_msa.read(Content("a.msa", files.pixl()))
    assert (first.axis[1], second.axis[1]) == pytest.approx((0.01, 0.015))
    assert second.values.tolist() == (2 * COUNTS).tolist()
    assert [s.facts.measurement.live_time for s in (first, second)] == [25.09, 25.08]


@pytest.mark.parametrize(
    "data",
    [
        files.emsa(files.pairs(), DATATYPE="Y", NCOLUMNS="1"),
        files.emsa(lines(), DATATYPE="XY", NCOLUMNS="1"),
    ],
)
def test_a_wrong_datatype_is_seen_in_the_rows(data):
    spectrum = one(data)
    assert spectrum.values.tolist() == COUNTS.tolist()
    assert spectrum.axis == pytest.approx(files.ENERGY)
    assert codes(spectrum) == ["datatype_differs"]


def test_points_are_counted_not_trusted():
    assert codes(one(files.emsa(NPOINTS="20."))) == ["count_differs"]


def test_a_file_without_its_end_is_cut():
    with pytest.raises(Truncated, match="ENDOFDATA"):
        one(files.emsa(end=""))
    with pytest.raises(Truncated, match="SPECTRUM"):
        one(files.emsa("", spectrum="", end=""))


@pytest.mark.parametrize(
    "data",
    [
        files.emsa(lines(each=3), NCOLUMNS="1", NPOINTS="7"),
        files.emsa(files.pairs().replace(".", ","), DATATYPE="XY", NCOLUMNS="1"),
        files.emsa(lines(each=3), DATATYPE="YY", NCOLUMNS="2"),
        files.emsa(DATATYPE="POLAR"),
        files.emsa("one two\r\n"),
        files.emsa(""),
    ],
)
def test_columns_that_do_not_fit_are_refused(data):
    with pytest.raises(Inconsistent):
        one(data)


def test_a_configuration_is_about_spectra():
    with pytest.raises(AboutSpectra):
        one(files.emsa("", NPOINTS="0"))


@pytest.mark.parametrize("title", ["Spectrum 1", "EDS Spectrum", "Spektrum: 12"])
def test_a_title_the_program_gives_is_no_sample(title):
    assert one(files.emsa(TITLE=title)).facts.sample.name is None


def test_forms_of_the_first_and_last_lines():
    data = files.emsa(spectrum="##SPECTRUM  : x\r\n", end="#endofdata\r\nTRAILER\r\n")
    assert codes(one(data)) == ["not_read"]
    assert emsa_msa.sniff(b"\xef\xbb\xbf#FORMAT: EMSA/MAS SPECTRAL DATA FILE\n", "a")
    assert not emsa_msa.sniff(b"#FORMAT : something else\n", "a.msa")
