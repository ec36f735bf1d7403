"""Measure commands and calls, and say in one row how one compares with another."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from tests.workflow.command import ENTRY

ARCHIVE: Final = (sys.executable, "-c", ENTRY)
# In between stands a small process: what a child is said to have held counts what its parent held.
_MEASURED: Final = """
import json, os, subprocess, sys, time
started = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
out = child.stdout.read().decode()
_, status, used = os.wait4(child.pid, 0)
child.returncode = os.waitstatus_to_exitcode(status)
wall = time.perf_counter() - started
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps([child.returncode, out, wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit]))
"""


class Times(NamedTuple):
    """Seconds, each the median of several runs."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        unit, factor = ("ms", 1e3) if self.wall < 1 else ("s", 1.0)
        return f"{self.wall * factor:.3g} {unit} (CPU {self.cpu * factor:.3g})"


class Ran(NamedTuple):
    """One run of a command: its standard output, its times, the most memory it held in bytes."""

    out: str
    times: Times
    peak: int


class Row(NamedTuple):
    """One line of the table; `met` is None where there is no goal."""

    what: str
    ours: str
    peer: str = ""
    figure: str = ""
    goal: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """The line as texts."""
        return (*self[:-1], {None: "", True: "yes", False: "no"}[self.met])


def run(*words: str | Path) -> Ran:
    """Run a command to its end, which must be a good one."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *map(str, words)], stdout=subprocess.PIPE, text=True, check=True
    )
    status, out, wall, cpu, peak = json.loads(done.stdout)
    assert status == 0, f"{words} ended with {status}"
    return Ran(out, Times(wall, cpu), peak)


def commands_in_turn(*commands: Sequence[str | Path], runs: int) -> list[Times]:
    """Median times of whole commands, run in turn so that a busy machine slows all of them."""
    for command in commands:
        run(*command)
    measured = [[run(*command).times for command in commands] for _ in range(runs)]
    return _medians(measured)


def calls_in_turn(*asks: Callable[[np.ndarray], object], width: int, turns: int = 25) -> list[Times]:
    """Median times of each question over the same random vectors, in turns of 20."""
    rng = np.random.default_rng(1)
    measured: list[list[Times]] = []
    for _ in range(turns):
        vectors = rng.normal(size=(20, width)).astype(np.float32)
        columns = [[timed(lambda: ask(vector)) for vector in vectors] for ask in asks]  # noqa: B023
        measured += [list(row) for row in zip(*columns, strict=True)]
    return _medians(measured)


def timed(action: Callable[[], object]) -> Times:
    """Times of one call in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    return Times(time.perf_counter() - wall, time.process_time() - cpu)


def compared(what: str, ours: Times, name: str, peer: Times, *, at_most: float | None = None) -> Row:
    """Ours against a peer; the goal is about the wall time, which is what a person waits for."""
    wall, cpu = ours.wall / peer.wall, ours.cpu / peer.cpu
    figure = f"{wall:.2f} x (CPU {cpu:.2f} x)"
    if at_most is None:
        return Row(what, str(ours), f"{name}: {peer}", figure)
    return Row(what, str(ours), f"{name}: {peer}", figure, f"at most {at_most:g} x", wall <= at_most)


def _medians(measured: Sequence[Sequence[Times]]) -> list[Times]:
    """One median for each column of the measurements."""
    return [Times(*map(float, median)) for median in np.median(np.array(measured), axis=0)]
