from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.quality import THRESHOLDS, Verdict
from pigment_archive.quality.noise import noise_of, signal_to_noise
from pigment_archive.records import Technique
from tests.unit.quality.samples import AXES, bands, clean, spectrum, view

LIMITS = THRESHOLDS.signal_to_noise
AXIS = AXES[Technique.RAMAN]


def noisy(level: float, signal: float, seed: int = 0) -> np.ndarray:
    return 1000 + bands(AXIS, [520.5], 8.0, signal) + np.random.default_rng(seed).normal(0, level, AXIS.size)


def test_the_noise_is_what_was_added() -> None:
    assert noise_of(noisy(7.0, 500.0)) == pytest.approx(7.0, rel=0.1)


def test_padding_and_a_slope_are_no_noise() -> None:
    values = noisy(7.0, 0.0) + 5.0 * AXIS
    padded = np.concatenate([np.zeros(3 * values.size), values])
    assert noise_of(padded) == pytest.approx(7.0, rel=0.1)


@pytest.mark.parametrize("true", [20.0, 200.0])
def test_the_ratio_is_that_of_the_tallest_band(true) -> None:
    found = signal_to_noise(view(spectrum(AXIS, noisy(5.0, 5.0 * true))), LIMITS)
    assert found.verdict is Verdict.OK
    assert found.value == pytest.approx(true, rel=0.15)


@pytest.mark.parametrize("seed", range(5))
def test_noise_alone_fails_even_with_a_spike(seed) -> None:
    values = noisy(5.0, 0.0, seed)
    values[900] += 500.0
    found = signal_to_noise(view(spectrum(AXIS, values)), LIMITS)
    assert (found.verdict, found.threshold) == (Verdict.FAILED, 3.0)
    assert found.remedy


def test_a_weak_band_is_a_warning() -> None:
    found = signal_to_noise(view(spectrum(AXIS, noisy(5.0, 35.0))), LIMITS)
    assert (found.verdict, found.threshold) == (Verdict.WARNING, 10.0)


def test_a_background_is_no_signal() -> None:
    fluorescence = 20_000 * np.exp(-(((AXIS - 700) / 500) ** 2))
    counts = np.random.default_rng(0).poisson(fluorescence)
    assert signal_to_noise(view(spectrum(AXIS, counts)), LIMITS).value < 10.0
    with_band = np.random.default_rng(0).poisson(fluorescence + bands(AXIS, [520.5], 8.0, 5_000.0))
    assert signal_to_noise(view(spectrum(AXIS, with_band)), LIMITS).value > 10.0


def test_of_reflectance_the_level_counts() -> None:
    axis = AXES[Technique.REFLECTANCE]
    white = 0.9 + np.random.default_rng(0).normal(0, 0.003, axis.size)
    found = signal_to_noise(view(spectrum(axis, white, Technique.REFLECTANCE), Technique.REFLECTANCE), LIMITS)
    assert found.value == pytest.approx(300, rel=0.1)


def test_a_spectrum_without_noise_has_no_ratio() -> None:
    found = signal_to_noise(view(spectrum(AXIS, np.where(AXIS > 700, 2.0, 2.0))), LIMITS)
    assert found.verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize("technique", list(AXES))
def test_a_clean_spectrum_passes(technique) -> None:
    assert signal_to_noise(view(clean(technique), technique), LIMITS).verdict is Verdict.OK
