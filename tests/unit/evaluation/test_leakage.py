"""What crosses from training to the unseen parts is named; what does not is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pigment_archive.encoder.split import Part
from pigment_archive.evaluation.diagnosis_limits import LIMITS
from pigment_archive.evaluation.findings import NotJudged, Verdict
from pigment_archive.evaluation.leakage import leakage
from tests.unit.evaluation.planted import Plan, spectra

PLAN = Plan(materials=60)


def by_code(examined):
    return {finding.code: finding for finding in leakage(examined, LIMITS)}


def places(examined):
    return (
        int(np.flatnonzero(examined.of_part(Part.TRAINING))[0]),
        int(np.flatnonzero(examined.of_part(Part.TEST))[5]),
    )


def test_a_clean_split_leaks_nothing():
    found = by_code(spectra(PLAN))
    assert set(found) == {
        "shared_group",
        "shared_sample",
        "shared_material",
        "equal_spectra",
        "near_duplicates",
    }
    assert {finding.verdict for finding in found.values()} == {Verdict.OK}


def test_a_shared_sample_or_object_is_named():
    examined = spectra(PLAN)
    seen, unseen = places(examined)
    samples, groups = list(examined.samples), list(examined.groups)
    samples[unseen] = samples[seen]
    found = by_code(replace(examined, samples=samples))
    assert found["shared_sample"].verdict is Verdict.ACT
    assert found["shared_sample"].concerns == (samples[seen],)
    assert found["shared_group"].verdict is Verdict.OK
    groups[unseen] = groups[seen]
    assert by_code(replace(examined, groups=groups))["shared_group"].concerns == (groups[seen],)


def test_a_held_out_material_in_training_is_named():
    examined = spectra(PLAN)
    held_out = [
        Part.NEW_MATERIAL if material == "material 07" else part
        for part, material in zip(examined.parts, examined.materials, strict=True)
    ]
    assert by_code(replace(examined, parts=held_out))["shared_material"].verdict is Verdict.OK
    held_out[28] = Part.TRAINING
    found = by_code(replace(examined, parts=held_out))["shared_material"]
    assert found.verdict is Verdict.ACT
    assert found.concerns == ("material 07",)


def test_equal_and_nearly_equal_spectra_are_told_apart_and_named():
    examined = spectra(PLAN)
    seen, unseen = places(examined)
    prepared = examined.prepared.copy()
    prepared[unseen] = prepared[seen]
    found = by_code(replace(examined, prepared=prepared))
    assert found["equal_spectra"].concerned == 1
    assert found["equal_spectra"].concerns == ("material 05 sample 05-3 = material 00 sample 00-0",)
    assert found["near_duplicates"].concerned == 0
    prepared[unseen] += np.random.default_rng(1).normal(0.0, 1e-4, prepared.shape[1])
    found = by_code(replace(examined, prepared=prepared))
    assert found["near_duplicates"].concerned == 1
    assert found["equal_spectra"].concerned == 0


def test_without_the_records_of_the_training_nothing_is_judged():
    examined = spectra(PLAN)
    (told,) = leakage(replace(examined, parts=[None] * len(examined)), LIMITS)
    assert isinstance(told, NotJudged)
