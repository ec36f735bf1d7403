"""`archive diagnose` on stored records: planted artefacts are named, and nothing else is."""

from __future__ import annotations

import csv
import io
import tarfile
from pathlib import Path

import numpy as np
import pytest

import pigment_archive as pa
from pigment_archive.errors import UsageError
from pigment_archive.evaluation.diagnosis import Diagnosis
from pigment_archive.evaluation.findings import Verdict
from pigment_archive.workflows.diagnose import diagnose
from tests.workflow.command import archive

MOST_FILES = 700
SESSIONS = ("monday", "tuesday", "wednesday", "thursday")
COLLECTIONS = ("castle", "museum", "school")


def test_the_command_writes_a_page_and_one_document(trained_root: Path, tmp_path: Path) -> None:
    page = tmp_path / "diagnosis.html"
    ran = archive("diagnose", "raman-1", "--archive", trained_root, "--output", page, "--json")
    assert ran.status == 0, ran.err
    report = Diagnosis.model_validate(ran.document)
    assert report.model == "raman-1"
    assert sum(report.parts.values()) == report.spectra
    order = [finding.verdict for finding in report.findings]
    assert order == sorted(order, key=["act", "look", "ok"].index)
    assert all(finding.remedy for finding in report.findings if finding.verdict is not Verdict.OK)
    html = page.read_text(encoding="utf-8")
    assert html.count("<svg") == len(report.distributions) + len(report.charts) + bool(report.associations)
    assert "<script" not in html
    for finding in report.findings:
        assert finding.code in html


def test_the_command_prints_what_to_do(trained_root: Path) -> None:
    ran = archive("diagnose", "raman-1", "--archive", trained_root)
    assert ran.status == 0, ran.err
    assert "small_classes" in ran.out
    assert "Collect samples" in ran.out


def test_what_cannot_be_examined_is_told(trained_root: Path) -> None:
    with pa.open(trained_root) as opened, pytest.raises(UsageError, match="0 records can be used"):
        diagnose(opened, "raman-1", collections=("elsewhere",))
    assert archive("diagnose", "raman-1", "--archive", trained_root, "--tiers", "secret").status == 2


def test_two_diagnoses_are_the_same(trained_root: Path) -> None:
    with pa.open(trained_root) as opened:
        first, second = (diagnose(opened, "raman-1").model_dump(exclude={"elapsed_s"}) for _ in range(2))
    assert first == second


@pytest.fixture(scope="module")
def planted(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Diagnosis:
    """Real RRUFF spectra under facts dealt out at random: tuesday is shifted by 2 cm-1, the museum coarse."""
    root = tmp_path_factory.mktemp("planted")
    rng = np.random.default_rng(0)
    rows = []
    for name, header, axis, values in _repeated(data_dir):
        session, collection = str(rng.choice(SESSIONS)), str(rng.choice(COLLECTIONS))
        if session == "tuesday":
            axis = axis + 2.0
        if collection == "museum":
            few = np.arange(axis[0], axis[-1], 8.0)
            values = np.interp(axis, few, np.interp(few, axis, values))
        (root / collection).mkdir(exist_ok=True)
        data = "".join(f"{x:.4f}, {y:.4f}\r\n" for x, y in zip(axis, values, strict=True))
        (root / collection / name).write_text(header + data + "##END=\n", encoding="utf-8")
        rows.append({"file": name, "session": session, "instrument_serial": str(rng.choice(["A", "B", "C"]))})
    sheet = root / "facts.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    pa.init(root / "archive")
    with pa.open(root / "archive") as opened:
        for collection in COLLECTIONS:
            pa.ingest(opened, [root / collection], collection=collection, tier="open", sheet=sheet)
        pa.train(opened, "raman", latent_dim=32, max_epochs=5)
        return diagnose(opened, "raman-1", output=root / "page.html")


def _repeated(data_dir: Path):
    """Files of minerals with six spectra or more, as name, header, axis and values."""
    files: dict[str, list[tuple[str, str]]] = {}
    with tarfile.open(
        data_dir / "rruff_raman" / "rruff_excellent_unoriented_train.tar.xz", "r|xz"
    ) as members:
        for member in members:
            content = members.extractfile(member) if member.name.endswith(".txt") else None
            if content is not None:
                name = Path(member.name).name
                files.setdefault(name.split("__")[0], []).append((name, content.read().decode("latin-1")))
    many = [file for mineral in sorted(files) if len(files[mineral]) >= 6 for file in files[mineral]]
    for name, text in many[:MOST_FILES]:
        lines = text.splitlines()
        header = [line for line in lines if line.startswith("##") and not line.startswith("##END")]
        table = [line for line in lines if "," in line and not line.startswith("##")]
        axis, values = np.loadtxt(io.StringIO("\n".join(table)), delimiter=",", unpack=True)
        axis, places = np.unique(axis, return_index=True)
        yield name, "\n".join(header) + "\n", axis, values[places]


def finding(report: Diagnosis, code: str, subject: str):
    (found,) = [one for one in report.findings if (one.code, one.subject) == (code, subject)]
    return found


@pytest.mark.data
def test_the_shifted_session_is_named_with_its_shift(planted: Diagnosis) -> None:
    found = finding(planted, "axis_shift", "session")
    assert found.verdict is Verdict.ACT
    assert [name.split(" (")[0] for name in found.concerns] == ["tuesday"]
    assert found.value == pytest.approx(2.0, abs=0.4)


@pytest.mark.data
def test_the_coarse_collection_is_named(planted: Diagnosis) -> None:
    found = finding(planted, "resolution", "collection")
    assert found.verdict is Verdict.ACT
    assert [name.split(" (")[0] for name in found.concerns] == ["museum"]
    assert found.value > 1.3


@pytest.mark.data
@pytest.mark.parametrize(
    ("code", "subject"),
    [
        ("axis_shift", "collection"),
        ("axis_shift", "instrument_serial"),
        ("resolution", "session"),
        ("resolution", "instrument_serial"),
        ("readable_fact", "instrument_serial"),
        ("clusters_follow_fact", "instrument_serial"),
    ],
)
def test_nothing_else_is_blamed(planted: Diagnosis, code: str, subject: str) -> None:
    found = finding(planted, code, subject)
    assert found.verdict is Verdict.OK
    assert found.concerns == ()


@pytest.mark.data
def test_the_brick_of_the_ochres_is_charted(data_dir: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    pa.init(root)
    with pa.open(root) as opened:
        pa.ingest(opened, [data_dir / "msa_ochre_pxrf" / "native_csv.zip"], technique="xrf", tier="open")
        pa.train(opened, "xrf", latent_dim=32, max_epochs=2)
        report = diagnose(opened, "xrf-1", reference="brickn679")
    sessions = [point.session for point in report.charts[0].points]
    assert len(report.charts) == 3
    assert len(sessions) >= 25
    assert sessions == sorted(sessions)
    axis = next(chart for chart in report.charts if chart.unit == "keV")
    assert max(abs(point.value) for point in axis.points) < 0.002
