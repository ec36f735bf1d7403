"""An archive this user may read but not write. Root may do anything, so root becomes somebody else first."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.unit.storage.samples import contents

AS_SOMEBODY_ELSE = """
import json, os, sys
from pathlib import Path
import pigment_archive.storage.table_reading  # while everything can still be imported
from pigment_archive.errors import WriteFailed
from pigment_archive.storage.accessions import Accessions
from pigment_archive.storage.archive_toml import init_archive
from pigment_archive.storage.inspection import inspect_archive
from pigment_archive.storage.lock import ArchiveLock
from tests.unit.storage.samples import add_accession, amend_accession
root = Path(sys.argv[1])
if os.geteuid() == 0:
    os.seteuid(65534)
assert os.geteuid() != 0
assert not os.access(root / "staging", os.W_OK, effective_ids=True)
accession = Accessions(root).ids()[0]
answers = {"findings": [finding.where for finding in inspect_archive(root)]}
for name, work in {
    "lock": lambda: ArchiveLock(root),
    "add": lambda: add_accession(root, root / "archive.toml"),
    "amend": lambda: amend_accession(root, accession),
    "init": lambda: init_archive(root / "models" / "another"),
}.items():
    try:
        work()
    except WriteFailed as error:
        answers[name] = [error.parts(), str(error), error.exit_status]
print(json.dumps(answers))
"""


@pytest.fixture
def readable(filled: Path) -> Iterator[Path]:
    """A copy of an archive that everybody may read and nobody but its owner may write."""
    folder = Path(tempfile.mkdtemp())
    archive = shutil.copytree(filled, folder / "archive")
    (archive / "lock").touch()
    for path in (folder, archive, *archive.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield archive
    for path in (folder, archive, *archive.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt", reason="users and rights are told differently on Windows")
def test_every_way_to_write_is_refused_in_one_line_and_changes_nothing(readable):
    before = contents(readable)
    done = subprocess.run(
        [sys.executable, "-c", AS_SOMEBODY_ELSE, str(readable)],
        check=False, capture_output=True, text=True, cwd=REPOSITORY, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert answers.pop("findings") == []
    assert set(answers) == {"lock", "add", "amend", "init"}
    for parts, line, status in answers.values():
        assert parts["error"] == "write_failed"
        assert parts["where"].startswith(str(readable))
        assert "right to write" in parts["remedy"]
        assert "\n" not in line
        assert status == 55
    assert contents(readable) == before
