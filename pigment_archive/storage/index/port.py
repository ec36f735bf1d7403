"""The one way to an index, whichever engine is behind it.

A point is a complete record: four named float32 vectors and a flat payload. Distances are Euclidean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from pigment_archive.storage.index.filters import Filter
from pigment_archive.storage.index.schema import IndexSchema, Value

Vector = NDArray[np.float32]
Payload = Mapping[str, Value]


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """A record on its way into an index.

    Args:
        record: The record's id, a UUID as lower-case text.
        latent: (d,) float32, the posterior mean of the encoder.
        variance: (d,) float32, its posterior variance.
        spectrum: (g,) float32, the prepared spectrum.
        raw: (g,) float32, the acquired spectrum on the same grid.
        payload: Flat facts; an absent fact has no key.
    """

    record: str
    latent: Vector
    variance: Vector
    spectrum: Vector
    raw: Vector
    payload: Payload


@dataclass(frozen=True, slots=True, eq=False)
class StoredPoint:
    """A record as an index gives it back: its payload, and the vectors that were asked for, bit for bit."""

    record: str
    payload: Payload
    vectors: Mapping[str, Vector] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class IndexHit:
    """A record found by a query: its Euclidean distance from the query, and what was asked for of it."""

    record: str
    distance: float
    payload: Payload
    vectors: Mapping[str, Vector] = field(default_factory=dict)


class Index(Protocol):
    """What every engine promises; the contract suite holds each to it.

    Every method raises `StorageError` after `close` and in a forked child, `UsageError` for an unknown key or
    vector name, `ArchiveLocked`, `WriteFailed` or `IndexUnreachable` for what the engine reports.
    """

    @property
    def schema(self) -> IndexSchema:
        """Vector lengths and filterable keys."""

    @property
    def identity(self) -> Mapping[str, str]:
        """What the index was made with: model name, digest of its bundle."""

    @property
    def state(self) -> str:
        """A token that is different after every flushed change."""

    def upsert(self, points: Sequence[Point]) -> None:
        """Store points; one of the same id is replaced. All are checked before the first is written.

        Raises:
            ModelMismatch: A vector is not float32 of the schema's length.
            InvalidFact: A vector is not finite, an id is no UUID, a payload value is not of its key's kind.
        """

    def delete(self, records: Iterable[str]) -> None:
        """Remove records by id; ids that are not there are passed over."""

    def get(self, records: Iterable[str], vectors: tuple[str, ...] = ()) -> list[StoredPoint]:
        """The records of these ids in the order asked for; ids that are not there are left out."""

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
        """The `top` records nearest to `vector`, ordered by distance, equal distances by record id.

        Args:
            vector: float32 of the length of `using`.
            using: The named vector that is compared.
            top: How many hits at most, from 1.
            where: Conditions every hit satisfies.
            exact: False lets the engine use its graph where it has one: faster beyond 200,000 records, may
                miss a neighbour. A query with `where` is always exact: graphs lose filtered neighbours.
            vectors: Named vectors to give back with each hit.
            payload: False leaves the payload of the hits empty.
        """

    def scan(
        self, where: Filter | None = None, vectors: tuple[str, ...] = (), batch: int = 1000
    ) -> Iterator[StoredPoint]:
        """Every record that satisfies `where`, by record id, read `batch` at a time."""

    def count(self, where: Filter | None = None) -> int:
        """How many records satisfy `where`."""

    def flush(self) -> None:
        """Make everything written so far durable and give the index a new state."""

    def optimize(self) -> None:
        """Build the graph that `exact=False` uses. Slow; the answers of exact queries stay the same."""

    def close(self) -> None:
        """Flush and let go; closing twice does no harm."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
