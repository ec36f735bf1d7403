"""The index port against the bare engine on the same shard of complete records.

    python tests/benchmarks/bench_index.py [--records 100000] [--folder DIR]

Prints times and ratios; bare and port are measured in turn, so that a busy machine slows both. There compare
CPU times: the longer a query takes, the likelier it is interrupted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import numpy as np
import qdrant_edge as qe

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

D, G, BATCH, TURNS = 64, 566, 512, 25
KEYS: dict[str, type] = {
    **dict.fromkeys(("collection", "technique", "status", "material", "sample", "object", "session"), str),
    **dict.fromkeys(("tier", "model", "sha256", "member", "accession", "rights_licence"), str),
    **dict.fromkeys(("laser_wavelength", "integration_time"), float),
    "accumulations": int,
    "simulated": bool,
}
SCHEMA = IndexSchema(D, G, KEYS)
WHERE = Filter((Condition("collection", "eq", "c3"), Condition("laser_wavelength", "gte", 600.0)))
COLD = "import sys, time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


def made_points(count: int) -> Iterator[list[Point]]:
    """Batches of complete records with random vectors and 17 facts."""
    rng = np.random.default_rng(0)
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
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
    }


def in_turn(*asks: Callable[[np.ndarray], object]) -> list[tuple[float, float]]:
    """Median milliseconds (wall, CPU) of each question over the same vectors, in turns of 20."""
    rng = np.random.default_rng(1)
    taken: list[list[tuple[float, float]]] = [[] for _ in asks]
    for _ in range(TURNS):
        vectors = rng.normal(size=(20, D)).astype(np.float32)
        for times, ask in zip(taken, asks, strict=True):
            for vector in vectors:
                wall, cpu = time.perf_counter(), time.process_time()
                ask(vector)
                times.append((time.perf_counter() - wall, time.process_time() - cpu))
    wall_and_cpu = (1e3 * np.median(times, axis=0) for times in taken)
    return [(float(wall), float(cpu)) for wall, cpu in wall_and_cpu]


def measure_queries(root: Path, copies: Path) -> None:
    index = open_for_reading(root, copies)
    with index._live() as shard:
        has = qe.FieldCondition
        bare_where = qe.Filter(
            must=[
                has("collection", match=qe.MatchValue("c3")),
                has("laser_wavelength", range=qe.RangeFloat(gte=600.0)),
            ]
        )

        def bare(vector: np.ndarray, where: qe.Filter | None = None) -> object:
            request = qe.QueryRequest(
                10,
                query=qe.Query.Nearest(vector, using="latent"),
                filter=where,
                params=qe.SearchParams(exact=True),
                with_payload=True,
                with_vector=False,
            )
            return shard.query(request)

        def rescored(vector: np.ndarray) -> object:
            hits = index.query(vector, top=50, vectors=("spectrum",))
            spectra = np.stack([hit.vectors["spectrum"] for hit in hits]).astype(np.float64)
            asked = spectra[0]
            cosine = spectra @ asked / (np.linalg.norm(spectra, axis=1) * np.linalg.norm(asked))
            return [hits[i] for i in np.lexsort(([hit.record for hit in hits], -cosine))[:10]]

        plain, port, rescoring = in_turn(bare, index.query, rescored)
        bare_filtered, port_filtered = in_turn(
            lambda v: bare(v, bare_where), lambda v: index.query(v, where=WHERE)
        )
    compare("bare engine, exact, top 10 with payload", plain, plain)
    compare("port (goal 1.3)", port, plain)
    compare("port, 50 rescored by spectrum (goal 2.5)", rescoring, plain)
    compare("bare engine, filtered", bare_filtered, bare_filtered)
    compare("port, filtered", port_filtered, bare_filtered)


def compare(what: str, own: tuple[float, float], other: tuple[float, float]) -> None:
    tell(
        what, own[0], f"ms   CPU {own[1]:.3f} ms, {own[1] / other[1]:.2f} x (wall {own[0] / other[0]:.2f} x)"
    )


def tell(what: str, value: float, unit: str) -> None:
    print(f"{what:44}{value:10.3f} {unit}", flush=True)


def timed(what: str, action: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    tell(what, time.perf_counter() - wall, f"s    CPU {time.process_time() - cpu:.3f} s")


def cold(what: str, code: str, *arguments: object) -> None:
    """The time a fresh process needs for `code`, its interpreter's start left out."""
    command = [sys.executable, "-c", COLD.format(code), *map(str, arguments)]
    runs = [
        float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(5)
    ]
    tell(what, float(np.median(runs)), "s")


def measure(count: int, folder: Path) -> None:
    root, copies = folder / "index", folder / "index" / "copies"
    print(f"{count} complete records: latent {D}, spectrum {G}, raw {G}, {len(KEYS)} facts")

    def ingest() -> None:
        with EdgeIndex.create(root, SCHEMA, identity={"model": "raman-1"}) as index:
            for points in made_points(count):
                index.upsert(points)

    timed("ingest and flush", ingest)
    timed("open for writing", lambda: EdgeIndex.open(root).close())
    with EdgeIndex.open(root):
        timed("publish a copy for readers", lambda: copy_for_readers(root, copies))
    disk = sum(path.stat().st_blocks * 512 for path in (root / SHARD).rglob("*"))
    tell("on disk, the copy not counted", disk / 1e6, "MB")
    cold("import of the index", "import pigment_archive.storage.index")
    cold(
        "open for reading (fresh process, import too)",
        "from pathlib import Path; from pigment_archive.storage.index import open_for_reading; "
        "open_for_reading(Path(sys.argv[1]), Path(sys.argv[2]))",
        root,
        copies,
    )
    measure_queries(root, copies)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder if not given")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        measure(options.records, folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
