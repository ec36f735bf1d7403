"""The main road, verb by verb, on the simulated collection."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

import pigment_archive as pa
from pigment_archive.demo.collection import DemoFiles
from pigment_archive.errors import ModelError, ModelNotFound, UsageError
from pigment_archive.records import Tier
from pigment_archive.workflows.map import draw_map
from pigment_archive.workflows.models import list_models, promote
from pigment_archive.workflows.release import build_release
from pigment_archive.workflows.search import SearchOptions, search_files
from tests.workflow.conftest import BRIEF


def answers(root: Path, file: Path) -> str:
    with pa.open(root) as archive:
        return search_files(archive, [file], SearchOptions()).answers.model_dump_json()


def test_ingest_again_stores_nothing(trained: Path, demo_files: DemoFiles) -> None:
    before = sorted(trained.glob("accessions/*"))
    with pa.open(trained) as archive:
        report = pa.ingest(archive, [demo_files.reference], collection="other", tier="open")
    assert (report.stored, report.already_here, report.accessions, report.refused) == (0, 864, (), ())
    assert sorted(trained.glob("accessions/*")) == before


def test_a_dry_run_writes_nothing(tmp_path: Path, demo_files: DemoFiles) -> None:
    pa.init(tmp_path / "a")
    before = sorted(tmp_path.rglob("*"))
    with pa.open(tmp_path / "a") as archive:
        report = pa.ingest(archive, [demo_files.reference], dry_run=True)
    assert report.stored == 864
    assert sorted(tmp_path.rglob("*")) == before


def test_records_are_sealed_unless_somebody_says_otherwise(tmp_path: Path, demo_files: DemoFiles) -> None:
    pa.init(tmp_path / "a")
    with pa.open(tmp_path / "a") as archive:
        pa.ingest(archive, [demo_files.unknown])
        assert pa.info(archive).by_tier == {"sealed": 1}
        with pytest.raises(ModelError, match="0 raman spectra of the tiers open"):
            pa.train(archive, "raman")


def test_without_a_model_records_are_stored_and_said_to_be_not_indexed(
    tmp_path: Path, demo_files: DemoFiles
) -> None:
    pa.init(tmp_path / "a")
    with pa.open(tmp_path / "a") as archive:
        report = pa.ingest(archive, [demo_files.unknown], tier="open")
        assert (report.stored, report.not_indexed) == (1, 1)
        assert report.not_indexed_reasons == {"no model for raman yet": 1}
        with pytest.raises(ModelNotFound, match="archive train raman"):
            pa.search(archive, pa.read(demo_files.unknown)[0])


def test_a_stored_spectrum_is_among_its_own_hits_at_distance_zero(
    trained: Path, demo_files: DemoFiles
) -> None:
    file = next(demo_files.reference.rglob("*.txt"))
    with pa.open(trained) as archive:
        answer = pa.search(archive, pa.read(file)[0], top=5)
    assert answer.hits[0].distance == 0.0
    assert answer.hits[0].spectral_similarity == pytest.approx(1.0)
    assert answer.hits[0].simulated


def test_the_unknown_is_found_by_its_spectrum(trained: Path, demo_files: DemoFiles) -> None:
    with pa.open(trained) as archive:
        answer = pa.search(archive, pa.read(demo_files.unknown)[0])
    assert answer.materials[0].material == demo_files.truth
    assert [hit.rank for hit in answer.hits] == list(range(1, 11))


def test_the_public_verbs_stay_verbs_after_use(trained: Path, demo_files: DemoFiles) -> None:
    with pa.open(trained) as archive:
        pa.search(archive, pa.read(demo_files.unknown)[0])
    assert not [name for name in pa.__all__ if name != "__version__" and not callable(getattr(pa, name))]


def test_where_narrows_the_answer(trained: Path, demo_files: DemoFiles) -> None:
    with pa.open(trained) as archive:
        spectrum = pa.read(demo_files.unknown)[0]
        assert {
            hit.material for hit in pa.search(archive, spectrum, where=("material=azurite,malachite",)).hits
        } <= {"azurite", "malachite"}
        assert pa.search(archive, spectrum, where=("collection=nowhere",)).hits == ()


def test_the_public_sees_open_records_alone(trained: Path, demo_files: DemoFiles) -> None:
    with pa.open(trained) as archive:
        pa.ingest(archive, [demo_files.unknown], tier="sealed", collection="secret")
        spectrum = pa.read(demo_files.unknown)[0]
        assert pa.search(archive, spectrum).hits[0].tier == "sealed"
        public = pa.search(archive, spectrum, audience="public")
    assert {hit.tier for hit in public.hits} == {"open"}
    assert "secret" not in public.model_dump_json()


def test_rebuild_gives_the_same_answers_bit_for_bit(trained: Path, demo_files: DemoFiles) -> None:
    before = answers(trained, demo_files.unknown)
    shutil.rmtree(trained / "index")
    with pa.open(trained) as archive:
        built = pa.rebuild(archive).indexes
        assert [(one.tier, one.model, one.records) for one in built] == [(Tier.OPEN, "raman-1", 720)]
    assert answers(trained, demo_files.unknown) == before


def test_verify_is_silent_on_an_intact_archive(trained: Path) -> None:
    with pa.open(trained) as archive:
        report = pa.verify(archive)
    assert report.findings == ()
    assert (report.records, report.indexes) == (864, 1)


def test_verify_names_a_record_missing_from_the_index(trained: Path, demo_files: DemoFiles) -> None:
    with pa.open(trained) as archive:
        victim = pa.search(archive, pa.read(demo_files.unknown)[0]).hits[0].record
        with archive.writing(), archive.index_for_writing(Tier.OPEN, archive.open_model("raman-1")) as index:
            index.delete([victim])
        findings = pa.verify(archive).findings
        assert [finding.where for finding in findings] == [f"index/open/raman-1: record {victim}"]
        pa.rebuild(archive)
        assert pa.verify(archive).findings == ()


def test_encode_gives_means_and_variances(trained: Path, demo_files: DemoFiles) -> None:
    with pa.open(trained) as archive:
        means, variances = pa.encode(archive, pa.read(demo_files.unknown), model="raman-1")
    assert means.shape == variances.shape == (1, 32)
    assert means.dtype == np.float32
    assert (variances > 0).all()


def test_a_second_model_waits_for_promotion(trained: Path) -> None:
    with pa.open(trained) as archive:
        report = pa.train(archive, "raman", latent_dim=32, max_epochs=1, seed=1)
        assert (report.model, report.current) == ("raman-2", False)
        promote(archive, "raman-2")
        assert [(m.name, m.current) for m in list_models(archive).models] == [
            ("raman-1", False),
            ("raman-2", True),
        ]
        assert pa.verify(archive).findings == ()


def test_the_same_data_and_seed_give_the_same_weights(trained: Path) -> None:
    with pa.open(trained) as archive:
        pa.train(archive, "raman", network=BRIEF)
        first, second = (archive.open_model(name).card.sha256 for name in ("raman-1", "raman-2"))
    assert first["weights.safetensors"] == second["weights.safetensors"]


def test_release_publishes_cells_of_ten_objects(trained: Path) -> None:
    with pa.open(trained) as archive:
        report = build_release(archive, "raman-1", cells=8)
        with pytest.raises(UsageError, match="release of that name"):
            build_release(archive, "raman-1", name=report.name)
        with pytest.raises(UsageError, match="letters, digits"):
            build_release(archive, "raman-1", name="../outside")
    assert report.published >= 1
    assert sorted(path.name for path in Path(report.folder).iterdir()) == [
        "README.md",
        "centroids.csv",
        "centroids.parquet",
        "manifest-sha256.txt",
    ]


def test_map_is_one_page(trained: Path, tmp_path: Path) -> None:
    with pa.open(trained) as archive:
        report = draw_map(archive, "raman-1", output=tmp_path / "map.html", method="pca")
        with pytest.raises(UsageError, match="no fact"):
            draw_map(archive, "raman-1", output=tmp_path / "no.html", color_by="colour")
    assert report.points == 720
    assert "all records are simulated" in (tmp_path / "map.html").read_text("utf-8")
