"""SPEC files with MCA spectra, and single columns."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, Truncated, UnsupportedVariant
from pigment_archive.readers import pymca_mca
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_pymca_mca as files
from tests.unit.readers.xray_counts import CHANNELS, COUNTS, lines


def read(data: bytes | str, name: str = "a.mca"):
    return pymca_mca.read(Content(name, data if isinstance(data, bytes) else data.encode()))


def test_numbers_facts_and_header():
    (spectrum,) = read(files.FILE + files.scan())
    channel = np.arange(CHANNELS)
    assert spectrum.axis == pytest.approx(-0.5 + 0.1 * channel + 1e-5 * channel**2)
    assert spectrum.values.tolist() == COUNTS.tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.ENERGY, Quantity.COUNTS)
    assert spectrum.technique is Technique.XRF
    assert (spectrum.facts.measurement.live_time, spectrum.facts.measurement.real_time) == (9.5, 10.1)
    assert spectrum.facts.measurement.measured_at == "2016-02-11T10:00:31"
    assert spectrum.header["#F"] == "/data/sample.mca"
    assert (spectrum.header["#D"], spectrum.header["#D (2)"]) == (
        "Thu Feb 11 09:54:35 2016",
        "Thu Feb 11 10:00:31 2016",
    )
    assert spectrum.header["#@CHANN"] == f"{CHANNELS} 0 {CHANNELS - 1} 1"
    assert [note.code for note in spectrum.notes] == ["unit_assumed"]


def test_points_and_detectors_in_file_order_each_with_its_calibration():
    spectra = read(files.several())
    assert [spectrum.index for spectrum in spectra] == [0, 1, 2, 3, 4]
    assert [spectrum.values[0] for spectrum in spectra] == [COUNTS[0] + k for k in (0, 1, 10, 11, 0)]
    assert [round(spectrum.axis[-1], 4) for spectrum in spectra] == [9.5, 19.0, 9.5, 19.0, 9.0903]
    assert spectra[0].header["#S"].startswith("2 ascan")


def test_saved_channels_begin_where_the_file_says():
    (spectrum,) = read(
        files.FILE + files.scan(channels=f"4096 10 {10 + 2 * (CHANNELS - 1)} 2", calibrations=())
    )
    assert spectrum.axis.tolist() == [10 + 2 * k for k in range(CHANNELS)]
    assert spectrum.axis_kind is AxisKind.CHANNEL


def test_the_identity_is_no_calibration():
    (spectrum,) = read(files.FILE + files.scan(calibrations=("0 1 0",)))
    assert spectrum.axis_kind is AxisKind.CHANNEL
    assert spectrum.technique is None


def test_a_spectrum_of_another_length_is_refused_alone():
    data = files.several().decode().replace(files.at_a(COUNTS + 1), "@A 1 2 3\n")
    spectra = read(data)
    assert isinstance(spectra[1], Truncated)
    assert "scan 2 ascan" in spectra[1].where
    assert spectra[4].values.size == CHANNELS


def test_a_cut_file_is_noticed():
    whole = files.single().decode()
    with pytest.raises(Truncated, match="inside a spectrum"):
        read(whole[: whole.rindex("\\")] + "\\\n")
    with pytest.raises(Truncated, match="96 channels"):
        read(whole[: whole.rindex("\\")])


def test_an_interrupted_spectrum_does_not_swallow_the_next_scan():
    whole = files.FILE + files.scan()
    cut = whole[: whole.rindex("\\") + 1]
    first, second = read(cut + "\n\n" + files.scan(2))
    assert isinstance(first, Truncated)
    assert second.values.tolist() == COUNTS.tolist()


def test_counters_alone_are_refused_with_a_remedy():
    data = files.FILE + files.COUNTERS
    with pytest.raises(UnsupportedVariant, match="counters"):
        read(data)
    assert not pymca_mca.sniff(data.encode(), "a.spec")


def test_a_single_column_is_channels():
    assert pymca_mca.sniff(files.column(), "a.mca")
    assert not pymca_mca.sniff(files.column(), "a.txt")
    (spectrum,) = read(files.column())
    assert spectrum.values.tolist() == COUNTS.tolist()
    assert spectrum.axis.tolist() == list(range(CHANNELS))
    assert spectrum.axis_kind is AxisKind.CHANNEL
    assert spectrum.header == {"line 1": "pigment", "line 2": "Mo tube"}


def test_calibration_comments_of_a_single_column():
    (spectrum,) = read(files.column("# Calibration1: 10 1,5\n# Calibration2: 60 6,5\n"))
    assert spectrum.axis[[0, 95]] == pytest.approx([0.5, 10.0])
    assert spectrum.axis_kind is AxisKind.ENERGY


@pytest.mark.parametrize("data", [b"1\n2\n3\n", b"1 2\n" * 99, b"a\n" + files.column(), bytes(500)])
def test_what_is_no_column_of_counts_is_not_taken(data):
    assert not pymca_mca.sniff(data, "a.mca")


def test_a_column_that_turns_into_words_is_refused():
    with pytest.raises(Inconsistent):
        read(files.column() + lines().encode() * 400 + b"end\n")


def test_the_example_of_pymca_is_its_numbers(data_dir):
    path = data_dir / "formats" / "mca" / "silx-kit+pymca" / "XRFSpectrum.mca"
    (spectrum,) = read(path.read_bytes())
    expected = [float(line) for line in path.read_text().split("\n") if line.strip() and line[0] != "#"]
    assert spectrum.values.tolist() == expected
    assert spectrum.axis_kind is AxisKind.CHANNEL
