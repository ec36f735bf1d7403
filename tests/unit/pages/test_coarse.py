"""Coarse spectra: small, near the fine ones, and finite whatever comes."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.pages.coarse import BYTES, FEWEST_POINTS, Coarsener, CoarseSpectra

GRID = np.linspace(150, 1280, 566)


def coarse(spectra: list[np.ndarray], grid: np.ndarray = GRID, count: int | None = None) -> CoarseSpectra:
    maker = Coarsener(grid, len(spectra) if count is None else count)
    for spectrum in spectra:
        maker.add(spectrum.astype(np.float32))
    return maker.done()


def values(spectra: CoarseSpectra) -> np.ndarray:
    step = (spectra.high - spectra.low) / 255
    return spectra.low[:, None] + step[:, None] * spectra.steps


def test_few_spectra_keep_every_grid_point() -> None:
    fine = np.sin(GRID / 50) - 0.5
    made = coarse([fine, 3 * fine])
    assert made.axis == pytest.approx(GRID)
    assert values(made) == pytest.approx(np.stack([fine, 3 * fine]), abs=3 * 2 / 255)
    assert (made.low[0], made.high[0]) == pytest.approx((fine.min(), fine.max()))


def test_many_spectra_become_means_of_neighbouring_points() -> None:
    made = coarse([GRID], count=10**6)
    assert (made.steps.shape, made.grid_points) == ((1, FEWEST_POINTS), 566)
    assert values(made)[0] == pytest.approx(made.axis, abs=(1280 - 150) / 255)
    assert (np.diff(made.axis) > 0).all()


def test_a_hundred_thousand_fit_into_the_page() -> None:
    maker = Coarsener(GRID, 100_000)
    maker.add(GRID.astype(np.float32))
    assert maker.done().steps.size * 100_000 <= BYTES


def test_a_short_grid_stays_as_it_is() -> None:
    assert coarse([np.arange(5.0)], np.arange(5.0), count=10**6).axis.tolist() == [0, 1, 2, 3, 4]


def test_a_flat_spectrum_is_flat() -> None:
    made = coarse([np.full(566, 0.25)])
    assert values(made)[0] == pytest.approx(0.25)
