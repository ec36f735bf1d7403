"""The benchmarks' one table, printed when all have run, and the archives they share."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

import pigment_archive as pa
from pigment_archive.demo.collection import write_collection
from tests.benchmarks.measuring import ARCHIVE, Ran, Row, run

ROWS = pytest.StashKey[list[Row]]()
HEADINGS = ("what", "ours", "peer in the same run", "ratio or figure", "goal", "met")


class Ingested(NamedTuple):
    """An archive into which all of RRUFF was brought, and how each repetition of that went."""

    root: Path
    runs: tuple[Ran, ...]


@pytest.fixture(scope="session")
def add_row(pytestconfig: pytest.Config) -> Callable[[Row], None]:
    """Put a row into the table."""
    return pytestconfig.stash.setdefault(ROWS, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = [row.cells() for row in config.stash.get(ROWS, [])]
    if not rows:
        return
    lines = [HEADINGS, ("---",) * len(HEADINGS), *rows]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    terminalreporter.section("benchmarks")
    terminalreporter.line(
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}, numpy {np.__version__}; load at the end {load}\n"
    )
    for cells in lines:
        terminalreporter.line(f"| {' | '.join(cells)} |")


@pytest.fixture(scope="session")
def rruff_tar(data_dir: Path) -> Path:
    """The 4,079 RRUFF files in their container."""
    return data_dir / "rruff_raman" / "rruff_excellent_unoriented_train.tar.xz"


@pytest.fixture(scope="session")
def with_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one simulated session of Raman spectra and a current model of default shape."""
    folder = tmp_path_factory.mktemp("bench")
    files = write_collection(folder / "demo")
    root = folder / "archive"
    pa.init(root)
    with pa.open(root) as archive:
        pa.ingest(archive, [files.reference / "session-2.csv"], collection="demo", tier="open")
        pa.train(archive, "raman", max_epochs=3)
    return root


@pytest.fixture(scope="session")
def ingested(with_model: Path, rruff_tar: Path) -> Ingested:
    """All of RRUFF on top of that, three times on fresh copies."""
    runs = []
    for number in range(3):
        root = with_model.with_name(f"archive-{number}")
        shutil.copytree(with_model, root, ignore=shutil.ignore_patterns("index"))
        with pa.open(root) as archive:  # a copied index would have lost its holes
            pa.rebuild(archive)
        words = ("ingest", rruff_tar, "--archive", root, "--collection", "rruff", "--tier", "open", "--json")
        runs.append(run(*ARCHIVE, *words))
    return Ingested(root, tuple(runs))
