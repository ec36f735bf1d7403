"""What waits for review is listed, answered, corrected or taken out of use; each answer is one amendment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pigment_archive as pa
from pigment_archive.demo.collection import DemoFiles
from pigment_archive.errors import UsageError, WriteFailed
from pigment_archive.records import Note, Record, Status
from pigment_archive.storage.ledger import Event, Ledger
from pigment_archive.workflows import gathering
from pigment_archive.workflows.waiting import waiting
from tests.workflow.command import archive


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive with a file in micrometres and percent, and a Raman file; neither says what it is."""
    root = tmp_path / "archive"
    pa.init(root)
    axis = np.linspace(0.4, 1.0, 200)
    (tmp_path / "fors.csv").write_text("".join(f"{x:.4f},{20 + 30 * x:.3f}\n" for x in axis))
    (tmp_path / "bare.txt").write_text("".join(f"{150 + 4 * i},{(7 * i) % 97}\n" for i in range(290)))
    with pa.open(root) as opened:
        pa.ingest(opened, [tmp_path / "fors.csv"], tier="open")
        pa.ingest(opened, [tmp_path / "bare.txt"])
    return root


def records(root: Path) -> dict[str, Record]:
    """All records by the name of their file; everything is verified on the way."""
    with pa.open(root) as opened:
        assert pa.verify(opened).findings == ()
        found = [r for a in opened.accessions.ids() for r in opened.accessions.read(a)]
    return {Path(record.provenance.source).name: record for record in found}


def review(root: Path, **said: Any) -> Any:
    with pa.open(root) as opened:
        return pa.review(opened, **said)


def amendments(root: Path) -> int:
    return sum(line.event == Event.ACCESSION_AMENDED for line in Ledger(root).lines())


FORS = {"technique": "reflectance", "unit": "um", "quantity": "reflectance", "percent": True}


def test_what_waits_is_listed_by_what_is_not_known(root: Path) -> None:
    with pa.open(root) as opened:
        listed = waiting(opened)
    (group,) = listed.groups
    assert group.reason == (
        "the technique is not stated; the unit of the axis is not stated; "
        "what the values measure is not stated"
    )
    one = next(record for record in group.records if record.file == "fors.csv")
    assert (one.points, one.first, one.last, one.axis_kind) == (200, 0.4, 1.0, "unknown")
    assert (one.lowest, one.highest) == (32.0, 50.0)


def test_an_answer_converts_once_and_settles_the_record(root: Path) -> None:
    before = records(root)["fors.csv"]
    report = review(root, **FORS, records=(before.record,))
    assert (len(report.changed), report.now_active, report.still_waiting) == (1, 1, 0)
    assert len(report.accessions) == amendments(root) == 1
    after = records(root)["fors.csv"]
    np.testing.assert_allclose(after.spectrum.axis, before.spectrum.axis * 1000)
    np.testing.assert_allclose(after.spectrum.values, before.spectrum.values / 100)
    assert (after.technique, after.status, after.review) == ("reflectance", Status.ACTIVE, None)
    codes = [note.code for note in after.provenance.notes[len(before.provenance.notes) :]]
    assert codes == ["axis_stated", "unit_converted", "quantity_stated", "percent_to_fraction"]
    by = after.provenance.stated["technique"]
    assert by.startswith("review 20")
    assert set(after.provenance.stated) == {"tier", "technique", "axis_unit", "quantity", "percent"}
    assert after.provenance.sha256 == before.provenance.sha256
    again = review(root, technique="reflectance", unit="um", records=(before.record,))
    assert (again.changed, again.unchanged, amendments(root)) == ((), 1, 1)


def test_an_answer_is_for_all_that_wait_and_one_answer_may_not_be_enough(root: Path) -> None:
    report = review(root, technique="raman", where=("tier=sealed",))
    assert [(one.file, one.status) for one in report.changed] == [("bare.txt", Status.NEEDS_REVIEW)]
    assert "unit of the axis" in str(report.changed[0].review)
    assert review(root, technique="raman").unchanged == 1
    assert {record.technique for record in records(root).values()} == {"raman"}


