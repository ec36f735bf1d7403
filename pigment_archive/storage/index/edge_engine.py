"""What Qdrant Edge needs to be told, and what its errors mean. Together with `edge`, its only home."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import qdrant_edge as qe

from pigment_archive.errors import ArchiveLocked, IndexUnreachable, StorageError, WriteFailed
from pigment_archive.storage.index.filters import Bounds, Option, Wanted, arranged
from pigment_archive.storage.index.schema import IndexSchema
from pigment_archive.storage.index.sidecar import REBUILD

_POLL_S: Final = 0.05
_RESERVE_BYTES: Final = 64 << 20
_NO_GRAPH: Final = qe.HnswIndexConfig(m=0, ef_construct=128, full_scan_threshold=10_000)
_GRAPH: Final = qe.HnswIndexConfig(m=16, ef_construct=128, full_scan_threshold=10_000)
_DISK_TROUBLE: Final = ("No space left", "Permission denied", "Read-only file system", "os error 28")


def configuration(schema: IndexSchema) -> qe.EdgeConfig:
    """Four float32 vectors a point; only `latent` may ever get a graph.

    All are compared by Euclidean distance: cosine would normalise what is stored, and the bytes would not
    come back. The log of writes stays on: without it an engine takes no lock at all.
    """
    lengths = schema.lengths
    vectors = {
        name: qe.EdgeVectorParams(length, qe.Distance.Euclid, hnsw_config=_NO_GRAPH, memory=qe.Memory.Cold)
        for name, length in lengths.items()
        if name != "latent"
    }
    vectors["latent"] = qe.EdgeVectorParams(lengths["latent"], qe.Distance.Euclid, hnsw_config=_GRAPH)
    return qe.EdgeConfig(vectors=vectors)


def payload_index(key: str, kind: type) -> qe.UpdateOperation:
    """Declare a payload index. It lends no edges to the graph: filtered queries never use the graph."""
    parameters = {
        str: qe.KeywordIndexParams,
        int: qe.IntegerIndexParams,
        float: qe.FloatIndexParams,
        bool: qe.BoolIndexParams,
    }
    return qe.UpdateOperation.create_field_index(key, parameters[kind](enable_hnsw=False))


def compiled(wanted: Sequence[Wanted]) -> qe.Filter | None:
    """The engine's form of a lowered filter; None lets everything through."""
    must, must_not = arranged(wanted, _field, lambda options: qe.Filter(should=options))
    return qe.Filter(must=must, must_not=must_not) if wanted else None


def _field(key: str, option: Option) -> qe.ConditionType:
    if isinstance(option, Bounds):
        interval = qe.RangeFloat(lt=option.lt, lte=option.lte, gt=option.gt, gte=option.gte)
        return qe.FieldCondition(key, range=interval)
    # The binding takes True for the integer 1, which no truth value equals; numpy's is not an int.
    value: Any = np.bool_(option) if isinstance(option, bool) else option
    return qe.FieldCondition(key, match=qe.MatchValue(value))


def load(path: Path, wait_s: float) -> qe.EdgeShard:
    """Open a shard, waiting while another process has it.

    Raises:
        ArchiveLocked: It is still in use after `wait_s` seconds.
        IndexUnreachable: It is missing or damaged.
    """
    deadline = time.monotonic() + wait_s
    while True:
        try:
            with translated(path):
                return qe.EdgeShard.load(str(path))
        except ArchiveLocked:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_POLL_S)


def require_space(folder: Path, size: int) -> None:
    """Raise WriteFailed unless `size` bytes and a reserve are free.

    The engine writes through memory maps: on a full disk the system kills the whole process (SIGBUS).
    """
    if shutil.disk_usage(folder).free < size + _RESERVE_BYTES:
        raise WriteFailed(
            f"the disk has less than {(size + _RESERVE_BYTES) >> 20} MB free",
            where=str(folder),
            remedy="Free space on this disk, then repeat the command.",
        )


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the engine's bare `Exception` and its panics into errors of this archive."""
    try:
        yield
    except BaseException as cause:
        if type(cause) is Exception or type(cause).__name__ == "PanicException":
            raise _meaning(str(cause), path) from cause
        raise


def _meaning(text: str, path: Path) -> StorageError:
    if "WouldBlock" in text:
        return ArchiveLocked(
            "another process has the index open",
            where=str(path),
            remedy="Wait until it is done, or stop it, then repeat the command.",
        )
    if any(sign in text for sign in _DISK_TROUBLE):
        return WriteFailed(
            "the index cannot be written",
            where=str(path),
            remedy="Check free space and the rights of this user there, then repeat the command.",
        )
    return IndexUnreachable(f"the index engine gave up: {text[:200]}", where=str(path), remedy=REBUILD)
