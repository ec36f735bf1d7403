"""What a person waits for: ingest, help, a cold search, training."""

from __future__ import annotations

import json
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from typer.main import get_command

from pigment_archive.cli.app import app
from pigment_archive.evaluation.gate import MAX_ERROR_RATIO, MIN_TOP_1
from tests.benchmarks.conftest import Ingested
from tests.benchmarks.measuring import ARCHIVE, Row, commands_in_turn, compared, run

AddRow = Callable[[Row], None]

BARE_APP = """
import typer
app = typer.Typer()
for number in range({commands}):
    app.command(f"command-{{number}}")(lambda: None)
app()
"""


@pytest.mark.benchmark
@pytest.mark.data
def test_ingest_with_an_encoder(ingested: Ingested, add_row: AddRow) -> None:
    reports = [json.loads(one.out) for one in ingested.runs]
    assert all(report["refused"] == [] for report in reports)
    ((stored, here, left_out),) = {(r["stored"], r["already_here"], r["not_indexed"]) for r in reports}
    files = stored + here
    wall = median(one.times.wall for one in ingested.runs)
    cpu = median(one.times.cpu for one in ingested.runs)
    peak = max(one.peak for one in ingested.runs) / 1e6
    what = f"ingest {files:,} RRUFF files from the tar, {stored - left_out:,} of them encoded"
    rate = f"{files / wall:.0f} files/s"
    add_row(Row(what, f"{wall:.1f} s (CPU {cpu:.1f})", "", rate, "at least 150 files/s", files / wall >= 150))
    add_row(Row("the most memory it held", f"{peak:.0f} MB", "", "", "below 1000 MB", peak < 1000))


@pytest.mark.benchmark
def test_help(tmp_path: Path, add_row: AddRow) -> None:
    bare = tmp_path / "bare.py"
    commands = len(get_command(app).commands)
    bare.write_text(BARE_APP.format(commands=commands), "utf-8")
    ours, peer = commands_in_turn((*ARCHIVE, "--help"), (sys.executable, bare, "--help"), runs=15)
    add_row(compared("`archive --help`", ours, f"bare typer app of {commands} commands", peer, at_most=1.5))


@pytest.mark.benchmark
@pytest.mark.data
def test_cold_search(ingested: Ingested, rruff_tar: Path, tmp_path: Path, add_row: AddRow) -> None:
    with tarfile.open(rruff_tar, "r|xz") as members:
        member = next(one for one in members if one.name.endswith(".txt"))
        members.extract(member, tmp_path, filter="data")
    (unknown,) = tmp_path.rglob("*.txt")
    records = json.loads(run(*ARCHIVE, "info", "--archive", ingested.root, "--json").out)["records"]
    search = (*ARCHIVE, "search", unknown, "--archive", ingested.root)
    ours, peer = commands_in_turn(search, (sys.executable, "-c", "import torch"), runs=11)
    what = f"`archive search`, cold, {records:,} records"
    add_row(compared(what, ours, "`import torch`", peer, at_most=0.8))


@pytest.mark.long
@pytest.mark.data
def test_train_on_rruff(tmp_path: Path, rruff_tar: Path, add_row: AddRow) -> None:
    root = tmp_path / "archive"
    run(*ARCHIVE, "init", "--archive", root)
    run(*ARCHIVE, "ingest", rruff_tar, "--archive", root, "--collection", "rruff", "--tier", "open")
    trained = run(*ARCHIVE, "train", "raman", "--archive", root, "--json")
    report = json.loads(trained.out)
    what = f"`archive train raman`, {report['spectra']:,} spectra, {report['epochs']} epochs"
    wall = trained.times.wall
    fit = f"fitting alone {report['seconds']:.0f} s"
    add_row(Row(what, str(trained.times), "", fit, "below 600 s", wall < 600))
    latent, cosine, gate = report["latent"], report["spectrum"], report["gate"]
    add_row(
        Row(
            f"top-1 of unseen samples, {latent['queries']} queries in {latent['library']:,}",
            f"{gate['top_1']:.1%} by latent",
            f"cosine of the prepared spectra: {cosine['top']['1']:.1%}",
            "top-1/3/5 " + " / ".join(f"{latent['top'][k]:.1%}" for k in ("1", "3", "5")),
            f"at least {MIN_TOP_1:.0%}",
            gate["top_1"] >= MIN_TOP_1,
        )
    )
    add_row(
        Row(
            "reconstruction of unseen samples",
            f"MSE {report['test_mse']:.2e}",
            f"variance {report['test_variance']:.2e}",
            f"{gate['error_ratio']:.3f} x",
            f"at most {MAX_ERROR_RATIO:g} x",
            gate["error_ratio"] <= MAX_ERROR_RATIO,
        )
    )
    add_row(Row("active latent dimensions", f"{report['active_dimensions']} of {report['latent_dim']}"))
