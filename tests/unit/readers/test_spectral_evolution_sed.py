"""Spectral Evolution SED: which column is kept, its scale, decimal comma and the declared length."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Ambiguous, Inconsistent, Truncated, UnknownFormat, UnsupportedVariant
from pigment_archive.readers import spectral_evolution_sed
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_spectral_evolution_sed as files

DN = ("Norm. DN (Ref.)", "Norm. DN (Target)")
FRACTION = np.array([float(f"{p / 100:9.6f}") for p in files.PERCENT])


def one(data: bytes, technique: Technique | None = None) -> Spectrum:
    (spectrum,) = spectral_evolution_sed.read(Content("x.sed", data, hints=Hints(technique)))
    assert isinstance(spectrum, Spectrum)
    return spectrum


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def test_percent_becomes_a_fraction_and_the_other_columns_are_named():
    spectrum = one(files.sed())
    assert spectrum.axis.tolist() == files.AXIS.tolist()
    assert spectrum.values.tolist() == (files.PERCENT / 100).tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVELENGTH, Quantity.REFLECTANCE)
    assert spectrum.technique is Technique.REFLECTANCE
    assert spectrum.notes[0].text.endswith("Rad. (Ref.), Rad. (Target)")
    assert codes(spectrum) == ["not_read", "percent_to_fraction"]


@pytest.mark.parametrize("label", ["Reflect. [1.0]", "Reflect.", "Tgt./Ref. [1.0]"])
def test_a_fraction_stays_a_fraction(label):
    spectrum = one(files.sed(("Chan.#", "Wvl", *DN, label)))
    assert spectrum.values.tolist() == FRACTION.tolist()
    assert spectrum.axis.tolist() == files.AXIS.tolist()
    assert codes(spectrum) == ["not_read"]


def test_a_decimal_comma_gives_the_same_spectrum():
    assert one(files.sed(decimal=",")).fingerprint() == one(files.sed()).fingerprint()


@pytest.mark.parametrize(
    ("measurement", "quantity"),
    [
        ("REFLECTANCE", Quantity.REFLECTANCE),
        ("TRANSMITTANCE", Quantity.TRANSMITTANCE),
        ("", Quantity.UNKNOWN),
    ],
)
def test_target_over_reference_is_what_the_measurement_says(measurement, quantity):
    spectrum = one(files.sed(("Wvl", *DN, "Tgt./Ref. %"), measurement=measurement), Technique.REFLECTANCE)
    assert spectrum.quantity is quantity
    scale = 1 if quantity is Quantity.UNKNOWN else 100
    assert spectrum.values.tolist() == (files.PERCENT / scale).tolist()
    assert (spectrum.technique is Technique.REFLECTANCE) == (quantity is Quantity.REFLECTANCE)


def test_the_reflectance_is_preferred_to_the_plain_ratio():
    assert "Tgt./Ref. %" in one(files.sed(("Wvl", "Tgt./Ref. %", "Reflect. [1.0]"))).notes[0].text


@pytest.mark.parametrize(
    ("labels", "quantity"),
    [
        (DN, Quantity.COUNTS),
        (("Raw Counts (Ref.)", "Raw Counts (Target)"), Quantity.COUNTS),
        (("Rad. (Ref.)", "Rad. (Target)"), Quantity.RADIANCE),
        (("Irr. (Ref.)", "Irr. (Target)"), Quantity.UNKNOWN),
    ],
)
def test_without_a_ratio_the_target_is_kept_and_never_taken_as_reflectance(labels, quantity):
    spectrum = one(files.sed(("Wvl", *labels), measurement="DIRECT_ENERGY"), Technique.REFLECTANCE)
    assert (spectrum.quantity, spectrum.technique) == (quantity, None)
    assert spectrum.values[0] == pytest.approx(files.REFERENCE[0] * files.PERCENT[0] / 100, rel=1e-6)
    assert {"no_reflectance", "not_read"} <= set(codes(spectrum))


def test_a_reference_alone_is_refused():
    with pytest.raises(UnsupportedVariant, match="reference"):
        one(files.sed(("Wvl", "Rad. (Ref.)")))


def test_facts_and_header():
    spectrum = one(files.sed(comment="red: first layer"))
    measurement = spectrum.facts.measurement
    assert measurement.instrument == "Spectral Evolution PSR+3500"
    assert (measurement.instrument_serial, measurement.accumulations) == ("1566060", 10)
    assert (measurement.geometry, measurement.measured_at) == ("PROBE  {DN}", "2022-06-28T12:55:25")
    assert spectrum.header["Comment"] == "red: first layer"
    assert spectrum.header["File Name"] == "C:\\scans\\red_00001.sed"
    assert one(files.sed(date="10/03/2012,10/03/2012")).facts.measurement.measured_at is None


def test_fewer_rows_than_channels_are_truncated_and_more_are_noted():
    with pytest.raises(Truncated, match="60 of 61"):
        one(files.sed(channels=61))
    assert "more_points" in codes(one(files.sed(channels=59)))
    data = files.sed(end="")
    assert one(data).values.size == 60
    for cut in (1, 3, 9, 12):
        with pytest.raises(Truncated):
            one(data[:-cut])


def test_detectors_that_overlap_become_segments():
    axis = np.concatenate([350.0 + np.arange(30), 370.0 + np.arange(30)])
    spectrum = one(files.sed(axis=axis))
    assert spectrum.axis.tolist() == (350.0 + np.arange(50)).tolist()
    assert spectrum.segments == ((0, 25), (25, 50))


def test_values_that_are_no_numbers_are_missing():
    data = files.sed().replace(f"{files.PERCENT[2]:8.4f}".encode(), b"-1.#IND", 1)
    assert np.flatnonzero(one(data).mask).tolist() == [2]


def test_a_scale_that_cannot_be_known_is_ambiguous():
    data = files.sed(("Wvl", "Reflect. %")).replace(b"Reflect. %", b"Reflect.")
    assert "scale_inferred" in codes(one(data))
    with pytest.raises(Ambiguous):
        one(files.sed(("Wvl", "Rad. (Ref.)")).replace(b"Rad. (Ref.)", b"Reflect.").replace(b"E+01", b"E+03"))


def test_broken_files_are_refused():
    with pytest.raises(UnknownFormat):
        one(files.sed().replace(b"Data:", b"Dat"))
    with pytest.raises(Inconsistent):
        one(files.sed(("Chan.#", "Reflect. %")))
    with pytest.raises(Inconsistent):
        one(files.sed().replace(b"\tReflect. %", b"", 1))
    assert not spectral_evolution_sed.sniff(b"Comment: a\nData: none\n", "x.sed")
    with pytest.raises(UnknownFormat):
        one(b"Comment: a\n" + b"\n" * 1_000_000)
