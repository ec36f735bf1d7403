"""The short run of the fuzzing, the same damage every time; the long one is `make fuzz`."""

from __future__ import annotations

import time

import pytest

from pigment_archive.errors import ReadError
from pigment_archive.readers.reader import Content, Reader, Reading
from tests.fuzz.mutations import MUTATIONS, mutated
from tests.fuzz.watching import MOST_GROWTH, SLOWEST_S, fuzz
from tests.spectrum_files import SampleFile, all_samples, columns

SHORT = 250
SAMPLES = all_samples()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.reader}-{sample.name}")
def test_damage_is_refused_or_read_but_never_breaks_a_reader(sample: SampleFile) -> None:
    tally = fuzz(sample, SHORT, seed=3)
    assert tally.faults == []
    assert tally.slowest_s < SLOWEST_S
    assert tally.growth < MOST_GROWTH
    assert tally.files >= SHORT - 1
    assert tally.refused + tally.skipped > 0


def test_the_damage_is_the_same_every_time_and_of_every_kind() -> None:
    data = columns()
    assert list(mutated(data, 150, 1)) == list(mutated(data, 150, 1))
    assert list(mutated(data, 150, 1)) != list(mutated(data, 150, 2))
    assert len({mutation.__name__ for mutation in MUTATIONS}) == len(MUTATIONS) - 1


def _broken(content: Content) -> Reading:
    raise KeyError("npt")


def _endless(content: Content) -> Reading:
    time.sleep(60)
    raise ReadError("never")


@pytest.mark.parametrize(("read", "fault"), [(_broken, "KeyError"), (_endless, "hangs")])
def test_a_broken_and_an_endless_reader_are_caught(
    monkeypatch: pytest.MonkeyPatch, read: object, fault: str
) -> None:
    def reader(head: bytes, name: str) -> Reader:
        return Reader(
            name="x", version=1, suffixes=(), description="", keeps="", refuses="", library="",
            tested_with="", sniff=lambda head, name: True, read=read,  # type: ignore[arg-type]
        )  # fmt: skip

    monkeypatch.setattr("pigment_archive.readers.interpret.reader_for", reader)
    monkeypatch.setattr("tests.fuzz.watching.SLOWEST_S", 0.1)
    tally = fuzz(SampleFile("x", "x.bin", b"\1\2\3"), 2, seed=1)
    assert len(tally.faults) == 2
    assert fault in tally.faults[0]
