"""A reading process: takes jobs from standard input, answers on standard output, until the input ends.

It may use a limited amount of memory, and nothing a reader prints gets into the answers.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO, Final

from pigment_archive.readers import wire
from pigment_archive.readers.native import OUT_OF_MEMORY, allow_ending
from pigment_archive.readers.running import run

_SIZES: Final = Path("/proc/self/statm")


def main() -> None:
    """Serve jobs until the archive closes the pipe. The first argument is the memory limit in bytes."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    _limit_memory(int(sys.argv[1]))
    allow_ending()
    wire.send(answers, {"ready": True}, wire.Block())
    try:
        serve(sys.stdin.buffer, answers)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Answer every job of a stream."""
    while (message := wire.receive(jobs)) is not None:
        try:
            head, block = wire.outcome_message(run(wire.job_of(*message)))
        except OSError as cause:
            head, block = {"unreadable": cause.strerror or "input or output error"}, wire.Block()
        wire.send(answers, head, block)


def _limit_memory(most: int) -> None:
    """Allow `most` bytes beyond what the process has now."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    used = int(_SIZES.read_text().split()[0]) * resource.getpagesize() if _SIZES.exists() else 0
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = used + most if hard == resource.RLIM_INFINITY else min(used + most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
