"""What every format must keep: only ReadErrors, rising axes, the same answer twice, the header kept."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import numpy as np
import pytest

import pigment_archive.readers
from pigment_archive.errors import Inconsistent, ReadError, Truncated, UnknownFormat
from pigment_archive.readers.interpret import interpret
from pigment_archive.readers.outcome import Outcome
from pigment_archive.readers.reader import Content
from pigment_archive.readers.registry import REGISTRY, reader_for
from pigment_archive.records import Facts, Measurement, Spectrum
from tests.spectrum_files import SampleFile, all_samples

SAMPLES = all_samples()
CODES = {"unknown_format", "truncated", "unsupported_variant", "inconsistent", "too_large", "ambiguous"}
SLOWEST_S = 2.0

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
each_reader = pytest.mark.parametrize("reader", REGISTRY, ids=lambda reader: reader.name)


def outcome_of(sample: SampleFile, data: bytes | None = None, header: bytes | None = None) -> Outcome:
    content = Content(
        sample.name, sample.data if data is None else data, sample.header if header is None else header
    )
    started = time.perf_counter()
    outcome = interpret(content, sample.name)
    assert time.perf_counter() - started < SLOWEST_S
    for error in (outcome.error, *outcome.refused):
        assert error is None or (isinstance(error, ReadError) and error.code in CODES)
    for spectrum in outcome.spectra:
        assert (np.diff(spectrum.axis) > 0).all()
        assert np.isfinite(spectrum.axis).all()
    return outcome


def test_every_folder_is_registered_and_every_entry_has_a_folder() -> None:
    home = Path(pigment_archive.readers.__file__).parent
    folders = {folder.parent.name for folder in home.glob("*/__init__.py")}
    assert {reader.name for reader in REGISTRY} == folders
    assert len(REGISTRY) == len(folders)


@each_reader
def test_every_format_has_a_sample_and_says_what_it_is(reader: object) -> None:
    name = reader.name  # type: ignore[attr-defined]
    assert any(sample.reader == name for sample in SAMPLES)
    assert reader.version >= 1  # type: ignore[attr-defined]
    assert reader.description  # type: ignore[attr-defined]
    assert all(suffix.startswith(".") for suffix in reader.suffixes)  # type: ignore[attr-defined]


@each_sample
def test_it_is_recognised_by_content_whatever_its_name(sample: SampleFile) -> None:
    head = sample.header or sample.data
    for name in (sample.name, "data.bin", "data.spc"):
        found = reader_for(head, name)
        assert found is not None
        assert found.name == sample.reader


@each_sample
def test_it_gives_its_spectra_the_same_twice_with_the_header(sample: SampleFile) -> None:
    first, second = outcome_of(sample), outcome_of(sample)
    assert first.error is None
    assert first.reader.partition("/")[0] == sample.reader
    assert len(first.spectra) == sample.spectra
    assert [s.index for s in first.spectra] == list(range(sample.spectra))
    assert [s.fingerprint() for s in first.spectra] == [s.fingerprint() for s in second.spectra]
    assert [(s.facts, s.header, s.notes) for s in first.spectra] == [
        (s.facts, s.header, s.notes) for s in second.spectra
    ]
    if not sample.name.endswith(".npy"):
        assert all(s.header for s in first.spectra)


@each_reader
@pytest.mark.parametrize("size", [0, 1, 7, 4096])
def test_zeros_and_nothing_are_refused_by_sniff_and_by_read(reader: object, size: int) -> None:
    assert not reader.sniff(bytes(size), "a.txt")  # type: ignore[attr-defined]
    with pytest.raises(ReadError):
        reader.read(Content("a.txt", bytes(size)))  # type: ignore[attr-defined]


@each_reader
def test_random_bytes_are_refused_even_when_a_reader_is_forced(reader: object) -> None:
    noise = np.random.default_rng(5)
    for _ in range(20):
        with pytest.raises(ReadError):
            reader.read(Content("a.txt", noise.bytes(2048)))  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["x.txt", "x.csv", "x.jdx", "x.npy", "x.npz", "x.json", "x.sli", "x.hdr"])
def test_empty_zero_and_random_files_have_the_right_code(name: str) -> None:
    empty = interpret(Content(name, b""), name)
    assert isinstance(empty.error, Truncated)
    assert "empty" in empty.error.problem
    for data in (bytes(4096), np.random.default_rng(1).bytes(65_536)):
        outcome = interpret(Content(name, data), name)
        assert isinstance(outcome.error, UnknownFormat)
        assert outcome.error.remedy


@each_sample
def test_a_cut_file_never_gives_more_and_is_noticed_where_the_length_is_declared(sample: SampleFile) -> None:
    whole = outcome_of(sample)
    for percent in range(5, 100, 5):
        cut = outcome_of(sample, sample.data[: len(sample.data) * percent // 100])
        if sample.declares_length:
            assert cut.error is not None, f"cut at {percent} %"
        assert len(cut.spectra) <= len(whole.spectra)
        for spectrum in cut.spectra:
            assert spectrum.axis.size <= whole.spectra[0].axis.size


def test_a_cut_header_of_a_pair_is_refused() -> None:
    sample = next(sample for sample in SAMPLES if sample.header)
    for percent in range(5, 100, 5):
        header = (sample.header or b"")[: len(sample.header or b"") * percent // 100]
        assert outcome_of(sample, header=header).error is not None


def test_an_impossible_fact_is_an_inconsistency_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(content: Content) -> list[Spectrum]:
        return [Spectrum(axis=[1, 2], facts=Facts(measurement=Measurement(accumulations=-1)))]  # type: ignore[call-arg]

    broken = dataclasses.replace(REGISTRY[0], read=read)
    monkeypatch.setattr("pigment_archive.readers.interpret.reader_for", lambda head, name: broken)
    outcome = interpret(Content("x", b"x"), "x")
    assert isinstance(outcome.error, Inconsistent)
    assert "accumulations" in outcome.error.problem
