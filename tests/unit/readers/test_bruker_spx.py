"""Bruker SPX."""

from __future__ import annotations

import pytest

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers import bruker_spx
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_bruker_spx as files
from tests.unit.readers.xray_counts import CHANNELS, COUNTS

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n'


def read(data: bytes, technique: Technique | None = None):
    return bruker_spx.read(Content("a.spx", data, hints=Hints(technique)))


def test_numbers_facts_and_header():
    (spectrum,) = read(files.spx())
    assert spectrum.axis == pytest.approx([-0.956 + 0.1 * channel for channel in range(CHANNELS)])
    assert spectrum.values.tolist() == COUNTS.tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.ENERGY, Quantity.COUNTS)
    assert spectrum.technique is Technique.XRF
    assert not spectrum.mask.any()
    measurement = spectrum.facts.measurement
    assert spectrum.facts.sample.name == "blue, left sleeve"
    assert (measurement.tube_voltage, measurement.tube_current) == (50.0, 599.0)
    assert (measurement.tube_filter, measurement.atmosphere) == ("Al 100 µm", "Air")
    assert (measurement.live_time, measurement.real_time) == (29.979, 31.527)
    assert measurement.measured_at == "2022-12-02T18:00:24"
    assert (measurement.instrument, measurement.instrument_serial) == ("Bruker XS-52", "0126")
    assert measurement.detector == "XFlash 430"
    assert spectrum.header["RTHeader/ProjectVersion"] == "2.1.2.17832"
    assert spectrum.header["TRTHeaderedClass/TRTXrfHeader/TubeType"] == "MCBM 50-0.6B Rh"
    assert spectrum.notes == ()


def test_several_spectra_each_with_its_own_header():
    first, second = read(files.spx(files.spectrum(), files.spectrum(files.MICROSCOPE, gain="2.0E-2")))
    assert (first.technique, second.technique) == (Technique.XRF, None)
    assert second.axis[1] - second.axis[0] == pytest.approx(0.02)
    assert [note.code for note in second.notes] == ["electron_excited"]
    assert "TRTHeaderedClass/TRTXrfHeader/Voltage" not in second.header


def test_electrons_are_no_fluorescence_unless_the_person_says_so():
    data = files.spx(files.spectrum(files.MICROSCOPE))
    assert read(data)[0].technique is None
    assert read(data, Technique.XRF)[0].technique is Technique.XRF


def test_a_gain_that_can_only_be_ev_is_noted():
    (spectrum,) = read(files.spx(files.spectrum(gain="10", offset="-480")))
    assert spectrum.axis[:2] == pytest.approx([-0.48, -0.47])
    assert spectrum.notes[0].code == "unit_assumed"


def test_without_a_calibration_the_channels_stay():
    (spectrum,) = read(files.spx(files.spectrum(gain="0")))
    assert spectrum.axis_kind is AxisKind.CHANNEL


@pytest.mark.parametrize(("channels", "error"), [(CHANNELS + 1, Truncated), (CHANNELS - 1, Inconsistent)])
def test_declared_channels_are_counted(channels, error):
    wrong = files.spectrum(channels=channels)
    with pytest.raises(error, match=f"{channels} channels"):
        read(files.spx(wrong))
    spectra = read(files.spx(wrong, files.spectrum()))
    assert isinstance(spectra[0], error)
    assert spectra[1].values.size == CHANNELS


@pytest.mark.parametrize("before", [BOMB, BOMB.lower(), "<!DOCTYPE TRTSpectrum SYSTEM 'file:///etc/passwd'>"])
def test_document_types_and_entities_are_refused(before):
    with pytest.raises(UnsupportedVariant, match="document type"):
        read(files.spx(before=before))


def test_a_compressed_project_is_refused_with_a_remedy():
    data = b"<?xml version='1.0'?><TRTProject><RTData>eJwLcw==</RTData></TRTProject>"
    assert bruker_spx.sniff(data, "a.rtx")
    with pytest.raises(UnsupportedVariant, match="compressed") as caught:
        read(data)
    assert ".spx" in caught.value.remedy


def test_deep_xml_is_refused_at_once():
    with pytest.raises(TooLarge, match="deep"):
        read(b"<TRTSpectrum>" + b"<a>" * 200_000)


@pytest.mark.parametrize("data", [b"<TRTSpectrum></TRTProject>", b"<TRTSpectrum/>", b"<x:TRTSpectrum/>"])
def test_other_xml_is_inconsistent(data):
    with pytest.raises(Inconsistent):
        read(data)


def test_other_xml_is_not_taken():
    assert not bruker_spx.sniff(b"<?xml version='1.0'?><LSX_Data/>", "a.spx")
    assert not bruker_spx.sniff(b"a,TRTSpectrum\n1,2\n", "a.spx")
