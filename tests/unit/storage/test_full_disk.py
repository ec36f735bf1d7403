"""A disk that refuses at every single call that writes: nothing is ever half written."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import IO, Any, Final

import pytest

from pigment_archive.errors import WriteFailed
from pigment_archive.storage import files
from pigment_archive.storage.accessions import Accessions
from pigment_archive.storage.inspection import inspect_archive
from pigment_archive.storage.recovery import recover
from tests.unit.storage.samples import add_accession, contents

LEFTOVERS: Final = ("staging/", "archive.toml.new", "ledger.head.new")


class FullDisk:
    """Counts the calls that write; from the `at`-th on (or at it alone) the disk is full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, *, stays_full: bool) -> None:
        self.calls = 0
        self._at = at
        self._stays_full = stays_full
        opened = files._opened
        monkeypatch.setattr(files, "_opened", lambda *a, **k: _File(opened(*a, **k), self))
        for name in ("fsync", "mkdir", "rename", "replace"):
            monkeypatch.setattr(os, name, self._guarded(getattr(os, name), needs_room=name != "fsync"))

    @property
    def refused(self) -> bool:
        return self.calls >= self._at

    def gate(self, *, needs_room: bool = True) -> None:
        self.calls += 1
        later = self._stays_full and needs_room and self.calls > self._at
        if self.calls == self._at or later:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _guarded(self, function: Callable[..., Any], *, needs_room: bool) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            # renaming needs no room on a full disk, but may be the one call that fails
            self.gate(needs_room=needs_room and function.__name__ == "mkdir")
            return function(*arguments, **options)

        return call


class _File:
    def __init__(self, file: IO[bytes], disk: FullDisk) -> None:
        self._file = file
        self._disk = disk

    def write(self, content: Any) -> int:
        self._disk.gate()
        return self._file.write(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()


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
