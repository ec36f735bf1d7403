"""An overfitted model is found, an honest one is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pigment_archive.encoder.split import Part
from pigment_archive.evaluation.diagnosis_limits import LIMITS
from pigment_archive.evaluation.findings import NotJudged, Verdict
from pigment_archive.evaluation.overfitting import error_ratios, retrieval_gap
from tests.unit.evaluation.planted import Plan, spectra

PLAN = Plan(materials=60)


def test_an_honest_model_has_the_same_error_everywhere():
    test, new, outside = error_ratios(spectra(PLAN), LIMITS)
    assert test.verdict is Verdict.OK
    assert test.value == pytest.approx(1.0, abs=0.3)
    assert isinstance(new, NotJudged)
    assert isinstance(outside, NotJudged)


@pytest.mark.parametrize(("worse", "verdict"), [(3.0, Verdict.LOOK), (10.0, Verdict.ACT)])
def test_a_larger_error_of_unseen_spectra_is_found(worse, verdict):
    examined = spectra(PLAN)
    rest = examined.reconstructed - examined.prepared
    unseen = examined.of_part(Part.TEST)
    rest[unseen] *= np.sqrt(worse)
    finding, *_ = error_ratios(replace(examined, reconstructed=examined.prepared + rest), LIMITS)
    assert finding.verdict is verdict
    assert finding.value == pytest.approx(worse, rel=0.3)


def test_latents_that_know_their_training_samples_by_heart_are_found():
    examined = spectra(PLAN)
    latents = examined.latents.copy()
    unseen = examined.of_part(Part.TEST)
    latents[unseen] = np.random.default_rng(0).normal(0.0, latents.std(), latents[unseen].shape)
    finding = retrieval_gap(replace(examined, latents=latents), LIMITS)
    assert finding.verdict is Verdict.ACT
    assert finding.value > 0.5


def test_harder_queries_are_not_overfitting():
    examined = spectra(PLAN)
    prepared, latents = examined.prepared.copy(), examined.latents.copy()
    unseen = np.flatnonzero(examined.of_part(Part.TEST))
    foreign = np.roll(unseen, 7)
    prepared[unseen], latents[unseen] = prepared[foreign], latents[foreign]
    finding = retrieval_gap(replace(examined, prepared=prepared, latents=latents), LIMITS)
    assert finding.verdict is Verdict.OK
    assert retrieval_gap(examined, LIMITS).verdict is Verdict.OK


def test_without_a_second_sample_nothing_can_be_asked():
    assert isinstance(retrieval_gap(spectra(Plan(samples=1, sessions=1)), LIMITS), NotJudged)
