"""The index port against the bare engine on the same shard of 100,000 complete records."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import numpy as np
import pytest
import qdrant_edge as qe

from pigment_archive.answers.candidates import Question, find_hits
from pigment_archive.encoder import default_network
from pigment_archive.encoder.contrast import contrast_of
from pigment_archive.records import Technique
from pigment_archive.storage.index import (
    Condition,
    EdgeIndex,
    Filter,
    IndexSchema,
    Point,
    copy_for_readers,
    open_for_reading,
)
from pigment_archive.storage.index.edge import SHARD
from tests.benchmarks.measuring import Row, calls_in_turn, commands_in_turn, compared, timed

pytestmark = pytest.mark.benchmark

RECORDS, D, G, BATCH = 100_000, 64, 566, 512
GRID = np.linspace(150.0, 1280.0, G)
KEYS: dict[str, type] = {
    **dict.fromkeys(("collection", "technique", "status", "material", "sample", "object", "session"), str),
    **dict.fromkeys(("tier", "model", "sha256", "member", "accession", "rights_licence"), str),
    **dict.fromkeys(("laser_wavelength", "integration_time", "covered_from", "covered_to"), float),
    "accumulations": int,
    "simulated": bool,
}
SCHEMA = IndexSchema(D, G, KEYS)
WHERE = Filter((Condition("collection", "eq", "c3"), Condition("laser_wavelength", "gte", 600.0)))
OPENING = (
    "import sys; from pathlib import Path; from pigment_archive.storage.index import open_for_reading; "
    "open_for_reading(Path(sys.argv[1]), Path(sys.argv[2]))"
)

AddRow = Callable[[Row], None]


def made_points() -> Iterator[list[Point]]:
    """Batches of complete records with random vectors and 19 facts."""
    rng = np.random.default_rng(0)
    for start in range(0, RECORDS, BATCH):
        size = min(BATCH, RECORDS - start)
        latent, variance = rng.normal(size=(2, size, D)).astype(np.float32)
        spectrum, raw = rng.random((2, size, G), dtype=np.float32)
        yield [
            Point(
                str(UUID(bytes=rng.bytes(16))), latent[i], variance[i], spectrum[i], raw[i], facts(start + i)
            )
            for i in range(size)
        ]


def facts(number: int) -> dict[str, str | int | float | bool]:
    """What an average record knows."""
    return {
        "collection": f"c{number % 10}",
        "technique": "raman",
        "status": "active",
        "material": f"mineral {number % 700}",
        "sample": f"R{number // 3:06}",
        "object": f"object {number // 5}",
        "session": f"session {number // 50}",
        "tier": "open",
        "model": "raman-1",
        "sha256": f"{number:064x}",
        "member": f"folder/spectrum_{number}.txt",
        "accession": str(UUID(int=number // 1000)),
        "rights_licence": "CC-BY-4.0",
        "laser_wavelength": (532.0, 633.0, 785.0)[number % 3],
        "integration_time": 0.5 * (number % 9),
        "accumulations": number % 12,
        "simulated": number % 2 == 0,
        "covered_from": 150.0,
        "covered_to": 1280.0,
    }


class Made(NamedTuple):
    """An index with its published copy."""

    root: Path
    copies: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, add_row: AddRow) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("port")
    root, copies = folder / "index", folder / "index" / "copies"

    def fill() -> None:
        with EdgeIndex.create(root, SCHEMA, identity={"model": "raman-1"}) as index:
            for points in made_points():
                index.upsert(points)

    what = f"index of {RECORDS:,} complete records ({D} latent, {G} spectrum, {G} raw, {len(KEYS)} facts)"
    add_row(Row(f"{what}: made and flushed", str(timed(fill))))
    with EdgeIndex.open(root):
        add_row(Row("a copy of it published for readers", str(timed(lambda: copy_for_readers(root, copies)))))
    disk = sum(path.stat().st_blocks * 512 for path in (root / SHARD).rglob("*"))
    add_row(Row("its room on the disk, without the copy", f"{disk / 1e6:.0f} MB"))
    yield Made(root, copies)
    shutil.rmtree(folder)


def test_opening_in_a_fresh_process(made: Made, add_row: AddRow) -> None:
    opening = (sys.executable, "-c", OPENING, made.root, made.copies)
    importing = (sys.executable, "-c", "import pigment_archive.storage.index")
    ours, peer = commands_in_turn(opening, importing, runs=5)
    add_row(compared("its copy opened by a fresh process", ours, "the imports alone", peer))


def test_queries(made: Made, add_row: AddRow) -> None:
    index = open_for_reading(made.root, made.copies)
    question_of = asked_with(next(made_points())[0].spectrum)
    with index._live() as shard:
        bare, port, rescored = calls_in_turn(
            lambda vector: ask_engine(shard, vector),
            index.query,
            lambda vector: find_hits([index], question_of(vector), top=10),
            width=D,
        )
        bare_filtered, port_filtered = calls_in_turn(
            lambda vector: ask_engine(shard, vector, engine_filter()),
            lambda vector: index.query(vector, where=WHERE),
            width=D,
        )
    name = "bare engine"
    add_row(compared("exact query through the port, top 10 with facts", port, name, bare, at_most=1.3))
    add_row(compared("the same with 50 rescored, as `search` does", rescored, name, bare, at_most=2.5))
    add_row(compared("filtered query through the port", port_filtered, name, bare_filtered))


def test_port_and_engine_answer_the_same(made: Made) -> None:
    index = open_for_reading(made.root, made.copies)
    with index._live() as shard:
        for vector in np.random.default_rng(2).normal(size=(5, D)).astype(np.float32):
            found = [hit.record for hit in index.query(vector)]
            assert found == [str(point.id) for point in ask_engine(shard, vector)]
            found = [hit.record for hit in index.query(vector, where=WHERE)]
            assert found == [str(point.id) for point in ask_engine(shard, vector, engine_filter())]


def asked_with(spectrum: np.ndarray) -> Callable[[np.ndarray], Question]:
    """Questions with this spectrum and any latent."""
    prepared, stage = spectrum.astype(np.float64), default_network(Technique.RAMAN).contrast
    return lambda latent: Question(
        latent, prepared, GRID, (150.0, 1280.0), lambda spectra: contrast_of(spectra, stage)
    )


def engine_filter() -> qe.Filter:
    """`WHERE` in the engine's own words."""
    return qe.Filter(
        must=[
            qe.FieldCondition("collection", match=qe.MatchValue("c3")),
            qe.FieldCondition("laser_wavelength", range=qe.RangeFloat(gte=600.0)),
        ]
    )


def ask_engine(
    shard: qe.EdgeShard, vector: np.ndarray, where: qe.Filter | None = None
) -> list[qe.ScoredPoint]:
    """The bare query: exact, top 10 with payload."""
    request = qe.QueryRequest(
        10,
        query=qe.Query.Nearest(vector, using="latent"),
        filter=where,
        params=qe.SearchParams(exact=True),
        with_payload=True,
        with_vector=False,
    )
    return shard.query(request)
