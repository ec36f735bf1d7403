"""A disk that refuses at every single call that writes: nothing is ever half written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from pigment_archive.errors import WriteFailed
from pigment_archive.storage.accessions import Accessions
from pigment_archive.storage.inspection import inspect_archive
from pigment_archive.storage.recovery import recover
from tests.unit.storage.full_disk import FullDisk
from tests.unit.storage.samples import add_accession, contents

LEFTOVERS: Final = ("staging/", "archive.toml.new", "ledger.head.new")


def refused_everywhere(
    start: Path, work: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch, *, stays_full: bool
) -> int:
    """Do the work on copies of `start`, the disk refusing at one more call each time; returns how many.

    A disk that stays full is tried at every third call only: the same places, seen from later calls.
    """
    before = contents(start)
    for number in count(1, 3 if stays_full else 1):
        root = shutil.copytree(start, start.parent / f"copy {number}")
        with monkeypatch.context() as patched:
            disk = FullDisk(patched, number, stays_full=stays_full)
            error = failure_of(work, root)
        if not disk.refused:
            assert error is None
            return number - 1
        if error is not None:
            assert "Free space" in error.remedy
            assert contents(root, but=lambda name: name.startswith(LEFTOVERS)) == before
        assert all(finding.where.startswith("staging/") for finding in inspect_archive(root))
        recover(root)
        assert list(inspect_archive(root)) == []
        shutil.rmtree(root)
    raise AssertionError


def failure_of(work: Callable[[Path], object], root: Path) -> WriteFailed | None:
    try:
        work(root)
    except WriteFailed as error:
        return error
    return None


@pytest.mark.parametrize("stays_full", [False, True])
def test_adding_an_accession(root, source, monkeypatch, stays_full):
    calls = refused_everywhere(
        root, lambda archive: add_accession(archive, source), monkeypatch, stays_full=stays_full
    )
    assert calls > 60


@pytest.mark.parametrize("stays_full", [False, True])
def test_amending_an_accession(root, source, monkeypatch, stays_full):
    accession = add_accession(root, source)
    records = [item.model_copy(update={"review": "wrong"}) for item in Accessions(root).read(accession)]
    calls = refused_everywhere(
        root,
        lambda archive: Accessions(archive).amend(accession, records),
        monkeypatch,
        stays_full=stays_full,
    )
    assert calls > 60
