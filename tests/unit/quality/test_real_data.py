"""The checks on measured spectra: what is known to be wrong is found, and little else."""

from __future__ import annotations

import csv
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from pigment_archive.quality import Batch, Check, Finding, Verdict
from pigment_archive.readers import rruff
from pigment_archive.readers.reader import Content
from pigment_archive.records import Spectrum, Technique
from tests.unit.quality.samples import RECIPES

EVERY = 12
# found by the check, not in the index: the same two spectra, cut to different lengths
CUT = {"Manaksite", "Zakharovite"}


@pytest.fixture(scope="module")
def two_names(data_dir: Path) -> set[str]:
    """Files whose very numbers occur under more than one mineral name, by the index beside the files."""
    with (data_dir / "rruff_raman" / "index_train.csv").open(encoding="utf-8") as rows:
        index = list(csv.DictReader(rows))
    minerals = defaultdict(set)
    for row in index:
        minerals[row["content_sha1"]].add(row["mineral"])
    return {row["source_file"] for row in index if len(minerals[row["content_sha1"]]) > 1}


def members(tar: Path, wanted: set[str]) -> Iterator[tuple[str, Spectrum]]:
    with tarfile.open(tar, "r|xz") as files:
        for number, member in enumerate(files):
            name = PurePosixPath(member.name).name
            content = files.extractfile(member) if name.endswith(".txt") else None
            if content is not None and (name in wanted or number % EVERY == 0):
                (spectrum,) = rruff.READER.read(Content(name, content.read()))
                assert isinstance(spectrum, Spectrum)
                yield name, spectrum


@pytest.mark.data
def test_every_rruff_spectrum_under_two_names_is_found_and_no_other(
    data_dir: Path, two_names: set[str]
) -> None:
    batch, names, minerals = Batch(), [], []
    for name, spectrum in members(
        data_dir / "rruff_raman" / "rruff_excellent_unoriented_train.tar.xz", two_names
    ):
        batch.add(spectrum, spectrum.facts, RECIPES[Technique.RAMAN], original=(name, 0), place=name)
        names.append(name)
        minerals.append(spectrum.facts.material.name)
    list(batch.compare_within())
    found: list[dict[Check, Finding]] = [{f.check: f for f in each} for each in batch.findings()]
    failed = {name for name, each in zip(names, found, strict=True) if each[Check.OTHER_NAME].is_bad}
    assert len(two_names) == 215
    assert failed >= two_names
    others = {mineral for name, mineral in zip(names, minerals, strict=True) if name in failed - two_names}
    assert others <= CUT
    processed = [each for name, each in zip(names, found, strict=True) if name not in two_names]
    assert len(processed) > 200
    for check in (Check.FLAT, Check.SATURATION, Check.SPIKES, Check.SIGNAL_TO_NOISE):
        bad = [each[check] for each in processed if each[check].verdict is Verdict.FAILED]
        assert bad == []
