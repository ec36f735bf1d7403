"""A shifted session and a coarse one are named with their number; clean ones are not."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.evaluation.confounders import confounder
from pigment_archive.evaluation.diagnosis_limits import LIMITS
from pigment_archive.evaluation.findings import NotJudged, Verdict
from pigment_archive.evaluation.sittings import axis_and_resolution, detail_width
from tests.unit.evaluation.planted import GRID, STEP, Plan, said, spectra


def both(examined, name="session"):
    return axis_and_resolution(examined, confounder(examined, name, LIMITS), LIMITS)


@pytest.mark.parametrize("shift", [2.0, -2.0, 5.0])
def test_a_shifted_session_is_named_with_its_shift(shift):
    axis, resolution = both(spectra(Plan(shift={"session 1": shift})))
    assert axis.verdict is Verdict.ACT
    assert axis.value == pytest.approx(shift, abs=0.3)
    assert axis.unit == "cm-1"
    assert [name.split(" (")[0] for name in axis.concerns] == ["session 1"]
    assert resolution.verdict is Verdict.OK


def test_a_coarse_session_is_named():
    axis, resolution = both(spectra(Plan(coarse={"session 2": 8.0})))
    assert resolution.verdict is Verdict.ACT
    assert resolution.value > 1.3
    assert [name.split(" (")[0] for name in resolution.concerns] == ["session 2"]
    assert axis.verdict is Verdict.OK


@pytest.mark.parametrize("seed", range(5))
def test_clean_sessions_are_left_alone(seed):
    for finding in both(spectra(Plan(seed=seed, sessions=5))):
        assert finding.verdict is Verdict.OK
        assert finding.concerns == ()


def test_a_shift_is_blamed_on_the_fact_that_has_it_and_no_other():
    examined = spectra(Plan(shift={"session 1": 3.0}))
    lasers = np.random.default_rng(5).choice([532.0, 785.0], len(examined)).tolist()
    assert both(said(examined, "laser_wavelength", lasers), "laser_wavelength")[0].verdict is Verdict.OK


def test_more_sessions_than_are_compared_pairwise():
    plan = Plan(materials=12, samples=120, sessions=30, shift={"session 7": 4.0})
    axis, _ = both(spectra(plan))
    assert [name.split(" (")[0] for name in axis.concerns] == ["session 7"]


def test_sessions_that_share_few_materials_are_not_judged():
    for told in both(spectra(Plan(materials=4, samples=20))):
        assert isinstance(told, NotJudged)
        assert "5 or more materials" in told.why


def test_the_width_of_a_smooth_band_is_its_slope_over_its_curvature():
    for sigma in (10.0, 20.0):
        band = np.exp(-(((GRID - 700.0) / sigma) ** 2) / 2)[None]
        # of a Gaussian: sigma * sqrt(2 / 3)
        assert detail_width(band, STEP)[0] == pytest.approx(sigma * np.sqrt(2.0 / 3.0), rel=0.02)
