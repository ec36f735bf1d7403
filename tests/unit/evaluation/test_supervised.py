from __future__ import annotations

import numpy as np

from pigment_archive.evaluation.leaks import Leaks
from pigment_archive.evaluation.library import OUTSIDE
from pigment_archive.evaluation.supervised import METHODS, classifier_table
from tests.unit.evaluation.made import MATERIALS, NO_LEAKS, changed, encoded, library

MADE = library(variety=0.1)
KNOWN = MATERIALS * 5 // 6


def test_four_classifiers_learn_from_spectra_and_not_from_noise() -> None:
    told: list[tuple[int, int]] = []
    noise = np.random.default_rng(0).normal(size=(len(MADE), 8))
    table = classifier_table(encoded(MADE, noise), NO_LEAKS, told=lambda *step: told.append(step))
    assert table is not None
    assert (table.materials, table.trained, table.queries, table.groups) == (
        KNOWN,
        KNOWN * 6,
        KNOWN * 2,
        KNOWN,
    )
    assert [(row.method, row.vectors) for row in table.rows] == [
        (method, vectors) for method in METHODS for vectors in ("latent", "prepared")
    ]
    for row in table.rows:
        if row.vectors == "prepared":
            assert row.top_1.value > 0.9
        else:
            assert row.top_1.low < 0.15
    assert told[-1] == (8, 8)


def test_a_material_with_too_few_samples_is_no_class() -> None:
    poor = changed(MADE, materials=dict.fromkeys(range(4), "elsewhere"))
    barred = np.arange(len(MADE)) == 14
    table = classifier_table(encoded(poor), Leaks((), barred, {}))
    assert table is not None
    assert table.materials == KNOWN - 1
    assert table.queries == (KNOWN - 1) * 2 - 1


def test_where_nothing_was_trained_on_nothing_is_classified() -> None:
    outside = encoded(MADE)
    outside.parts[:] = OUTSIDE
    assert classifier_table(outside, NO_LEAKS) is None
