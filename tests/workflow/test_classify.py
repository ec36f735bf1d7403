"""`archive classify` and `archive search --together` on the simulated collection."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import pigment_archive as pa
from pigment_archive.demo import originals, plan
from pigment_archive.demo.collection import DEFAULT_SEED, DemoFiles
from pigment_archive.demo.literature import pigments
from pigment_archive.errors import ModelError, UsageError
from pigment_archive.records import Tier
from pigment_archive.workflows.classify import classify_files
from pigment_archive.workflows.search import SearchOptions, search_files
from pigment_archive.workflows.together import fuse
from tests.workflow.command import archive
from tests.workflow.conftest import copy_archive

MALACHITE = "malachite"


@pytest.fixture(scope="module")
def two_techniques(trained_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo archive with a model for reflectance too. Read only."""
    root = tmp_path_factory.mktemp("two") / "archive"
    copy_archive(trained_root, root)
    with pa.open(root) as opened:
        pa.train(opened, "reflectance", latent_dim=32, max_epochs=3)
    yield root
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def same_sample(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Raman and reflectance of one more, simulated sample of malachite."""
    folder = tmp_path_factory.mktemp("same")
    pigment = next(pigment for pigment in pigments() if pigment.name == MALACHITE)
    piece = plan.Piece(pigment, "unknown", None, (plan.VISITING_785.name, plan.REFLECTANCE_SESSIONS[0]))
    raman = originals.delimited_text(piece, plan.VISITING_785, DEFAULT_SEED)
    header, numbers = originals.envi_library([piece], plan.REFLECTANCE_SESSIONS[0], DEFAULT_SEED)
    for name, content in (("a.txt", raman.encode()), ("a.hdr", header.encode()), ("a.sli", numbers)):
        (folder / name).write_bytes(content)
    return [folder / "a.txt", folder / "a.sli"]


@pytest.mark.parametrize("method", ["knn", "logistic", "svm"])
def test_the_unknown_is_classified_as_what_it_is(
    trained_root: Path, demo_files: DemoFiles, method: str
) -> None:
    with pa.open(trained_root) as opened:
        report = classify_files(opened, [demo_files.unknown], method=method)
    (answer,) = report.answers
    assert answer.outcomes[0].value == demo_files.truth
    assert [outcome.rank for outcome in answer.outcomes[:10]] == list(range(1, 11))
    assert 0 < answer.none_of_these < 0.5
    assert sum(outcome.probability for outcome in answer.outcomes) <= 1 + 1e-9
    (classifier,) = report.classifiers
    assert (classifier.model, len(classifier.learnt), classifier.not_learnt) == ("raman-1", 44, ())
    assert sum(one.spectra for one in classifier.learnt) == 720
    assert classifier.calibration.on_unseen


def test_a_material_that_is_not_stored_is_more_probably_none_of_these(
    trained: Path, demo_files: DemoFiles
) -> None:
    with pa.open(trained) as opened:
        with opened.writing(), opened.index_for_writing(Tier.OPEN, opened.open_model("raman-1")) as index:
            victims = [p.record for p in index.scan() if p.payload["material"] == demo_files.truth]
            before = classify_files(opened, [demo_files.unknown], method="logistic").answers[0]
            index.delete(victims)
        after = classify_files(opened, [demo_files.unknown], method="logistic")
    assert demo_files.truth not in {one.value for one in after.classifiers[0].learnt}
    assert after.answers[0].none_of_these > before.none_of_these


def test_any_fact_can_be_told(trained_root: Path, demo_files: DemoFiles) -> None:
    with pa.open(trained_root) as opened:
        report = classify_files(opened, [demo_files.unknown], label="session")
        assert {one.value for one in report.classifiers[0].learnt} >= {"simulated session 1"}
        with pytest.raises(UsageError, match="no fact called 'colour'"):
            classify_files(opened, [demo_files.unknown], label="colour")
        with pytest.raises(ModelError, match="collection cannot be learnt: 1 values"):
            classify_files(opened, [demo_files.unknown], label="collection")
        with pytest.raises(ModelError, match="of its 720 indexed records states instrument_serial"):
            classify_files(opened, [demo_files.unknown], label="instrument_serial")
        with pytest.raises(ModelError, match="none of its 0 indexed records"):
            classify_files(opened, [demo_files.unknown], tiers=("sealed",))


def test_the_command_prints_a_table_and_a_document(
    trained_root: Path, demo_files: DemoFiles, tmp_path: Path
) -> None:
    (tmp_path / "no.txt").write_text("nothing here\n")
    words = ("classify", demo_files.unknown, tmp_path / "no.txt", "--archive", trained_root)
    ran = archive(*words, "--label", "material", "--method", "logistic")
    assert ran.status == 3
    assert demo_files.truth in ran.out.split("(none of these)")[0]
    assert "raman-1: learnt 44 values from 720 spectra" in ran.err
    document = archive(*words, "--json").document
    assert document["answers"][0]["outcomes"][0]["value"] == demo_files.truth
    assert [Path(one["file"]).name for one in document["refused"]] == ["no.txt"]
    assert None in [outcome["value"] for outcome in document["answers"][0]["outcomes"]]


def test_nothing_is_written_by_classifying(trained_root: Path, demo_files: DemoFiles) -> None:
    before = {path: path.stat().st_mtime_ns for path in trained_root.rglob("*") if path.is_file()}
    with pa.open(trained_root) as opened:
        classify_files(opened, [demo_files.unknown])
    after = {path: path.stat().st_mtime_ns for path in trained_root.rglob("*") if path.is_file()}
    assert {p.name for p in set(after) - set(before)} <= {p.name for p in after if "copies" in p.parts}
    assert not [path for path in before if "copies" not in path.parts and after.get(path) != before[path]]


def test_spectra_of_one_sample_give_one_answer(two_techniques: Path, same_sample: list[Path]) -> None:
    with pa.open(two_techniques) as opened:
        answer = fuse(opened, search_files(opened, same_sample, SearchOptions()), SearchOptions())
    first = answer.materials[0]
    assert first.material == MALACHITE
    assert [one.model for one in answer.techniques] == ["raman-1", "reflectance-vnir-1"]
    assert first.evidence == pytest.approx(sum(one or 0 for one in first.by_model.values()))
    assert [len(one.hits) for one in answer.answers] == [10, 10]
    only_raman = [one for one in answer.materials if one.by_model["reflectance-vnir-1"] is None]
    assert all(one.evidence == one.by_model["raman-1"] for one in only_raman)


def test_too_few_samples_to_weigh_a_technique_is_said(two_techniques: Path, same_sample: list[Path]) -> None:
    narrow = SearchOptions(where=("material=azurite",))
    told = pytest.raises(ModelError, match="expected 20 to tell how far they can be believed")
    with pa.open(two_techniques) as opened, told:
        fuse(opened, search_files(opened, same_sample[1:], narrow), narrow)


def test_the_command_answers_together(two_techniques: Path, same_sample: list[Path]) -> None:
    words = ("search", *same_sample, "--together", "--archive", two_techniques)
    ran = archive(*words)
    assert ran.status == 0
    assert "evidence 0 = nothing said" in " ".join(ran.out.split())
    document = archive(*words, "--json").document
    assert set(document) == {"materials", "techniques", "answers"}
    assert len(document["answers"]) == 2
