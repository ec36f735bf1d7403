"""How an archive is written: each change is on the disk whole, or not there at all.

A file is written under a temporary name beside its target, flushed to the disk and renamed; its folder is
flushed too. One writer a target: the archive's lock sees to that. Every refusal of the operating system
becomes `WriteFailed`.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, NamedTuple

from pigment_archive.errors import ReadError, WriteFailed

_CHUNK: Final = 1 << 20
_REMEDIES: Final[dict[int | None, str]] = {
    errno.ENOSPC: "Free space on this disk, then repeat the command.",
    errno.EDQUOT: "Free space within this user's quota, then repeat the command.",
    errno.EFBIG: "Allow larger files for this user or disk, then repeat the command.",
    errno.EACCES: "Give this user the right to write there, then repeat the command.",
    errno.EPERM: "Give this user the right to write there, then repeat the command.",
    errno.EROFS: "The disk is mounted read-only; mount it for writing, then repeat the command.",
}


class Copied(NamedTuple):
    """What went through a copy: hexadecimal digests and the size in bytes."""

    sha256: str
    sha512: str
    size: int


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Run a block that writes at `path`.

    Raises:
        WriteFailed: The operating system refused; `where` is `path`.
    """
    try:
        yield
    except OSError as cause:
        remedy = _REMEDIES.get(cause.errno, "Check the disk, then repeat the command.")
        reason = (cause.strerror or str(cause)).lower()
        raise WriteFailed(f"cannot be written: {reason}", where=str(path), remedy=remedy) from cause


@contextmanager
def creating(path: Path) -> Iterator[IO[bytes]]:
    """A new file to write into, on the disk when the block ends, removed when the block fails."""
    with translating(path), _opened(path, "xb") as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet; its folder must be flushed by `sync_tree` or `move`."""
    with creating(path) as file:
        file.write(content)


def write_atomically(path: Path, content: bytes) -> None:
    """Write or replace a file; at every moment it has the old content or the new one."""
    temporary = path.with_name(path.name + ".new")
    with translating(path):
        temporary.unlink(missing_ok=True)
    try:
        write_new(temporary, content)
        replace(temporary, path)
    except WriteFailed as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise WriteFailed(error.problem, where=str(path), remedy=error.remedy) from error


def append(path: Path, content: bytes) -> None:
    """Add bytes at the end of a file; cut off again where that fails half-way."""
    with translating(path), _opened(path, "ab", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        try:
            left = memoryview(content)
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())
        except OSError:
            os.truncate(path, size)
            raise


def cut(path: Path, size: int) -> None:
    """Shorten a file to its first `size` bytes."""
    with translating(path), _opened(path, "r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())


def copy_file(source: Path, target: Path) -> Copied:
    """Copy byte for byte, streamed, and digest what went through.

    Raises:
        ReadError: The source cannot be read.
        WriteFailed: The target cannot be written; nothing of it is left.
    """
    sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
    with creating(target) as file:
        for chunk in _chunks(source):
            sha256.update(chunk)
            sha512.update(chunk)
            size += file.write(chunk)
    return Copied(sha256.hexdigest(), sha512.hexdigest(), size)


def replace(source: Path, target: Path) -> None:
    """Rename over `target`, on the disk when this returns; both are on one file system."""
    with translating(target):
        os.replace(source, target)
        sync_folder(target.parent)


def move(source: Path, target: Path) -> None:
    """Rename a file or folder to a place that is free, on the disk when this returns."""
    with translating(target):
        os.rename(source, target)
        sync_folder(target.parent)
        sync_folder(source.parent)


def make_folder(path: Path) -> None:
    """Make a folder and what is missing above it."""
    with translating(path):
        path.mkdir(parents=True, exist_ok=True)
        sync_folder(path.parent)


def remove_tree(path: Path) -> None:
    """Remove a file or a folder with everything in it; nothing there is fine."""
    with translating(path):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        sync_folder(path.parent)


def discard(path: Path) -> None:
    """Remove what is no longer needed; where that fails, recovery will do it."""
    with suppress(WriteFailed):
        remove_tree(path)


def sync_tree(folder: Path) -> None:
    """Flush the entries of a folder and of all folders in it; their files were flushed when written."""
    with translating(folder):
        for path, _, _ in os.walk(folder, topdown=False):
            sync_folder(Path(path))


def sync_folder(folder: Path) -> None:
    """Flush the entries of one folder (Windows has no such call and needs none)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _opened(path: Path, mode: str, buffering: int = -1) -> IO[bytes]:
    file: IO[bytes] = open(path, mode, buffering=buffering)  # noqa: SIM115 - callers close it
    return file


def _chunks(source: Path) -> Iterator[bytes]:
    try:
        with source.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as cause:
        reason = (cause.strerror or str(cause)).lower()
        raise ReadError(f"cannot be read: {reason}", where=str(source)) from cause
