"""The embedded index: a Qdrant Edge shard in a folder of its own, with `index.json` beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
import qdrant_edge as qe

from pigment_archive.errors import StorageError
from pigment_archive.storage.files import make_folder, remove_tree
from pigment_archive.storage.index import border, edge_engine
from pigment_archive.storage.index.filters import Filter, lower
from pigment_archive.storage.index.port import IndexHit, Point, StoredPoint, Vector
from pigment_archive.storage.index.ranking import nearest
from pigment_archive.storage.index.schema import VECTOR_NAMES, IndexSchema
from pigment_archive.storage.index.sidecar import FILE_NAME, Sidecar, next_state

SHARD: Final = "shard"

_CHUNK: Final = 512
_PAYLOAD_BYTES: Final = 4096
_OPTIMIZE: Final = """
import sys, qdrant_edge
shard = qdrant_edge.EdgeShard.load(sys.argv[1])
shard.optimize()
shard.close()
"""


class EdgeIndex:
    """`Index` on Qdrant Edge, for one process at a time; made by `create`, `open` or `open_for_reading`.

    Payload indexes are declared when their key first occurs: each costs 4 ms at every opening, and of some
    fifty possible facts most archives know a third. That is safe because a filtered query is always exact.
    """

    def __init__(self, root: Path, shard: qe.EdgeShard, sidecar: Sidecar, *, read_only: bool = False) -> None:
        self._root = root
        self._shard: qe.EdgeShard | None = shard
        self._sidecar = sidecar
        self._read_only = read_only
        self._process = os.getpid()
        self._declared = set() if read_only else set(shard.info().payload_schema)

    @classmethod
    def create(cls, root: Path, schema: IndexSchema, *, identity: Mapping[str, str]) -> Self:
        """Make an empty index in `root` and open it; what a broken-off creation left there is replaced.

        Raises:
            StorageError: There is an index already.
            WriteFailed: The disk does not allow it.
        """
        if (root / FILE_NAME).exists():
            raise StorageError("there is an index already", where=str(root))
        make_folder(root)
        remove_tree(root / SHARD)
        edge_engine.require_space(root, 0)
        with edge_engine.translated(root):
            shard = qe.EdgeShard.create(str(root / SHARD), edge_engine.configuration(schema))
            shard.flush()
        sidecar = Sidecar(schema, dict(identity), next_state())
        sidecar.write(root)
        return cls(root, shard, sidecar)

    @classmethod
    def open(cls, root: Path, *, wait_s: float = 5.0) -> Self:
        """Open for writing, alone. What a crash left is brought to a new state.

        Args:
            root: The folder with `index.json`.
            wait_s: How long to wait for a process that has it open (a reader may, to copy it).

        Raises:
            ArchiveLocked: It was still in use.
            IndexUnreachable: There is no index, or it is damaged.
            FormatVersion: A newer program wrote it.
        """
        Sidecar.read(root)
        shard = edge_engine.load(root / SHARD, wait_s)
        # Now it is ours: only here is the state current, and what a killed optimize left surely abandoned.
        index = cls(root, shard, Sidecar.read(root))
        for leftover in (root / SHARD / "temp_segments").glob("*"):
            remove_tree(leftover)
        index.flush()
        return index

    @property
    def schema(self) -> IndexSchema:
        """Vector lengths and filterable keys."""
        return self._sidecar.schema

    @property
    def identity(self) -> Mapping[str, str]:
        """What the index was made with."""
        return self._sidecar.identity

    @property
    def state(self) -> str:
        """A token that is different after every flushed change."""
        return self._sidecar.state

    def upsert(self, points: Sequence[Point]) -> None:
        """Store points, see `Index.upsert`. Written before the disk is full: else WriteFailed."""
        border.check_points(self.schema, points)
        record_bytes = 4 * sum(self.schema.lengths.values()) + _PAYLOAD_BYTES
        for chunk in border.chunks(points, _CHUNK):
            # Twice: once in the log, once in the segment.
            edge_engine.require_space(self._root, 2 * len(chunk) * record_bytes)
            new = {key for point in chunk for key in point.payload} & self.schema.keys.keys() - self._declared
            declare = [edge_engine.payload_index(key, self.schema.keys[key]) for key in sorted(new)]
            self._write(*declare, qe.UpdateOperation.upsert_points([_to_edge(point) for point in chunk]))
            self._declared |= new

    def delete(self, records: Iterable[str]) -> None:
        """Remove records by id, see `Index.delete`."""
        for chunk in border.chunks(border.check_records(records), _CHUNK):
            self._write(qe.UpdateOperation.delete_points(list(chunk)))

    def get(self, records: Iterable[str], vectors: tuple[str, ...] = ()) -> list[StoredPoint]:
        """The records of these ids, see `Index.get`."""
        asked, names = border.check_records(records), border.check_names(vectors)
        with self._live() as shard:
            found = shard.retrieve(list(asked), True, names)
        by_record = {str(point.id): _from_edge(point) for point in found}
        return [by_record[record] for record in asked if record in by_record]

    def query(
        self,
        vector: Vector,
        *,
        using: str = "latent",
        top: int = 10,
        where: Filter | None = None,
        exact: bool = True,
        vectors: tuple[str, ...] = (),
        payload: bool = True,
    ) -> list[IndexHit]:
        """The nearest records, see `Index.query`."""
        border.check_query(self.schema, vector, using, top)
        names = border.check_names(vectors)
        wanted = edge_engine.compiled(lower(where, self.schema.keys))
        params = qe.SearchParams(hnsw_ef=128, exact=exact or where is not None)

        def fetch(limit: int) -> list[IndexHit]:
            request = qe.QueryRequest(
                limit,
                query=qe.Query.Nearest(vector, using=using),  # type: ignore[arg-type]  # numpy is taken too
                filter=wanted,
                params=params,
                with_payload=payload,
                with_vector=names,
            )
            with self._live() as shard:
                return [_hit(point) for point in shard.query(request)]

        return nearest(fetch, top)

    def scan(
        self, where: Filter | None = None, vectors: tuple[str, ...] = (), batch: int = 1000
    ) -> Iterator[StoredPoint]:
        """Every record that satisfies `where`, see `Index.scan`."""
        wanted = edge_engine.compiled(lower(where, self.schema.keys))
        return self._scan(wanted, border.check_names(vectors), batch)

    def _scan(self, wanted: qe.Filter | None, names: list[str], batch: int) -> Iterator[StoredPoint]:
        offset: qe.PointId | None = None
        while True:
            request = qe.ScrollRequest(offset, batch, wanted, with_payload=True, with_vector=names)
            with self._live() as shard:
                page, offset = shard.scroll(request)
            yield from map(_from_edge, page)
            if offset is None:
                return

    def count(self, where: Filter | None = None) -> int:
        """How many records satisfy `where`."""
        wanted = edge_engine.compiled(lower(where, self.schema.keys))
        with self._live() as shard:
            return shard.count(qe.CountRequest(exact=True, filter=wanted))

    def flush(self) -> None:
        """Make everything written so far durable; the index gets a new state if something was."""
        if self._sidecar.flushed:
            return
        with self._live() as shard:
            shard.flush()
        self._settle()

    def optimize(self) -> None:
        """Build the graph over `latent` in a process of its own: the engine would freeze this one.

        Raises:
            StorageError: The index is a read-only copy, or the process did not end well.
        """
        self._touch()
        self._release()
        done = subprocess.run(
            [sys.executable, "-c", _OPTIMIZE, str(self._root / SHARD)],
            capture_output=True,
            text=True,
            check=False,
        )
        self._shard = edge_engine.load(self._root / SHARD, wait_s=0)
        self._settle()
        if done.returncode != 0:
            raise StorageError(
                f"optimizing ended with status {done.returncode}",
                where=str(self._root),
                remedy="Exact queries still work; free memory and disk, then try again.",
            )

    def close(self) -> None:
        """Flush and let go; closing twice does no harm. A forked child only forgets the index."""
        if self._shard is None:
            return
        try:
            if not self._read_only and self._process == os.getpid():
                self.flush()
                self._release()
        finally:
            self._shard = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _live(self) -> Iterator[qe.EdgeShard]:
        """The open shard, its errors translated."""
        if self._shard is None:
            raise StorageError("the index is closed", where=str(self._root))
        if self._process != os.getpid():
            # The engine's threads do not survive a fork: the first call would wait for ever.
            raise StorageError(
                "the index was opened before this process was forked",
                where=str(self._root),
                remedy="Open it in the child process, or start children with 'spawn'.",
            )
        with edge_engine.translated(self._root):
            yield self._shard

    def _write(self, *operations: qe.UpdateOperation) -> None:
        self._touch()
        with self._live() as shard:
            for operation in operations:
                shard.update(operation)

    def _touch(self) -> None:
        """Say in `index.json` that what follows is not flushed yet."""
        if self._read_only:
            raise StorageError("this copy of the index is for reading only", where=str(self._root))
        with self._live():
            if self._sidecar.flushed:
                self._sidecar = self._sidecar.touched()
                self._sidecar.write(self._root)

    def _settle(self) -> None:
        self._sidecar = self._sidecar.settled()
        self._sidecar.write(self._root)

    def _release(self) -> None:
        with self._live() as shard:
            shard.close()


def _to_edge(point: Point) -> qe.Point:
    vectors: dict[str, Any] = {name: getattr(point, name) for name in VECTOR_NAMES}
    return qe.Point(point.record, vectors, dict(point.payload))


def _vectors(stored: Any) -> dict[str, Vector]:
    return {name: np.array(values, np.float32) for name, values in (stored or {}).items()}


def _from_edge(point: qe.Record) -> StoredPoint:
    return StoredPoint(str(point.id), point.payload or {}, _vectors(point.vector))


def _hit(point: qe.ScoredPoint) -> IndexHit:
    return IndexHit(str(point.id), point.score, point.payload or {}, _vectors(point.vector))
