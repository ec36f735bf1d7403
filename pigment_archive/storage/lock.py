"""One opener at a time: the file `lock` says who has the archive open for writing.

The operating system's lock on the file is the truth; the text in it only tells others whom to wait for, so
text left behind by a crash does no harm.
"""

from __future__ import annotations

import os
import socket as sockets
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import portalocker
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pigment_archive.errors import ArchiveLocked
from pigment_archive.storage import layout
from pigment_archive.storage.files import translating

_POLL_S: Final = 0.05


class Holder(BaseModel):
    """Who has the archive open, as the lock file tells it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    process: int = Field(description="Process id.")
    host: str = Field(description="Name of the machine.")
    since: datetime = Field(description="When the lock was taken, UTC.")
    socket: str | None = Field(None, description="Local socket that answers in the holder's stead.")


class ArchiveLock:
    """The right to write to one archive, until released or the process ends.

    Raises (when made):
        ArchiveLocked: Somebody else holds it, and still did after `wait_s` seconds.
        WriteFailed: The lock file cannot be opened or written.
    """

    def __init__(self, root: Path, *, wait_s: float = 0.0, socket: str | None = None) -> None:
        path = root / layout.LOCK
        with translating(path):
            self._file = _open(path)
        try:
            _take(self._file, path, time.monotonic() + wait_s)
            holder = Holder(
                process=os.getpid(), host=sockets.gethostname(), since=datetime.now(UTC), socket=socket
            )
            with translating(path):
                _tell(self._file, holder.model_dump_json().encode())
        except BaseException:
            self._file.close()
            raise

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self._file.closed:
            return
        try:
            _tell(self._file, b"")
        except OSError:
            pass  # the text is only advice, and closing gives the lock back all the same
        finally:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def holder_of(root: Path) -> Holder | None:
    """Who the lock file says has the archive open; None where it says nothing (readable)."""
    try:
        return Holder.model_validate_json((root / layout.LOCK).read_bytes())
    except (OSError, ValidationError):
        return None


def _open(path: Path) -> IO[bytes]:
    # never truncated and never replaced: the lock belongs to this very inode
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)


def _take(file: IO[bytes], path: Path, deadline: float) -> None:
    while True:
        try:
            portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
        except portalocker.LockException as cause:
            if time.monotonic() >= deadline:
                raise _locked(path) from cause
            time.sleep(_POLL_S)
        else:
            return


def _locked(path: Path) -> ArchiveLocked:
    holder = holder_of(path.parent)
    who = "another process"
    if holder is not None:
        who = f"process {holder.process} on {holder.host} (since {holder.since:%Y-%m-%d %H:%M:%S} UTC)"
    return ArchiveLocked(
        f"the archive is open for writing in {who}",
        where=str(path),
        remedy="Wait until it is done, or stop it, then repeat the command.",
    )


def _tell(file: IO[bytes], content: bytes) -> None:
    file.seek(0)
    file.truncate()
    file.write(content)
