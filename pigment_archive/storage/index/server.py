"""The index on a Qdrant server or cluster: one collection an index, through an injected `QdrantClient`.

The only home of `qdrant_client`. What the embedded index keeps in `index.json` is here the collection's
metadata.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self

import grpc  # type: ignore[import-untyped]  # ships no types
import numpy as np
from qdrant_client import QdrantClient, models
from qdrant_client.common.client_exceptions import QdrantException
from qdrant_client.http.exceptions import ApiException

from pigment_archive.errors import IndexUnreachable, StorageError
from pigment_archive.storage.index import border
from pigment_archive.storage.index.filters import Bounds, Filter, Option, Wanted, arranged, lower
from pigment_archive.storage.index.port import IndexHit, Point, StoredPoint, Vector
from pigment_archive.storage.index.ranking import nearest
from pigment_archive.storage.index.schema import VECTOR_NAMES, IndexSchema
from pigment_archive.storage.index.sidecar import Sidecar, next_state

# 128 complete records are about 2 MB; servers refuse requests from 32 MB on and time out earlier.
_CHUNK: Final = 128
_KINDS: Final[Mapping[type, models.PayloadSchemaType]] = {
    str: models.PayloadSchemaType.KEYWORD,
    int: models.PayloadSchemaType.INTEGER,
    float: models.PayloadSchemaType.FLOAT,
    bool: models.PayloadSchemaType.BOOL,
}


class ServerIndex:
    """`Index` on a collection; made by `create` or `open`. Closing it leaves the client to its owner."""

    def __init__(self, client: QdrantClient, collection: str, sidecar: Sidecar) -> None:
        self._client: QdrantClient | None = client
        self._collection = collection
        self._sidecar = sidecar

    @classmethod
    def create(
        cls, client: QdrantClient, collection: str, schema: IndexSchema, *, identity: Mapping[str, str]
    ) -> Self:
        """Make an empty collection, its payload indexes declared.

        Raises:
            StorageError: There is a collection of that name.
            IndexUnreachable: The server does not answer.
        """
        sidecar = Sidecar(schema, dict(identity), next_state())
        with _translated(collection):
            if client.collection_exists(collection):
                raise StorageError("there is an index already", where=collection)
            vectors = {
                name: models.VectorParams(
                    size=length,
                    distance=models.Distance.EUCLID,
                    on_disk=name != "latent",
                    hnsw_config=models.HnswConfigDiff(m=16, ef_construct=128)
                    if name == "latent"
                    else models.HnswConfigDiff(m=0),
                )
                for name, length in schema.lengths.items()
            }
            client.create_collection(collection, vectors_config=vectors, metadata=sidecar.to_json())
            for key, kind in schema.keys.items():
                client.create_payload_index(collection, key, field_schema=_KINDS[kind])
        return cls(client, collection, sidecar)

    @classmethod
    def open(cls, client: QdrantClient, collection: str) -> Self:
        """Open a collection that `create` made.

        Raises:
            IndexUnreachable: There is none, or the server does not answer.
            FormatVersion: A newer program made it.
        """
        with _translated(collection):
            if not client.collection_exists(collection):
                raise IndexUnreachable("there is no such collection", where=collection)
            form = client.get_collection(collection).config.metadata
        return cls(client, collection, Sidecar.from_json(form or {}, where=collection))

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
        """Store points, see `Index.upsert`."""
        border.check_points(self.schema, points)
        for chunk in border.chunks(points, _CHUNK):
            with self._writing() as client:
                client.upsert(self._collection, [_to_server(point) for point in chunk], wait=True)

    def delete(self, records: Iterable[str]) -> None:
        """Remove records by id, see `Index.delete`."""
        for chunk in border.chunks(border.check_records(records), _CHUNK):
            with self._writing() as client:
                client.delete(self._collection, models.PointIdsList(points=list(chunk)), wait=True)

    def get(self, records: Iterable[str], vectors: tuple[str, ...] = ()) -> list[StoredPoint]:
        """The records of these ids, see `Index.get`."""
        asked, names = border.check_records(records), border.check_names(vectors)
        with self._live() as client:
            found = client.retrieve(self._collection, asked, with_payload=True, with_vectors=names)
        by_record = {str(point.id): _from_server(point) for point in found}
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
        wanted = _compiled(lower(where, self.schema.keys))
        params = models.SearchParams(hnsw_ef=128, exact=exact or where is not None)

        def fetch(limit: int) -> list[IndexHit]:
            with self._live() as client:
                answer = client.query_points(
                    self._collection,
                    query=vector.tolist(),
                    using=using,
                    query_filter=wanted,
                    search_params=params,
                    limit=limit,
                    with_payload=payload,
                    with_vectors=names,
                )
            return [_hit(point) for point in answer.points]

        return nearest(fetch, top)

    def scan(
        self, where: Filter | None = None, vectors: tuple[str, ...] = (), batch: int = 1000
    ) -> Iterator[StoredPoint]:
        """Every record that satisfies `where`, see `Index.scan`."""
        wanted = _compiled(lower(where, self.schema.keys))
        return self._scan(wanted, border.check_names(vectors), batch)

    def _scan(self, wanted: models.Filter | None, names: list[str], batch: int) -> Iterator[StoredPoint]:
        offset: Any = None
        while True:
            with self._live() as client:
                page, offset = client.scroll(
                    self._collection, wanted, batch, offset=offset, with_payload=True, with_vectors=names
                )
            yield from map(_from_server, page)
            if offset is None:
                return

    def count(self, where: Filter | None = None) -> int:
        """How many records satisfy `where`."""
        wanted = _compiled(lower(where, self.schema.keys))
        with self._live() as client:
            return client.count(self._collection, wanted, exact=True).count

    def flush(self) -> None:
        """Give the index a new state if something was written; a server logs a write before it answers."""
        if not self._sidecar.flushed:
            self._keep(self._sidecar.settled())

    def optimize(self) -> None:
        """Nothing to do: a server builds its graph by itself."""
        with self._live():
            pass

    def close(self) -> None:
        """Flush and let go of the client; closing twice does no harm."""
        if self._client is not None:
            try:
                self.flush()
            finally:
                self._client = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _live(self) -> Iterator[QdrantClient]:
        if self._client is None:
            raise StorageError("the index is closed", where=self._collection)
        with _translated(self._collection):
            yield self._client

    @contextmanager
    def _writing(self) -> Iterator[QdrantClient]:
        if self._sidecar.flushed:
            self._keep(self._sidecar.touched())
        with self._live() as client:
            yield client

    def _keep(self, sidecar: Sidecar) -> None:
        with self._live() as client:
            client.update_collection(self._collection, metadata=sidecar.to_json())
        self._sidecar = sidecar


def _compiled(wanted: Sequence[Wanted]) -> models.Filter | None:
    """The server's form of a lowered filter; None lets everything through."""
    must, must_not = arranged(wanted, _field, lambda options: models.Filter(should=options))
    return models.Filter(must=must, must_not=must_not) if wanted else None


