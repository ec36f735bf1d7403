"""Energies of channels, dates of formats that put the month first."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, TooLarge, Truncated
from pigment_archive.readers import channels
from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind

TEN = np.arange(10.0)


@pytest.mark.parametrize(
    ("coefficients", "unit", "kind", "code"),
    [
        ((-0.96, 0.01), "keV", AxisKind.ENERGY, None),
        ((-0.96, 0.01, 1e-6), None, AxisKind.ENERGY, "unit_assumed"),
        ((0.0, 20.0), "eV", AxisKind.ENERGY, None),
        ((0.0, 1.0), "keV", AxisKind.ENERGY, None),
        ((0.0, 1.0, 0.0), None, AxisKind.CHANNEL, "not_calibrated"),
        ((0.0, 0.0, 0.0), "keV", AxisKind.CHANNEL, "not_calibrated"),
        ((), "keV", AxisKind.CHANNEL, "not_calibrated"),
        ((5.0, float("nan")), "keV", AxisKind.CHANNEL, "not_calibrated"),
        ((0.0, 20.0), None, AxisKind.CHANNEL, "calibration_unclear"),
    ],
)
def test_an_axis_is_energy_only_where_it_is_calibrated(coefficients, unit, kind, code):
    axis = channels.energy_axis(TEN, coefficients, unit)
    assert axis.kind is kind
    assert [note.code for note in axis.notes] == ([code] if code else [])
    expected = TEN if kind is AxisKind.CHANNEL else sum(c * TEN**i for i, c in enumerate(coefficients))
    assert np.allclose(axis.values, expected, rtol=1e-15)


def test_energies_beyond_any_detector_are_refused():
    with pytest.raises(Inconsistent, match="no detector"):
        channels.energy_axis(TEN, (0.0, 1e300, 1e300), "keV")


def test_a_line_through_points_and_how_far_they_are_from_it():
    (offset, gain), notes = channels.line_through(np.array([[0, -0.5], [100, 1.5], [200, 3.6]]))
    assert (offset, gain) == pytest.approx((-0.516667, 0.0205), abs=1e-6)
    assert notes[0].text == "a line through 3 calibration points, at most 0.0333 away from them"
    assert channels.line_through(np.array([[5.0, 1.0]])) is None
    assert channels.line_through(np.array([[5.0, 1.0], [5.0, 2.0]])) is None
    assert channels.line_through(np.array([[0.0, 1.0], [1e300, 2.0]])) is None


def test_gamma_rays_are_no_fluorescence_unless_the_person_says_so():
    axis = channels.energy_axis(TEN, (0.0, 100.0), "keV")
    assert channels.meaning_of_energy(axis, Quantity.COUNTS, None).technique is None
    assert channels.meaning_of_energy(axis, Quantity.COUNTS, Technique.XRF).technique is Technique.XRF
    below = channels.energy_axis(TEN, (0.0, 10.0), "keV")
    assert channels.meaning_of_energy(below, Quantity.COUNTS, None).technique is Technique.XRF


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("02/03/2004 14:05:12", "2004-02-03T14:05:12"),
        ("31/12/2004", "2004-12-31"),
        ("12-31-1996 16:00:00", "1996-12-31T16:00:00"),
        ("2004-03-02 14:05", "2004-03-02T14:05:00"),
        ("26-MAR-2016", "2016-03-26"),
        ("", None),
    ],
)
def test_dates_with_the_month_first(text, date):
    assert channels.iso_date_month_first(text) == date


def test_numbers():
    assert channels.numbers_of("1, 2.\n 3e2").tolist() == [1, 2, 300]
    for text in ("1 two", "1_000"):
        with pytest.raises(Inconsistent):
            channels.numbers_of(text)
    assert channels.leading_numbers("-1.2 0.1 keV 3") == [-1.2, 0.1]
    assert channels.amount_in("29.5 s") == 29.5
    assert channels.amount_in("-1") is None
    assert channels.amount_in("1e999") is None


def test_counts_are_held_against_what_is_declared():
    channels.check_count(3, 3)
    with pytest.raises(Truncated):
        channels.check_count(2, 3)
    with pytest.raises(Inconsistent):
        channels.check_count(4, 3)
    with pytest.raises(TooLarge):
        channels.check_headers(3_000_000)
