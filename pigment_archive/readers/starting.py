"""Starting a reading process: nothing is imported for it, so that a command can do it first."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

MEMORY_BYTES: Final = 2 * 2**30
_COMMAND: Final = (sys.executable, "-P", "-m", "pigment_archive.readers.worker")
_prepared: list[subprocess.Popen[bytes]] = []


def start(memory: int) -> subprocess.Popen[bytes]:
    """A new process that may use `memory` bytes; whoever takes it waits until it says that it is ready.

    Raises:
        OSError: It cannot be started.
    """
    return subprocess.Popen(
        [*_COMMAND, str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # an interrupt at the keyboard is for the archive alone
    )


def prepare() -> None:
    """Start a process ahead of the first file; one that is never taken ends with this program.

    Raises:
        OSError: It cannot be started.
    """
    _prepared.append(start(MEMORY_BYTES))


def take(memory: int) -> subprocess.Popen[bytes]:
    """The process that was started ahead, or a new one.

    Raises:
        OSError: It cannot be started.
    """
    return _prepared.pop() if _prepared and memory == MEMORY_BYTES else start(memory)
