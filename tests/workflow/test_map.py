"""`archive map`: pages and figures of what is indexed, and what it refuses before it computes anything."""

from __future__ import annotations

from pathlib import Path

import pytest

import pigment_archive as pa
from pigment_archive.demo.collection import DemoFiles
from pigment_archive.errors import UsageError
from pigment_archive.workflows import map_reading
from pigment_archive.workflows.map import draw_map
from tests.workflow.command import archive as run


def test_a_page_a_picture_and_a_drawing_are_told_by_their_suffix(trained_root: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"map{suffix}" for suffix in (".html", ".PNG", ".svg")]
    with pa.open(trained_root) as archive:
        reports = [draw_map(archive, "raman-1", output=file, method="pca") for file in files]
        with pytest.raises(UsageError, match=r"\.html, \.png, \.svg"):
            draw_map(archive, "raman-1", output=tmp_path / "map.pdf", method="pca")
    assert [file.read_bytes()[:4] for file in files] == [b"<!DO", b"\x89PNG", b"<?xm"]
    assert all("all records are simulated" in file.read_text("utf-8") for file in (files[0], files[2]))
    assert {(report.points, report.left_out, report.color_by) for report in reports} == {(720, 0, "material")}
    assert reports[0].warnings == ("all records are simulated",)
    assert not (tmp_path / "map.pdf").exists()


def test_conditions_choose_the_records(trained_root: Path, tmp_path: Path) -> None:
    with pa.open(trained_root) as archive:
        output = tmp_path / "map.html"
        chosen = draw_map(
            archive, "raman-1", output=output, method="pca", where=("material=azurite,malachite",)
        )
        assert 3 <= chosen.points < 720
        with pytest.raises(UsageError, match="there are 0 records to map"):
            draw_map(archive, "raman-1", output=output, method="pca", where=("material=nothing",))


@pytest.mark.parametrize(("fact", "problem"), [("colour", "no fact called"), ("object_title", "states its")])
def test_a_fact_nobody_states_colours_nothing(
    fact: str, problem: str, trained_root: Path, tmp_path: Path
) -> None:
    with pa.open(trained_root) as archive, pytest.raises(UsageError, match=problem):
        draw_map(archive, "raman-1", output=tmp_path / "map.html", method="pca", color_by=fact)


def test_a_map_of_closed_records_says_so(trained: Path, demo_files: DemoFiles, tmp_path: Path) -> None:
    with pa.open(trained) as archive:
        pa.ingest(archive, [demo_files.unknown], tier="sealed", collection="secret")
        report = draw_map(archive, "raman-1", output=tmp_path / "map.html", method="pca", color_by="tier")
    assert report.points == 721
    assert report.warnings[0] == "with records that are not open: not for publication"


def test_too_many_records_are_drawn_by_lot_the_same_way_twice(
    trained_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_reading, "MOST_RECORDS", 100)
    pages = []
    with pa.open(trained_root) as archive:
        for name in ("a.html", "b.html"):
            report = draw_map(archive, "raman-1", output=tmp_path / name, method="pca")
            pages.append((tmp_path / name).read_bytes())
    assert (report.points, report.left_out) == (100, 620)
    assert "620 more records are left out, drawn by lot" in report.warnings
    assert pages[0] == pages[1]


def test_a_place_that_cannot_be_written_is_said_before_the_work(trained_root: Path, tmp_path: Path) -> None:
    with pa.open(trained_root) as archive, pytest.raises(UsageError, match="no such folder"):
        draw_map(archive, "raman-1", output=tmp_path / "nowhere" / "map.html", method="pca")


def test_the_command_takes_lists(trained_root: Path, tmp_path: Path) -> None:
    place = ("--archive", trained_root, "--output", tmp_path / "map.html", "--json")
    few = ("--where", "material=azurite,malachite")
    drawn = run("map", "raman-1", "--method", "tsne", "--neighbors", "5,10", *few, *place)
    assert drawn.document["panels"] == ["perplexity = 5", "perplexity = 10"]
    wrong = run("map", "raman-1", "--neighbors", "5;10", *place)
    assert (wrong.status, wrong.document["error"]) == (2, "usage")
    assert "whole numbers with commas" in wrong.document["problem"]