def test_a_dry_run_shows_and_writes_nothing(root: Path) -> None:
    report = review(root, **FORS, where=("tier=open",), dry_run=True)
    assert "status: needs_review -> active" in report.changed[0].changes
    assert "axis: unknown from 0.4 to 1 -> wavelength from 400 to 1000" in report.changed[0].changes
    assert (report.accessions, amendments(root)) == ((), 0)
    assert records(root)["fors.csv"].status is Status.NEEDS_REVIEW


def test_a_sheet_answers_and_corrects(root: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.csv"
    facts.write_text(
        "file,technique,axis,unit,quantity,percent,material,tier\n"
        "fors.csv,FORS,wavelength,um,reflectance,yes,azurite,open\n"
        "bare.txt,raman,raman shift,cm-1,intensity,,ochre,\n"
        "none.txt,raman,,,,,,\n"
    )
    report = review(root, sheet=facts)
    assert (report.now_active, len(report.accessions), report.sheet.rows_unused) == (2, 2, (4,))
    found = records(root)
    assert found["fors.csv"].facts.material.name == "azurite"
    assert found["fors.csv"].provenance.stated["material"].endswith(", sheet facts.csv, row 2")
    facts.write_text("file,material\nfors.csv,lazurite\n")
    assert len(review(root, sheet=facts).changed) == 1
    assert records(root)["fors.csv"].facts.material.name == "lazurite"
    assert amendments(root) == 3


def test_what_cannot_be_is_refused_and_the_rest_is_answered(root: Path, tmp_path: Path) -> None:
    report = review(root, technique="reflectance", unit="um", quantity="reflectance")
    assert sorted((one.file, one.code) for one in report.refused) == [
        ("bare.txt", "invalid_fact"),
        ("fors.csv", "invalid_fact"),
    ]
    assert (report.changed, amendments(root)) == ((), 0)
    facts = tmp_path / "facts.csv"
    facts.write_text("file,tier,material\nfors.csv,sealed,x\nbare.txt,sealed,y\n")
    report = review(root, sheet=facts)
    assert [one.file for one in report.refused] == ["fors.csv"]
    assert [one.file for one in report.changed] == ["bare.txt"]


def test_a_record_is_taken_out_of_use_and_stays_out(root: Path) -> None:
    report = review(root, deprecate="measured on the frame", where=("tier=sealed",))
    assert [one.status for one in report.changed] == [Status.DEPRECATED]
    record = records(root)["bare.txt"]
    assert record.provenance.notes[-1].text.startswith("measured on the frame, by review 20")
    refused = review(root, technique="raman", records=(record.record,)).refused
    assert "deprecated" in refused[0].reason
    with pa.open(root) as opened:
        assert waiting(opened).waiting == 1


def with_note(code: str) -> Callable[..., Any]:
    """Gathering as if the reader had made this note."""
    scan = gathering.scan

    def noted(*paths: object, **options: object) -> Any:
        made = Note(code=code, text="the file lists peaks")
        for item in scan(*paths, **options):  # type: ignore[arg-type]
            yield replace(item, spectra=tuple(s.changed(notes=(*s.notes, made)) for s in item.spectra))

    return noted


def test_a_list_of_peaks_waits_until_a_person_accepts_it(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"{150 + 40 * i},{i}\n" for i in range(29))
    (tmp_path / "peaks.csv").write_text(f"Raman shift (cm-1),intensity\n{rows}")
    monkeypatch.setattr(gathering, "scan", with_note("peak_table"))
    with pa.open(root) as opened:
        report = pa.ingest(opened, [tmp_path / "peaks.csv"], collection="peaks")
    assert report.review_reasons == {"a list of peaks is no continuous spectrum": 1}
    still = review(root, facts=("material=x",), where=("collection=peaks",))
    assert still.changed[0].review == "a list of peaks is no continuous spectrum"
    accepted = review(root, accept=True, where=("collection=peaks",))
    assert accepted.now_active == 1
    assert records(root)["peaks.csv"].provenance.notes[-1].code == "peak_table_accepted"


@pytest.mark.parametrize(
    ("answer", "technique"), [({"accept": True}, "raman"), ({"technique": "raman"}, "raman")]
)
def test_a_contradicted_technique_is_settled_by_a_person(
    root: Path, tmp_path: Path, answer: dict[str, Any], technique: str
) -> None:
    rows = "".join(f"{150 + 4 * i},{i % 7}\n" for i in range(290))
    (tmp_path / "said.csv").write_text(f"Raman shift (cm-1),intensity\n{rows}")
    with pa.open(root) as opened:
        report = pa.ingest(opened, [tmp_path / "said.csv"], technique="xrf", collection="said")
    assert report.needs_review == 1
    assert review(root, **answer, where=("collection=said",)).now_active == 1
    assert records(root)["said.csv"].technique == technique


def test_an_answered_record_is_searchable_and_rebuild_agrees(
    trained: Path, tmp_path: Path, demo_files: DemoFiles
) -> None:
    known = pa.read(demo_files.unknown)[0]
    bare = tmp_path / "bare.txt"
    bare.write_text(
        "".join(f"{x!r},{y!r}\n" for x, y in zip(known.axis.tolist(), known.values.tolist(), strict=True))
    )
    with pa.open(trained) as opened:
        pa.ingest(opened, [bare], tier="open", collection="bare")
        assert "bare" not in {hit.collection for hit in pa.search(opened, known, top=3).hits}
        pa.review(opened, technique="raman", unit="cm-1", quantity="intensity")
        (first, *_) = pa.search(opened, known, top=3).hits
        assert (first.collection, first.distance) == ("bare", 0.0)
        assert pa.verify(opened).findings == ()
        pa.rebuild(opened)
        assert pa.verify(opened).findings == ()
        pa.review(opened, deprecate="test", where=("collection=bare",))
        assert "bare" not in {hit.collection for hit in pa.search(opened, known, top=3).hits}
        assert pa.verify(opened).findings == ()


def test_a_full_disk_leaves_every_accession_as_it_was_or_as_it_should_be(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    move = pa.storage.files.move  # type: ignore[attr-defined]

    def full_at_the_second(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise WriteFailed("cannot be written: no space left", where=str(target))
        move(source, target)

    monkeypatch.setattr("pigment_archive.storage.files.move", full_at_the_second)
    with pytest.raises(WriteFailed):
        review(root, technique="raman")
    monkeypatch.undo()
    assert sorted(str(record.technique) for record in records(root).values()) == ["None", "raman"]
    assert len(review(root, technique="raman").changed) == 1
    assert {record.technique for record in records(root).values()} == {"raman"}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"deprecate": "x"},
        {"axis": "colour"},
        {"technique": "raman", "records": ("1234",)},
        {"technique": "raman", "records": ("00000000-0000",)},
        {"technique": "raman", "where": ("materiall=x",)},
    ],
)
def test_an_answer_that_cannot_be_is_a_usage_error(root: Path, said: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        review(root, **said)
    assert amendments(root) == 0


def test_on_the_command_line(root: Path) -> None:
    listed = archive("review", "--archive", root, "--json").document
    assert listed["waiting"] == 2
    ids = {one["file"]: one["record"] for one in listed["groups"][0]["records"]}
    shown = archive("review", "--archive", root)
    assert "2 wait: the technique is not stated" in shown.out
    assert ids["bare.txt"][:8] in shown.out
    words = ("--technique", "raman", "--axis", "raman_shift", "--quantity", "intensity")
    done = archive("review", ids["bare.txt"][:8], *words, "--archive", root)
    assert done.status == 0
    assert "1 changed, 0 as they were, 1 no longer wait, 0 still wait, 0 refused" in done.out
    wrong = archive("review", "--unit", "keV", "--technique", "raman", "--archive", root)
    assert wrong.status == 2
    assert "raman is measured over raman_shift, not energy" in " ".join(wrong.err.split())


def test_what_is_wrong_for_all_records_is_said_once(root: Path) -> None:
    with pytest.raises(UsageError, match="needs its unit"):
        review(root, axis="wavelength")
    assert amendments(root) == 0


def test_records_out_of_use_are_listed_when_asked_for(root: Path) -> None:
    review(root, deprecate="measured on the frame", where=("tier=sealed",))
    with pa.open(root) as opened:
        listed = waiting(opened, where=("status=deprecated",))
    (group,) = listed.groups
    assert (listed.waiting, group.status, [one.file for one in group.records]) == (
        0, Status.DEPRECATED, ["bare.txt"],
    )  # fmt: skip
    assert group.reason.startswith("measured on the frame")
    shown = archive("review", "--where", "status=deprecated", "--archive", root)
    assert "1 deprecated: measured on the frame" in shown.out
