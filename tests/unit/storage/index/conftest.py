"""An embedded index, and other processes that use it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pigment_archive.storage.index import EdgeIndex
from tests.unit.storage.index.samples import IDENTITY, SCHEMA, make_points

REPOSITORY = Path(__file__).resolve().parents[4]
PRELUDE = """
import os, sys, time
from pathlib import Path
import numpy as np
from pigment_archive.errors import StorageError
from pigment_archive.storage.index import EdgeIndex, open_for_reading
from tests.unit.storage.index.samples import make_point, make_points
"""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a flushed index of 40 points that nobody has open."""
    folder = tmp_path / "index"
    with EdgeIndex.create(folder, SCHEMA, identity=IDENTITY) as index:
        index.upsert(make_points(40))
    return folder


@pytest.fixture
def cache(root: Path) -> Path:
    return root / "copies"


@pytest.fixture
def start() -> Iterator[Start]:
    """Start Python code in another process; its standard output can be read."""
    running: list[subprocess.Popen[str]] = []

    def run(code: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PRELUDE + code, *map(str, arguments)]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY))
        return running[-1]

    yield run
    for process in running:
        process.kill()
        process.communicate()
