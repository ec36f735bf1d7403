"""Telling known from unknown: what tells them apart is measured, and what does not is at 0.5."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score, roc_curve

from pigment_archive.evaluation.auroc import area, estimated_area, roc_points
from pigment_archive.evaluation.leaks import Leaks
from pigment_archive.evaluation.open_set import cross_fitted, gather_evidence, open_set_table
from tests.unit.evaluation.made import MATERIALS, NO_LEAKS, changed, encoded, library

MADE = library()
RANDOM = np.random.default_rng(0)
KNOWN = RANDOM.random(120) < 0.5


def test_the_area_is_that_of_the_library_ties_included() -> None:
    scores = np.round(RANDOM.normal(size=120) + KNOWN, 1)
    assert area(scores, KNOWN) == pytest.approx(roc_auc_score(KNOWN, scores))
    weights = RANDOM.integers(0, 4, 120).astype(float)
    assert area(scores, KNOWN, weights) == pytest.approx(roc_auc_score(KNOWN, scores, sample_weight=weights))


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_who_always_says_the_same_is_at_chance(score: float) -> None:
    estimate = estimated_area(np.full(120, score), KNOWN, np.arange(120))
    assert (estimate.value, estimate.low, estimate.high) == (0.5, 0.5, 0.5)


def test_random_scores_are_at_chance() -> None:
    estimate = estimated_area(RANDOM.random(120), KNOWN, np.arange(120))
    assert estimate.low < 0.5 < estimate.high


def test_the_curve_runs_through_the_points_of_the_library() -> None:
    scores = RANDOM.normal(size=40) + KNOWN[:40]
    unknown, known, _ = roc_curve(KNOWN[:40], scores, drop_intermediate=False)
    assert np.array(roc_points(scores, KNOWN[:40])) == pytest.approx(np.array([unknown, known]).T)


def test_the_combined_score_learns_what_tells_them_apart() -> None:
    features = np.stack([KNOWN + RANDOM.normal(0, 0.3, 120), RANDOM.normal(size=120)], axis=1)
    assert area(cross_fitted(features, KNOWN, np.arange(120)), KNOWN) > 0.9


def test_the_combined_score_of_a_query_does_not_know_its_own_material() -> None:
    """Every material has a feature of its own, so a fit that saw the material would know the truth."""
    materials = np.repeat(np.arange(24), 5)
    known = materials % 2 == 0
    features = np.eye(24)[materials]
    assert area(cross_fitted(features, known, materials), known) < 0.6


def test_a_good_model_tells_known_from_unknown() -> None:
    evidence = gather_evidence(encoded(MADE), NO_LEAKS)
    assert evidence is not None
    table = open_set_table([evidence])
    assert (table.find, table.held_out) == ("material", MATERIALS // 3)
    assert table.known + table.unknown == MATERIALS * 5 // 6 * 2 + MATERIALS // 6 * 8
    assert table.library == len(MADE) - table.held_out * 8
    areas = {row.score: row.auroc.value for row in table.rows}
    assert min(areas.values()) > 0.9


def test_random_latents_tell_nothing() -> None:
    random = np.random.default_rng(5).normal(size=(len(MADE), 16))
    evidence = gather_evidence(encoded(MADE, random), NO_LEAKS)
    assert evidence is not None
    areas = {row.score: row.auroc for row in open_set_table([evidence]).rows}
    assert areas["distance"].low < 0.55
    assert areas["distance"].value < 0.7 < areas["cosine"].value


def test_without_names_samples_are_held_out_and_without_enough_nothing_is() -> None:
    unnamed = changed(MADE, materials=dict.fromkeys(range(len(MADE))))
    evidence = gather_evidence(encoded(unnamed), NO_LEAKS)
    assert evidence is not None
    assert evidence.query_set.find == "sample"
    few = MADE.take(np.arange(16))
    assert gather_evidence(encoded(few), Leaks((), np.zeros(16, dtype=bool), {})) is None
