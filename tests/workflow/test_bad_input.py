"""Bad input gets one line with where, what and remedy, the documented exit status, and nothing written."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.demo.collection import DemoFiles
from pigment_archive.storage.lock import ArchiveLock
from tests.workflow.command import archive


def empty(path: Path) -> None:
    path.write_bytes(b"")


def random_bytes(path: Path) -> None:
    path.write_bytes(np.random.default_rng(0).bytes(4096))


def zeros(path: Path) -> None:
    path.write_bytes(bytes(4096))


def not_rising(path: Path) -> None:
    path.write_text("# technique: raman\n100,1\n102,2\n101,3\n103,4\n104,2\n105,3\n106,1\n")


def mostly_missing(path: Path) -> None:
    rows = [f"{100 + 2 * i},{'nan' if i % 3 else 1.5}" for i in range(300)]
    path.write_text("# technique: raman\n" + "\n".join(rows))


def axis_not_finite(path: Path) -> None:
    path.write_text(
        "# technique: raman\n" + "\n".join(f"{'nan' if i == 3 else i},{i % 5}" for i in range(50))
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad") / "archive"
    assert archive("init", "--archive", folder).status == 0
    return folder


def snapshot(root: Path) -> list[tuple[str, int]]:
    files = [path for path in root.rglob("*") if path.is_file() and path.name != "lock"]
    return sorted((str(p), p.stat().st_mtime_ns) for p in files if p.parts[-3] != "quarantine")


@pytest.mark.parametrize(
    ("make", "status", "code"),
    [
        (empty, 12, "truncated"),
        (random_bytes, 11, "unknown_format"),
        (zeros, 11, "unknown_format"),
        (not_rising, 14, "inconsistent"),
        (mostly_missing, 14, "inconsistent"),
        (axis_not_finite, 14, "inconsistent"),
    ],
)
def test_a_bad_file_is_refused_by_search_and_ingest(
    root: Path, tmp_path: Path, make: Callable[[Path], None], status: int, code: str
) -> None:
    bad = tmp_path / "bad.txt"
    make(bad)
    before = snapshot(root)
    asked = archive("search", bad, "--archive", root)
    assert (asked.status, asked.out) == (status, "")
    assert len(asked.err.splitlines()) == 1
    assert "bad.txt" in asked.err
    told = archive("search", bad, "--archive", root, "--json")
    assert told.status == status
    assert told.document["error"] == code
    assert told.document["remedy"] or told.document["problem"]
    brought = archive("ingest", bad, "--archive", root, "--json")
    assert brought.status == 3
    assert [refusal["code"] for refusal in brought.document["refused"]] == [code]
    assert brought.document["stored"] == 0
    assert snapshot(root) == before
    assert any((root / "quarantine").iterdir())


def test_one_bad_file_never_stops_a_batch(root: Path, tmp_path: Path, demo_files: DemoFiles) -> None:
    batch = tmp_path / "batch"
    batch.mkdir()
    empty(batch / "a-bad.txt")
    (batch / "good.txt").write_bytes(demo_files.unknown.read_bytes())
    zeros(batch / "z-bad.spc")
    report = archive("ingest", batch, "--archive", root, "--json")
    assert report.status == 3
    assert report.document["stored"] == 1
    assert len(report.document["refused"]) == 2


@pytest.mark.parametrize("command", ["search", "ingest"])
def test_a_missing_file_is_a_usage_error(root: Path, command: str) -> None:
    ran = archive(command, "nowhere.txt", "--archive", root)
    assert (ran.status, ran.out) == (2, "")
    assert "nowhere.txt" in ran.err
    assert len(ran.err.splitlines()) == 1


def outside(path: Path) -> None:
    rows = "".join(f"{2000 + 2 * i},{i % 7}\n" for i in range(300))
    path.write_text("Raman shift (cm-1),intensity\n" + rows)


def flat(path: Path) -> None:
    path.write_text("Raman shift (cm-1),intensity\n" + "".join(f"{100 + 2 * i},5\n" for i in range(700)))


def without_units(path: Path) -> None:
    path.write_text("".join(f"{100 + 2 * i},{i % 7}\n" for i in range(700)))


@pytest.mark.parametrize(("make", "status"), [(outside, 31), (flat, 32), (without_units, 41)])
def test_a_question_that_cannot_be_asked_names_its_file(
    trained_root: Path, tmp_path: Path, make: Callable[[Path], None], status: int
) -> None:
    make(tmp_path / "strange.csv")
    ran = archive("search", tmp_path / "strange.csv", "--archive", trained_root)
    assert (ran.status, ran.out) == (status, "")
    assert "strange.csv: " in ran.err
    assert len(ran.err.splitlines()) == 1


def hostile_tar(path: Path, spectrum: bytes) -> None:
    """Members whose names are undecodable, coloured, climbing, absolute, endless; links and devices."""
    names = ["good.txt", "b\udcff.txt", "\x1b[31mred.txt", "../up.txt", "/root.txt", "a\nb.txt", "l" * 600]
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as container:
        for i, name in enumerate(names):
            content = spectrum + b" " * i
            member = tarfile.TarInfo(name)
            member.size = len(content)
            container.addfile(member, io.BytesIO(content))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            member = tarfile.TarInfo(f"kind-{kind.decode()}")
            member.type, member.linkname = kind, "/etc/passwd"
            container.addfile(member)


def test_hostile_names_in_a_container_do_not_stop_it(tmp_path: Path, demo_files: DemoFiles) -> None:
    root = tmp_path / "fresh"
    archive("init", "--archive", root)
    hostile_tar(tmp_path / "hostile.tar", demo_files.unknown.read_bytes())
    shown = archive("ingest", tmp_path / "hostile.tar", "--archive", root, "--dry-run")
    assert "\x1b" not in shown.out + shown.err
    report = archive("ingest", tmp_path / "hostile.tar", "--archive", root, "--json")
    assert (report.status, report.document["stored"]) == (3, 5)
    assert {refusal["code"] for refusal in report.document["refused"]} == {"inconsistent"}
    assert len(report.document["refused"]) == 6
    assert archive("ingest", tmp_path / "hostile.tar", "--archive", root, "--json").document["stored"] == 0
    assert archive("verify", "--archive", root).status == 0


def test_an_empty_container_is_refused(root: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    assert archive("search", tmp_path / "empty.zip", "--archive", root).status == 14


def test_an_archive_does_not_swallow_itself(tmp_path: Path, demo_files: DemoFiles) -> None:
    root = tmp_path / "archive"
    archive("init", "--archive", root)
    (tmp_path / "mine.txt").write_bytes(demo_files.unknown.read_bytes())
    assert archive("ingest", root / "accessions", "--archive", root).status == 2
    report = archive("ingest", tmp_path, "--archive", root, "--json")
    assert (report.status, report.document["stored"], report.document["refused"]) == (0, 1, [])


@pytest.mark.parametrize(
    "words",
    [
        ("ingest", "FILE", "--collection", ""),
        ("ingest", "FILE", "--collection", "a\x1bb"),
        ("ingest", "FILE", "--licence", " "),
        ("train", "raman", "--window", "0:1e9"),
        ("train", "raman", "--window", "9:1"),
        ("train", "raman", "--tiers", "all"),
        ("search", "FILE", "--where", "laser_wavelength=800..500"),
        ("search", "FILE", "--where", "laser_wavelength=nan..500"),
        ("release", "build", "raman-1", "--name", "../up"),
    ],
    ids=" ".join,
)
def test_an_option_with_an_impossible_value_is_a_usage_error(
    root: Path, demo_files: DemoFiles, words: tuple[str, ...]
) -> None:
    typed = [str(demo_files.unknown) if word == "FILE" else word for word in words]
    ran = archive(*typed, "--archive", root)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("output", ["latents.csv", "latents.parquet"])
def test_an_output_that_cannot_be_written_is_named_and_not_left_half(
    trained_root: Path, tmp_path: Path, demo_files: DemoFiles, output: str
) -> None:
    place = tmp_path / "none" / output
    words = ("encode", demo_files.unknown, "--model", "raman-1", "--output", place)
    ran = archive(*words, "--archive", trained_root)
    assert (ran.status, ran.out) == (55, "")
    assert f"{place}: " in ran.err
    assert not place.parent.exists()


def test_a_folder_cannot_be_searched_for(root: Path, tmp_path: Path) -> None:
    assert archive("search", tmp_path, "--archive", root).status == 2


@pytest.mark.parametrize(
    "command", [("info",), ("verify",), ("search", "x"), ("ingest", "x"), ("train", "raman")]
)
def test_no_archive_says_so(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "x").write_text("1,2\n2,3\n")
    ran = archive(*command, "--archive", tmp_path / "none", cwd=tmp_path)
    assert ran.status == 51
    assert "archive init" in ran.err


def test_a_newer_format_is_left_alone(tmp_path: Path) -> None:
    root = tmp_path / "newer"
    archive("init", "--archive", root)
    description = root / "archive.toml"
    description.write_text(description.read_text().replace("format = 1", "format = 2"))
    before = snapshot(root)
    for command in ("info", "verify", "rebuild", "upgrade"):
        ran = archive(command, "--archive", root)
        assert ran.status == 54
        assert "newer version" in ran.err
    assert snapshot(root) == before


def test_a_second_writer_is_told_who_writes(root: Path, demo_files: DemoFiles) -> None:
    with ArchiveLock(root):
        ran = archive("ingest", demo_files.unknown, "--archive", root, PIGMENT_ARCHIVE_LOCK_WAIT="0.2")
    assert ran.status == 52
    assert f"process {os.getpid()}" in ran.err


def test_an_unknown_key_of_where_is_a_usage_error(root: Path, demo_files: DemoFiles) -> None:
    ran = archive("search", demo_files.unknown, "--archive", root, "--where", "materiall=x")
    assert ran.status == 2
    assert "material" in ran.err
