"""Steps of a library in C that may loop for ever on a damaged file: only ending the process stops them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

STOPPED: Final = -27  # SIGPROF on Linux and macOS
OUT_OF_MEMORY: Final = 77
_state: dict[str, bool] = {"in_worker": False}


def allow_ending() -> None:
    """From now on this process may be ended by `brief`: said by a reading process, and by nobody else."""
    _state["in_worker"] = True


@contextmanager
def brief(seconds: float) -> Iterator[None]:
    """End this process when the block uses more processor time than this; without effect elsewhere.

    Args:
        seconds: Processor time in s; a larger value lets a damaged file keep others waiting longer.
    """
    if not _state["in_worker"] or not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)  # its signal ends a process that does not catch it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
