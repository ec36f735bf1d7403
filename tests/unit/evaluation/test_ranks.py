"""What finds nothing must be said to find nothing: constant, random and shuffled vectors."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.evaluation.distances import NOWHERE
from pigment_archive.evaluation.library import Library
from pigment_archive.evaluation.query_sets import QUERY_SETS
from pigment_archive.evaluation.questions import Questions, questions
from pigment_archive.evaluation.ranks import Ranks, ranks, rescored, rescored_ranks
from pigment_archive.evaluation.retrieval import leave_one_sample_out
from pigment_archive.evaluation.series import series_codes
from tests.unit.evaluation.made import NO_LEAKS, changed, encoded, library

MADE = library()


def asking(made: Library = MADE) -> Questions:
    return questions(encoded(made), QUERY_SETS[0], barred=NO_LEAKS.barred, alike={})


def found(points: np.ndarray, made: Library = MADE, *, rescored: bool = False) -> Ranks:
    return (rescored_ranks if rescored else ranks)(points, asking(made), series_codes(made.materials))


@pytest.mark.parametrize("rescored", [False, True])
def test_spectra_find_their_material(rescored: bool) -> None:
    assert (found(MADE.prepared, rescored=rescored).strict == 1).mean() > 0.95


def test_the_ranks_are_those_of_the_plain_measurement() -> None:
    one = asking()
    queries = np.zeros(len(MADE), dtype=bool)
    queries[one.rows] = True
    noisy = MADE.prepared + np.random.default_rng(1).normal(0, 0.5, MADE.prepared.shape)
    report = leave_one_sample_out(noisy, MADE.materials, MADE.samples, queries=queries)
    mine = found(noisy).strict
    assert {k: float((mine <= k).mean()) for k in (1, 3, 5)} == report.top
    assert 0.05 < report.top[1] < 0.95


def test_a_constant_encoder_finds_nothing() -> None:
    constant = np.ones((len(MADE), 5))
    assert (found(constant).strict > 5).all()
    assert (found(constant, rescored=True).strict > 5).all()


def test_a_random_encoder_finds_what_chance_gives() -> None:
    random = np.random.default_rng(0).normal(size=(len(MADE), 8))
    assert (found(random).strict == 1).mean() < 0.2


def test_the_first_answer_is_right_only_if_its_rank_says_so() -> None:
    noisy = MADE.prepared + np.random.default_rng(1).normal(0, 0.5, MADE.prepared.shape)
    one, answer = asking(), found(noisy)
    right = one.targets[answer.first] == one.targets[one.rows]
    np.testing.assert_array_equal(right, answer.strict == 1)


def test_a_tie_counts_against() -> None:
    made = changed(MADE, prepared={8: MADE.prepared[4]})
    rows = {0: MADE.prepared[6], 2: MADE.prepared[6], 8: MADE.prepared[6]}
    points = np.array([rows.get(row, values) for row, values in enumerate(made.prepared)])
    place = asking(made).rows.tolist().index(6)
    answer = found(points, made)
    assert answer.strict[place] == 2
    assert answer.first[place] == 8


def test_close_relatives_count_where_they_should() -> None:
    names = dict.fromkeys(range(8), "Ferberite") | dict.fromkeys(range(8, 16), "Hübnerite")
    made = changed(MADE, materials=names)
    points = made.prepared.copy()
    points[8:16] = points[6] + 1e-6 * np.arange(8)[:, None]
    place = asking(made).rows.tolist().index(6)
    answer = found(points, made)
    assert answer.strict[place] > 1
    assert answer.related[place] == 1


def test_what_is_no_candidate_is_found_nowhere() -> None:
    points = np.random.default_rng(3).normal(size=(len(MADE), 4))
    points[:6] += 1000.0
    place = asking().rows.tolist().index(6)
    assert found(points, rescored=True).strict[place] == NOWHERE


def test_candidates_come_by_distance_and_are_compared_on_the_common_range() -> None:
    distances = np.full(len(MADE), np.inf)
    distances[[5, 3, 9]] = [2.0, 1.0, 3.0]
    halved = changed(MADE, ranges={3: np.array([500.0, 900.0])})
    chosen, cosine = rescored(halved, 0, distances)
    assert chosen.tolist() == [3, 5, 9]
    upper = MADE.grid >= 500.0
    a, b = MADE.prepared[0][upper], MADE.prepared[3][upper]
    assert cosine[0] == pytest.approx(a @ b / np.sqrt((a @ a) * (b @ b)))


def test_candidates_are_compared_by_what_the_model_sees_in_them() -> None:
    distances = np.full(len(MADE), np.inf)
    distances[[1, 8]] = [1.0, 2.0]  # its own sample's second spectrum, and another material's
    assert np.diff(rescored(MADE, 0, distances)[1]) < 0
    misled = changed(MADE, contrast={8: MADE.contrast[0], 1: MADE.contrast[8]})
    chosen, cosine = rescored(misled, 0, distances)
    assert chosen.tolist() == [1, 8]
    assert cosine[1] == pytest.approx(1.0)
    assert cosine[0] < 0.95
