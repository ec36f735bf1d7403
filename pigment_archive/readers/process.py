"""One reading process, watched: killed when its file takes too long, started again after it died."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import BinaryIO, Final, cast

from pigment_archive.errors import Inconsistent, ReadError
from pigment_archive.readers import wire
from pigment_archive.readers.jobs import Job, too_much_memory, too_slow
from pigment_archive.readers.native import OUT_OF_MEMORY, STOPPED
from pigment_archive.readers.outcome import Outcome

START_SECONDS: Final = 60.0
_KILLED: Final = -9
_COMMAND: Final = (sys.executable, "-P", "-m", "pigment_archive.readers.worker")


class Process:
    """A reading process that starts with its first job. One thread at a time may use it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._memory = 0

    def read(self, job: Job) -> Outcome:
        """The outcome of a job, also where the process did not survive it.

        Raises:
            OSError: The file cannot be read, or no process can be started.
        """
        process, patience = self._running(job)
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(patience, kill)
        watch.daemon = True
        watch.start()
        try:
            wire.send(cast("BinaryIO", process.stdin), *wire.job_message(job))
            message = wire.receive(cast("BinaryIO", process.stdout))
        except BrokenPipeError:
            message = None
        finally:
            watch.cancel()
        if message is None or late.is_set():
            return Outcome("", 0, error=self._why_silent(job, late=late.is_set()))
        if "unreadable" in message[0]:
            raise OSError(0, str(message[0]["unreadable"]))
        try:
            return wire.outcome_of(*message)
        except (KeyError, TypeError, ValueError, ReadError):
            self.close()
            return Outcome("", 0, error=_broke(job))

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self, job: Job) -> tuple[subprocess.Popen[bytes], float]:
        """The process, and how many seconds the job may take in it."""
        if self._process is not None and self._memory == job.limits.memory_bytes:
            return self._process, job.seconds
        self.close()
        self._memory = job.limits.memory_bytes
        self._process = subprocess.Popen(
            [*_COMMAND, str(self._memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # an interrupt at the keyboard is for the archive alone
        )
        return self._process, START_SECONDS + job.seconds

    def _why_silent(self, job: Job, *, late: bool) -> ReadError:
        process, self._process = cast("subprocess.Popen[bytes]", self._process), None
        process.communicate()
        if late or process.returncode == STOPPED:
            return too_slow(job)
        return too_much_memory(job) if process.returncode in (_KILLED, OUT_OF_MEMORY) else _broke(job)


def _broke(job: Job) -> ReadError:
    return Inconsistent(
        "the content broke its reader", where=job.where, remedy="Export it again, and report the file."
    )
