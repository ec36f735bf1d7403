from __future__ import annotations

import errno
import os

import pytest

from pigment_archive.errors import StorageError, Truncated, WriteFailed
from pigment_archive.storage.quarantine import Quarantine, Refusal
from tests.unit.storage.samples import contents

ERROR = Truncated("ends after 3 of 7 values", where="x.zip", remedy="Export it again.")


def test_a_refusal_is_kept_with_its_reason_and_bytes(root):
    quarantine = Quarantine(root)
    refusal = Refusal.of(ERROR, "x.zip", "a/b.txt")
    name = quarantine.put(refusal, b"the bytes")
    assert quarantine.entries() == {name: refusal}
    assert (refusal.code, refusal.reason) == ("truncated", "ends after 3 of 7 values")
    path = quarantine.content(name)
    assert path is not None
    assert path.read_bytes() == b"the bytes"
    assert list((root / "staging").iterdir()) == []


def test_bytes_need_not_be_kept(root):
    quarantine = Quarantine(root)
    assert quarantine.content(quarantine.put(Refusal.of(ERROR, "huge.img"))) is None


def test_the_same_refusal_again_is_the_same_entry(root):
    quarantine = Quarantine(root)
    first = quarantine.put(Refusal.of(ERROR, "x.txt"), b"1")
    before = contents(root)
    assert quarantine.put(Refusal.of(ERROR, "x.txt"), b"1") == first
    assert contents(root) == before
    assert quarantine.put(Refusal.of(ERROR, "x.txt"), b"2") != first


def test_a_full_disk_leaves_nothing(root, monkeypatch):
    before = contents(root)

    def refuse(source: str, target: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(WriteFailed):
        Quarantine(root).put(Refusal.of(ERROR, "x.txt"), b"1")
    assert contents(root) == before


def test_an_unreadable_reason_is_said(root):
    quarantine = Quarantine(root)
    name = quarantine.put(Refusal.of(ERROR, "x.txt"))
    (root / "quarantine" / name / "reason.json").write_text("{}")
    with pytest.raises(StorageError):
        quarantine.entries()
