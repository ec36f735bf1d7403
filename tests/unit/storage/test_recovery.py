"""What is left when the process is killed: named by the inspection, healed by recovery."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from pigment_archive.errors import IntegrityError
from pigment_archive.storage.inspection import inspect_archive
from pigment_archive.storage.ledger import Tail
from pigment_archive.storage.recovery import recover
from pigment_archive.storage.steps import IngestStep
from tests.conftest import REPOSITORY
from tests.unit.storage.conftest import quick_folder
from tests.unit.storage.samples import contents

IN_PLACE = {IngestStep.OBJECT_RENAMED, IngestStep.LEDGER_APPENDED, IngestStep.HEAD_WRITTEN}
OF_THE_WORKFLOW = {IngestStep.INDEX_UPSERTED, IngestStep.INDEX_FLUSHED}


@pytest.fixture(scope="module")
def crashes() -> dict[str, Any]:
    with quick_folder() as folder:
        command = [sys.executable, "-m", "tests.unit.storage.crashes", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=True, timeout=60)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("step", sorted(set(IngestStep) - OF_THE_WORKFLOW))
def test_a_kill_at_a_named_step_is_named_and_healed(crashes, step):
    crash = crashes["steps"][step]
    assert len([where for where in crash["found"] if where.startswith("staging/")]) == 1
    assert {where for where in crash["found"] if not where.startswith("staging/")} <= {"ledger.jsonl"}
    assert crash["left"] == []
    assert crash["versions"] == ([1] if step in IN_PLACE else [])


def test_the_steps_of_the_index_are_not_reached_in_storage(crashes):
    assert {step for step, crash in crashes["steps"].items() if crash is None} == OF_THE_WORKFLOW


@pytest.mark.parametrize(
    ("work", "least", "versions"), [("adding", 15, ([], [1])), ("amending", 15, ([1], [2]))]
)
def test_a_kill_at_any_call_that_writes_is_healed(crashes, work, least, versions):
    assert len(crashes[work]) >= least
    for crash in crashes[work]:
        assert all(where.startswith(("staging/", "ledger.jsonl")) for where in crash["found"])
        assert crash["left"] == []
        assert crash["versions"] in versions
    seen = [crash["versions"] for crash in crashes[work]]
    assert all(state in seen for state in versions)


def test_recovery_of_an_intact_archive_changes_nothing(filled):
    before = contents(filled)
    assert recover(filled) == (Tail.SOUND, (), ())
    assert contents(filled) == before


def test_recovery_throws_away_what_is_no_accession(root):
    (root / "staging" / "half").mkdir()
    (root / "staging" / "file").write_text("x")
    assert recover(root).discarded == ("file", "half")
    assert list(inspect_archive(root)) == []


def test_recovery_does_not_take_in_what_it_did_not_see_begin(filled, root):
    stranger = next(path for path in (filled / "accessions").iterdir() if path.is_dir())
    stranger.rename(root / "accessions" / stranger.name)
    assert recover(root).finished == ()
    assert [finding.where for finding in inspect_archive(root)] == [f"accessions/{stranger.name}"]


def test_recovery_never_touches_a_damaged_ledger(filled):
    path = filled / "ledger.jsonl"
    path.write_bytes(path.read_bytes()[:-200])
    before = contents(filled)
    with pytest.raises(IntegrityError):
        recover(filled)
    assert contents(filled) == before
