"""What is not open never reaches anything public: not through a model, not through a cell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import pigment_archive as pa
from pigment_archive.demo.collection import DemoFiles
from pigment_archive.errors import CellTooSmall, DisclosureError
from pigment_archive.records import Tier
from pigment_archive.workflows.models import promote
from pigment_archive.workflows.release import build_release
from tests.workflow.conftest import BRIEF


@pytest.fixture
def with_sealed_model(trained: Path, demo_files: DemoFiles) -> Path:
    """The current model has seen a sealed record."""
    with pa.open(trained) as archive:
        pa.ingest(archive, [demo_files.unknown], tier="sealed", collection="secret")
        pa.train(archive, "raman", tiers=tuple(Tier), network=BRIEF.model_copy(update={"max_epochs": 1}))
        promote(archive, "raman-2")
    return trained


def test_a_model_that_saw_sealed_records_releases_nothing(with_sealed_model: Path) -> None:
    with pa.open(with_sealed_model) as archive:
        with pytest.raises(DisclosureError, match="not open"):
            build_release(archive, "raman-2", cells=8)
        assert build_release(archive, "raman-1", cells=8).published >= 1
    assert [path.name[-2:] for path in (with_sealed_model / "releases").iterdir()] == [".1"]


def test_a_model_that_saw_sealed_records_answers_the_owner_alone(
    with_sealed_model: Path, demo_files: DemoFiles
) -> None:
    with pa.open(with_sealed_model) as archive:
        spectrum = pa.read(demo_files.unknown)[0]
        assert pa.search(archive, spectrum).model == "raman-2"
        with pytest.raises(DisclosureError, match="not open"):
            pa.search(archive, spectrum, audience="public")


def test_records_without_a_name_are_no_objects(trained: Path, tmp_path: Path, demo_files: DemoFiles) -> None:
    known = pa.read(demo_files.unknown)[0]
    rng = np.random.default_rng(0)
    pixels = known.values + rng.normal(0, 1, (40, known.values.size))
    np.savez(tmp_path / "painting.npz", axis=known.axis, values=pixels)
    with pa.open(trained) as archive:
        before = build_release(archive, "raman-1", cells=8)
        report = pa.ingest(archive, [tmp_path / "painting.npz"], tier="open", technique="raman")
        assert report.stored == 40
        after = build_release(archive, "raman-1", cells=8)
    assert (before.unnamed, after.unnamed) == (0, 40)
    assert after.published == before.published
    tables = [(Path(one.folder) / "centroids.csv").read_bytes() for one in (before, after)]
    assert tables[0] == tables[1]


def test_control_named_records_do_count(trained: Path) -> None:
    with pa.open(trained) as archive, pytest.raises(CellTooSmall):
        build_release(archive, "raman-1", cells=300)


def test_a_stricter_tier_than_stored_is_refused_not_ignored(trained: Path, demo_files: DemoFiles) -> None:
    with pa.open(trained) as archive:
        pa.ingest(archive, [demo_files.unknown], tier="open")
        again = pa.ingest(archive, [demo_files.unknown], tier="sealed")
        assert [refusal.code for refusal in again.refused] == ["invalid_fact"]
        assert "already in the tier open" in again.refused[0].reason
        assert pa.ingest(archive, [demo_files.unknown], tier="open").refused == ()
