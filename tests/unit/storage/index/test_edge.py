from __future__ import annotations

import shutil
import signal
from pathlib import Path

import numpy as np
import pytest
import qdrant_edge as qe

from pigment_archive.errors import ArchiveLocked, IndexUnreachable, StorageError, WriteFailed
from pigment_archive.storage.index import Condition, EdgeIndex, Filter, edge_engine
from pigment_archive.storage.index.edge import SHARD
from pigment_archive.storage.index.filters import lower
from tests.unit.storage.index.conftest import Start
from tests.unit.storage.index.samples import IDENTITY, SCHEMA, D, make_point, make_points, record_id


def test_a_second_opener_is_told_the_index_is_in_use(root: Path) -> None:
    with EdgeIndex.open(root), pytest.raises(ArchiveLocked, match="another process has the index open"):
        EdgeIndex.open(root, wait_s=0)
    EdgeIndex.open(root, wait_s=0).close()


def test_an_opener_waits_for_a_short_holder(root: Path, start: Start) -> None:
    holder = start(
        """
with EdgeIndex.open(Path(sys.argv[1])):
    print("open", flush=True)
    time.sleep(0.3)
""",
        root,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    with EdgeIndex.open(root, wait_s=20) as index:
        assert index.count() == 40


def test_kill_in_the_middle_of_writing_keeps_what_was_flushed(root: Path, start: Start) -> None:
    writer = start(
        """
index = EdgeIndex.open(Path(sys.argv[1]))
index.upsert(make_points(200, start=100))
index.flush()
print(index.state, flush=True)
for number in range(1000, 10**6, 50):
    index.upsert([make_point(number + i) for i in range(50)])
    print("more", flush=True)
""",
        root,
    )
    assert writer.stdout is not None
    flushed = writer.stdout.readline().strip()
    for _ in range(3):
        assert writer.stdout.readline() == "more\n"
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    with EdgeIndex.open(root) as index:
        assert index.count() >= 240 + 150
        points = [*make_points(40), *make_points(200, start=100)]
        stored = index.get([point.record for point in points], ("latent", "raw"))
        assert len(stored) == 240
        for point, found in zip(points, stored, strict=True):
            assert found.vectors["raw"].tobytes() == point.raw.tobytes()
            assert found.payload == point.payload
        assert index.query(make_point(120).latent, top=1)[0].record == record_id(120)
        assert index.state > flushed, "what a crash left is not the flushed state"


def test_a_forked_child_is_refused_instead_of_hanging(root: Path, start: Start) -> None:
    parent = start(
        """
index = EdgeIndex.open(Path(sys.argv[1]))
if child := os.fork():
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), index.count())
else:
    try:
        index.count()
    except StorageError as error:
        index.close()
        os._exit(7 if "forked" in str(error) else 8)
    os._exit(9)
""",
        root,
    )
    out, _ = parent.communicate(timeout=30)
    assert out.split() == ["7", "40"]


def test_what_a_killed_optimize_left_is_removed_at_opening(root: Path) -> None:
    leftover = root / SHARD / "temp_segments" / "segment_builder_x"
    leftover.mkdir(parents=True)
    (leftover / "data.mmap").write_bytes(bytes(1000))
    with EdgeIndex.open(root) as index:
        assert not leftover.exists()
        assert index.count() == 40


def test_a_nearly_full_disk_refuses_before_the_engine_is_killed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EdgeIndex.open(root) as index:
        state = index.state
        full = shutil.disk_usage(root)._replace(free=10_000_000)
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda path: full)
            with pytest.raises(WriteFailed, match="MB free"):
                index.upsert(make_points(10, start=500))
        assert (index.count(), index.state) == (40, state)
        index.upsert(make_points(10, start=500))
        assert index.count() == 50


def test_creating_replaces_what_a_broken_off_creation_left(tmp_path: Path) -> None:
    (tmp_path / "index" / SHARD / "segments" / "half").mkdir(parents=True)
    with EdgeIndex.create(tmp_path / "index", SCHEMA, identity=IDENTITY) as index:
        assert index.count() == 0


def test_a_key_that_first_occurs_late_filters_all_records(root: Path) -> None:
    with EdgeIndex.open(root) as index:
        index.upsert([make_point(700, session="s1"), make_point(701, session="s2", material="azurite")])
        for _ in range(2):
            assert index.count(Filter((Condition("session", "eq", "s1"),))) == 1
            assert index.count(Filter((Condition("session", "ne", "s1"),))) == 41
            index.optimize()


def test_a_filtered_query_never_uses_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = qe.HnswIndexConfig(m=4, ef_construct=16, full_scan_threshold=1)
    small = qe.EdgeConfig(
        vectors={
            name: qe.EdgeVectorParams(length, qe.Distance.Euclid, hnsw_config=graph)
            for name, length in SCHEMA.lengths.items()
        },
        optimizers=qe.EdgeOptimizersConfig(indexing_threshold=1),
    )
    monkeypatch.setattr(edge_engine, "configuration", lambda schema: small)
    vector = np.zeros(D, np.float32)
    with EdgeIndex.create(tmp_path / "index", SCHEMA, identity=IDENTITY) as index:
        index.upsert([make_point(number, session=f"s{number % 15}") for number in range(3000)])
        index.optimize()
        loose, exact = (index.query(vector, exact=exact) for exact in (False, True))
        assert len({hit.record for hit in loose} & {hit.record for hit in exact}) >= 8, "the graph works"

        where = Filter((Condition("session", "eq", "s3"),))
        bare = qe.QueryRequest(
            10,
            query=qe.Query.Nearest(vector, using="latent"),
            filter=edge_engine.compiled(lower(where, SCHEMA.keys)),
            params=qe.SearchParams(exact=False),
        )
        with index._live() as shard:
            in_graph = {str(point.id) for point in shard.query(bare)}
        loose, exact = (index.query(vector, where=where, exact=exact) for exact in (False, True))
        assert len(in_graph & {hit.record for hit in exact}) < 8, (
            "the engine itself loses filtered neighbours"
        )
        assert [hit.record for hit in loose] == [hit.record for hit in exact]


def test_a_failed_optimize_is_told_and_leaves_a_usable_index(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pigment_archive.storage.index.edge._OPTIMIZE", "raise SystemExit(5)")
    with EdgeIndex.open(root) as index:
        with pytest.raises(StorageError, match="status 5"):
            index.optimize()
        assert index.count() == 40


@pytest.mark.parametrize("damage", ["no shard", "no sidecar", "sidecar cut", "sidecar empty", "segment cut"])
def test_a_damaged_index_says_how_to_make_it_again(root: Path, damage: str) -> None:
    sidecar = root / "index.json"
    match damage:
        case "no shard":
            shutil.rmtree(root / SHARD)
        case "no sidecar":
            sidecar.unlink()
        case "sidecar cut":
            sidecar.write_bytes(sidecar.read_bytes()[:50])
        case "sidecar empty":
            sidecar.write_text("{}")
        case _:
            for path in (root / SHARD).rglob("vector_storage-latent/vectors/status.dat"):
                path.write_bytes(b"")
    with pytest.raises(IndexUnreachable, match="archive rebuild"):
        EdgeIndex.open(root, wait_s=0)
