"""Archives that released versions wrote: this version opens them, finds them whole, answers as they did."""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

import pigment_archive as pa
from pigment_archive.workflows.upgrade import upgrade
from tests.regression.make_archive import ARCHIVES, QUESTION

PACKED = sorted(ARCHIVES.glob("*.tar.xz"))


@pytest.fixture(params=PACKED, ids=lambda path: path.name)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """The unpacked folder, and what the archive must say."""
    with tarfile.open(request.param) as packed:
        packed.extractall(tmp_path, filter="data")
    said = request.param.with_name(request.param.name.replace(".tar.xz", ".json"))
    return tmp_path, json.loads(said.read_text("utf-8"))


def test_there_is_one_and_all_are_small() -> None:
    assert PACKED
    assert all(path.stat().st_size < 300_000 for path in PACKED)


def test_an_old_archive_is_whole_and_answers_as_it_did(old: tuple[Path, dict[str, Any]]) -> None:
    place, said = old
    with pa.open(place / "archive") as archive:
        assert {finding.code for finding in pa.verify(archive).findings} == {"unfinished"}
        pa.rebuild(archive)
        assert pa.verify(archive).findings == ()
        assert dict(pa.info(archive).by_tier) == said["by_tier"]
        assert "nothing to do" in upgrade(archive).summary()
        assert archive.open_model(said["model"]).name == said["model"]
        answer = pa.search(archive, pa.read(place / QUESTION)[0], top=5)
    assert [[hit.record, hit.material] for hit in answer.hits] == [hit[:2] for hit in said["hits"]]
    found = [number for hit in answer.hits for number in (hit.distance, hit.spectral_similarity)]
    assert found == pytest.approx([number for hit in said["hits"] for number in hit[2:]], abs=1e-4)


def test_every_spectrum_of_an_old_archive_is_what_it_was(old: tuple[Path, dict[str, Any]]) -> None:
    place, said = old
    with pa.open(place / "archive") as archive:
        found = sorted(
            [record.record, record.spectrum.fingerprint()]
            for accession in archive.accessions.ids()
            for record in archive.accessions.read(accession)
        )
    assert found == said["spectra"]


def test_the_release_of_an_old_archive_is_what_was_deposited(old: tuple[Path, dict[str, Any]]) -> None:
    folder = old[0] / "archive" / "releases" / "2026.1"
    manifest = (folder / "manifest-sha256.txt").read_text("utf-8").splitlines()
    assert len(manifest) == 3
    for line in manifest:
        digest, name = line.split(maxsplit=1)
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
