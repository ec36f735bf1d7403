from __future__ import annotations

import errno
import hashlib
import os
import stat

import pytest

from pigment_archive.errors import ReadError, WriteFailed
from pigment_archive.storage import files


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "Free space"),
        (errno.EACCES, "right to write"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "Check"),
    ],
)
def test_a_refusal_of_the_system_is_told_in_parts(tmp_path, number, advice):
    with pytest.raises(WriteFailed) as caught, files.translating(tmp_path):
        raise OSError(number, os.strerror(number))
    assert caught.value.where == str(tmp_path)
    assert advice in caught.value.remedy
    assert isinstance(caught.value.__cause__, OSError)


def test_a_failed_block_leaves_no_file(tmp_path):
    def interrupted() -> None:
        with files.creating(tmp_path / "x") as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_creating_never_touches_a_file_that_is_there(tmp_path):
    (tmp_path / "x").write_bytes(b"old")
    with pytest.raises(WriteFailed):
        files.write_new(tmp_path / "x", b"new")
    assert (tmp_path / "x").read_bytes() == b"old"


def test_atomic_write_replaces_even_over_an_old_leftover(tmp_path):
    (tmp_path / "x").write_bytes(b"old")
    (tmp_path / "x.new").write_bytes(b"leftover of a crash")
    files.write_atomically(tmp_path / "x", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("x", b"new")]


def test_a_file_is_flushed_before_it_is_renamed_and_its_folder_after(tmp_path, monkeypatch):
    calls: list[str] = []

    def flushed(descriptor: int) -> None:
        calls.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")

    replace = os.replace
    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "replace", lambda *names: calls.append("rename") or replace(*names))
    files.write_atomically(tmp_path / "x", b"content")
    assert calls == ["file", "rename", "folder"]


def test_copy_is_exact_and_digested(tmp_path):
    content = os.urandom(3_000_000)
    (tmp_path / "from").write_bytes(content)
    copied = files.copy_file(tmp_path / "from", tmp_path / "to")
    assert (tmp_path / "to").read_bytes() == content
    assert copied == (hashlib.sha256(content).hexdigest(), hashlib.sha512(content).hexdigest(), len(content))


def test_a_source_that_cannot_be_read_is_the_source_s_fault(tmp_path):
    with pytest.raises(ReadError) as caught:
        files.copy_file(tmp_path / "missing", tmp_path / "to")
    assert caught.value.where == str(tmp_path / "missing")
    assert not (tmp_path / "to").exists()


def test_append_cuts_off_what_a_failure_left(tmp_path, monkeypatch):
    path = tmp_path / "ledger"
    path.write_bytes(b"first\n")

    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(WriteFailed):
        files.append(path, b"second\n")
    assert path.read_bytes() == b"first\n"
