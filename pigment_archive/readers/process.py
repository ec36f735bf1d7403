"""One reading process, watched: killed when its file takes too long, started again after it died."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Final, cast

from pigment_archive.errors import Inconsistent, ReadError
from pigment_archive.readers import wire
from pigment_archive.readers.jobs import Job, too_much_memory, too_slow
from pigment_archive.readers.native import OUT_OF_MEMORY, STOPPED
from pigment_archive.readers.outcome import Outcome
from pigment_archive.readers.starting import take

START_SECONDS: Final = 60.0
_KILLED: Final = -9
Running = subprocess.Popen[bytes]


class Process:
    """A reading process that starts with its first job. One thread at a time may use it."""

    def __init__(self) -> None:
        self._process: Running | None = None
        self._memory = 0

    def read(self, job: Job) -> Outcome:
        """The outcome of a job, also where the process did not survive it.

        Raises:
            OSError: The file cannot be read, or no process can be started.
        """
        process = self.start(job.limits.memory_bytes)
        with _killed_after(process, job.seconds) as late:
            try:
                wire.send(cast("BinaryIO", process.stdin), *wire.job_message(job))
                message = wire.receive(cast("BinaryIO", process.stdout))
            except BrokenPipeError:
                message = None
        if message is None or late.is_set():
            return Outcome("", 0, error=self._why_silent(job, late=late.is_set()))
        if "unreadable" in message[0]:
            raise OSError(0, str(message[0]["unreadable"]))
        try:
            return wire.outcome_of(*message)
        except (KeyError, TypeError, ValueError, ReadError):
            self.close()
            return Outcome("", 0, error=_broke(job))

    def start(self, memory: int) -> Running:
        """The running process; started if there is none with this limit of memory, in bytes.

        Raises:
            OSError: It does not start.
        """
        if self._process is None or self._memory != memory:
            self.close()
            self._memory = memory
            self._process = _started(memory)
        return self._process

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            process, self._process = self._process, None
            cast("BinaryIO", process.stdin).close()
            with suppress(PermissionError):  # of another user: it goes by itself when its input ends
                process.kill()
            process.wait()
            cast("BinaryIO", process.stdout).close()

    def _why_silent(self, job: Job, *, late: bool) -> ReadError:
        process, self._process = cast("Running", self._process), None
        process.communicate()
        if late or process.returncode == STOPPED:
            return too_slow(job)
        return too_much_memory(job) if process.returncode in (_KILLED, OUT_OF_MEMORY) else _broke(job)


def _started(memory: int) -> Running:
    """A process that said that it is ready."""
    process = take(memory)
    with _killed_after(process, START_SECONDS):
        ready = wire.receive(cast("BinaryIO", process.stdout))
    if ready is None:
        process.kill()
        process.communicate()
        raise OSError(0, "the process that reads files does not start")
    return process


@contextmanager
def _killed_after(process: Running, seconds: float) -> Iterator[threading.Event]:
    """Kill the process, and set the event, when the block takes longer."""
    late = threading.Event()

    def kill() -> None:
        late.set()
        process.kill()

    watch = threading.Timer(seconds, kill)
    watch.daemon = True
    watch.start()
    try:
        yield late
    finally:
        watch.cancel()


def _broke(job: Job) -> ReadError:
    return Inconsistent(
        "the content broke its reader", where=job.where, remedy="Export it again, and report the file."
    )
