"""Reading without the writer's lock: readers open an immutable copy of the last flushed state.

The engine lets one process open a shard. A copy whose log of writes is switched off has no lock, and any
number of processes may open it: opening changes nothing but two small files, each replaced atomically by an
equal one. The writer publishes a copy after each flush; a reader makes it only where it is missing. So
readers never wait for a writer, and see the last state that was published.

Copies are as confidential as the index: keep them in the folder of the index itself. Only for a user who may
not write there a private copy is made, in a folder of the system's temporary place that nobody else can read.
"""

from __future__ import annotations

import atexit
import ctypes
import errno
import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, Final, NamedTuple

import qdrant_edge as qe

from pigment_archive.errors import ArchiveLocked, StorageError, WriteFailed
from pigment_archive.storage.files import make_folder, move, remove_tree, sync_tree, translating
from pigment_archive.storage.index import edge_engine
from pigment_archive.storage.index.edge import SHARD, EdgeIndex
from pigment_archive.storage.index.sidecar import FILE_NAME, Sidecar

if sys.platform != "win32":
    import fcntl

_PARTIAL: Final = ".partial-"
_BLOCK: Final = 1 << 20
_POLL_S: Final = 0.05


def open_for_reading(index_root: Path, cache_root: Path, *, wait_s: float = 5.0) -> EdgeIndex:
    """Open the copy of the index's current state, read-only; any number of processes at once.

    Where that copy is missing it is made. While another process has the index open, the newest older copy is
    opened instead; only where there is none at all is the writer waited for.

    Args:
        index_root: The folder of the index.
        cache_root: The folder of its copies.
        wait_s: How long to wait for a first copy.

    Raises:
        IndexUnreachable: There is no index, or it is damaged.
        ArchiveLocked: The index was in use for `wait_s` seconds and has no copy yet.
    """
    deadline = time.monotonic() + wait_s
    while True:
        copy = _open_copy(cache_root / Sidecar.read(index_root).state)
        if copy is not None:
            return copy
        try:
            with EdgeIndex.open(index_root, wait_s=0):
                copy_for_readers(index_root, cache_root)
        except ArchiveLocked:
            copy = open_latest_copy(cache_root)
            if copy is not None:
                return copy
            if time.monotonic() >= deadline:
                raise
            time.sleep(_POLL_S)


def open_latest_copy(cache_root: Path) -> EdgeIndex | None:
    """Open the newest copy read-only, None where there is none."""
    for path in sorted(_published(cache_root), reverse=True):
        copy = _open_copy(path)
        if copy is not None:
            return copy
    return None


def copy_for_readers(index_root: Path, cache_root: Path) -> Path:
    """Publish the flushed index for readers. Only for whoever has it open for writing.

    Copies of older states that nobody reads any more are removed.

    Returns:
        The folder of the copy, named by the state.

    Raises:
        StorageError: There are writes that were not flushed.
        WriteFailed: The disk does not allow it.
    """
    sidecar = Sidecar.read(index_root)
    if not sidecar.flushed:
        raise StorageError("the index has writes that are not flushed", where=str(index_root))
    target = cache_root / sidecar.state
    if not (target / FILE_NAME).exists():
        make_folder(cache_root)
        remove_tree(target)
        partial = cache_root / f"{_PARTIAL}{token_hex(4)}"
        try:
            _make_copy(index_root, partial, sidecar)
        except BaseException:
            remove_tree(partial)
            raise
        move(partial, target)
    _remove_unused(cache_root, target)
    return target


def _published(cache_root: Path) -> list[Path]:
    if not cache_root.is_dir():
        return []
    return [path for path in cache_root.iterdir() if (path / FILE_NAME).exists() and path.name[0] != "."]


def _open_copy(path: Path) -> EdgeIndex | None:
    """The copy in this folder, opened read-only; None where it is not there (any more)."""
    try:
        shard = _shared_shard(path.absolute(), os.getpid())
    except FileNotFoundError:
        return None
    return EdgeIndex(path, shard, Sidecar.read(path), read_only=True)


class _Held(NamedTuple):
    path: Path
    shard: qe.EdgeShard
    mark: IO[bytes]


# Folder of copies and process → the copy that is open. A forked child must not use its parent's: it is dead.
_OPEN: dict[tuple[Path, int], _Held] = {}


