from __future__ import annotations

import errno
import hashlib
import os
import random
import shutil
from pathlib import Path
from typing import BinaryIO

import pytest

from pigment_archive.storage.archive_toml import init_archive
from pigment_archive.storage.inspection import Damage, Finding, inspect_archive
from tests.unit.storage.damage import FLIPS, flip, found
from tests.unit.storage.samples import add_accession, amend_accession, files_below, filled_archive


def accession_of(root: Path, versions: int) -> Path:
    return next(
        path for path in (root / "accessions").iterdir() if len(list(path.glob("v[0-9]*"))) == versions
    )


def test_three_intact_archives_are_silent(root, source, filled, place):
    for archive in (root, filled, filled_archive(place / "another", place)):
        assert found(archive) == []
        assert found(archive, quick=True) == []


@pytest.mark.parametrize("part", ["accessions", "models"])
def test_every_flip_names_its_file_and_nothing_else(filled, part):
    chance = random.Random(part)
    places = list(files_below(filled / part))
    names = {path.name for path in places}
    assert part == "models" or names >= {
        "0=ocfl_1.1", "0=ocfl_object_1.1", "inventory.json", "inventory.json.sha512", "ledger.key",
        "ocfl_layout.json", "records.parquet",
    }  # fmt: skip
    for _ in range(FLIPS):
        path, bit = chance.choice(places), chance.randrange(8)
        offset = chance.randrange(path.stat().st_size)
        flip(path, offset, bit)
        assert found(filled) == [(path.relative_to(filled).as_posix(), Damage.CHANGED)]
        flip(path, offset, bit)
    assert found(filled) == []


def test_every_bit_of_the_small_files_counts(filled):
    for path in files_below(filled / "accessions"):
        if path.stat().st_size < 200:
            for offset in range(0, path.stat().st_size, 7):
                flip(path, offset, offset % 8)
                assert found(filled) == [(path.relative_to(filled).as_posix(), Damage.CHANGED)]
                flip(path, offset, offset % 8)


def test_every_deleted_file_is_named_and_nothing_else(filled, place):
    for part in ("accessions", "models"):
        for path in files_below(filled / part):
            path.rename(place / "away")
            assert found(filled) == [(path.relative_to(filled).as_posix(), Damage.MISSING)]
            (place / "away").rename(path)
    assert found(filled) == []


def test_a_deleted_file_is_missed_even_when_quick(filled):
    path = next((filled / "accessions").glob("*/v1/content/sources/folder/*"))
    path.unlink()
    assert found(filled, quick=True) == [(path.relative_to(filled).as_posix(), Damage.MISSING)]


def test_quick_does_not_read_content(filled):
    path = next((filled / "accessions").glob("*/v1/content/records.parquet"))
    flip(path, 100, 1)
    assert found(filled, quick=True) == []
    assert found(filled) == [(path.relative_to(filled).as_posix(), Damage.CHANGED)]


def test_exchanged_files_are_both_named(filled):
    one, other = sorted((filled / "accessions").glob("*/v1/content/records.parquet"))
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    assert found(filled) == [(path.relative_to(filled).as_posix(), Damage.CHANGED) for path in (one, other)]


@pytest.mark.parametrize(
    "name",
    [
        "accessions/extra",
        "accessions/*/v1/content/extra",
        "accessions/*/inventory.json.new",
        "models/raman-1/x",
    ],
)
def test_what_does_not_belong_there_is_named(filled, name):
    folder = next(path for path in filled.glob(name.rpartition("/")[0]) if path.is_dir())
    path = folder / name.rpartition("/")[2]
    path.write_bytes(b"")
    assert found(filled) == [(path.relative_to(filled).as_posix(), Damage.UNEXPECTED)]


def test_a_link_is_not_the_file(filled, place):
    path = next((filled / "accessions").glob("*/v1/content/records.parquet"))
    path.rename(place / "elsewhere")
    path.symlink_to(place / "elsewhere")
    assert found(filled) == [(path.relative_to(filled).as_posix(), Damage.MISSING)]


def test_a_file_the_disk_does_not_give_back_is_named(filled, monkeypatch):
    path = next((filled / "accessions").glob("*/v1/content/records.parquet"))
    digest = hashlib.file_digest

    def refuse(file: BinaryIO, algorithm: str) -> object:
        if file.name == str(path):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return digest(file, algorithm)

    monkeypatch.setattr(hashlib, "file_digest", refuse)
    assert found(filled) == [(path.relative_to(filled).as_posix(), Damage.UNREADABLE)]


def test_a_deleted_accession_and_a_deleted_model_are_named(filled):
    accession = accession_of(filled, 2)
    shutil.rmtree(accession)
    shutil.rmtree(filled / "models" / "raman-2")
    assert found(filled) == [
        (f"accessions/{accession.name}", Damage.MISSING), ("models/raman-2", Damage.MISSING),
    ]  # fmt: skip


def test_an_accession_and_a_model_from_elsewhere_are_named(filled, place):
    stranger = accession_of(filled_archive(place / "another", place), 1)
    shutil.copytree(stranger, filled / "accessions" / stranger.name)
    shutil.copytree(filled / "models" / "raman-1", filled / "models" / "raman-9")
    assert set(found(filled)) == {
        (f"accessions/{stranger.name}", Damage.NOT_IN_LEDGER), ("models/raman-9", Damage.NOT_IN_LEDGER),
    }  # fmt: skip


def test_an_accession_exchanged_for_another_is_named(filled):
    one, two = accession_of(filled, 1), accession_of(filled, 2)
    shutil.rmtree(two)
    shutil.copytree(one, two)
    assert found(filled) == [(f"accessions/{two.name}", Damage.CHANGED)]


def test_an_accession_made_up_under_the_same_id_is_not_as_in_the_ledger(root, source, place, monkeypatch):
    monkeypatch.setattr("uuid.uuid4", lambda: "11111111-1111-4111-8111-111111111111")
    init_archive(place / "forgery")
    forged = place / "forgery" / "accessions" / add_accession(place / "forgery", source)
    held = root / "accessions" / add_accession(root, source)
    shutil.rmtree(held)
    shutil.copytree(forged, held)
    assert found(root) == [(f"accessions/{held.name}", Damage.NOT_AS_IN_LEDGER)]


def test_a_newer_version_taken_away_consistently_is_not_as_in_the_ledger(root, source, place):
    accession = add_accession(root, source)
    shutil.copytree(root / "accessions" / accession, place / "old")
    amend_accession(root, accession)
    shutil.rmtree(root / "accessions" / accession)
    (place / "old").rename(root / "accessions" / accession)
    assert found(root) == [(f"accessions/{accession}", Damage.NOT_AS_IN_LEDGER)]


def test_leftovers_in_staging_are_named(filled):
    (filled / "staging" / "half").mkdir()
    assert found(filled) == [("staging/half", Damage.UNFINISHED)]


def test_a_finding_says_what_to_do(filled):
    (filled / "models" / "raman-1" / "card.json").unlink()
    finding = next(inspect_archive(filled))
    assert finding == Finding("models/raman-1/card.json", Damage.MISSING, "it is not there")
    assert finding.remedy == "Restore it from a backup."


def test_inspecting_changes_nothing(filled):
    before = {path: path.stat().st_mtime_ns for path in filled.rglob("*")}
    list(inspect_archive(filled))
    assert {path: path.stat().st_mtime_ns for path in filled.rglob("*")} == before
