from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import ArchiveLocked, IndexUnreachable, StorageError
from pigment_archive.storage.index import EdgeIndex, copy_for_readers, open_for_reading, open_latest_copy
from pigment_archive.storage.index.edge import SHARD
from tests.unit.storage.index.conftest import Start
from tests.unit.storage.index.samples import D, make_point, make_points


def test_readers_see_the_published_state_while_the_writer_goes_on(root: Path, cache: Path) -> None:
    with EdgeIndex.open(root) as writer:
        copy_for_readers(root, cache)
        published = writer.state
        writer.upsert(make_points(10, start=500))
        with open_for_reading(root, cache) as reader:
            assert (reader.count(), reader.state) == (40, published)
        writer.flush()
        with open_for_reading(root, cache, wait_s=0) as reader:
            assert (reader.count(), reader.state) == (40, published), "the newest copy, without waiting"
        copy_for_readers(root, cache)
        with open_for_reading(root, cache) as reader:
            assert (reader.count(), reader.state) == (50, writer.state)


def test_a_copy_answers_as_the_index_does(root: Path, cache: Path) -> None:
    vector = np.zeros(D, np.float32)
    with EdgeIndex.open(root) as index:
        expected = index.query(vector, top=40, vectors=("raw",))
    with open_for_reading(root, cache) as copy:
        found = copy.query(vector, top=40, vectors=("raw",))
    assert len(found) == 40
    for one, other in zip(found, expected, strict=True):
        assert (one.record, one.distance, one.payload) == (other.record, other.distance, other.payload)
        assert one.vectors["raw"].tobytes() == other.vectors["raw"].tobytes()


def test_many_processes_read_one_copy_at_once_and_leave_it_as_it_is(
    root: Path, cache: Path, start: Start
) -> None:
    with EdgeIndex.open(root) as writer:
        copy = copy_for_readers(root, cache)
        before = contents(copy)
        readers = [
            start(
                """
with open_for_reading(Path(sys.argv[1]), Path(sys.argv[2])) as index:
    print(*(hit.record for hit in index.query(make_point(3).latent, top=5)))
""",
                root,
                cache,
            )
            for _ in range(5)
        ]
        expected = " ".join(hit.record for hit in writer.query(make_point(3).latent, top=5))
        assert [reader.communicate(timeout=60)[0].strip() for reader in readers] == [expected] * 5
    assert contents(copy) == before


def contents(folder: Path) -> dict[str, str]:
    """Digests of all files but the two that the engine replaces by equal ones in another key order."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("edge_config.json", "segment.json")
    }


def test_a_first_reader_makes_the_copy(root: Path, cache: Path) -> None:
    with open_for_reading(root, cache) as reader:
        assert reader.count() == 40
        assert (cache / reader.state).is_dir()
    assert EdgeIndex.open(root, wait_s=0).close() is None, "the index itself is free"


def test_without_any_copy_a_reader_waits_for_the_writer_and_then_says_so(root: Path, cache: Path) -> None:
    with EdgeIndex.open(root), pytest.raises(ArchiveLocked):
        open_for_reading(root, cache, wait_s=0.1)
    assert open_latest_copy(cache) is None


def test_a_reader_heals_what_a_crashed_writer_left_unpublished(root: Path, cache: Path, start: Start) -> None:
    writer = start(
        "index = EdgeIndex.open(Path(sys.argv[1])); index.upsert(make_points(5, start=500)); os._exit(1)",
        root,
    )
    writer.wait()
    with pytest.raises(StorageError, match="not flushed"):
        copy_for_readers(root, cache)
    with open_for_reading(root, cache) as reader:
        assert reader.count() == 45


def test_old_copies_are_removed_once_nobody_reads_them(root: Path, cache: Path) -> None:
    def publish(number: int) -> Path:
        with EdgeIndex.open(root) as writer:
            writer.upsert([make_point(number)])
            writer.flush()
            return copy_for_readers(root, cache)

    unread = publish(500)
    read = publish(501)
    assert not unread.exists()
    with open_for_reading(root, cache) as reader:
        (cache / ".partial-left").mkdir()
        newest = publish(502)
        assert read.is_dir()
        assert reader.count() == 42
    assert sorted(path.name for path in cache.iterdir()) == [read.name, newest.name]


def test_publishing_one_state_twice_makes_one_copy(root: Path, cache: Path) -> None:
    with EdgeIndex.open(root):
        first = copy_for_readers(root, cache)
        made = first.stat().st_mtime_ns
        assert copy_for_readers(root, cache) == first
        assert first.stat().st_mtime_ns == made


def test_a_copy_is_for_reading_only(root: Path, cache: Path) -> None:
    with open_for_reading(root, cache) as reader:
        for change in (
            lambda: reader.upsert(make_points(1)),
            lambda: reader.delete([make_point(1).record]),
            reader.optimize,
        ):
            with pytest.raises(StorageError, match="reading only"):
                change()
        reader.flush()


def test_a_closed_reader_is_closed_and_another_opens_at_once(root: Path, cache: Path) -> None:
    reader = open_for_reading(root, cache)
    reader.close()
    with pytest.raises(StorageError, match="closed"):
        reader.count()
    with open_for_reading(root, cache) as again:
        assert again.count() == 40


def test_no_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexUnreachable):
        open_for_reading(tmp_path / "none", tmp_path / "copies")


@pytest.mark.skipif(sys.platform != "linux", reason="copies keep their holes on Linux only")
def test_a_copy_keeps_holes_and_leaves_the_log_behind(root: Path, cache: Path) -> None:
    def on_disk(folder: Path) -> int:
        return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())

    with EdgeIndex.open(root):
        copy = copy_for_readers(root, cache)
    assert on_disk(copy) <= on_disk(root / SHARD) + 100_000
    assert sum(path.stat().st_size for path in copy.rglob("*") if path.is_file()) > 50e6
    assert not (copy / SHARD / "wal").exists()
