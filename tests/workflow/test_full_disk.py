"""A disk that is full at one write of an ingest: nothing is half done, and the same ingest heals it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import pigment_archive as pa
from pigment_archive.errors import WriteFailed
from pigment_archive.storage.index import edge
from tests.regression.make_archive import QUESTION, fill, write_files
from tests.unit.storage.full_disk import FullDisk

NEVER = 10**9
INDEX_BEGINS = 60  # a few calls early: before it the accession and the ledger, after it the index


@pytest.fixture(autouse=True)
def _unflushed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is flushed to the disk: no test here cuts the power."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small trained archive and a file that is not in it yet."""
    place = tmp_path_factory.mktemp("full disk")
    write_files(place)
    fill(place / "archive", place)
    return place


def bring_in(root: Path) -> int:
    """Ingest the one file; how many records of it are here afterwards."""
    with pa.open(root) as archive:
        report = pa.ingest(archive, [root.parent / QUESTION], collection="late", tier="open")
    return report.stored + report.already_here


def refused(small: Path, prepare: Callable[[pytest.MonkeyPatch], object]) -> str | None:
    """Ingest into a copy while the disk refuses, check what is left, and heal; the problem that was told."""
    copy = small / "copy"
    shutil.copytree(small / "archive", copy)
    try:
        told = None
        with pytest.MonkeyPatch.context() as patched:
            prepare(patched)
            try:
                bring_in(copy)
            except WriteFailed as error:
                told = f"{error.problem} {error.remedy}"
        with pa.open(copy) as archive:
            found = {finding.code for finding in pa.verify(archive).findings}
            assert found <= {"unfinished"}
            assert bring_in(copy) == 1
            assert pa.verify(archive).findings == ()
            assert pa.search(archive, pa.read(small / QUESTION)[0]).hits[0].collection == "late"
        return told
    finally:
        shutil.rmtree(copy)


def calls_of_an_ingest(small: Path) -> int:
    disks: list[FullDisk] = []
    refused(small, lambda patched: disks.append(FullDisk(patched, NEVER, stays_full=False)))
    return disks[0].calls


@pytest.mark.parametrize(("stays_full", "step", "samples"), [(False, 6, 6), (True, 15, 3)])
def test_a_full_disk_at_any_write_of_an_ingest(
    small: Path, stays_full: bool, step: int, samples: int
) -> None:
    calls = calls_of_an_ingest(small)
    assert calls > 5 * INDEX_BEGINS
    told = [
        refused(small, lambda patched, at=at: FullDisk(patched, at, stays_full=stays_full))
        for at in [*range(1, INDEX_BEGINS, step), *range(INDEX_BEGINS, calls, calls // samples)]
    ]
    assert all("Free space" in one for one in told if one is not None)
    assert len([one for one in told if one is not None]) > 0.7 * len(told)


def test_a_disk_without_room_for_the_index(small: Path) -> None:
    def no_room(*_: object) -> None:
        raise WriteFailed("the disk has less than 64 MB free", remedy="Free space on this disk.")

    told = refused(small, lambda patched: patched.setattr(edge.edge_engine, "require_space", no_room))
    assert told is not None
    assert "Free space" in told
