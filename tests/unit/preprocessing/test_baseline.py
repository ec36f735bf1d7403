from __future__ import annotations

import numpy as np
import pytest
from pybaselines import whittaker

from pigment_archive.preprocessing import RemoveBaseline

GRID = np.linspace(0.0, 1.0, 566)


def peaks_on_background(seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    centres = random.uniform(0.05, 0.95, 6)
    peaks = sum(np.exp(-0.5 * ((GRID - centre) / 0.008) ** 2) for centre in centres)
    return peaks + 3.0 * np.exp(-2.0 * GRID) + 0.01 * random.normal(size=GRID.size)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("smoothness", "asymmetry"), [(1e5, 0.01), (1e3, 0.1), (1e6, 0.001)])
def test_the_baseline_is_that_of_pybaselines(seed: int, smoothness: float, asymmetry: float) -> None:
    values = peaks_on_background(seed)
    step = RemoveBaseline(smoothness=smoothness, asymmetry=asymmetry, iterations=50)
    expected, _ = whittaker.asls(values, lam=smoothness, p=asymmetry, max_iter=50, tol=0.0)
    np.testing.assert_allclose(step.baseline(values), expected, atol=1e-6 * np.ptp(values))


def test_it_finds_the_background_under_the_peaks() -> None:
    values = peaks_on_background()
    background = 3.0 * np.exp(-2.0 * GRID)
    found = RemoveBaseline().baseline(values)
    assert np.abs(found - background).max() < 0.1 * np.ptp(values)


def test_adding_a_straight_line_changes_nothing() -> None:
    values = peaks_on_background()
    step = RemoveBaseline()
    np.testing.assert_allclose(
        step.apply(values + 5.0 - 2.0 * GRID, values), step.apply(values, values), atol=1e-8
    )


def test_a_larger_smoothness_makes_a_stiffer_baseline() -> None:
    values = peaks_on_background()
    roughness = [
        np.sum(np.diff(RemoveBaseline(smoothness=smoothness).baseline(values), 2) ** 2)
        for smoothness in (1e2, 1e4, 1e6)
    ]
    assert roughness[0] > roughness[1] > roughness[2]


def test_a_larger_asymmetry_lifts_the_baseline() -> None:
    values = peaks_on_background()
    levels = [RemoveBaseline(asymmetry=p).baseline(values).mean() for p in (0.001, 0.01, 0.1)]
    assert levels == sorted(levels)
