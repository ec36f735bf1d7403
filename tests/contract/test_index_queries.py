"""What every index promises about finding and filtering, held against numpy and plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pigment_archive.errors import UsageError
from pigment_archive.storage.index import Condition, Filter, Index, Point
from tests.unit.storage.index.samples import COUNT, MATERIALS, D, ids, make_point, make_points

pytestmark = [
    pytest.mark.filterwarnings("ignore:Local mode performs exact"),
    pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant"),
]


def expected_order(points: list[Point], vector: np.ndarray, using: str = "latent") -> list[tuple[float, str]]:
    return sorted(
        (float(np.linalg.norm(getattr(p, using).astype(np.float64) - vector.astype(np.float64))), p.record)
        for p in points
    )


@pytest.mark.parametrize("using", ["latent", "variance", "spectrum", "raw"])
def test_the_nearest_are_those_numpy_finds(filled: Index, using: str) -> None:
    points = make_points(COUNT)
    for number in range(15):
        vector = getattr(make_point(5000 + number), using)
        hits = filled.query(vector, using=using, top=12)
        expected = expected_order(points, vector, using)[:12]
        assert ids(hits) == [record for _, record in expected]
        assert [hit.distance for hit in hits] == pytest.approx([d for d, _ in expected], rel=1e-4)


def test_a_stored_vector_is_found_at_distance_zero_with_what_was_asked_for(filled: Index) -> None:
    point = make_point(7)
    (hit,) = filled.query(point.latent, top=1, vectors=("spectrum",))
    assert (hit.record, hit.distance) == (point.record, 0.0)
    assert hit.payload == point.payload
    assert hit.vectors["spectrum"].tobytes() == point.spectrum.tobytes()
    (bare,) = filled.query(point.latent, top=1, payload=False)
    assert (bare.payload, bare.vectors) == ({}, {})


@pytest.mark.parametrize("top", [1, 3, 7, 39, 40, 41, 60])
def test_equal_distances_are_ordered_by_id_also_at_the_cut(index: Index, top: int) -> None:
    same = np.zeros(D)
    twins = [make_point(number, latent=same) for number in range(40)]
    far = [make_point(number, latent=np.full(D, 3.0)) for number in range(40, 60)]
    index.upsert([*far, *twins])
    order = sorted(p.record for p in twins) + sorted(p.record for p in far)
    assert ids(index.query(same.astype(np.float32), top=top)) == order[:top]


def test_asking_for_more_than_there_is_gives_all(filled: Index) -> None:
    assert len(filled.query(np.zeros(D, np.float32), top=COUNT * 3)) == COUNT


def test_an_empty_index_answers(index: Index) -> None:
    assert index.query(np.zeros(D, np.float32)) == []
    assert (list(index.scan()), index.count()) == ([], 0)


def holds(condition: Condition, payload: Any) -> bool:
    """The meaning of a condition, in plain Python."""
    held, value = payload.get(condition.key), condition.value
    if held is None:
        return condition.op == "ne"
    return {
        "eq": lambda: held == value,
        "ne": lambda: held != value,
        "in": lambda: held in value,
        "lt": lambda: held < value,
        "lte": lambda: held <= value,
        "gt": lambda: held > value,
        "gte": lambda: held >= value,
    }[condition.op]()


def random_condition(rng: np.random.Generator) -> Condition:
    pools: dict[str, list[Any]] = {
        "material": [*MATERIALS, "absent"],
        "accumulations": [-4, -3, -1, 0, 1, 2, 5, 6],
        "laser_wavelength": [532.0, 633, 785.0, 0.1 + 0.2, 0.3, 600.0],
        "simulated": [True, False],
        "session": ["never stored"],
    }
    key = str(rng.choice(sorted(pools)))
    ops = ["eq", "ne", "in"]
    if key in ("accumulations", "laser_wavelength"):
        ops += ["lt", "lte", "gt", "gte"]
    op: Any = str(rng.choice(ops))
    draw = lambda: pools[key][int(rng.integers(len(pools[key])))]  # noqa: E731
    return Condition(key, op, tuple(draw() for _ in range(rng.integers(1, 4))) if op == "in" else draw())


def test_random_filters_mean_what_plain_python_means(filled: Index) -> None:
    points = make_points(COUNT)
    rng = np.random.default_rng(11)
    sizes = set()
    for _ in range(200):
        where = Filter(tuple(random_condition(rng) for _ in range(rng.integers(1, 4))))
        kept = [p for p in points if all(holds(condition, p.payload) for condition in where.must)]
        sizes.add(len(kept))
        assert filled.count(where) == len(kept), where
        vector = rng.normal(size=D).astype(np.float32)
        expected = [record for _, record in expected_order(kept, vector)[:5]]
        assert ids(filled.query(vector, top=5, where=where)) == expected, where
        assert ids(filled.query(vector, top=5, where=where, exact=False)) == expected, where
    assert {0, 1}.isdisjoint(sizes) is False
    assert len(sizes) > 40


def test_true_and_false_are_told_apart(filled: Index) -> None:
    truths = [point.payload.get("simulated") for point in make_points(COUNT)]
    for value in (True, False):
        assert filled.count(Filter((Condition("simulated", "eq", value),))) == truths.count(value) > 0


def test_scan_takes_a_filter(filled: Index) -> None:
    where = Filter((Condition("material", "eq", "cinnabar"),))
    expected = sorted(p.record for p in make_points(COUNT) if p.payload.get("material") == "cinnabar")
    assert ids(filled.scan(where, batch=10)) == expected


def test_an_unknown_key_is_refused_with_close_names(filled: Index) -> None:
    where = Filter((Condition("materal", "eq", "x"),))
    for ask in (
        lambda: filled.count(where),
        lambda: filled.scan(where),
        lambda: filled.query(np.zeros(D, np.float32), where=where),
    ):
        with pytest.raises(UsageError, match="material"):
            ask()
