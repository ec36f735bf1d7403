from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.evaluation.intervals import Estimate, Resampling


def test_an_interval_covers_the_truth_as_often_as_it_says() -> None:
    random, hits = np.random.default_rng(0), 0
    groups = np.repeat(np.arange(40), 4)
    for trial in range(200):
        chance = random.beta(3, 2, 40)  # the spectra of a sample agree: 0.6 on average
        right = random.random(160) < np.repeat(chance, 4)
        estimate = Resampling(groups, draws=300, seed=trial).share(right)
        hits += estimate.low <= 0.6 <= estimate.high
    assert 0.89 <= hits / 200 <= 0.99


def test_spectra_of_one_sample_do_not_narrow_the_interval() -> None:
    right = np.random.default_rng(1).random(50) < 0.7
    once = Resampling(np.arange(50)).share(right)
    tenfold = Resampling(np.repeat(np.arange(50), 10)).share(np.repeat(right, 10))
    assert tenfold == once


def test_a_paired_difference_is_surer_than_its_parts() -> None:
    random = np.random.default_rng(2)
    first = random.random(200) < 0.7
    second = first & (random.random(200) > 0.05)
    resampling = Resampling(np.arange(200))
    gain = resampling.mean(first.astype(float) - second)
    assert gain.low > 0
    assert resampling.share(first).low < resampling.share(second).high


def test_no_difference_is_none() -> None:
    same = np.zeros(30)
    assert Resampling(np.arange(30)).mean(same) == Estimate(value=0, low=0, high=0)


@pytest.mark.parametrize(("right", "low", "high"), [(True, 0.025**0.1, 1.0), (False, 0.0, 1 - 0.025**0.1)])
def test_ten_groups_of_one_outcome_are_no_certainty(right: bool, low: float, high: float) -> None:
    estimate = Resampling(np.repeat(np.arange(10), 5)).share(np.full(50, right))
    assert (estimate.low, estimate.high) == pytest.approx((low, high))


def test_a_ratio_is_of_the_sums() -> None:
    estimate = Resampling(np.arange(4)).ratio(np.array([1.0, 2, 3, 4]), np.array([2.0, 4, 6, 8]))
    assert (estimate.value, estimate.low, estimate.high) == (0.5, 0.5, 0.5)


def test_texts() -> None:
    estimate = Estimate(value=0.79, low=0.761, high=0.818)
    assert estimate.percent == "79.0 (76.1-81.8)"
    assert Estimate(value=-0.029, low=-0.05, high=0.004).points == "-2.9 (-5.0..+0.4)"
