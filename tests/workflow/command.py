"""Run the real command line in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import REPOSITORY

ENTRY = "import sys; from pigment_archive.cli.app import main; sys.argv[0] = 'archive'; main()"


class Ran(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)


def archive(*words: str | Path, cwd: Path | None = None, **environment: str) -> Ran:
    """Run `archive` with these words; the archive folder is best given with --archive."""
    done = subprocess.run(
        [sys.executable, "-c", ENTRY, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1", **environment},
    )
    return Ran(done.returncode, done.stdout, done.stderr)
