"""Damaged files given to their reader, watched: what came out, how long it took, what it must not do."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

import numpy as np

from pigment_archive.errors import ReadError
from pigment_archive.readers.jobs import Job
from pigment_archive.readers.process import Process
from pigment_archive.readers.reader import Limits
from pigment_archive.readers.running import run
from tests.fuzz.mutations import mutated
from tests.spectrum_files import SampleFile

SLOWEST_S: Final = 2.0
NATIVE: Final = frozenset({"nexus"})
LIMITS: Final = Limits(native_seconds=0.3)
MOST_GROWTH: Final = 256 * 2**20
CODES: Final = {
    "unknown_format",
    "truncated",
    "unsupported_variant",
    "inconsistent",
    "too_large",
    "ambiguous",
}


class Hang(BaseException):
    """A reader took longer than it may."""


@dataclass
class Tally:
    """What became of many damaged files."""

    files: int = 0
    read: int = 0
    refused: int = 0
    skipped: int = 0
    slowest_s: float = 0.0
    growth: int = 0
    faults: list[str] = field(default_factory=list)


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raise Hang in this thread when the block takes longer."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def memory() -> int:
    """Bytes this process holds in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def fuzz(sample: SampleFile, count: int, seed: int) -> Tally:
    """Give `count` damaged copies of a file to whichever reader takes them; of a pair, either part.

    Libraries in C that may loop for ever are read as the product reads them: in a process that is ended.
    """
    tally, start = Tally(), memory()
    process = Process() if sample.reader in NATIVE else None
    parts = ("data", "header") if sample.header else ("data",)
    for part in parts:
        original = getattr(sample, part)
        for number, damaged in enumerate(mutated(original, count // len(parts), seed)):
            data, header = (damaged, sample.header) if part == "data" else (sample.data, damaged)
            _try(
                tally,
                f"{sample.name} {part} seed {seed} number {number}",
                Job(sample.name, sample.name, data=data, header=header, limits=LIMITS),
                process,
            )
            tally.growth = max(tally.growth, memory() - start)
    if process is not None:
        process.close()
    return tally


def _try(tally: Tally, what: str, job: Job, process: Process | None) -> None:
    tally.files += 1
    started = time.perf_counter()
    try:
        with alarm(2 * SLOWEST_S):
            outcome = run(job) if process is None else process.read(job)
    except Hang:
        tally.faults.append(f"{what}: hangs")
        return
    except BaseException as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
        tally.faults.append(f"{what}: {type(error).__name__}: {str(error)[:200]}")
        return
    tally.slowest_s = max(tally.slowest_s, time.perf_counter() - started)
    tally.read += bool(outcome.spectra)
    tally.refused += outcome.error is not None
    tally.skipped += outcome.skipped is not None
    for refusal in (outcome.error, *outcome.refused):
        if refusal is not None and not (isinstance(refusal, ReadError) and refusal.code in CODES):
            tally.faults.append(f"{what}: {refusal!r}")
    for spectrum in outcome.spectra:
        if not (np.diff(spectrum.axis) > 0).all():
            tally.faults.append(f"{what}: the axis does not rise")
