from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import UsageError
from pigment_archive.evaluation import leave_one_sample_out, without_relabelled_duplicates

MATERIALS = [f"m{row // 12}" for row in range(600)]
SAMPLES = [f"s{row // 4}" for row in range(600)]


def clustered(spread: float) -> np.ndarray:
    random = np.random.default_rng(0)
    centres = random.normal(size=(50, 16)).repeat(12, axis=0)
    return centres + spread * random.normal(size=(600, 16))


def by_hand(vectors: np.ndarray, k: int, cosine: bool = False) -> float:
    if cosine:
        vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    found = 0
    for row in range(600):
        distances = np.linalg.norm(vectors - vectors[row], axis=1)
        order = [other for other in distances.argsort() if SAMPLES[other] != SAMPLES[row]]
        found += MATERIALS[row] in [MATERIALS[other] for other in order[:k]]
    return found / 600


@pytest.mark.parametrize("metric", ["euclid", "cosine"])
def test_shares_are_those_counted_one_query_at_a_time(metric: str) -> None:
    vectors = clustered(0.9)
    report = leave_one_sample_out(vectors, MATERIALS, SAMPLES, metric=metric)
    assert (report.queries, report.library) == (600, 600)
    for k in (1, 3, 5):
        assert report.top[k] == pytest.approx(by_hand(vectors, k, metric == "cosine"))
    assert 0.2 < report.top[1] < report.top[3] < report.top[5] < 1.0


def test_tight_clusters_are_always_found_and_vectors_of_noise_are_not() -> None:
    assert leave_one_sample_out(clustered(0.01), MATERIALS, SAMPLES).top[1] == 1.0
    noise = np.random.default_rng(1).normal(size=(600, 16))
    assert leave_one_sample_out(noise, MATERIALS, SAMPLES).top[1] < 0.1


@pytest.mark.parametrize("level", [0.0, 0.1, 1e3])
@pytest.mark.parametrize("metric", ["euclid", "cosine"])
def test_a_constant_finds_nothing(level: float, metric: str) -> None:
    report = leave_one_sample_out(np.full((600, 16), level), MATERIALS, SAMPLES, metric=metric)
    assert set(report.top.values()) == {0.0}


def test_the_own_sample_never_counts() -> None:
    """Every sample is a tight cluster of its own: only leaving it out shows that materials are not."""
    random = np.random.default_rng(2)
    vectors = random.normal(size=(150, 16)).repeat(4, axis=0) + 1e-3 * random.normal(size=(600, 16))
    assert leave_one_sample_out(vectors, MATERIALS, SAMPLES).top[1] < 0.1
    assert leave_one_sample_out(vectors, MATERIALS, [f"r{row}" for row in range(600)]).top[1] == 1.0


def test_only_chosen_queries_that_can_be_answered_are_asked() -> None:
    materials = ["lone"] * 4 + MATERIALS[4:]
    chosen = np.zeros(600, dtype=bool)
    chosen[:24] = True
    report = leave_one_sample_out(clustered(0.01), materials, SAMPLES, queries=chosen)
    assert report.queries == 20
    chosen[4:] = False
    with pytest.raises(UsageError):
        leave_one_sample_out(clustered(0.01), materials, SAMPLES, queries=chosen)


def test_equal_spectra_are_kept_once_and_not_at_all_under_two_names() -> None:
    fingerprints = ["a", "b", "b", "c", "d", "c"]
    materials = ["x", "x", "x", "x", "y", "y"]
    keep = without_relabelled_duplicates(fingerprints, materials)
    assert keep.tolist() == [True, True, False, False, True, False]
