from __future__ import annotations

import numpy as np

from pigment_archive.evaluation.library import Library
from pigment_archive.evaluation.query_sets import QUERY_SETS, QuerySet
from pigment_archive.evaluation.questions import Questions, questions
from tests.unit.evaluation.made import MATERIALS, NO_LEAKS, changed, encoded, library

NAMED = {one.name: one for one in QUERY_SETS}


def asked(made: Library, query_set: str | QuerySet, **changes: object) -> Questions:
    chosen = NAMED[query_set] if isinstance(query_set, str) else query_set
    barred, alike = changes.get("barred", NO_LEAKS.barred), changes.get("alike", {})
    return questions(encoded(made), chosen, barred=barred, alike=alike)


def test_the_parts_ask() -> None:
    made = library()
    assert asked(made, "unseen_samples").rows.size == MATERIALS * 5 // 6 * 2
    assert asked(made, "new_materials").rows.size == MATERIALS // 6 * 8
    assert asked(made, "outside").rows.size == 0


def test_a_query_meets_neither_its_sample_nor_its_object() -> None:
    made = changed(library(), groups={0: "statue", 1: "statue", 6: "statue", 7: "statue"})
    one = asked(made, "unseen_samples")
    allowed = one.allowed(np.array([6]))[0]
    assert not allowed[[0, 1, 6, 7]].any()
    assert allowed.sum() == len(made) - 4


def test_a_query_without_another_sample_of_its_material_is_not_asked() -> None:
    made = library()
    lonely = changed(made, materials=dict.fromkeys((0, 1, 2, 3, 4, 5), "elsewhere"))
    assert set(asked(made, "unseen_samples").rows) - set(asked(lonely, "unseen_samples").rows) == {6, 7}


def test_other_laser_means_another_laser_is_stated_for_both() -> None:
    made = library()
    one = asked(made, "other_laser")
    allowed = one.allowed(one.rows[:1])[0]
    lasers = made.fact_values("laser_wavelength")
    assert set(lasers[allowed]) == {785.0 if lasers[one.rows[0]] == 532.0 else 532.0}
    silent = changed(made, facts={int(one.rows[0]): {}})
    assert one.rows[0] not in asked(silent, "other_laser").rows
    near = changed(made, facts={row: {"laser_wavelength": 532.0 + row % 2} for row in range(len(made))})
    assert asked(near, "other_laser").rows.size == 0


def test_near_duplicates_are_not_met_and_leaks_do_not_ask() -> None:
    made = library()
    assert not asked(made, "unseen_samples", alike={6: np.array([0])}).allowed(np.array([6]))[0, 0]
    barred = np.arange(len(made)) == 6
    assert 6 not in asked(made, "unseen_samples", barred=barred).rows


def test_a_repeat_is_sought_among_everything_else() -> None:
    one = asked(library(), "repeats")
    allowed = one.allowed(one.rows[:1])[0]
    assert allowed.sum() == len(one.library) - 1
    assert not allowed[one.rows[0]]


def test_unnamed_spectra_are_neither_asked_nor_met_by_name_but_their_sample_is() -> None:
    made = library()
    unnamed = changed(made, materials=dict.fromkeys(range(len(made))))
    assert asked(unnamed, "unseen_samples").rows.size == 0
    assert asked(unnamed, "repeats").rows.size == asked(made, "repeats").rows.size
    some = changed(made, materials={0: None})
    assert not asked(some, "unseen_samples").allowed(np.array([6]))[0, 0]
