"""`archive train --from`: what going on from a model gives the new collection, and leaves of the old one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import pigment_archive as pa
from pigment_archive.cli.app import app
from pigment_archive.demo.formats import matrix
from pigment_archive.encoder import Bundle
from pigment_archive.errors import ModelError, ModelNotFound, UsageError
from pigment_archive.workflows.train_report import TrainReport
from tests.workflow.conftest import BRIEF, copy_archive

AXIS = np.arange(110.0, 1390.0, 2.0)
MATERIALS, SAMPLES, BINDERS, BANDS = 12, 8, 4, 5


def bands(random: np.random.Generator) -> np.ndarray:
    places, heights = random.uniform(150, 1350, BANDS), random.uniform(0.4, 1.0, BANDS)
    return (heights[:, None] * np.exp(-(((AXIS - places[:, None]) / 6.0) ** 2))).sum(axis=0)


def theirs() -> str:
    """96 labelled spectra as no model of ours has seen: in each, a strong binder hides the pigment."""
    random = np.random.default_rng(0)
    pigments, binders = ([bands(random) for _ in range(count)] for count in (MATERIALS, BINDERS))
    rows = []
    for place in range(MATERIALS * SAMPLES):
        material, sample = divmod(place, SAMPLES)
        labels = {"technique": "raman", "material": f"pigment {material}", "sample": f"N{material}-{sample}"}
        clean = 1000.0 * (pigments[material] + 6.0 * binders[random.integers(BINDERS)])
        rows.append((labels, clean + random.normal(500.0, 150.0, AXIS.size)))
    return matrix(rows, AXIS)


@pytest.fixture(scope="module")
def two_collections(trained_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The trained archive with their collection beside the demo's."""
    folder = tmp_path_factory.mktemp("transfer")
    copy_archive(trained_root, folder / "archive")
    (folder / "theirs.csv").write_text(theirs())
    with pa.open(folder / "archive") as archive:
        assert pa.ingest(archive, [folder / "theirs.csv"], collection="theirs", tier="open").stored == 96
    yield folder / "archive"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def adapted(two_collections: Path) -> TrainReport:
    """What is said of `raman-2`, gone on from `raman-1` with the defaults."""
    with pa.open(two_collections) as archive:
        return pa.train(archive, "raman", start="raman-1", collections=("theirs",))


def test_the_new_collection_is_found_better_and_the_old_one_is_not_forgotten(adapted: TrainReport) -> None:
    both = adapted.transfer
    assert both is not None
    assert (both.parent, adapted.model, adapted.spectra) == ("raman-1", "raman-2", 96)
    assert both.new is not None
    assert both.new.queries >= 10
    assert both.new.after >= both.new.before + 0.05
    assert both.old is not None
    assert both.old.queries >= 50
    assert both.old.after >= both.old.before - 0.02
    said = "\n".join(adapted.lines())
    assert f"{both.new.before:.1%} with raman-1, {both.new.after:.1%} now" in said
    assert TrainReport.model_validate_json(adapted.model_dump_json()) == adapted


@pytest.mark.usefixtures("adapted")
def test_the_card_says_where_it_comes_from(two_collections: Path) -> None:
    with pa.open(two_collections) as archive:
        parent, child = archive.open_model("raman-1"), archive.open_model("raman-2")
    assert (parent.card.derived_from, child.card.derived_from) == (None, parent.digest)
    assert child.card.training.collections == ("theirs",)
    assert child.recipe == parent.recipe
    assert child.card.architecture.latent_dim == BRIEF.latent_dim


@pytest.mark.usefixtures("adapted")
def test_a_frozen_model_keeps_every_latent(
    two_collections: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "archive"
    copy_archive(two_collections, root)
    words = ["train", "raman", "--from", "raman-1", "--collection", "theirs", "--freeze"]
    app([*words, "--archive", str(root), "--json"], standalone_mode=False)
    report = TrainReport.model_validate(json.loads(capsys.readouterr().out))
    with pa.open(root) as archive:
        parent, moved, frozen = (archive.open_model(f"raman-{number}") for number in (1, 2, 3))
    assert report.transfer is not None
    for both in (report.transfer.new, report.transfer.old):
        assert both is not None
        assert both.before == both.after
    rows = np.abs(np.random.default_rng(0).normal(size=(5, parent.network.points)))
    assert latents(frozen, rows) == latents(parent, rows) != latents(moved, rows)
    codes = parent.encode(rows).mean
    assert frozen.decode(codes).tobytes() != parent.decode(codes).tobytes()
    shutil.rmtree(root)


def latents(model: Bundle, rows: np.ndarray) -> bytes:
    return model.encode(rows).mean.tobytes()


@pytest.mark.parametrize(
    ("technique", "said", "error", "problem"),
    [
        ("reflectance", {"start": "raman-1"}, UsageError, "raman-1 is for raman"),
        ("raman", {"start": "raman-1", "window": (300.0, 900.0)}, UsageError, "keeps its window"),
        ("raman", {"start": "raman-1", "network": BRIEF}, UsageError, "keeps its window and its form"),
        ("raman", {"start": "raman-99"}, ModelNotFound, "raman-99"),
        ("raman", {"freeze": True}, UsageError, "gone on from can be frozen"),
        ("raman", {"labels": "colour"}, UsageError, "no fact called 'colour'"),
        ("raman", {"start": "raman-1", "collections": ("nowhere",)}, ModelError, "0 raman spectra"),
    ],
)
def test_what_cannot_be_gone_on_from_is_told_and_leaves_nothing(
    trained_root: Path, technique: str, said: dict[str, object], error: type[Exception], problem: str
) -> None:
    with pa.open(trained_root) as archive:
        with pytest.raises(error, match=problem):
            pa.train(archive, technique, **said)
        assert archive.models.names() == ["raman-1"]
    assert list((trained_root / "staging").iterdir()) == []


def test_without_the_old_collection_nothing_is_said_of_it(
    elsewhere: Path, exported: Path, tmp_path: Path
) -> None:
    (tmp_path / "theirs.csv").write_text(theirs())
    with pa.open(elsewhere) as archive:
        pa.import_model(archive, exported)
        pa.ingest(archive, [tmp_path / "theirs.csv"], collection="theirs", tier="open")
        report = pa.train(archive, "raman", start="raman-1", max_epochs=1)
        assert archive.open_model("raman-2").card.derived_from == archive.open_model("raman-1").digest
    assert report.transfer is not None
    assert report.transfer.new is not None
    assert report.transfer.old is None
    assert "unseen samples of the old ones: none in this archive" in report.lines()
