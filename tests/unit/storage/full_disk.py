"""A disk that is full from some call on, or at one call only."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import IO, Any

import pytest

from pigment_archive.storage import files


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
