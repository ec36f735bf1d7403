"""IAEA .spe."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers import iaea_spe
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_iaea_spe as files
from tests.unit.readers.xray_counts import CHANNELS, COUNTS, lines


def one(data: bytes):
    (spectrum,) = iaea_spe.read(Content("a.spe", data))
    return spectrum


def codes(spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def test_numbers_facts_and_header():
    spectrum = one(files.maestro())
    channel = np.arange(CHANNELS)
    assert spectrum.axis == pytest.approx(-0.48 + 0.1 * channel + 1e-6 * channel**2)
    assert spectrum.values.tolist() == COUNTS.tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.ENERGY, Quantity.COUNTS)
    assert spectrum.technique is Technique.XRF
    facts = spectrum.facts
    assert facts.sample.name == "vermilion on parchment"
    assert (facts.measurement.live_time, facts.measurement.real_time) == (285.0, 300.0)
    assert facts.measurement.measured_at == "2016-03-26T13:19:43"
    assert facts.measurement.instrument == "digiBASE SN 16039579"
    assert spectrum.header["$PRESETS:"] == "None\n0\n0"
    assert "$DATA:" not in spectrum.header
    assert codes(spectrum) == []


@pytest.mark.parametrize(
    ("blocks", "last"),
    [
        ({"MCA_CAL": "3\r\n0 0 0 keV"}, 9.02),
        ({"MCA_CAL": ""}, 9.02),
        ({"MCA_CAL": "0.5 0.2 0"}, 19.5),
        ({"MCA_CAL": "2\r\n500 20 eV"}, 2.4),
        ({"MCA_CAL": "", "ENER_FIT": "", "ENER_DATA": "2\r\n0 0\r\n10 2.5"}, 23.75),
    ],
)
def test_the_first_calibration_that_says_something_is_used(blocks, last):
    assert one(files.maestro(**blocks)).axis[-1] == pytest.approx(last)


def test_without_a_calibration_the_channels_stay():
    spectrum = one(files.maestro(MCA_CAL="3\r\n0 0 0", ENER_FIT="0.0 0.0"))
    assert spectrum.axis_kind is AxisKind.CHANNEL
    assert codes(spectrum) == ["not_calibrated"]


def test_channels_may_begin_later():
    spectrum = one(files.minimal(first=10, last=CHANNELS + 9))
    assert spectrum.axis[0] == pytest.approx(0.1 + 10 * 0.02)


def test_gamma_rays_are_left_to_the_person():
    spectrum = one(files.maestro(MCA_CAL="3\r\n0 30 0 keV"))
    assert spectrum.technique is None
    assert codes(spectrum) == ["beyond_xrays"]


def test_more_live_than_real_time_is_noted_and_not_kept():
    spectrum = one(files.maestro(MEAS_TIM="300 285"))
    assert spectrum.facts.measurement.live_time is None
    assert codes(spectrum) == ["times_swapped"]


def test_the_words_for_no_sample_are_no_sample():
    assert one(files.maestro(SPEC_ID="No sample description was entered.")).facts.sample.name is None


def test_declared_channels_are_counted():
    with pytest.raises(Truncated, match="200 channels"):
        one(files.maestro(last=199))
    with pytest.raises(Inconsistent):
        one(files.maestro(last=CHANNELS - 3))
    with pytest.raises(Truncated):
        one(files.minimal(last=CHANNELS))
    assert codes(one(files.maestro(last=CHANNELS))) == ["count_differs"]


@pytest.mark.parametrize("first", ["", "0", "0 many", "5 5", "-1 9", "0 nan", "0 1e300", "0.5 9.5"])
def test_first_and_last_channel_must_be_there(first):
    with pytest.raises(Inconsistent):
        one(files.maestro(DATA=f"{first}\r\n{lines()}"))


def test_without_data_it_is_cut():
    with pytest.raises(Truncated, match="DATA"):
        one(b"$SPEC_ID:\r\nx\r\n")


def test_another_spe_is_not_taken():
    assert not iaea_spe.sniff(bytes(5000), "a.spe")
    assert not iaea_spe.sniff(b"$x = 5;\n", "a.spe")


def test_the_example_of_pymca_is_its_numbers(data_dir):
    path = data_dir / "formats" / "mca" / "silx-kit+pymca" / "Steel.spe"
    spectrum = one(path.read_bytes())
    words = path.read_text().split("$DATA:")[1].split()
    assert [int(words[0]), int(words[1])] == [0, spectrum.values.size - 1]
    assert spectrum.values.tolist() == [float(word) for word in words[2:]]
    assert spectrum.axis_kind is AxisKind.CHANNEL
