"""Spectra Vista SIG: percent, overlaps, decimal comma, and what a cut looks like."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, Truncated, UnknownFormat
from pigment_archive.readers import svc_sig
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_svc_sig as files


def one(data: bytes, technique: Technique | None = None) -> Spectrum:
    (spectrum,) = svc_sig.read(Content("x.sig", data, hints=Hints(technique)))
    assert isinstance(spectrum, Spectrum)
    return spectrum


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def test_kept_overlaps_are_cut_in_their_middle_and_detectors_are_segments():
    spectrum = one(files.sig())
    first = files.VNIR[files.VNIR <= (985 + 1010) / 2]
    second = files.SWIR1[(files.SWIR1 > (985 + 1010) / 2) & (files.SWIR1 <= (1035 + 1050) / 2)]
    third = files.SWIR2[files.SWIR2 > (1035 + 1050) / 2]
    assert spectrum.axis.tolist() == [*first, *second, *third]
    ends = np.cumsum([len(first), len(second), len(third)]).tolist()
    assert spectrum.segments == ((0, ends[0]), (ends[0], ends[1]), (ends[1], ends[2]))
    assert "overlap_cut" in codes(spectrum)


def test_removed_overlaps_meet_at_the_stated_wavelengths():
    spectrum = one(files.sig(files.REMOVED, overlap="Remove @ 990,1040"))
    assert spectrum.axis.tolist() == files.REMOVED.tolist()
    starts = [int(np.searchsorted(files.REMOVED, join, "right")) for join in (990, 1040)]
    assert [start for start, _ in spectrum.segments] == [0, *starts]
    assert "overlap_cut" not in codes(spectrum)


def test_the_fourth_column_is_percent_and_becomes_a_fraction():
    spectrum = one(files.sig(files.REMOVED))
    assert spectrum.values.tolist() == (files.percent_of(files.REMOVED) / 100).tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVELENGTH, Quantity.REFLECTANCE)
    assert spectrum.technique is Technique.REFLECTANCE
    assert {"not_read", "percent_to_fraction"} <= set(codes(spectrum))


def test_a_german_and_an_english_export_of_one_measurement_are_one_spectrum():
    english = one(files.sig())
    german = one(files.sig(decimal=",", time="29.07.2017 01:54:23, 29.07.2017 13:55:32"))
    assert english.fingerprint() == german.fingerprint()
    assert english.segments == german.segments
    assert german.header["temp"] == "25,6, -5,1, -9,7, 25,6, -5,1, -9,8"
    assert english.facts == german.facts


def test_facts_and_the_header_as_written():
    spectrum = one(files.sig())
    measurement = spectrum.facts.measurement
    assert (measurement.instrument, measurement.instrument_serial) == ("SVC HR-1024i", "1152050")
    assert measurement.measured_at == "2017-07-29T13:55:32"
    assert list(spectrum.header)[:3] == ["name", "instrument", "integration"]
    assert spectrum.header["integration"] == "70.0, 9.0, 7.0, 200.0, 30.0, 7.0"


def test_a_date_that_may_be_day_or_month_first_is_left_out():
    assert (
        one(files.sig(time="8/6/2015 9:32:30 AM, 8/6/2015 9:38:01 AM")).facts.measurement.measured_at is None
    )


@pytest.mark.parametrize(
    ("units", "quantity"), [("Radiance", Quantity.RADIANCE), ("Counts", Quantity.COUNTS)]
)
def test_without_reflectance_the_target_is_kept_as_what_the_units_say(units, quantity):
    data = files.sig(files.REMOVED, columns=3, units=f"{units}, {units}")
    spectrum = one(data, Technique.REFLECTANCE)
    assert (spectrum.quantity, spectrum.technique) == (quantity, None)
    expected = np.round(np.round(1000 + files.REMOVED, 2) * files.percent_of(files.REMOVED) / 100, 2)
    assert spectrum.values.tolist() == expected.tolist()
    assert "no_reflectance" in codes(spectrum)


def test_the_older_first_line_is_taken():
    data = files.sig(files.REMOVED).replace(b"Spectra Vista SIG Data", b"Spectra Vista HR-1024")
    assert svc_sig.sniff(data, "x")
    assert one(data).values.size == files.REMOVED.size


def test_a_cut_inside_a_row_is_noticed():
    data = files.sig(files.REMOVED, end="")
    assert one(data).values.size == files.REMOVED.size
    for cut in (1, 2, 4, 8, 14):
        with pytest.raises(Truncated, match="last row"):
            one(data[:-cut])
    with pytest.raises(Truncated, match="data="):
        one(data[: data.index(b"data=")])
    with pytest.raises(Truncated, match="before its data"):
        one(data[: data.index(b"data=") + 9])


def test_a_short_range_of_a_full_range_instrument_is_noted():
    assert "ends_early" in codes(one(files.sig()))
    whole = np.append(files.REMOVED, [1800.0, 2510.0])
    assert "ends_early" not in codes(one(files.sig(whole)))
    assert "ends_early" not in codes(one(files.sig(instrument="HI: 1 (HR-512i)")))


def test_a_division_by_zero_is_missing():
    data = files.sig(files.REMOVED).replace(
        f"{files.percent_of(files.REMOVED)[3]:.2f}".encode(), b"1.#INF", 1
    )
    assert np.flatnonzero(one(data).mask).tolist() == [3]


def test_broken_data_are_refused():
    with pytest.raises(UnknownFormat):
        one(files.sig()[5:])
    with pytest.raises(Inconsistent):
        one(files.sig(files.REMOVED).replace(b"990.0", b"9x0.0"))
    with pytest.raises(Inconsistent, match="columns"):
        one(files.sig().partition(b"data=")[0] + b"data= \n1 2 3 4 5\n2 3 4 5 6\n")


def test_endless_blank_lines_take_no_time():
    with pytest.raises(Truncated):
        one(b"/*** Spectra Vista SIG Data ***/\n" + b"\n" * 1_000_000)
    with pytest.raises(Truncated):
        one(b"/*** Spectra Vista SIG Data ***/\n" + b"a= b\n" * 200_000)
    assert one(files.sig(instrument="x" * 1_000_000)).facts.measurement.instrument is None
