"""ISOLATION: every file is read in another process, which may hang, grow or die without harm.

A file that takes too long, needs too much memory or kills its process is refused, and the next one gets a
new process. The processes start when they are first needed and end with the program.
"""

from __future__ import annotations

import atexit
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from queue import LifoQueue
from typing import Final, TypeVar

from pigment_archive.readers.jobs import Job
from pigment_archive.readers.outcome import Outcome
from pigment_archive.readers.process import Process

Ticket = TypeVar("Ticket")
MOST_PROCESSES: Final = 8
_AHEAD: Final = 4


class Pool:
    """Reading processes, each with a thread that talks to it.

    Args:
        size: Number of processes.
    """

    def __init__(self, size: int) -> None:
        self._ahead = _AHEAD * size
        self._processes = [Process() for _ in range(size)]
        self._idle: LifoQueue[Process] = LifoQueue()  # one that runs before one that must start
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="reading")

    def outcomes(
        self, jobs: Iterable[tuple[Ticket, Job | None]]
    ) -> Iterator[tuple[Ticket, Outcome | OSError | None]]:
        """The outcome of each job, in their order; while one is waited for, the next are read.

        Args:
            jobs: Each with a ticket that comes back with its outcome; without a job the ticket only keeps
                its place in the order.
        """
        waiting: deque[tuple[Ticket, Future[Outcome | OSError] | None]] = deque()
        for ticket, job in jobs:
            waiting.append((ticket, None if job is None else self._threads.submit(self._read, job)))
            if len(waiting) > self._ahead:
                yield _done(*waiting.popleft())
        while waiting:
            yield _done(*waiting.popleft())

    def close(self) -> None:
        """End all processes."""
        for process in self._processes:
            process.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _read(self, job: Job) -> Outcome | OSError:
        process = self._idle.get()
        try:
            return process.read(job)
        except OSError as error:
            return error
        finally:
            self._idle.put(process)


def _done(
    ticket: Ticket, future: Future[Outcome | OSError] | None
) -> tuple[Ticket, Outcome | OSError | None]:
    return ticket, None if future is None else future.result()


@cache
def shared_pool() -> Pool:
    """The pool of this program, one process a core."""
    pool = Pool(min(os.cpu_count() or 1, MOST_PROCESSES))
    atexit.register(pool.close)
    return pool
