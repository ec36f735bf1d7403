from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import IndexUnreachable
from pigment_archive.storage.index import EdgeIndex, copy_for_readers, open_for_reading
from pigment_archive.storage.index.comparison import differing_files
from tests.unit.storage.damage import flip
from tests.unit.storage.index.samples import D, make_points


@pytest.fixture
def published(root: Path, cache: Path) -> Path:
    """The copy of a flushed index that was changed once since it was made."""
    with EdgeIndex.open(root) as index:
        index.upsert(make_points(5, start=100))
        index.delete([make_points(1)[0].record])
        index.flush()
        return copy_for_readers(root, cache)


def differing(root: Path) -> list[str]:
    return list(differing_files(root, root / "copies"))


def test_opening_and_reading_make_no_difference(root: Path, cache: Path, published: Path) -> None:
    assert differing(root) == []
    with open_for_reading(root, cache) as reader:
        reader.query(np.zeros(D, np.float32))
    assert differing(root) == []
    for _ in range(2):
        EdgeIndex.open(root).close()
        assert differing(root) == []


@pytest.mark.parametrize("where", ["index", "copy"])
def test_every_flip_is_named(root: Path, published: Path, where: str) -> None:
    chance = random.Random(where)
    shard = (root if where == "index" else published) / "shard"
    files = [path for path in sorted(shard.glob("segments/*/**/*")) if path.suffix in (".dat", ".mmap")]
    for _ in range(10):
        path = chance.choice([path for path in files if path.name != "tracker_journal.dat"])
        offset, bit = chance.randrange(path.stat().st_size), chance.randrange(8)
        flip(path, offset, bit)
        assert differing(root) == [f"shard/{path.relative_to(shard).as_posix()}"]
        flip(path, offset, bit)


def test_a_file_that_is_in_one_of_them_only_is_named(root: Path, published: Path) -> None:
    numbers = next(published.glob("shard/segments/*/vector_storage-latent/vectors/chunk_0.mmap"))
    numbers.unlink()
    assert differing(root) == [numbers.relative_to(published).as_posix()]


def test_another_form_of_the_vectors_is_named(root: Path, published: Path) -> None:
    description = published / "shard" / "edge_config.json"
    description.write_text(description.read_text("utf-8").replace('"Euclid"', '"Cosine"', 1), "utf-8")
    assert differing(root) == ["shard/edge_config.json"]
    description.write_text("{", "utf-8")
    assert differing(root) == ["shard/edge_config.json"]


def test_an_index_that_was_never_published_and_one_that_is_not_there(root: Path, published: Path) -> None:
    shutil.rmtree(published)
    assert differing(root) == ["index.json"]
    (root / "index.json").unlink()
    with pytest.raises(IndexUnreachable):
        differing(root)
