"""Archives for the storage tests."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from pigment_archive.storage.archive_toml import init_archive
from tests.unit.storage.samples import filled_archive

MEMORY: Final = Path("/dev/shm")


@pytest.fixture(autouse=True)
def _unflushed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is flushed to the disk: that would take most of the time, and no test cuts the power."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@contextmanager
def quick_folder() -> Iterator[Path]:
    """An empty folder, in memory where the system has such a place: hundreds of archives are made in it."""
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder for one test."""
    with quick_folder() as folder:
        yield folder


@pytest.fixture
def root(place: Path) -> Path:
    """An empty archive."""
    folder = place / "archive"
    init_archive(folder)
    return folder


@pytest.fixture
def source(place: Path) -> Path:
    """A file that can be an original."""
    path = place / "vermilion.txt"
    path.write_bytes(b"150 1\r\n151 2\r\n")
    return path


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_archive(tmp_path_factory.mktemp("filled") / "archive", tmp_path_factory.mktemp("scratch"))


@pytest.fixture
def filled(_filled: Path, place: Path) -> Path:
    """An own copy of an archive with accessions (one amended) and models."""
    return shutil.copytree(_filled, place / "filled")
