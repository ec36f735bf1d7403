"""`kill -9` while a model is made: nothing of it stays, or the next writer finishes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import pigment_archive as pa
from pigment_archive.errors import ModelError
from pigment_archive.workflows.models import list_models
from tests.conftest import REPOSITORY
from tests.workflow.conftest import BRIEF

KILLED = """
import os, signal, sys
import pigment_archive as pa
from pigment_archive.errors import ModelError
from pigment_archive.storage import files, models
from pigment_archive.storage.ledger import Ledger

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

places = {"move": (files, "move"), "note": (models, "note_model"), "append": (Ledger, "append")}
owner, name = places[sys.argv[2]]
setattr(owner, name, die)
with pa.open(sys.argv[1]) as archive:
    pa.train(archive, "raman", latent_dim=32, max_epochs=1, seed=5)
"""


@pytest.mark.parametrize(("before", "models"), [("move", 1), ("note", 2), ("append", 2)])
def test_a_killed_training_is_named_and_healed(trained: Path, before: str, models: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(trained), before],
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == -signal.SIGKILL
    with pa.open(trained) as archive:
        named = [finding.where for finding in pa.verify(archive).findings]
        assert "staging/raman-2" in named
        with archive.writing():
            pass
        assert pa.verify(archive).findings == ()
        assert len(list_models(archive).models) == models


def test_a_training_that_fails_leaves_nothing(trained: Path) -> None:
    with pa.open(trained) as archive:
        with pytest.raises(ModelError):
            pa.train(archive, "raman", network=BRIEF.model_copy(update={"learning_rate": 1e30}))
        assert list((trained / "staging").iterdir()) == []
        assert pa.verify(archive).findings == ()


def test_another_current_model_in_archive_toml_is_named(trained: Path) -> None:
    description = trained / "archive.toml"
    with pa.open(trained) as archive:
        pa.train(archive, "raman", network=BRIEF.model_copy(update={"max_epochs": 1}))
    description.write_text(description.read_text("utf-8").replace("raman-1", "raman-2"), "utf-8")
    with pa.open(trained) as archive:
        findings = pa.verify(archive).findings
    assert [(finding.where, finding.remedy) for finding in findings] == [
        ("archive.toml", "archive models promote raman-1")
    ]
