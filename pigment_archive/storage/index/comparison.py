"""Is the copy for readers still equal to the index it was made of? Byte for byte: damage is in one of them.

Not compared is what the engine writes anew when it opens a shard: journals of what is done already, versions
of deleted points, and in its two descriptions everything but the form of the vectors.
"""

from __future__ import annotations

import filecmp
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pigment_archive.storage.index.edge import SHARD
from pigment_archive.storage.index.sidecar import FILE_NAME, Sidecar

_WRITTEN_ANEW: Final = frozenset({"tracker_journal.dat", "mutable_id_tracker.versions"})
_SEGMENTS: Final = "segments"
_DESCRIPTIONS: Final = {"edge_config.json": "vectors", "segment.json": "config"}


def differing_files(index_root: Path, cache_root: Path) -> Iterator[str]:
    """Paths, relative to `index_root`, of what is not the same in the index and in its published copy.

    Args:
        index_root: The folder of the index; nobody may be writing.
        cache_root: The folder of its copies.

    Raises:
        IndexUnreachable: There is no index, or `index.json` of either is damaged.
        FormatVersion: A newer program wrote it.
    """
    sidecar = Sidecar.read(index_root)
    copy = cache_root / sidecar.state
    if not (copy / FILE_NAME).exists() or Sidecar.read(copy) != sidecar:
        yield FILE_NAME
        return
    one, other = index_root / SHARD, copy / SHARD
    for name in sorted(_compared(one) | _compared(other)):
        if not _equal(one / name, other / name):
            yield f"{SHARD}/{name}"


def _compared(shard: Path) -> set[str]:
    paths = [shard / "edge_config.json", *(shard / _SEGMENTS).rglob("*")]
    compared = (path for path in paths if path.is_file() and path.name not in _WRITTEN_ANEW)
    return {path.relative_to(shard).as_posix() for path in compared}


def _equal(one: Path, other: Path) -> bool:
    if not (one.is_file() and other.is_file()):
        return False
    if one.name in _DESCRIPTIONS:
        return bool(_description(one) == _description(other))
    return filecmp.cmp(one, other, shallow=False)


def _description(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())[_DESCRIPTIONS[path.name]]
    except (ValueError, KeyError, TypeError):
        return path
