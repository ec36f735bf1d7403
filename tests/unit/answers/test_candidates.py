"""Hits in their final order: the spectra decide, then distance, then the id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pigment_archive.answers.candidates import Question, find_hits
from pigment_archive.storage.index.port import IndexHit

GRID = np.arange(4.0)
FACTS = {"collection": "c", "tier": "open", "simulated": False, "covered_from": 0.0, "covered_to": 3.0}


class StandInIndex:
    """Answers with what it was given, as an index port would."""

    def __init__(self, hits: Sequence[IndexHit]) -> None:
        self.hits = hits

    def query(self, vector: object, *, top: int, **_: object) -> list[IndexHit]:
        return list(self.hits)[:top]


def hit(record: str, distance: float, spectrum: Sequence[float], material: str | None = None) -> IndexHit:
    payload = FACTS | ({"material": material} if material else {})
    return IndexHit(
        record=record,
        distance=distance,
        payload=payload,
        vectors={"spectrum": np.array(spectrum, np.float32)},
    )


def as_prepared(spectra: np.ndarray) -> np.ndarray:
    """What a model without the contrast stage compares by."""
    return spectra


QUESTION = Question(np.zeros(2, np.float32), np.array([1.0, 0.0, 1.0, 0.0]), GRID, (0.0, 3.0), as_prepared)
SAME, HALF, OTHER = [1, 0, 1, 0], [1, 1, 1, 1], [0, 1, 0, 1]


def test_the_spectrum_decides_over_the_distance() -> None:
    index = StandInIndex([hit("a", 0.1, OTHER), hit("b", 0.2, SAME)])
    hits, _ = find_hits([index], QUESTION, top=2)
    assert [(h.rank, h.record) for h in hits] == [(1, "b"), (2, "a")]


def test_spectra_are_compared_by_their_contrast_query_and_candidates_alike() -> None:
    index = StandInIndex([hit("a", 0.1, OTHER), hit("b", 0.2, SAME)])
    reversed_odd = replace(QUESTION, contrast=lambda spectra: spectra[:, [1, 0, 3, 2]] * [[1.0], [2], [2]])
    hits, _ = find_hits([index], reversed_odd, top=2)
    assert [(h.record, h.spectral_similarity) for h in hits] == [("b", 1.0), ("a", 0.0)]
    only_the_first_point = replace(QUESTION, contrast=lambda spectra: spectra * [1.0, 0.0, 0.0, 0.0] + 1e-3)
    hits, _ = find_hits([StandInIndex([hit("c", 0.1, HALF)])], only_the_first_point, top=1)
    assert hits[0].spectral_similarity > 0.999
    hits, _ = find_hits([StandInIndex([hit("c", 0.1, HALF)])], QUESTION, top=1)
    assert hits[0].spectral_similarity < 0.8


def test_ties_go_by_distance_then_id() -> None:
    index = StandInIndex([hit("z", 0.1, SAME), hit("b", 0.2, SAME), hit("a", 0.2, SAME)])
    hits, _ = find_hits([index], QUESTION, top=3)
    assert [h.record for h in hits] == ["z", "a", "b"]


def test_several_indexes_are_one_answer() -> None:
    hits, _ = find_hits(
        [StandInIndex([hit("a", 0.2, HALF)]), StandInIndex([hit("b", 0.1, SAME)])], QUESTION, top=5
    )
    assert [h.record for h in hits] == ["b", "a"]


def test_a_material_counts_once_with_its_best() -> None:
    index = StandInIndex(
        [hit("a", 0.1, SAME, "x"), hit("b", 0.2, HALF, "x"), hit("c", 0.3, OTHER, "y"), hit("d", 1, SAME)]
    )
    _, materials = find_hits([index], QUESTION, top=1)
    assert [(m.rank, m.material) for m in materials] == [(1, "x"), (2, "y")]
    assert materials[0].score == 1.0


def test_nothing_found_is_an_empty_answer() -> None:
    assert find_hits([StandInIndex([])], QUESTION, top=3) == ((), ())
