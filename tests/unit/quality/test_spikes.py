from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.quality import THRESHOLDS, Finding, Verdict
from pigment_archive.quality.spikes import spikes
from pigment_archive.records import Spectrum, Technique
from tests.unit.quality.samples import AXES, bands, clean, spectrum, view


def judged(one: Spectrum, technique: Technique = Technique.RAMAN, widest: int = 3) -> Finding:
    return spikes(view(one, technique), THRESHOLDS.spikes, least_z=THRESHOLDS.spike_z, widest=widest)


def planted(one: Spectrum, height: float, width: int = 1) -> Spectrum:
    values = np.array(one.values)
    values[700 : 700 + width] += height * np.ptp(values)
    return one.changed(values=values)


@pytest.mark.parametrize("technique", list(AXES))
@pytest.mark.parametrize("seed", range(3))
def test_a_clean_spectrum_has_none(technique, seed) -> None:
    found = judged(clean(technique, seed=seed, mineral=seed), technique)
    assert (found.verdict, found.value) == (Verdict.OK, 0.0)


@pytest.mark.parametrize("width", [1, 2, 3])
def test_a_planted_spike_is_found_with_its_height(width) -> None:
    found = judged(planted(clean(), 0.3, width))
    assert found.verdict is Verdict.WARNING
    assert found.value == pytest.approx(0.3, abs=0.05)
    assert f"{width} points" in found.meaning


def test_a_spike_that_sets_the_scale_fails() -> None:
    assert judged(planted(clean(), 3.0)).verdict is Verdict.FAILED


def test_a_small_spike_is_told_but_no_warning() -> None:
    axis = AXES[Technique.RAMAN]
    quiet = bands(axis, [520.5], 20.0) + np.random.default_rng(0).normal(0, 0.5, axis.size)
    found = judged(planted(spectrum(axis, quiet), 0.03))
    assert (found.verdict, found.value > 0) == (Verdict.OK, True)


def test_a_wider_band_is_none() -> None:
    assert judged(planted(clean(), 0.3, 4)).value == 0.0
    assert judged(planted(clean(), 0.3, 3), widest=2).value == 0.0


@pytest.mark.parametrize("step", [0.5, 1.0, 2.0, 4.0])
def test_a_band_two_points_wide_is_no_spike(step) -> None:
    axis = np.arange(120.0, 1300.0, step)
    noise = np.random.default_rng(0).normal(0, 1, axis.size)
    assert judged(spectrum(axis, 100 + bands(axis, [520.5, 801.3], 2.0 * step) + noise)).value == 0.0


def test_shot_noise_on_a_strong_line_is_no_spike() -> None:
    axis = AXES[Technique.XRF]
    counts = np.random.default_rng(0).poisson(2 + bands(axis, [6.4], 0.15, 20_000.0))
    assert judged(spectrum(axis, counts, Technique.XRF), Technique.XRF, widest=2).value == 0.0


def test_a_stuck_spectrum_has_none() -> None:
    axis = AXES[Technique.RAMAN]
    assert judged(spectrum(axis, np.ones(axis.size))).value == 0.0
