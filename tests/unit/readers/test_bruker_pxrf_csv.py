"""Bruker handheld XRF as CSV, and the ochres of the Middle Stone Age."""

from __future__ import annotations

import re
import zipfile
from collections import Counter

import numpy as np
import pyarrow.parquet as pq
import pytest

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers import bruker_pxrf_csv, scan
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_bruker_pxrf_csv as files
from tests.unit.readers.xray_counts import CHANNELS, COUNTS


def one(data: bytes, name: str = files.NAME):
    (spectrum,) = bruker_pxrf_csv.read(Content(name, data))
    return spectrum


def codes(spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_numbers_facts_and_header(end):
    spectrum = one(files.pxrf(end=end))
    assert spectrum.axis == pytest.approx([0.02 * channel for channel in range(CHANNELS)])
    assert spectrum.values.tolist() == COUNTS.tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.ENERGY, Quantity.COUNTS)
    assert spectrum.technique is Technique.XRF
    assert not spectrum.mask.any()
    facts, measurement = spectrum.facts, spectrum.facts.measurement
    assert (facts.sample.name, facts.session.name) == ("brickn679", "2013-01-25")
    assert (measurement.measured_at, measurement.replicate) == ("2013-01-25", 4)
    assert (measurement.tube_voltage, measurement.tube_current, measurement.tube_filter) == (40.0, 27.9, "2")
    assert (measurement.live_time, measurement.real_time) == (95.316055, 100.0)
    assert measurement.instrument == "Bruker AXS Handheld Inc. S1PXRF"
    assert spectrum.header["Vacuum"] == "766"
    assert codes(spectrum) == ["day_from_name", "unit_converted"]


@pytest.mark.parametrize(
    ("name", "sample", "session", "day", "noted"),
    [
        (
            "130125a-KKH1.14-100sec-1.csv",
            "KKH1.14",
            "2013-01-25",
            "2013-01-25",
            ["day_from_name", "label_differs"],
        ),
        ("000000-brickn679-120sec-1.csv", "brickn679", "000000", None, ["day_unknown", "duration_differs"]),
        ("251301-brickn679-100sec.csv", "brickn679", "251301", None, ["day_unknown"]),
        ("renamed.csv", "brickn679", None, None, []),
    ],
)
def test_what_the_name_says_and_where_the_header_differs(name, sample, session, day, noted):
    spectrum = one(files.pxrf(), name)
    facts = spectrum.facts
    assert (facts.sample.name, facts.session.name, facts.measurement.measured_at) == (sample, session, day)
    assert codes(spectrum) == [*noted, "unit_converted"]


def test_a_label_without_a_pattern_is_the_sample():
    assert one(files.pxrf(Label="98b-03"), "x.csv").facts.sample.name == "98b-03"


def test_without_a_gain_the_channels_stay():
    assert one(files.pxrf(eV_per_channel="0")).axis_kind is AxisKind.CHANNEL


def test_rows_are_counted():
    with pytest.raises(Truncated, match="96 channels"):
        one(files.pxrf(rows=CHANNELS - 1))
    with pytest.raises(Inconsistent):
        one(files.pxrf(channels=CHANNELS - 1))
    with pytest.raises(Truncated, match="labels"):
        one(files.pxrf()[:200])


def test_esprit_gives_its_own_energies_and_electrons_are_no_fluorescence():
    spectrum = one(files.esprit(), "point 3.csv")
    assert spectrum.axis[:2] == pytest.approx([-0.48, -0.47])
    assert spectrum.values.tolist() == COUNTS.tolist()
    assert spectrum.facts.measurement.live_time == pytest.approx(29.979)
    assert spectrum.technique is None


def test_tables_of_channels_of_others_are_not_taken():
    assert not bruker_pxrf_csv.sniff(b"Channel,Counts\n0,1\n1,2\n", "a.csv")
    assert not bruker_pxrf_csv.sniff(b"x,Energy1,Chan-Start\nCaKa1,3.6,180\n", "a.csv")


@pytest.fixture(scope="module")
def ochres(data_dir):
    """Spectrum and row of the tidy table by name of the measurement."""
    folder = data_dir / "msa_ochre_pxrf"
    items = list(scan([folder / "native_csv.zip"]))
    assert [item.error or item.skipped or item.refused for item in items] == [()] * 864
    table = pq.read_table(folder / "tidy.parquet", columns=["id", "sample_id", "session", "axis", "value"])
    rows = {row["id"].rpartition(":")[2]: row for row in table.to_pylist()}
    return {item.member.rpartition("/")[2][:-4]: item.spectra[0] for item in items}, rows


def differing(spectra, rows) -> list[str]:
    """Names whose axis or values are not those of the tidy table (float32)."""
    return [
        name
        for name, spectrum in spectra.items()
        if not np.allclose(spectrum.axis, rows[name]["axis"], rtol=2**-23, atol=0)
        or not np.array_equal(np.float32(spectrum.values), np.float32(rows[name]["value"]))
    ]


def test_every_ochre_is_its_row_of_the_tidy_table(ochres):
    spectra, rows = ochres
    assert spectra.keys() == rows.keys()
    assert differing(spectra, rows) == []
    name, spectrum = next(iter(spectra.items()))
    moved = spectrum.changed(axis=spectrum.axis + 0.02)
    other = spectrum.changed(values=spectrum.values + (spectrum.axis == spectrum.axis[700]))
    assert differing({name: moved}, rows) == differing({name: other}, rows) == [name]


def test_every_ochre_has_energy_session_and_sample(ochres):
    spectra, rows = ochres
    assert {(s.axis_kind, s.quantity, s.technique) for s in spectra.values()} == {
        (AxisKind.ENERGY, Quantity.COUNTS, Technique.XRF)
    }
    assert Counter(s.facts.measurement.measured_at is None for s in spectra.values()) == {
        False: 854,
        True: 10,
    }
    assert len({s.facts.session.name for s in spectra.values()}) == 31
    samples = {name: s.facts.sample.name for name, s in spectra.items()}
    differ = {name for name, sample in samples.items() if sample != rows[name]["sample_id"]}
    assert differ == {"130314a-brickn679-300sec-1"}
    assert len(set(samples.values())) == 56
    for name, spectrum in spectra.items():
        stated = re.search(r"live ([\d.]+) s", rows[name]["session"])
        assert spectrum.facts.measurement.live_time == pytest.approx(float(stated[1]), rel=1e-9)


def test_the_first_six_digits_are_year_month_day(data_dir):
    """Read with the day or the month first, the 30 days would all be the 13th, or no days at all."""
    names = zipfile.ZipFile(data_dir / "msa_ochre_pxrf" / "native_csv.zip").namelist()
    days = {name.rpartition("/")[2][:6] for name in names} - {"000000"}
    assert len(days) == 30
    assert {day[:2] for day in days} == {"13"}
    assert len({day[4:] for day in days}) > 12
