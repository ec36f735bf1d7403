"""What may pass into an engine. Engines take NaN, and store half a batch before they find the bad record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

import numpy as np

from pigment_archive.errors import InvalidFact, ModelMismatch, UsageError
from pigment_archive.storage.index.port import Point, Vector
from pigment_archive.storage.index.schema import VECTOR_NAMES, IndexSchema, fits

Item = TypeVar("Item")


def check_points(schema: IndexSchema, points: Sequence[Point]) -> None:
    """Raise ModelMismatch or InvalidFact for the first point that an index must not take."""
    lengths = schema.lengths
    for point in points:
        check_record(point.record)
        for name in VECTOR_NAMES:
            check_vector(getattr(point, name), lengths[name], where=f"record {point.record}: {name}")
        _check_payload(schema.keys, point)


def check_record(record: str) -> None:
    """Raise InvalidFact unless the id is a UUID in its usual lower-case form."""
    try:
        canonical = str(UUID(record))
    except (ValueError, AttributeError, TypeError):
        canonical = None
    if canonical != record:
        raise InvalidFact("a record id is a lower-case UUID", where=f"record {record}")


def check_records(records: Iterable[str]) -> list[str]:
    """The ids as a list; raise as `check_record` does."""
    ids = list(records)
    for record in ids:
        check_record(record)
    return ids


def check_vector(vector: Vector, length: int, *, where: str) -> None:
    """Raise ModelMismatch unless it is float32 of that length, InvalidFact unless every number is finite."""
    if not isinstance(vector, np.ndarray) or vector.dtype != np.float32 or vector.shape != (length,):
        raise ModelMismatch(f"the vector is not {length} numbers of type float32", where=where)
    if not np.isfinite(vector).all():
        raise InvalidFact("the vector holds a number that is not finite", where=where)


def check_names(vectors: Iterable[str]) -> list[str]:
    """The named vectors as a list; raise UsageError where one is unknown."""
    names = list(vectors)
    for name in names:
        if name not in VECTOR_NAMES:
            raise UsageError(f"no such vector; there are {', '.join(VECTOR_NAMES)}", where=name)
    return names


def check_query(schema: IndexSchema, vector: Vector, using: str, top: int) -> None:
    """Raise as `check_vector` does for a query vector, UsageError for an unknown name or `top` below 1."""
    check_names((using,))
    check_vector(vector, schema.lengths[using], where=f"query by {using}")
    if top < 1:
        raise UsageError("at least one hit must be asked for", where=f"top {top}")


def chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in order, `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _check_payload(keys: Mapping[str, type], point: Point) -> None:
    for key, value in point.payload.items():
        kind = keys.get(key, type(value))
        if not fits(kind, value):
            raise InvalidFact(
                f"the payload value is not a plain finite {kind.__name__}",
                where=f"record {point.record}: {key}",
            )
