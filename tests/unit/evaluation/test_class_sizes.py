"""Small classes and categories are named with their sizes; large enough ones are not."""

from __future__ import annotations

from dataclasses import replace

from pigment_archive.evaluation.class_sizes import CATEGORIES, class_sizes
from pigment_archive.evaluation.diagnosis_limits import LIMITS
from pigment_archive.evaluation.findings import NotJudged, Verdict
from pigment_archive.records import FIELDS
from tests.unit.evaluation.planted import Plan, said, spectra

LOW = LIMITS.model_copy(update={"fewest_samples": 4, "fewest_of_category": 12})


def test_the_categories_are_facts():
    assert set(CATEGORIES) <= set(FIELDS)


def test_what_is_large_enough_is_not_named():
    told = class_sizes(spectra(Plan(materials=3)), LOW)
    assert [one.verdict for one in told if not isinstance(one, NotJudged)] == [Verdict.OK] * 3
    assert [one.subject for one in told if isinstance(one, NotJudged)] == ["material_role", "material_origin"]


def test_repeats_of_one_sample_do_not_make_a_class_larger():
    examined = spectra(Plan(materials=3))
    samples = ["sample 00-0" if row < 4 else name for row, name in enumerate(examined.samples)]
    small, single, *_ = class_sizes(replace(examined, samples=samples), LOW)
    assert small.concerns == ("material 00 (1 sample, 4 spectra)",)
    assert small.verdict is Verdict.LOOK
    assert single.concerns == ("material 00",)


def test_at_most_ten_are_named_and_all_are_counted():
    small, *_ = class_sizes(spectra(Plan()), LIMITS)
    assert small.value == small.concerned == 30
    assert len(small.concerns) == 10
    assert small.whom.endswith("and 20 more")


def test_a_small_category_is_named():
    examined = spectra(Plan(materials=5))
    roles = ["binder" if row < 4 else "pigment" for row in range(len(examined))]
    told = {one.subject: one for one in class_sizes(said(examined, "material_role", roles), LOW)}
    assert told["material_role"].concerns == ("binder (4 spectra)",)


def test_without_a_named_material_there_are_no_classes():
    examined = spectra(Plan(materials=5))
    told = class_sizes(replace(examined, materials=[None] * len(examined)), LIMITS)
    assert isinstance(told[0], NotJudged)
