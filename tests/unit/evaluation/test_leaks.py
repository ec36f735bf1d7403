"""A planted leak is found, and a clean library has none."""

from __future__ import annotations

import numpy as np

from pigment_archive.evaluation.leaks import Leaks, find_leaks, near_duplicates
from pigment_archive.evaluation.library import Library
from tests.unit.evaluation.made import changed, encoded, library

MADE = library()
TRAINED, TESTED, NEW = 0, 6, 161


def kinds(made: Library) -> tuple[set[tuple[str, int]], Leaks]:
    leaks = find_leaks(encoded(made))
    return {(leak.kind, made.records.index(leak.record)) for leak in leaks.found}, leaks


def test_a_clean_library_has_no_leak() -> None:
    found, leaks = kinds(MADE)
    assert found == set()
    assert not leaks.barred.any()
    assert leaks.alike == {}


def test_a_copy_of_a_training_spectrum_under_another_sample_is_found() -> None:
    found, leaks = kinds(changed(MADE, prepared={TESTED: MADE.prepared[TRAINED + 9] * 1.5}))
    assert found == {("near_duplicate", TESTED)}
    assert np.flatnonzero(leaks.barred).tolist() == [TESTED]
    assert leaks.alike[TESTED].tolist() == [TRAINED + 9]


def test_a_copy_with_a_little_noise_is_found_and_one_with_much_is_another_measurement() -> None:
    random = np.random.default_rng(0)
    for noise, expected in ((1e-4, {("near_duplicate", TESTED)}), (2e-2, set())):
        copy = MADE.prepared[TRAINED] + random.normal(0, noise, MADE.grid.size)
        assert kinds(changed(MADE, prepared={TESTED: copy}))[0] == expected


def test_a_copy_within_the_unseen_parts_is_alike_but_no_leak() -> None:
    found, leaks = kinds(changed(MADE, prepared={TESTED: MADE.prepared[NEW]}))
    assert found == set()
    assert leaks.alike[TESTED].tolist() == [NEW]
    assert leaks.alike[NEW].tolist() == [TESTED]


def test_a_straddling_object_or_sample_is_found() -> None:
    for column in ("groups", "samples"):
        found, _ = kinds(changed(MADE, **{column: {TESTED: getattr(MADE, column)[TRAINED]}}))
        assert found == {("group", TESTED)}


def test_a_new_material_that_was_trained_on_is_found_however_it_is_spelt() -> None:
    found, _ = kinds(changed(MADE, materials={NEW: MADE.materials[TRAINED].upper()}))
    assert found == {("material", NEW)}


def test_smooth_spectra_that_agree_are_no_copies() -> None:
    smooth = np.exp(-(((MADE.grid - 500) / 300) ** 2))
    random = np.random.default_rng(0)
    rows = {row: smooth + random.normal(0, 2e-3, smooth.size) for row in (TRAINED, TESTED)}
    a, b = rows.values()
    assert a @ b / np.sqrt((a @ a) * (b @ b)) > 0.9999
    assert kinds(changed(MADE, prepared=rows))[0] == set()


def test_the_most_alike_is_named_first() -> None:
    random = np.random.default_rng(0)
    copies = {
        row: MADE.prepared[TRAINED] + random.normal(0, noise, MADE.grid.size)
        for row, noise in ((7, 2e-4), (8, 1e-4), (9, 2e-2))
    }
    prepared, among = changed(MADE, prepared=copies).prepared, np.arange(1, len(MADE))
    found = {
        row: near.tolist() for row, near in near_duplicates(prepared, np.array([TRAINED, TESTED]), among)
    }
    assert found == {TRAINED: [8, 7], TESTED: [TESTED]}
