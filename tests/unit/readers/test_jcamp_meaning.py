"""JCAMP-DX: the facts and the meaning of its records."""

from __future__ import annotations

import pytest

from pigment_archive.errors import Ambiguous
from pigment_archive.readers import jcamp
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests import spectrum_files as files
from tests.unit.readers.files_jcamp import infrared


def one(data: bytes, technique: Technique | None = None) -> Spectrum:
    (spectrum,) = jcamp.read(Content("a.jdx", data, hints=Hints(technique)))
    assert isinstance(spectrum, Spectrum)
    return spectrum


def three(numbers: str = "400 .1 .2 .3", technique: Technique | None = None, **records: str) -> Spectrum:
    return one(infrared(numbers, count=3, **records), technique)


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def test_facts_are_taken_where_they_are_clear():
    said = {
        "NAMES": "vermilion\ncinnabar",
        "MOLFORM": "Hg S",
        "CAS REGISTRY NO": "1344-48-5",
        "LONG DATE": "2012/03/09 13:08:48.05 -0500",
        "SAMPLING PROCEDURE": "microscope, x50",
        "RESOLUTION": "4 cm-1",
        "SPECTROMETER/DATA SYSTEM": "Some Raman $$ model 3",
        "LASER": "Nd:YAG, 532 nm",
        "$LASER POWER MW": "12.5",
        "$INTEGRATION TIME": "0.5 s",
        ".AVERAGES": "16",
    }
    facts = one(files.jcamp(**said)).facts
    assert (facts.material.name, facts.material.formula, facts.material.cas) == (
        "vermilion",
        "Hg S",
        "1344-48-5",
    )
    measured = facts.measurement
    assert (measured.instrument, measured.geometry) == ("Some Raman", "microscope, x50")
    assert (measured.laser_wavelength, measured.laser_power, measured.integration_time) == (532, 12.5, 0.5)
    assert (measured.accumulations, measured.resolution) == (16, 4)
    assert measured.measured_at == "2012-03-09T13:08:48-05:00"


@pytest.mark.parametrize(
    ("records", "iso"),
    [
        ({"DATE": "2020/06/16", "TIME": "10:11"}, "2020-06-16T10:11"),
        ({"DATE": "81/ 1/ 3", "TIME": "10:40:41"}, "1981-01-03T10:40:41"),
        ({"DATE": "96/11/04", "TIME": "18:07:10.00"}, "1996-11-04T18:07:10"),
        ({"DATE": "28/8/2023"}, "2023-08-28"),
        ({"DATE": "01 Jun 2009 09:15:48"}, "2009-06-01T09:15:48"),
        ({"DATE": "Wed, Sep 22, 2010", "TIME": "2:56:01 PM"}, "2010-09-22"),
        ({"DATE": "Mon Mar 08 11:01:12 1993"}, "1993-03-08T11:01:12"),
        ({"DATE": "04/05/2006"}, None),
        ({"DATE": "04/05/06"}, None),
        ({"DATE": "2020/13/45"}, None),
    ],
)
def test_dates_only_where_they_are_clear(records, iso):
    assert three(**records).facts.measurement.measured_at == iso


@pytest.mark.parametrize("said", ["n.i.g.", "??", "Unknown", "N/A", "not available"])
def test_words_for_nothing_are_no_facts(said):
    spectrum = three(SPECTROMETER_DATA_SYSTEM=said)
    assert spectrum.facts.measurement.instrument is None
    assert spectrum.header["SPECTROMETER DATA SYSTEM"] == said


def test_the_spectral_resolution_goes_before_the_distance_of_points():
    measured = three(RESOLUTION="0.9645", SPECTRAL_RESOLUTION="4 cm-1").facts.measurement
    assert measured.resolution == 4


def test_what_is_not_clear_stays_in_the_header():
    facts = three(
        NAMES="a\nb", CAS_REGISTRY_NO="67-64-1\n109-66-0", LASER="632.8 nm", RESOLUTION="4 or 8", DATE="?"
    ).facts
    assert facts.material.name is None
    assert facts.material.cas is None
    assert (facts.measurement.laser_wavelength, facts.measurement.resolution) == (None, None)
    assert (
        three(
            COMMENTS="Number of sample scans: 32\nNumber of background scans: 64"
        ).facts.measurement.accumulations
        == 32
    )


