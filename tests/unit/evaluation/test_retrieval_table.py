from __future__ import annotations

import numpy as np

from pigment_archive.evaluation.leaks import Leaks
from pigment_archive.evaluation.library import OUTSIDE, Encoded
from pigment_archive.evaluation.matchers import matchers
from pigment_archive.evaluation.results import RetrievalTable
from pigment_archive.evaluation.retrieval_table import Asked, ask_all, confusions, retrieval_tables
from tests.unit.evaluation.made import MATERIALS, NO_LEAKS, changed, encoded, library

MADE = library(noise=0.05, variety=0.3)


def asked(*folds: Encoded, leaks: Leaks = NO_LEAKS) -> dict[str, Asked]:
    into: dict[str, Asked] = {}
    for fold in folds:
        ask_all(fold, leaks, into)
    return into


def tables(*folds: Encoded) -> dict[str, RetrievalTable]:
    return {table.name: table for table in retrieval_tables(asked(*folds).values())}


def test_every_query_set_has_every_matcher_and_controls_fall_behind() -> None:
    found = tables(encoded(MADE))
    assert list(found) == ["unseen_samples", "new_materials", "other_laser", "repeats"]
    for table in found.values():
        rows = {row.matcher: row for row in table.rows}
        assert {"cosine_acquired", "square_root_cosine", "correlation", "pca_32", "latent"} <= set(rows)
        assert rows["latent"].strict.top[1].value > 0.6
        assert rows["shuffled"].strict.top[1].high < 0.35
        assert rows["random_projection"].kind == "control"


def test_differences_are_against_the_better_square_root_cosine_and_the_best_baseline() -> None:
    table = tables(encoded(MADE))["unseen_samples"]
    top = {row.title: row.strict.top[1].value for row in table.rows}
    baselines = [row.title for row in table.rows if row.kind in ("classical", "pca")]
    assert top[table.square_root] == max(top[title] for title in top if title.startswith("square-root"))
    assert top[table.best] == max(top[title] for title in baselines)
    for row in table.rows:
        own = row.strict.top[1].value
        assert abs(row.strict.over_square_root.value - (own - top[table.square_root])) < 1e-9
        assert abs(row.strict.over_best.value - (own - top[table.best])) < 1e-9


def test_folds_are_added_up() -> None:
    once = tables(encoded(MADE))["unseen_samples"]
    other = encoded(MADE)
    other.parts[np.char.startswith(other.parts, "test")] = "training"
    other.parts[4:6] = "test"
    twice = tables(encoded(MADE), other)["unseen_samples"]
    assert (twice.queries, twice.groups) == (once.queries + 2, once.groups + 1)


def test_a_library_that_is_all_outside_is_measured_without_pca() -> None:
    outside = encoded(MADE)
    outside.parts[:] = OUTSIDE
    found = tables(outside)
    assert found["outside"].queries == len(MADE)
    assert not any(row.kind == "pca" for row in found["outside"].rows)


def test_leaks_do_not_ask() -> None:
    barred = np.arange(len(MADE)) == 6
    leaking = asked(encoded(MADE), leaks=Leaks((), barred, {}))
    assert sum(map(len, leaking["unseen_samples"].groups)) == MATERIALS * 5 // 6 * 2 - 1


def test_confusions_name_both_and_their_series() -> None:
    names = {row: "Ferberite" for row in range(8)} | {row: "Hübnerite" for row in range(8, 16)}  # noqa: C420
    made = changed(library(), materials=names)
    points = made.prepared.copy()
    points[8:16] = points[6] + 1e-6 * np.arange(8)[:, None]
    (first, *_) = confusions(asked(encoded(made, points)).values())
    assert first.materials == ("Ferberite", "Hübnerite")
    assert first.series == "wolframite"


def test_reflectances_have_their_own_matchers() -> None:
    from dataclasses import replace

    made = replace(MADE, reflectance=True, baseline=False)
    names = [matcher.name for matcher in matchers(encoded(made))]
    assert {"spectral_angle", "log_derivative"} <= set(names)
    assert "square_root_cosine_acquired" not in names
    assert all(np.isfinite(matcher.points).all() for matcher in matchers(encoded(made)))
