"""AMPTEK .mca."""

from __future__ import annotations

import pytest

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers import amptek_mca
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_amptek_mca as files
from tests.unit.readers.xray_counts import CHANNELS, COUNTS, lines


def one(data: bytes):
    (spectrum,) = amptek_mca.read(Content("a.mca", data))
    return spectrum


def codes(spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def test_numbers_facts_and_header():
    spectrum = one(files.amptek(tail=files.CONFIGURATION))
    assert spectrum.axis == pytest.approx([-0.5 + 0.1 * channel for channel in range(CHANNELS)])
    assert spectrum.values.tolist() == COUNTS.tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.ENERGY, Quantity.COUNTS)
    assert spectrum.technique is Technique.XRF
    assert not spectrum.mask.any()
    facts = spectrum.facts
    assert facts.sample.name == "azurite 10200"
    assert (facts.measurement.live_time, facts.measurement.real_time) == (109.68, 120.0)
    assert facts.measurement.measured_at == "2011-10-20T10:16:08"
    assert (facts.measurement.instrument, facts.measurement.instrument_serial) == ("AMPTEK DP5-X", "1668")
    assert spectrum.header["DESCRIPTION"] == "pellet"
    assert spectrum.header["<<ROI>>"] == "30 34"
    assert "Total Gain" in spectrum.header["<<DP5 CONFIGURATION>>"]


def calibrated(label: str, *points: str) -> bytes:
    return files.amptek("<<CALIBRATION>>\r\nLABEL - " + "\r\n".join((label, *points)) + "\r\n")


@pytest.mark.parametrize(
    ("data", "last", "note"),
    [
        (calibrated("Channel", "0 0", "60 1.055", "72 1.2660"), 1.670417, "unit_assumed"),
        (calibrated("Energy (eV)", "1 0.000", "32 1395.0"), 4.23, "unit_converted"),
        (calibrated("keV", "0 0,5", "10 1,5"), 10.0, "calibration_fitted"),
    ],
)
def test_the_axis_is_a_line_through_the_points(data, last, note):
    spectrum = one(data)
    assert spectrum.axis_kind is AxisKind.ENERGY
    assert spectrum.axis[-1] == pytest.approx(last, abs=1e-6)
    assert note in codes(spectrum)


@pytest.mark.parametrize("data", [files.amptek(""), calibrated("Channel", "5 1.2"), calibrated("keV")])
def test_without_two_points_the_channels_stay(data):
    spectrum = one(data)
    assert spectrum.axis_kind is AxisKind.CHANNEL
    assert spectrum.axis.tolist() == list(range(CHANNELS))
    assert spectrum.technique is None
    assert "not_calibrated" in codes(spectrum)


def test_a_tag_the_program_gives_is_no_sample_and_serial_0_is_none():
    facts = one(files.amptek(TAG="live_data_2", SERIAL_NUMBER="0")).facts
    assert facts.sample.name is None
    assert facts.measurement.instrument_serial is None


def test_a_description_of_several_lines_is_kept():
    assert one(files.amptek(DESCRIPTION="a\r\nb")).header["DESCRIPTION"] == "a\nb"


def test_another_number_of_channels_than_set_is_noted():
    assert "count_differs" in codes(one(files.amptek()))
    assert "count_differs" not in codes(one(files.amptek(tail=files.CONFIGURATION)))


def test_a_cut_file_is_noticed():
    with pytest.raises(Truncated, match="END"):
        one(files.amptek(end=""))
    with pytest.raises(Truncated, match="DATA"):
        one(b"<<PMCA SPECTRUM>>\r\nTAG - x\r\n")


def test_words_among_the_counts_are_refused():
    with pytest.raises(Inconsistent):
        one(files.amptek(counts=lines() + "many\n"))