@pytest.mark.parametrize(
    ("records", "technique"),
    [
        ({"SAMPLING_PROCEDURE": "ATR, diamond"}, Technique.FTIR_ATR),
        ({"SAMPLING_PROCEDURE": "MODE=transmission"}, Technique.FTIR_TRANSMISSION),
        ({"SAMPLING_PROCEDURE": "KBr pellet"}, Technique.FTIR_TRANSMISSION),
        ({"SAMPLING_PROCEDURE": "attenuated total reflectance"}, Technique.FTIR_ATR),
        ({"INSTRUMENT_PARAMETERS": "DRIFTS"}, Technique.FTIR_REFLECTANCE),
        ({"YUNITS": "KUBELKA-MUNK"}, Technique.FTIR_REFLECTANCE),
        ({"SAMPLING_PROCEDURE": "ATR, then transmission"}, None),
        ({"SAMPLING_PROCEDURE": "thin film"}, None),
        ({"COMMENTS": "not an ATR spectrum"}, None),
        (
            {"YUNITS": "Reflectance", "YLABEL": "Hemispherical (total) reflectance"},
            Technique.FTIR_REFLECTANCE,
        ),
        ({"DATA_TYPE": "RAMAN", "YUNITS": "COUNTS", "SAMPLING_PROCEDURE": "ATR"}, Technique.RAMAN),
    ],
)
def test_the_technique_is_taken_where_the_file_says_one(records, technique):
    assert three(**records).technique is technique


def test_a_technique_given_fills_in_and_never_contradicts():
    assert three(technique=Technique.FTIR_ATR).technique is Technique.FTIR_ATR
    assert (
        three(technique=Technique.FTIR_ATR, SAMPLING_PROCEDURE="transmission").technique
        is Technique.FTIR_TRANSMISSION
    )
    assert three(technique=Technique.RAMAN).axis_kind is AxisKind.WAVENUMBER
    unnamed = {"DATA_TYPE": "SPECTRUM"}
    assert three(**unnamed).axis_kind is AxisKind.UNKNOWN
    assert three(technique=Technique.RAMAN, **unnamed).axis_kind is AxisKind.RAMAN_SHIFT
    for other in (
        {"DATA_TYPE": "NMR SPECTRUM", "XUNITS": "HZ"},
        {"DATA_TYPE": "INELASTIC NEUTRON SCATTERING"},
    ):
        assert three(technique=Technique.RAMAN, **other).axis_kind is AxisKind.UNKNOWN


@pytest.mark.parametrize(
    ("said", "kind", "quantity"),
    [
        (("UV/VIS SPECTRUM", "NANOMETERS", "A"), AxisKind.WAVELENGTH, Quantity.ABSORBANCE),
        (("UV-VIS", "Wavelength (nm)", "Logarithm epsilon"), AxisKind.WAVELENGTH, Quantity.UNKNOWN),
        (("XRF SPECTRUM", "eV", "COUNTS"), AxisKind.ENERGY, Quantity.COUNTS),
        (("XPS SPECTRUM", "eV", "COUNTS"), AxisKind.UNKNOWN, Quantity.COUNTS),
        (("MASS SPECTRUM", "M/Z", "RELATIVE ABUNDANCE"), AxisKind.UNKNOWN, Quantity.UNKNOWN),
        (("IV SPECTRUM", "V", "A"), AxisKind.UNKNOWN, Quantity.UNKNOWN),
        (("FT-IR", "1/CM", "LOG(1/R)"), AxisKind.WAVENUMBER, Quantity.LOG_1_OVER_R),
        (("RAMAN", "Wavenumbers", "COUNTS"), AxisKind.RAMAN_SHIFT, Quantity.COUNTS),
    ],
)
def test_units_are_understood_where_the_method_makes_them_clear(said, kind, quantity):
    spectrum = three(**dict(zip(("DATA_TYPE", "XUNITS", "YUNITS"), said, strict=True)))
    assert (spectrum.axis_kind, spectrum.quantity) == (kind, quantity)


def test_micrometres_become_nanometres():
    spectrum = three("0.4 .1 .2 .3", FIRSTX="0.4", LASTX="0.6", XUNITS="MICROMETERS", YUNITS="REFLECTANCE")
    assert spectrum.axis.round(6).tolist() == [400, 500, 600]
    assert spectrum.technique is Technique.REFLECTANCE


@pytest.mark.parametrize(
    ("units", "values", "read", "note"),
    [
        ("TRANSMITTANCE", ".5 .7 .8", [0.5, 0.7, 0.8], None),
        ("TRANSMITTANCE", "50 70 80", [0.5, 0.7, 0.8], "scale_inferred"),
        ("%T", "1.5 1.6 1.7", [0.015, 0.016, 0.017], "percent_to_fraction"),
        ("Transmission (%)", "30000 2000 2100", [30000, 2000, 2100], "quantity_doubted"),
    ],
)
def test_fraction_or_percent(units, values, read, note):
    spectrum = three(f"400 {values}", YUNITS=units)
    assert spectrum.values.tolist() == pytest.approx(read, rel=1e-12)
    assert note is None or note in codes(spectrum)
    assert (spectrum.quantity is Quantity.UNKNOWN) is (note == "quantity_doubted")
    with pytest.raises(Ambiguous):
        three("400 5000 7000 8000", YUNITS="TRANSMITTANCE")
