from __future__ import annotations

from pigment_archive.storage.index.port import IndexHit
from pigment_archive.storage.index.ranking import nearest


def engine_of(hits: list[IndexHit], asked: list[int]):
    """An engine that cuts equal distances in the order it happens to hold them."""

    def fetch(limit: int) -> list[IndexHit]:
        asked.append(limit)
        return sorted(hits, key=lambda hit: hit.distance)[:limit]

    return fetch


def test_without_ties_one_more_than_asked_is_fetched_once() -> None:
    asked: list[int] = []
    hits = [IndexHit(f"r{number}", float(number), {}) for number in range(100)]
    assert [hit.record for hit in nearest(engine_of(hits, asked), 3)] == ["r0", "r1", "r2"]
    assert asked == [4]


def test_ties_beyond_the_cut_are_fetched_until_they_end() -> None:
    asked: list[int] = []
    hits = [IndexHit(f"r{99 - number:02}", 1.0, {}) for number in range(30)]
    hits += [IndexHit("s0", 2.0, {}), IndexHit("near", 0.5, {})]
    assert [hit.record for hit in nearest(engine_of(hits, asked), 3)] == ["near", "r70", "r71"]
    assert asked == [4, 8, 16, 32]
