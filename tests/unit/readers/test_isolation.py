"""A file may hang, grow or kill its process: it is refused, and the next one is read."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, TooLarge
from pigment_archive.readers import wire
from pigment_archive.readers.hints import ColumnMap, Hints, Sampling
from pigment_archive.readers.interpret import interpret
from pigment_archive.readers.jobs import Job
from pigment_archive.readers.outcome import Outcome
from pigment_archive.readers.pool import Pool
from pigment_archive.readers.process import Process
from pigment_archive.readers.reader import Content, Limits
from pigment_archive.readers.running import run
from pigment_archive.readers.worker import serve
from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind
from tests import spectrum_files as files

MEBIBYTE = 2**20


@pytest.fixture
def process() -> Iterator[Process]:
    process = Process()
    yield process
    process.close()


def a_job(name: str = "a.csv", data: bytes = b"", **changes: object) -> Job:
    return replace(Job(name, f"folder/{name}", data=data or files.columns()), **changes)  # type: ignore[arg-type]


def through_the_wire(outcome: Outcome) -> Outcome:
    stream = io.BytesIO()
    wire.send(stream, *wire.outcome_message(outcome))
    stream.seek(0)
    message = wire.receive(stream)
    assert message is not None
    return wire.outcome_of(*message)


@pytest.mark.parametrize("sample", files.all_samples(), ids=lambda sample: f"{sample.reader}-{sample.name}")
def test_an_outcome_survives_the_wire(sample: files.SampleFile) -> None:
    outcome = interpret(Content(sample.name, sample.data, sample.header), "x")
    arrived = through_the_wire(outcome)
    assert len(arrived.spectra) == sample.spectra
    for there, here in zip(arrived.spectra, outcome.spectra, strict=True):
        assert there.model_dump_json() == here.model_dump_json()
        assert there.fingerprint() == here.fingerprint()
    assert replace(arrived, spectra=()) == replace(outcome, spectra=())


def test_errors_survive_the_wire() -> None:
    outcome = replace(run(a_job(data=b"\0" * 9)), refused=(Inconsistent("p", where="w", remedy="r"),))
    arrived = through_the_wire(outcome)
    assert arrived.error is not None
    assert outcome.error is not None
    assert arrived.error.parts() == outcome.error.parts()
    assert arrived.refused[0].parts() == outcome.refused[0].parts()


def test_a_job_survives_the_wire() -> None:
    mask = np.arange(6, dtype=np.uint16).reshape(2, 3)
    columns = ColumnMap("x", 0, (1, 2), 3, AxisKind.WAVELENGTH, "um", Quantity.REFLECTANCE, True)
    hints = Hints(Technique.XRF, Sampling(3, (0, 2, 0, 3), mask, True), (columns,))
    job = a_job(header=b"h", hints=hints, path=Path("/a/b"), header_path=Path("/a/c"))
    stream = io.BytesIO()
    wire.send(stream, *wire.job_message(job))
    stream.seek(0)
    message = wire.receive(stream)
    assert message is not None
    arrived = wire.job_of(*message)
    np.testing.assert_array_equal(arrived.hints.sampling.mask, mask)
    plain = replace(arrived.hints, sampling=job.hints.sampling)
    assert replace(arrived, hints=plain) == job


@pytest.mark.parametrize("cut", [0, 5, 16, 40])
def test_a_cut_message_is_no_message(cut: int) -> None:
    stream = io.BytesIO()
    wire.send(stream, *wire.job_message(a_job()))
    assert wire.receive(io.BytesIO(stream.getvalue()[:cut])) is None


def test_the_loop_answers_every_job_and_names_what_it_may_not_read(tmp_path: Path) -> None:
    jobs, answers = io.BytesIO(), io.BytesIO()
    wire.send(jobs, *wire.job_message(a_job(path=tmp_path / "missing")))
    wire.send(jobs, *wire.job_message(a_job()))
    jobs.seek(0)
    serve(jobs, answers)
    answers.seek(0)
    first, second = wire.receive(answers), wire.receive(answers)
    assert first is not None
    assert first[0] == {"unreadable": "No such file or directory"}
    assert second is not None
    assert len(wire.outcome_of(*second).spectra) == 1


def test_what_a_process_reads_is_what_is_read_here(process: Process, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(files.matrix())
    outcome = process.read(Job("a.csv", "a.csv", path))
    assert outcome.sha256 == interpret(Content("a.csv", files.matrix()), "a.csv").sha256
    assert len(outcome.spectra) == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe to hang on")
def test_a_file_that_hangs_is_refused_and_the_next_is_read(process: Process, tmp_path: Path) -> None:
    process.read(a_job())
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    started = time.monotonic()
    outcome = process.read(Job("pipe.csv", "pipe.csv", pipe, limits=Limits(seconds=0.3)))
    assert time.monotonic() - started < 10
    assert isinstance(outcome.error, TooLarge)
    assert "too long" in outcome.error.problem
    assert outcome.error.where == "pipe.csv"
    assert process.read(a_job()).error is None


def test_a_file_that_grows_is_refused_and_the_next_is_read(process: Process) -> None:
    limits = Limits(memory_bytes=64 * MEBIBYTE)
    numbers = "\n".join(f"{i} {i % 7}" for i in range(2_000_000)).encode()
    outcome = process.read(a_job(data=numbers, limits=limits))
    assert isinstance(outcome.error, TooLarge)
    assert "memory" in outcome.error.problem
    assert process.read(a_job(limits=limits)).error is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe to hang on")
@pytest.mark.parametrize(
    ("how", "kind"), [(signal.SIGSEGV, Inconsistent), (signal.SIGKILL, TooLarge)], ids=["crash", "memory"]
)
def test_a_process_that_dies_costs_one_file(
    process: Process, tmp_path: Path, how: signal.Signals, kind: type
) -> None:
    process.read(a_job())
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    victim = process._process
    assert victim is not None
    threading.Timer(0.2, victim.send_signal, (how,)).start()
    assert isinstance(process.read(Job("pipe.csv", "pipe.csv", pipe)).error, kind)
    assert process.read(a_job()).error is None


def test_a_pool_keeps_the_order_and_the_places_without_a_job(tmp_path: Path) -> None:
    pool = Pool(2)
    jobs = [(n, None if n % 5 == 0 else a_job(f"{n}.csv")) for n in range(30)]
    jobs.append((31, a_job(path=tmp_path / "missing")))
    outcomes = list(pool.outcomes(jobs))
    pool.close()
    assert [ticket for ticket, _ in outcomes] == [*range(30), 31]
    assert all((outcome is None) == (n % 5 == 0) for n, outcome in outcomes)
    assert isinstance(outcomes[-1][1], OSError)


def test_a_process_that_cannot_start_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "pigment_archive.readers.starting._COMMAND", (sys.executable, "-c", "raise SystemExit")
    )
    with pytest.raises(OSError, match="does not start"):
        Process().read(a_job())
