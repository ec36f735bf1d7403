"""`kill -9` at every named step of an ingest: verify names it, the same ingest again heals it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import pigment_archive as pa
from pigment_archive.demo.collection import DemoFiles
from pigment_archive.storage.steps import IngestStep
from tests.conftest import REPOSITORY

KILLED_AT = """
import os, signal, sys
import pigment_archive as pa
from pigment_archive.storage.steps import IngestStep

def checkpoint(step):
    if step is IngestStep(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

with pa.open(sys.argv[1]) as archive:
    pa.ingest(archive, [sys.argv[2]], collection="late", tier="open", checkpoint=checkpoint)
"""

STAGED = {"staging"}
NAMED = {
    IngestStep.SOURCES_STAGED: STAGED,
    IngestStep.RECORDS_WRITTEN: STAGED,
    IngestStep.INVENTORY_WRITTEN: STAGED,
    IngestStep.OBJECT_RENAMED: STAGED,
    IngestStep.LEDGER_APPENDED: STAGED | {"ledger.jsonl"},
    IngestStep.HEAD_WRITTEN: STAGED,
    IngestStep.INDEX_UPSERTED: {"index"},
    IngestStep.INDEX_FLUSHED: {"index"},
}


def killed(root: Path, file: Path, step: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(root), str(file), step],
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1"},
    )
    return done.returncode


@pytest.mark.parametrize("step", list(IngestStep))
def test_a_crash_is_named_and_healed(trained: Path, demo_files: DemoFiles, step: IngestStep) -> None:
    assert killed(trained, demo_files.unknown, step.value) == -signal.SIGKILL
    with pa.open(trained) as archive:
        named = pa.verify(archive).findings
        assert {finding.where.split(" ")[0].split("/")[0] for finding in named} <= NAMED[step], named
        assert named, "a crash must show"
        report = pa.ingest(archive, [demo_files.unknown], collection="late", tier="open")
        assert report.stored + report.already_here == 1
        assert pa.verify(archive).findings == ()
        assert pa.info(archive).by_collection["late"] == 1
        hit = pa.search(archive, pa.read(demo_files.unknown)[0]).hits[0]
    assert (hit.distance, hit.collection) == (0.0, "late")


def test_control_an_ingest_that_is_not_killed_leaves_nothing_to_name(
    trained: Path, demo_files: DemoFiles
) -> None:
    copy = trained.parent / "copy"
    shutil.copytree(trained, copy)
    with pa.open(copy) as archive:
        pa.ingest(archive, [demo_files.unknown], collection="late", tier="open")
        assert pa.verify(archive).findings == ()
