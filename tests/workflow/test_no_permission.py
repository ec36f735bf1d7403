"""Who may not write: nothing is written, one line says so; who may only read can still search."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pigment_archive.demo.collection import DemoFiles
from tests.conftest import REPOSITORY
from tests.workflow.command import ENTRY, archive
from tests.workflow.test_bad_input import snapshot

NOBODY = 65534


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("closed") / "archive"
    assert archive("init", "--archive", folder).status == 0
    return folder


def as_nobody(root: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `archive` as a user who may read everything here and write nothing."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can become another user here")
    files = [str(word) for word in words if isinstance(word, Path)]
    opened = f"a = pa.open({str(root)!r}); [a.open_model(name) for name in a.models.names()]"
    warm = f"[pa.read(f) for f in {files!r}]; {opened}"
    code = (
        "import os, sys, rich.progress, rich.table, pigment_archive.cli.render, qdrant_edge;"
        "import pigment_archive as pa, pigment_archive.workflows.ingest, pigment_archive.workflows.search;"
        f"{warm};"  # what is imported late cannot be imported by a user who may not read this Python
        f"os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY}); assert os.geteuid() == {NOBODY};"
        f"assert not os.access({str(root)!r}, os.W_OK); {ENTRY}"
    )
    for place in (root, *(Path(word) for word in words if isinstance(word, Path))):
        for parent in (place, *place.parents):
            parent.chmod(parent.stat().st_mode | 0o555)
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words), "--archive", str(root)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd="/",
    )


def test_without_permission_nothing_is_written(root: Path, demo_files: DemoFiles) -> None:
    before = snapshot(root)
    ran = as_nobody(root, "ingest", demo_files.unknown)
    assert ran.returncode == 55, ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert "right to write" in ran.stderr
    assert snapshot(root) == before


def test_who_may_only_read_can_search(trained: Path, demo_files: DemoFiles) -> None:
    before = snapshot(trained)
    ran = as_nobody(trained, "search", demo_files.unknown, "--json")
    assert ran.returncode == 0, ran.stderr
    assert len(json.loads(ran.stdout)["answers"][0]["hits"]) == 10
    assert snapshot(trained) == before
