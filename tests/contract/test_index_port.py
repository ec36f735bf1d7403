"""What every index promises about keeping and refusing, held against each engine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from pigment_archive.errors import (
    ArchiveError,
    FormatVersion,
    IndexUnreachable,
    InvalidFact,
    ModelMismatch,
    StorageError,
    UsageError,
)
from pigment_archive.storage.index import Condition, Filter, Index, IndexSchema
from tests.contract.conftest import Engine
from tests.unit.storage.index.samples import (
    COUNT,
    IDENTITY,
    SCHEMA,
    D,
    G,
    ids,
    make_point,
    make_points,
    record_id,
)

pytestmark = [
    pytest.mark.filterwarnings("ignore:Local mode performs exact"),
    pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant"),
]


def test_every_byte_of_every_vector_comes_back(filled: Index) -> None:
    asked = make_points(COUNT)[:20]
    found = filled.get([point.record for point in asked], ("latent", "variance", "spectrum", "raw"))
    assert ids(found) == [point.record for point in asked]
    for point, stored in zip(asked, found, strict=True):
        assert stored.payload == point.payload
        for name, vector in stored.vectors.items():
            assert vector.dtype == np.float32
            assert vector.tobytes() == getattr(point, name).tobytes(), name
        assert set(stored.vectors) == {"latent", "variance", "spectrum", "raw"}


def test_vectors_come_only_when_asked_for(filled: Index) -> None:
    assert filled.get([record_id(0)])[0].vectors == {}
    assert set(filled.get([record_id(0)], ("raw",))[0].vectors) == {"raw"}


def test_get_leaves_out_what_is_not_there(filled: Index) -> None:
    assert ids(filled.get([record_id(5), record_id(9999), record_id(2)])) == [record_id(5), record_id(2)]


def test_upsert_replaces_vectors_and_payload_whole(index: Index) -> None:
    index.upsert(make_points(10))
    index.upsert([make_point(3, latent=np.full(D, 9.0), session="s1")])
    assert index.count() == 10
    (stored,) = index.get([record_id(3)], ("latent",))
    assert stored.payload == {"session": "s1"}
    assert (stored.vectors["latent"] == 9.0).all()
    assert index.count(Filter((Condition("session", "eq", "s1"),))) == 1


def test_delete_removes_and_passes_over_strangers(index: Index) -> None:
    index.upsert(make_points(10))
    index.delete([record_id(1), record_id(2), record_id(9999)])
    assert index.count() == 8
    assert index.get([record_id(1)]) == []
    assert {record_id(1), record_id(2)}.isdisjoint(ids(index.query(make_point(1).latent, top=10)))


def test_scan_gives_every_record_once_by_id(filled: Index) -> None:
    expected = sorted(record_id(number) for number in range(COUNT))
    assert ids(filled.scan(batch=37)) == expected
    assert ids(filled.scan()) == expected


def test_reopening_keeps_points_schema_identity_and_state(engine: Engine) -> None:
    with engine.create() as index:
        index.upsert(make_points(20))
        index.flush()
        state = index.state
    with engine.reopen() as index:
        assert index.count() == 20
        assert index.schema == SCHEMA
        assert index.identity == IDENTITY
        assert index.state == state


def test_the_state_changes_with_flushed_writes_and_only_then(index: Index) -> None:
    seen = [index.state]
    for change in (lambda: index.upsert([make_point(1)]), lambda: index.delete([record_id(1)])):
        change()
        assert index.state == seen[-1]
        index.flush()
        seen.append(index.state)
        index.flush()
        assert index.state == seen[-1]
    assert sorted(set(seen)) == seen


def test_creating_twice_is_refused(engine: Engine) -> None:
    with engine.create(), pytest.raises(StorageError, match="already"):
        engine.create()


def test_opening_nothing_is_refused(engine: Engine) -> None:
    with pytest.raises(IndexUnreachable):
        engine.reopen()


_NOT_FINITE = [np.nan, np.inf, -np.inf]
_ONE = np.ones(D, np.float32)


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        *[({"latent": np.array([bad, *_ONE[1:]], np.float32)}, InvalidFact) for bad in _NOT_FINITE],
        *[({name: np.full(n, np.nan, np.float32)}, InvalidFact) for name, n in (("variance", D), ("raw", G))],
        ({"spectrum": np.full(G, np.inf, np.float32)}, InvalidFact),
        ({"latent": np.ones(D + 1, np.float32)}, ModelMismatch),
        ({"latent": np.ones((1, D), np.float32)}, ModelMismatch),
        ({"latent": np.ones(D, np.float64)}, ModelMismatch),
        ({"raw": np.ones(G - 1, np.float32)}, ModelMismatch),
        ({"variance": [1.0] * D}, ModelMismatch),
        ({"record": "not-a-uuid"}, InvalidFact),
        ({"record": record_id(1).upper()}, InvalidFact),
        ({"payload": {"accumulations": True}}, InvalidFact),
        ({"payload": {"accumulations": 2**63}}, InvalidFact),
        ({"payload": {"laser_wavelength": float("nan")}}, InvalidFact),
        ({"payload": {"laser_wavelength": 532}}, InvalidFact),
        ({"payload": {"simulated": 1}}, InvalidFact),
        ({"payload": {"material": None}}, InvalidFact),
        ({"payload": {"material": "\ud800"}}, InvalidFact),
        ({"payload": {"other": ["a list"]}}, InvalidFact),
    ],
)
def test_one_bad_point_keeps_the_whole_batch_out(
    filled: Index, broken: dict[str, Any], error: type[ArchiveError]
) -> None:
    state = filled.state
    with pytest.raises(error):
        filled.upsert([*make_points(700, start=2000), replace(make_point(9000), **broken)])
    assert filled.count() == COUNT
    filled.flush()
    assert filled.state == state


@pytest.mark.parametrize(
    ("vector", "options", "error"),
    [
        (np.full(D, np.nan, np.float32), {}, InvalidFact),
        (np.ones(D + 1, np.float32), {}, ModelMismatch),
        (np.ones(D, np.float64), {}, ModelMismatch),
        (_ONE, {"using": "raw"}, ModelMismatch),
        (_ONE, {"using": "colour"}, UsageError),
        (_ONE, {"vectors": ("colour",)}, UsageError),
        (_ONE, {"top": 0}, UsageError),
    ],
)
def test_a_bad_question_is_refused(
    filled: Index, vector: np.ndarray, options: dict[str, Any], error: type[ArchiveError]
) -> None:
    with pytest.raises(error):
        filled.query(vector, **options)


def test_nothing_works_after_closing(index: Index) -> None:
    index.upsert(make_points(30))
    pages = index.scan(batch=10)
    next(pages)
    index.close()
    index.close()
    for ask in (
        lambda: index.query(_ONE),
        lambda: index.get([record_id(1)]),
        index.count,
        lambda: index.upsert([make_point(1)]),
        lambda: index.delete([record_id(1)]),
        index.optimize,
        lambda: list(index.scan()),
        lambda: list(pages),
    ):
        with pytest.raises(StorageError, match="closed"):
            ask()


def test_optimizing_changes_no_answer(filled: Index) -> None:
    vector = make_point(5000).latent
    before = filled.query(vector, top=20)
    filled.optimize()
    for exact in (True, False):
        after = filled.query(vector, top=20, exact=exact)
        assert [(h.record, h.distance) for h in after] == [(h.record, h.distance) for h in before]
    assert filled.count() == COUNT


def test_a_newer_format_is_refused(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("pigment_archive.storage.index.sidecar.FORMAT", 2)
        engine.create().close()
    with pytest.raises(FormatVersion):
        engine.reopen()


def test_a_schema_with_impossible_keys_is_refused() -> None:
    for keys in ({"a.b": str}, {"material": list}, {"": str}):
        with pytest.raises(UsageError):
            IndexSchema(D, G, keys)
