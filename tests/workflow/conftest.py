"""One demo archive for all workflow tests: simulated, trained briefly, copied where a test changes it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pigment_archive as pa
from pigment_archive.demo.collection import DemoFiles, write_collection
from pigment_archive.encoder import default_network
from pigment_archive.records import Technique
from pigment_archive.workflows.model_exchange import export_model

BRIEF = default_network(Technique.RAMAN).model_copy(
    update={"latent_dim": 32, "level_dim": 8, "max_epochs": 3}
)


def copy_archive(source: Path, target: Path) -> None:
    """Copy with the holes of the index kept, where the system can: they are a hundred times its size."""
    if shutil.which("cp") and sys.platform == "linux":
        subprocess.run(["cp", "-r", "--sparse=always", source, target], check=True)
    else:
        shutil.copytree(source, target)


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    """The simulated starter collection."""
    return write_collection(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def trained_root(demo_files: DemoFiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with the collection and a model trained for three epochs. Read only."""
    root = tmp_path_factory.mktemp("trained") / "archive"
    pa.init(root)
    with pa.open(root) as archive:
        pa.ingest(archive, [demo_files.reference], collection="demo", tier="open")
        pa.train(archive, "raman", network=BRIEF)
    return root


@pytest.fixture
def trained(trained_root: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the trained archive that a test may change."""
    root = tmp_path / "archive"
    copy_archive(trained_root, root)
    yield root
    shutil.rmtree(root)


@pytest.fixture(scope="session")
def exported(trained_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of the trained archive as one file."""
    output = tmp_path_factory.mktemp("exported") / "given.zip"
    with pa.open(trained_root) as archive:
        export_model(archive, "raman-1", output)
    return output


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Another archive, empty."""
    root = tmp_path / "elsewhere"
    pa.init(root)
    return root
