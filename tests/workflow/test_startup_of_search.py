"""A whole search, from the command line to the printed answer, loads no slow library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pigment_archive.demo.collection import DemoFiles
from tests.architecture.test_startup import SLOW
from tests.conftest import REPOSITORY
from tests.workflow.command import ENTRY

TELL_AT_THE_END = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps([name for name in {names} if name in sys.modules]), file=sys.stderr))
"""


def loaded_by(code: str, *words: str | Path) -> tuple[set[str], str]:
    """The slow libraries a fresh process had loaded when it ended, and its standard output."""
    done = subprocess.run(
        [sys.executable, "-c", TELL_AT_THE_END.format(names=SLOW) + code, *map(str, words)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1"},
    )
    return set(json.loads(done.stderr.splitlines()[-1])), done.stdout


@pytest.mark.parametrize(
    "options",
    [(), ("--json", "--where", "material!=cinnabar", "--audience", "public")],
    ids=["table", "json"],
)
def test_a_search_loads_nothing_slow(
    trained_root: Path, demo_files: DemoFiles, options: tuple[str, ...]
) -> None:
    words = ("search", demo_files.unknown, "--archive", trained_root, *options)
    loaded, answer = loaded_by(ENTRY, *words)
    assert "raman-1" in answer
    assert loaded == set()


def test_control_training_loads_some_and_is_seen() -> None:
    loaded, _ = loaded_by("import pigment_archive.workflows.train")
    assert {"torch", "pyarrow"} <= loaded
