from __future__ import annotations

import errno
import os

import pytest

from pigment_archive.errors import ArchiveMissing, FormatVersion, StorageError, UsageError, WriteFailed
from pigment_archive.records import Technique
from pigment_archive.storage import layout
from pigment_archive.storage.archive_toml import (
    ArchiveToml,
    init_archive,
    read_archive_toml,
    write_archive_toml,
)
from pigment_archive.storage.inspection import inspect_archive
from tests.unit.storage.samples import contents


def test_a_new_archive_is_whole(root):
    assert read_archive_toml(root) == ArchiveToml(format=1, index="edge", models={})
    assert all((root / folder).is_dir() for folder in layout.FOLDERS)
    assert list(inspect_archive(root)) == []


def test_the_current_model_is_kept_per_technique(root):
    description = read_archive_toml(root).with_model(Technique.RAMAN, "raman-1")
    write_archive_toml(root, description)
    assert read_archive_toml(root) == description
    both = description.with_model(Technique.REFLECTANCE, "reflectance-vnir-1")
    assert both.models == {"raman": "raman-1", "reflectance": "reflectance-vnir-1"}


def test_init_on_an_archive_changes_nothing(root):
    before = contents(root)
    init_archive(root)
    assert contents(root) == before


def test_init_fills_an_empty_folder(tmp_path):
    init_archive(tmp_path)
    assert list(inspect_archive(tmp_path)) == []


def test_init_refuses_what_is_not_an_archive(tmp_path):
    (tmp_path / "thesis.doc").write_text("precious")
    with pytest.raises(UsageError):
        init_archive(tmp_path)
    assert contents(tmp_path) == {"thesis.doc": b"precious"}
    with pytest.raises(UsageError):
        init_archive(tmp_path / "thesis.doc")


def test_init_refuses_an_archive_that_lost_its_description(filled):
    (filled / "archive.toml").unlink()
    before = contents(filled)
    with pytest.raises(UsageError):
        init_archive(filled)
    assert contents(filled) == before


@pytest.mark.parametrize("existing", [True, False])
@pytest.mark.parametrize("call", range(0, 16, 3))
def test_a_failed_init_leaves_nothing_and_can_be_done_again(tmp_path, monkeypatch, existing, call):
    root = tmp_path / "archive"
    if existing:
        root.mkdir()
    flush, calls = os.fsync, 0

    def refuse(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls > call:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        flush(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        with pytest.raises(WriteFailed):
            init_archive(root)
    assert root.exists() == existing
    assert contents(tmp_path) == {}
    init_archive(root)
    assert list(inspect_archive(root)) == []


def test_an_init_that_was_killed_can_be_done_again(tmp_path):
    init_archive(tmp_path)
    (tmp_path / "archive.toml").unlink()
    (tmp_path / "archive.toml.new").write_text("for")
    (tmp_path / "ledger.head").unlink()
    init_archive(tmp_path)
    assert list(inspect_archive(tmp_path)) == []
    assert not (tmp_path / "archive.toml.new").exists()


def test_no_archive_there(tmp_path):
    for place in (tmp_path, tmp_path / "missing"):
        with pytest.raises(ArchiveMissing):
            read_archive_toml(place)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("format = 2\n", FormatVersion),
        ('format = 7\nshape = "new"\n', FormatVersion),
        ("format = 0\n", StorageError),
        ("format = ", StorageError),
        ('format = 1\nindex = "abacus"\n', StorageError),
        ('format = 1\ncolour = "red"\n', StorageError),
    ],
)
def test_what_is_not_understood_is_said(root, text, error):
    (root / "archive.toml").write_text(text)
    with pytest.raises(error) as caught:
        read_archive_toml(root)
    assert type(caught.value) is error
    assert caught.value.where.endswith("archive.toml")
