"""Every damage is named, and nothing else; what is intact is silent.

A hundred flips in each part: here through `verify`, and once more in `tests/unit/storage` for the inspection.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import pigment_archive as pa
from pigment_archive.demo.collection import DemoFiles
from pigment_archive.workflows.indexing import catch_up
from tests.unit.storage.damage import FLIPS, flip
from tests.unit.storage.samples import files_below

INDEX_FLIPS = 12


@pytest.fixture(scope="module")
def root(trained_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the trained archive; every test leaves it as it was."""
    return shutil.copytree(trained_root, tmp_path_factory.mktemp("damage") / "archive")


def named(root: Path) -> list[str]:
    """Where `verify` finds something."""
    with pa.open(root) as archive:
        return [finding.where for finding in pa.verify(archive).findings]


@contextmanager
def content(path: Path, replacement: bytes) -> Iterator[None]:
    """The file with other bytes, for the length of the block."""
    before = path.read_bytes()
    path.write_bytes(replacement)
    yield
    path.write_bytes(before)


def some_flip(chance: random.Random, files: list[Path]) -> tuple[Path, int, int]:
    """A file, a place in it and a bit; small files are as likely as large ones."""
    path = chance.choice(files)
    return path, chance.randrange(path.stat().st_size), chance.randrange(8)


@pytest.mark.parametrize("part", ["accessions", "models"])
def test_a_flip_names_its_file(root: Path, part: str) -> None:
    chance = random.Random(part)
    every = list(files_below(root / part))
    # originals are nearly all of the files of an accession: every second flip is in one of the others
    others = [path for path in every if "sources" not in path.parts]
    for number in range(FLIPS):
        path, offset, bit = some_flip(chance, others if number % 2 else every)
        flip(path, offset, bit)
        assert named(root) == [path.relative_to(root).as_posix()]
        flip(path, offset, bit)


def test_a_flip_in_the_ledger_names_its_line(root: Path) -> None:
    chance = random.Random("ledger")
    ledger, head = root / "ledger.jsonl", root / "ledger.head"
    raw = ledger.read_bytes()
    last_line = raw.rstrip(b"\n").rindex(b"\n") + 1
    for number in range(FLIPS):
        start = last_line if number % 3 == 0 else 0
        offset, bit = chance.randrange(start, len(raw) - 1), chance.randrange(8)
        flip(ledger, offset, bit)
        line = raw[:offset].count(b"\n") + 1
        assert named(root) == [f"ledger.jsonl line {line}"]
        flip(ledger, offset, bit)
        flip(head, place := chance.randrange(head.stat().st_size), bit)
        assert named(root) == ["ledger.head"]
        flip(head, place, bit)


def test_a_cut_ledger_and_swapped_lines_are_named(root: Path) -> None:
    ledger = root / "ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    assert len(lines) == 4
    with content(ledger, b"".join(lines[:-1])):
        assert named(root) == ["ledger.jsonl"]
    with content(ledger, b"".join([lines[0], lines[2], lines[1], lines[3]])):
        assert named(root) == ["ledger.jsonl line 2", "ledger.jsonl line 3"]


def test_a_deleted_and_an_exchanged_file_are_named(root: Path, tmp_path: Path) -> None:
    original, other = sorted((root / "accessions").glob("*/v1/content/sources/*/session-1/*"))[:2]
    for path in (original, root / "models" / "raman-1" / "weights.safetensors"):
        path.rename(tmp_path / "away")
        assert named(root) == [path.relative_to(root).as_posix()]
        (tmp_path / "away").rename(path)
    with content(original, other.read_bytes()):
        assert named(root) == [original.relative_to(root).as_posix()]


@pytest.mark.parametrize("where", ["shard", "copies/*/shard"])
def test_a_flip_in_the_index_or_in_its_copy_names_its_file(root: Path, where: str) -> None:
    chance = random.Random(where)
    index = root / "index" / "open" / "raman-1"
    (shard,) = index.glob(where)
    files = [path for path in files_below(shard / "segments") if path.name != "tracker_journal.dat"]
    filters = [path for path in files if "payload_index" in path.parts and path.name == "page_0.dat"]
    vectors = [path for path in files if path.suffix == ".mmap"]
    numbers = [path for path in files if path.suffix == ".dat"]
    for number in range(INDEX_FLIPS):
        path, offset, bit = some_flip(chance, (filters, vectors, numbers)[number % 3])
        flip(path, offset, bit)
        name = path.relative_to(shard).as_posix()
        assert named(root) == [f"index/open/raman-1/shard/{name}"]
        flip(path, offset, bit)


def test_a_deleted_part_of_the_index_is_named_and_made_again(
    trained: Path, demo_files: DemoFiles, tmp_path: Path
) -> None:
    index = trained / "index" / "open" / "raman-1"
    vectors = next(index.glob("shard/segments/*/vector_storage-latent/vectors/chunk_0.mmap"))
    vectors.rename(tmp_path / "away")
    assert named(trained) == [f"index/open/raman-1/{vectors.relative_to(index).as_posix()}"]
    (tmp_path / "away").rename(vectors)
    for name, where in {
        "copies": "index/open/raman-1/index.json",
        "index.json": "index/open/raman-1",
        "contents.json": "index/open/raman-1: accession",
    }.items():
        (index / name).rename(tmp_path / "away")
        (finding,) = named(trained)
        assert finding.startswith(where)
        (tmp_path / "away").rename(index / name)
    assert named(trained) == []
    flip(vectors, 8, 7)
    with pa.open(trained) as archive:
        pa.rebuild(archive)
        assert pa.search(archive, pa.read(demo_files.unknown)[0]).materials[0].material == demo_files.truth
    assert named(trained) == []


def test_three_intact_archives_are_silent(
    root: Path, trained: Path, demo_files: DemoFiles, tmp_path: Path
) -> None:
    pa.init(tmp_path / "fresh")
    with pa.open(trained) as archive:
        pa.ingest(archive, [demo_files.unknown], collection="ours", tier="sealed")
        pa.train(archive, "raman", latent_dim=32, max_epochs=1, seed=1)
        pa.train(archive, "reflectance", latent_dim=32, max_epochs=1)
        sealed = next(a for a in archive.accessions.ids() if archive.accessions.tier(a) == "sealed")
        records = [r.model_copy(update={"collection": "theirs"}) for r in archive.accessions.read(sealed)]
        with archive.writing():
            assert archive.accessions.amend(sealed, records)
            catch_up(archive)
            catch_up(archive, ["raman-2"])
        assert pa.verify(archive).indexes == 6
        assert pa.search(archive, pa.read(demo_files.unknown)[0]).hits[0].collection == "theirs"
    for intact in (root, tmp_path / "fresh", trained):
        assert named(intact) == []
