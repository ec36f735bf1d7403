"""`archive check`: what it says about good and bad files, how it ends, and that it writes nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import jsonschema
import numpy as np
import pytest

import pigment_archive as pa
from pigment_archive.cli.app import main
from pigment_archive.errors import UsageError
from pigment_archive.quality import THRESHOLDS, Check, Verdict
from pigment_archive.readers import scan
from pigment_archive.records import Tier
from pigment_archive.workflows.check import CheckReport
from pigment_archive.workflows.checking import counts_of, findings_of, notes_of
from pigment_archive.workflows.schemas import schemas
from tests.unit.quality.samples import clean
from tests.workflow.command import Ran, archive

LABELS = "material,session,session_reference"


def write(path: Path, values: np.ndarray, axis: np.ndarray | None = None) -> Path:
    """Two columns of a Raman spectrum."""
    places = clean().axis if axis is None else axis
    rows = "".join(f"{x:.2f},{y:.4f}\n" for x, y in zip(places, values, strict=True))
    path.write_text("Raman shift (cm-1),intensity\n" + rows)
    return path


def write_matrix(path: Path, rows: Sequence[tuple[str, np.ndarray]], axis: np.ndarray) -> Path:
    """One Raman spectrum a row, with labels in front."""
    lines = [f"{LABELS}," + ",".join(f"{x:.2f} cm-1" for x in axis)]
    lines += [f"{labels}," + ",".join(f"{y:.4f}" for y in values) for labels, values in rows]
    path.write_text("\n".join(lines) + "\n")
    return path


def found(report: CheckReport, check: Check) -> list[Verdict]:
    return [finding.verdict for each in report.checked for finding in each.findings if finding.check is check]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def door(tmp_path: Path, capsys, monkeypatch) -> Callable[..., Ran]:
    """The command line in this process: the reading processes need to start only once."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["archive", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def good(tmp_path: Path) -> Path:
    folder = tmp_path / "good"
    folder.mkdir()
    for mineral in range(3):
        write(folder / f"{mineral}.csv", clean(mineral=mineral, seed=mineral).values)
    return folder


@pytest.fixture
def kept(good: Path, tmp_path: Path) -> Path:
    """An archive with the good spectra, sealed."""
    root = tmp_path / "kept"
    pa.init(root)
    with pa.open(root) as opened:
        pa.ingest(opened, [good], collection="own", tier="sealed")
    return root


def test_a_folder_of_good_files_passes_without_an_archive(good: Path, tmp_path: Path) -> None:
    ran = archive("check", good, cwd=tmp_path)
    assert ran.status == 0
    assert "3 spectra checked: 0 failed, 0 with warnings, 0 refused" in ran.out
    assert "no archive to compare with" in ran.out
    assert THRESHOLDS.id in ran.out
    assert ran.err == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good"]


def test_a_failed_check_and_a_refused_file_are_status_3(good: Path, door) -> None:
    write(good / "flat.csv", np.full(clean().axis.size, 5.0))
    (good / "empty.csv").write_bytes(b"")
    ran = door("check", good, "--json")
    assert ran.status == 3
    jsonschema.validate(ran.document, schemas()["check.json"])
    assert ran.document["summary"]["flat"] == {"ok": 3, "warning": 0, "failed": 1, "not_applicable": 0}
    assert [Path(refusal["file"]).name for refusal in ran.document["refused"]] == ["empty.csv"]
    assert ran.document["archive"] is None
    shown = door("check", good)
    assert shown.status == 3
    assert f"{good / 'flat.csv'}\n    failed   flat: the values vary by 0 of their size\n" in shown.out
    assert str(good / "0.csv") not in shown.out
    assert "remedy  flat: Check the exposure" in shown.err
    assert "refused" in shown.err


def test_warnings_alone_are_status_0(tmp_path: Path, door) -> None:
    values = np.array(clean().values)
    values[700] += 0.3 * np.ptp(values)
    ran = door("check", write(tmp_path / "spike.csv", values))
    assert ran.status == 0
    assert "warning  spikes: 1 points are spikes, the tallest 0.3" in ran.out


def test_an_empty_folder_has_nothing_to_check(tmp_path: Path, door) -> None:
    (tmp_path / "empty").mkdir()
    ran = door("check", tmp_path / "empty")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("0 spectra checked: 0 failed")