def _field(key: str, option: Option) -> models.Condition:
    if isinstance(option, Bounds):
        interval = models.Range(lt=option.lt, lte=option.lte, gt=option.gt, gte=option.gte)
        return models.FieldCondition(key=key, range=interval)
    return models.FieldCondition(key=key, match=models.MatchValue(value=option))


def _to_server(point: Point) -> models.PointStruct:
    vectors = {name: getattr(point, name).tolist() for name in VECTOR_NAMES}
    return models.PointStruct(id=point.record, vector=vectors, payload=dict(point.payload))


def _vectors(stored: Any) -> dict[str, Vector]:
    return {name: np.array(values, np.float32) for name, values in (stored or {}).items()}


def _from_server(point: models.Record) -> StoredPoint:
    return StoredPoint(str(point.id), point.payload or {}, _vectors(point.vector))


def _hit(point: models.ScoredPoint) -> IndexHit:
    return IndexHit(str(point.id), point.score, point.payload or {}, _vectors(point.vector))


@contextmanager
def _translated(collection: str) -> Iterator[None]:
    try:
        yield
    except (ApiException, QdrantException, grpc.RpcError, OSError) as cause:
        raise IndexUnreachable(
            f"the index server does not answer as it should ({type(cause).__name__})",
            where=collection,
            remedy="Check its address, key and log, then repeat the command.",
        ) from cause
