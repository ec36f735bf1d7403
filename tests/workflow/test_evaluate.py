"""`archive evaluate` on an archive: the whole report, a planted leak, a cross-validation, the command."""

from __future__ import annotations

import tarfile
from pathlib import Path

import numpy as np
import pytest

import pigment_archive as pa
from pigment_archive.cli.app import app
from pigment_archive.encoder.split import Part
from pigment_archive.encoder.split_table import read_split
from pigment_archive.errors import ModelNotFound, UsageError
from pigment_archive.workflows.evaluate import EvaluateOptions, evaluate
from pigment_archive.workflows.evaluate_report import EvaluateReport
from tests.workflow.command import archive as run


def evaluated(root: Path, **said: object) -> EvaluateReport:
    with pa.open(root) as archive:
        return evaluate(archive, "raman-1", **said)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the classifiers, which take most of the time and have tests of their own."""
    monkeypatch.setattr("pigment_archive.workflows.evaluate.classifier_table", lambda *_, **__: None)


def changes(root: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in root.rglob("*")}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluation") / "page.html"


@pytest.fixture(scope="module")
def whole(trained_root: Path, page: Path) -> EvaluateReport:
    """All there is to measure, by the command, as the document it prints."""
    before = changes(trained_root)
    ran = run("evaluate", "raman-1", "--archive", trained_root, "--output", page, "--json")
    assert ran.status == 0, ran.err
    assert changes(trained_root) == before
    return EvaluateReport.model_validate_json(ran.out)


def test_everything_is_measured(whole: EvaluateReport, page: Path) -> None:
    report = whole
    assert sum(report.parts.values()) == report.spectra
    assert {"unseen_samples", "other_laser"} <= {table.name for table in report.evaluation.retrieval}
    assert "materials never seen in training" in report.evaluation.not_asked  # the collection has too few
    assert report.evaluation.leaks == ()
    assert report.evaluation.classifiers is not None
    assert report.evaluation.open_set is not None
    html = page.read_text("utf-8")
    assert html.startswith("<!doctype html>")
    assert "Evaluation of raman-1" in html
    assert "not for publication" not in html


@pytest.mark.usefixtures("quick")
def test_the_same_archive_gives_the_same_tables(trained_root: Path, whole: EvaluateReport) -> None:
    told: list[str] = []
    again = evaluated(trained_root, progress=lambda stage, done, total: told.append(stage))
    assert again.evaluation == whole.evaluation.model_copy(update={"classifiers": None})
    assert {"preparing", "matchers"} <= set(told)


def copy_of(root: Path, part: Part, into: Path) -> tuple[Path, np.ndarray, np.ndarray]:
    """A file with the numbers of a spectrum of a part, twice as strong: other bytes, the same measurement."""
    with pa.open(root) as archive:
        split = read_split(archive.open_model("raman-1").path)
        spectrum = next(
            record.spectrum
            for accession in archive.accessions.ids()
            for record in archive.accessions.read(accession)
            if split.get(record.spectrum.fingerprint()) is part
        )
    lines = [
        f"{x!r},{2.0 * y!r}" for x, y in zip(spectrum.axis.tolist(), spectrum.values.tolist(), strict=True)
    ]
    file = into / "copy.csv"
    file.write_text("Raman shift (cm-1),intensity\n" + "\n".join(lines) + "\n")
    return file, spectrum.axis, spectrum.values


@pytest.mark.usefixtures("quick")
def test_a_planted_leak_is_found_and_not_asked(trained: Path, tmp_path: Path) -> None:
    file, _, _ = copy_of(trained, Part.TRAINING, tmp_path)
    with pa.open(trained) as archive:
        stored = pa.ingest(
            archive,
            [file],
            collection="planted",
            tier="open",
            technique="raman",
            facts={"material": "cinnabar"},
        )
    assert stored.stored == 1
    report = evaluated(trained)
    (leak,) = report.evaluation.leaks
    assert (leak.kind, leak.part) == ("near_duplicate", "outside")
    assert "outside" not in {table.name for table in report.evaluation.retrieval}
    assert "LEAKS: 1 unseen spectra" in "\n".join(report.lines())


@pytest.mark.usefixtures("quick")
def test_a_stranger_that_is_no_copy_is_asked(trained: Path, tmp_path: Path) -> None:
    file, axis, values = copy_of(trained, Part.TRAINING, tmp_path)
    noisy = values + np.random.default_rng(0).normal(0, 0.05 * np.ptp(values), values.size)
    lines = [f"{x!r},{y!r}" for x, y in zip(axis.tolist(), noisy.tolist(), strict=True)]
    file.write_text("Raman shift (cm-1),intensity\n" + "\n".join(lines) + "\n")
    with pa.open(trained) as archive:
        pa.ingest(archive, [file], collection="planted", tier="open", technique="raman",
                  facts={"material": "cinnabar"})  # fmt: skip
    assert evaluated(trained).evaluation.leaks == ()


@pytest.mark.usefixtures("quick")
def test_folds_train_anew_and_leave_no_model(trained_root: Path, whole: EvaluateReport) -> None:
    twice = evaluated(trained_root, folds=2)
    queries = [
        next(t.queries for t in r.evaluation.retrieval if t.name == "unseen_samples") for r in (whole, twice)
    ]
    assert queries[0] < queries[1] < 3 * queries[0]
    assert sum(twice.parts.values()) == 2 * twice.spectra
    with pa.open(trained_root) as archive:
        assert archive.models.names() == ["raman-1"]


def test_what_cannot_be_measured_is_refused(trained_root: Path) -> None:
    with pytest.raises(UsageError, match="0 records can be used"):
        evaluated(trained_root, collections=("nowhere",))
    with pytest.raises(UsageError, match="less than or equal to 10"):
        evaluated(trained_root, folds=11)
    with pa.open(trained_root) as archive, pytest.raises(ModelNotFound):
        evaluate(archive, "raman-9")


@pytest.mark.usefixtures("quick")
def test_the_command_prints_tables(
    trained_root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    app(["evaluate", "raman-1", "--archive", str(trained_root)], standalone_mode=False)
    said = capsys.readouterr().out
    for words in ("Retrieval: unseen samples", "square-root cosine, prepared", "Reconstruction", "Open set"):
        assert words in said


@pytest.mark.data
@pytest.mark.long
def test_real_spectra_and_models_that_learned_nothing(data_dir: Path, tmp_path: Path) -> None:
    """A slice of RRUFF: spectra and PCA find what is there, a brief training some of it, chance nothing."""
    tar = data_dir / "rruff_raman" / "rruff_excellent_unoriented_train.tar.xz"
    with tarfile.open(tar, "r|xz") as members:
        for member in members:
            if member.name.endswith(".txt") and "/A" in f"/{Path(member.name).name}":
                member.name = Path(member.name).name
                members.extract(member, tmp_path / "files", filter="data")
    pa.init(tmp_path / "archive")
    with pa.open(tmp_path / "archive") as archive:
        pa.ingest(archive, [tmp_path / "files"], collection="rruff", tier="open")
        pa.train(archive, "raman", max_epochs=30)
    report = evaluated(tmp_path / "archive", options=EvaluateOptions())
    (table,) = (one for one in report.evaluation.retrieval if one.name == "repeats")
    rows = {row.matcher: row.strict.top[1] for row in table.rows}
    assert rows["square_root_cosine"].value > 0.5
    assert rows["pca_32"].value > 0.4
    assert rows["latent"].value > rows["shuffled"].value
    assert rows["shuffled"].value < 0.1
