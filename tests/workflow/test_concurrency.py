"""A search while an ingest runs, and ten searches at once, answer."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pigment_archive as pa
from pigment_archive.demo.collection import DemoFiles
from pigment_archive.records import Tier
from tests.workflow.command import ENTRY, archive


def test_ten_searches_at_once_all_answer_the_same(trained: Path, demo_files: DemoFiles) -> None:
    def ask(_: int) -> tuple[int, str]:
        ran = archive("search", demo_files.unknown, "--archive", trained, "--json")
        return ran.status, ran.out

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(ask, range(10)))
    assert {status for status, _ in answers} == {0}
    assert len({out for _, out in answers}) == 1


def test_a_search_answers_while_somebody_writes(trained: Path, demo_files: DemoFiles) -> None:
    with pa.open(trained) as held:
        bundle = held.open_model("raman-1")
        with held.writing(), held.index_for_writing(Tier.OPEN, bundle) as index:
            index.delete(["00000000-0000-4000-8000-000000000000"])
            ran = archive("search", demo_files.unknown, "--archive", trained, "--json")
    assert ran.status == 0, ran.err
    assert len(ran.document["answers"][0]["hits"]) == 10


def test_searches_during_a_real_ingest_answer(trained: Path, demo_files: DemoFiles, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    text = demo_files.unknown.read_text("utf-8")
    for number in range(300):
        (many / f"{number}.txt").write_text(f"# comment: {number}\n{text}", "utf-8")
    words = [sys.executable, "-c", ENTRY, "ingest", str(many), "--archive", str(trained)]
    answered = 0
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as writer:
        while writer.poll() is None:
            assert archive("search", demo_files.unknown, "--archive", trained).status == 0
            answered += 1
    assert writer.returncode == 0
    assert answered >= 1