def _shared_shard(path: Path, process: int) -> qe.EdgeShard:
    """The open shard of a copy: one an index and process, kept until another state is asked for.

    Letting go of it makes the engine flush what never changed, up to a second on a busy disk: so it is not
    let go of when the process ends.
    """
    place = (path.parent, process)
    held = _OPEN.get(place)
    if held is None or held.path != path:
        _OPEN[place] = _keep(_opened(path))
        if held is not None:
            _let_go(held)
    return _OPEN[place].shard


def _opened(path: Path) -> _Held:
    mark = (path / FILE_NAME).open("rb")
    try:
        _hold(mark)
        if not path.is_dir():
            raise FileNotFoundError(errno.ENOENT, "the copy was removed meanwhile", str(path))
        return _Held(path, _load(path), mark)
    except BaseException:
        mark.close()
        raise


def _load(path: Path) -> qe.EdgeShard:
    """The shard of a copy. The engine wants to write; who may not is given a private copy, until the end."""
    if os.access(path / SHARD, os.W_OK):
        return edge_engine.load(path / SHARD, wait_s=0)
    private = Path(tempfile.mkdtemp(prefix="pigment_archive-"))
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    with translating(private):
        _copy_tree(path / SHARD, private / SHARD)
    return edge_engine.load(private / SHARD, wait_s=0)


def _keep(held: _Held) -> _Held:
    for kept in (held.mark, held.shard):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(kept))
    return held


def _let_go(held: _Held) -> None:
    """Whoever still uses the shard keeps it; its files may be removed meanwhile, which does not harm it."""
    held.mark.close()
    for kept in (held.mark, held.shard):
        ctypes.pythonapi.Py_DecRef(ctypes.py_object(kept))


def _make_copy(index_root: Path, target: Path, sidecar: Sidecar) -> None:
    with translating(target):
        _copy_tree(index_root / SHARD, target / SHARD)
        _switch_log_off(target / SHARD / "edge_config.json")
        _sync_files(target)
    sidecar.write(target)
    sync_tree(target)


def _sync_files(folder: Path) -> None:
    """Flush all files at the end: the disk then works on all of them at once."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def _copy_tree(source: Path, target: Path) -> None:
    """Copy a shard without its log, keeping holes: files of 32 MB hold a few hundred bytes."""
    for folder, names, files in os.walk(source):
        if Path(folder) == source:
            names[:] = [name for name in names if name == "segments"]
        to = target / Path(folder).relative_to(source)
        to.mkdir(parents=True)
        for name in files:
            _copy_sparse(Path(folder, name), to / name)


def _copy_sparse(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("xb") as writer:
        size = os.fstat(reader.fileno()).st_size
        if sys.platform == "linux":
            _copy_data(reader.fileno(), writer.fileno())
        else:
            shutil.copyfileobj(reader, writer)
        writer.truncate(size)


def _copy_data(reader: int, writer: int) -> None:
    position = 0
    while True:
        try:
            position = os.lseek(reader, position, os.SEEK_DATA)
        except OSError as cause:
            if cause.errno == errno.ENXIO:  # nothing but a hole is left
                return
            raise
        end = os.lseek(reader, position, os.SEEK_HOLE)
        while position < end:
            block = os.pread(reader, min(_BLOCK, end - position), position)
            if not block:
                raise OSError(errno.EIO, "the file became shorter while it was copied")
            position += os.pwrite(writer, block, position)


def _switch_log_off(path: Path) -> None:
    form = json.loads(path.read_bytes())
    form["wal_enabled"] = False
    path.write_text(json.dumps(form))


def _remove_unused(cache_root: Path, current: Path) -> None:
    """Remove copies nobody reads, and what broken-off copying left (one process publishes at a time)."""
    for path in set(_published(cache_root)) - {current}:
        _set_aside_if_unread(path, cache_root / f"{_PARTIAL}{token_hex(4)}")
    for leftover in cache_root.glob(f"{_PARTIAL}*"):
        remove_tree(leftover)


if sys.platform == "win32":  # which refuses to rename a folder while a file in it is open

    def _hold(mark: IO[bytes]) -> None:
        pass

    def _set_aside_if_unread(path: Path, aside: Path) -> None:
        with suppress(WriteFailed):
            move(path, aside)

else:

    def _hold(mark: IO[bytes]) -> None:
        fcntl.flock(mark, fcntl.LOCK_SH)

    def _set_aside_if_unread(path: Path, aside: Path) -> None:
        with suppress(BlockingIOError), (path / FILE_NAME).open("rb") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            move(path, aside)
