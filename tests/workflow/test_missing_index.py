"""An index that is not there, or not complete, is said; it is never taken for an empty archive."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import pigment_archive as pa
from pigment_archive.demo.collection import DemoFiles
from pigment_archive.errors import CorruptModel
from pigment_archive.storage.index.contents import write_contents
from pigment_archive.workflows.models import promote
from tests.workflow.command import archive as command
from tests.workflow.conftest import BRIEF


def test_without_any_index_a_search_fails(trained: Path, demo_files: DemoFiles) -> None:
    shutil.rmtree(trained / "index")
    ran = command("search", demo_files.unknown, "--archive", trained)
    assert (ran.status, ran.out) == (53, "")
    assert "archive rebuild" in ran.err


def test_with_one_tier_missing_the_answer_says_so(trained: Path, demo_files: DemoFiles) -> None:
    with pa.open(trained) as archive:
        pa.ingest(archive, [demo_files.unknown], tier="sealed")
        spectrum = pa.read(demo_files.unknown)[0]
        assert pa.search(archive, spectrum).complete
        shutil.rmtree(trained / "index" / "sealed")
        assert not pa.search(archive, spectrum).complete
        assert pa.search(archive, spectrum, audience="public").complete
    ran = command("search", demo_files.unknown, "--archive", trained)
    assert ran.status == 0
    assert "archive rebuild" in ran.err


def test_an_accession_that_is_not_indexed_yet_is_said(trained: Path, demo_files: DemoFiles) -> None:
    write_contents(trained / "index" / "open" / "raman-1", {})
    with pa.open(trained) as archive:
        assert not pa.search(archive, pa.read(demo_files.unknown)[0]).complete


def test_a_model_the_ledger_does_not_know_is_not_used(trained: Path) -> None:
    stranger = trained / "models" / "raman-9"
    shutil.copytree(trained / "models" / "raman-1", stranger)
    card = stranger / "card.json"
    card.write_text(card.read_text("utf-8").replace('"raman-1"', '"raman-9"'), "utf-8")
    with pa.open(trained) as archive:
        with pytest.raises(CorruptModel, match="ledger does not know"):
            promote(archive, "raman-9")
        assert archive.description.models == {"raman": "raman-1"}


def test_a_lost_model_s_number_is_not_used_again(trained: Path) -> None:
    shutil.rmtree(trained / "models" / "raman-1")
    with pa.open(trained) as archive:
        report = pa.train(archive, "raman", network=BRIEF.model_copy(update={"max_epochs": 1}))
    assert report.model == "raman-2"


def test_a_corrupt_model_stops_an_ingest_before_anything_is_stored(
    trained: Path, demo_files: DemoFiles
) -> None:
    weights = trained / "models" / "raman-1" / "weights.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    before = sorted(trained.glob("accessions/*"))
    with pa.open(trained) as archive, pytest.raises(CorruptModel):
        pa.ingest(archive, [demo_files.unknown], tier="open")
    assert sorted(trained.glob("accessions/*")) == before