@pytest.mark.parametrize(
    ("words", "status"),
    [(("check", "nowhere.csv"), 2), (("check", ".", "--archive", "nowhere"), 51), (("check",), 2)],
    ids=["missing path", "missing archive", "no path"],
)
def test_what_cannot_be_asked_is_one_line(words: tuple[str, ...], status: int, door) -> None:
    ran = door(*words)
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (status, "", 1)


def test_against_an_archive_what_is_there_is_found_and_nothing_is_written(
    good: Path, kept: Path, door
) -> None:
    write(good / "copy.csv", 3.0 * clean(mineral=1, seed=1).values + 20.0)
    before = snapshot(kept)
    ran = door("check", good, "--archive", kept, "--json")
    assert ran.status == 0
    assert snapshot(kept) == before
    assert ran.document["archive"] == str(kept)
    bad = {
        (Path(each["file"]).name, finding["check"], finding["about"])
        for each in ran.document["checked"]
        for finding in each["findings"]
        if finding["verdict"] == "warning"
    }
    duplicated = {(f"{number}.csv", "duplicated_bytes", "sealed") for number in range(3)}
    copies = {("copy.csv", "near_duplicate", None), ("1.csv", "near_duplicate", None)}
    assert bad == duplicated | copies


def test_the_files_of_the_archive_itself_are_left_out(kept: Path) -> None:
    with pa.open(kept) as opened:
        assert len(pa.check(opened, [kept.parent]).checked) == 3


def test_the_drift_of_a_session_is_found_from_the_labels_of_the_files(tmp_path: Path) -> None:
    axis, silicon = clean().axis[::2], [clean(mineral=9, seed=seed).values for seed in range(3)]
    moved = np.interp(axis, clean().axis + 3.0, silicon[1])
    azurite = clean(seed=5).values[::2]
    rows = [
        ("silicon,day 1,silicon", silicon[0][::2]),
        ("silicon,day 2,silicon", moved),
        ("azurite,day 2,silicon", azurite),
        ("azurite,,", clean(seed=6).values[::2]),
    ]
    report = pa.check(None, [write_matrix(tmp_path / "days.csv", rows, axis)], technique="raman")
    silent, warning = Verdict.NOT_APPLICABLE, Verdict.WARNING
    assert found(report, Check.AXIS_SHIFT) == [silent, warning, warning, silent]
    shifts = [each.findings[-1].value for each in report.checked]
    assert shifts[1] == shifts[2] == pytest.approx(3.0, abs=0.2)


def test_shuffled_labels_are_found_and_unshuffled_ones_are_not(tmp_path: Path) -> None:
    names = ["azurite", "malachite", "cinnabar", "orpiment"]
    spectra = [clean(mineral=mineral, seed=mineral).values for mineral in range(4)]
    axis = clean().axis

    def label_conflicts(said: list[str]) -> int:
        rows = [(f"{name},,", values) for name, values in zip(names + said, spectra * 2, strict=True)]
        path = write_matrix(tmp_path / "rows.csv", rows, axis)
        return found(pa.check(None, [path], technique="raman"), Check.OTHER_NAME).count(Verdict.FAILED)

    assert label_conflicts(names) == 0
    assert label_conflicts([name.upper() for name in names]) == 0
    assert label_conflicts(names[1:] + names[:1]) == 8


@pytest.mark.parametrize(("tier", "told"), [(Tier.OPEN, False), (Tier.SEALED, True)])
def test_a_note_of_an_open_record_never_tells_about_a_sealed_one(
    kept: Path, tmp_path: Path, tier: Tier, told: bool
) -> None:
    copy = write(tmp_path / "copy.csv", 3.0 * clean(mineral=1, seed=1).values + 20.0)
    with pa.open(kept) as opened:
        batch = [(item, s, s.facts, s.technique, tier) for item in scan([copy]) for s in item.spectra]
        (findings,) = findings_of(opened, batch)
    assert counts_of([findings]) == {"near_duplicate": 1}
    notes = notes_of(findings, tier)
    assert [note.code for note in notes] == (["check_near_duplicate"] if told else [])


def test_an_unknown_technique_is_a_usage_error(good: Path) -> None:
    with pytest.raises(UsageError):
        pa.check(None, [good], technique="ramen")
