"""Dead dimensions, a posterior that collapsed, spectra far from all training: found, and silent otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pigment_archive.encoder.split import Part
from pigment_archive.evaluation.diagnosis_limits import LIMITS
from pigment_archive.evaluation.findings import NotJudged, Verdict
from pigment_archive.evaluation.latent_space import dimensions, outside
from tests.unit.evaluation.planted import Plan, said, spectra

PLAN = Plan(materials=60, samples=8)


def test_a_living_space_is_in_order():
    assert [finding.verdict for finding in dimensions(spectra(PLAN), LIMITS)] == [Verdict.OK, Verdict.OK]


def test_dead_dimensions_are_counted_and_a_wide_posterior_of_them_is_a_collapse():
    examined = spectra(PLAN)
    latents, variances = examined.latents.copy(), examined.variances.copy()
    latents[:, :10] = 0.0
    dead, collapsed = dimensions(replace(examined, latents=latents), LIMITS)
    assert dead.value == pytest.approx(10 / 16)
    assert dead.verdict is Verdict.LOOK
    assert collapsed.verdict is Verdict.OK
    variances[:, :10] = 1.0
    assert (
        dimensions(replace(examined, latents=latents, variances=variances), LIMITS)[1].verdict is Verdict.LOOK
    )
    nothing = replace(examined, latents=np.zeros_like(latents), variances=np.ones_like(variances))
    assert [finding.verdict for finding in dimensions(nothing, LIMITS)] == [Verdict.ACT, Verdict.ACT]


def collections(examined):
    return ["foreign" if part is Part.TEST else "own" for part in examined.parts]


def test_a_collection_far_from_all_training_is_named():
    examined = spectra(PLAN)
    examined = said(examined, "collection", collections(examined))
    latents = examined.latents.copy()
    latents[examined.of_part(Part.TEST)] += 10.0 * latents.std()
    findings, distances = outside(replace(examined, latents=latents), LIMITS)
    told = {finding.subject: finding for finding in findings}
    assert told["collection foreign"].verdict is Verdict.ACT
    assert told["collection foreign"].concerns == ("foreign",)
    assert isinstance(told["collection own"], NotJudged)
    assert (distances[examined.of_part(Part.TEST)] > 1.0).all()


@pytest.mark.parametrize("seed", range(3))
def test_a_collection_like_the_training_is_in_order(seed):
    examined = spectra(replace(PLAN, seed=seed))
    findings, distances = outside(examined, LIMITS)
    assert [finding.verdict for finding in findings] == [Verdict.OK]
    assert distances.shape == (len(examined),)


def test_without_training_spectra_or_with_one_latent_nothing_is_judged():
    examined = spectra(PLAN)
    for cannot in (
        replace(examined, parts=[Part.TEST] * len(examined)),
        replace(examined, latents=np.zeros_like(examined.latents)),
    ):
        (told,), distances = outside(cannot, LIMITS)
        assert isinstance(told, NotJudged)
        assert distances.size == 0
