from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.quality import THRESHOLDS, Thresholds, Verdict
from pigment_archive.quality import neighbours as module
from pigment_archive.quality.detail import Cells
from pigment_archive.quality.neighbours import Label, Neighbours
from pigment_archive.records import Spectrum, Technique, Tier
from tests.unit.quality.samples import clean

CELLS = Cells.of(THRESHOLDS.compared[Technique.RAMAN][0], THRESHOLDS.compared_coverage)


def detail(one: Spectrum) -> np.ndarray:
    found = CELLS.detail(one.axis, one.values, one.mask)
    assert found is not None
    return found


MINERALS = [detail(clean(mineral=mineral, seed=mineral)) for mineral in range(7)]
NAMES = ["azurite", "cinnabar", "malachite", "orpiment", "realgar", "minium", "massicot"]


def batch(details: list[np.ndarray], names: list[str | None], limits: Thresholds = THRESHOLDS) -> Neighbours:
    neighbours = Neighbours(CELLS, limits)
    for number, (one, name) in enumerate(zip(details, names, strict=True)):
        neighbours.add(one, Label((f"file {number}", 0), name, f"{number}.txt"))
    return neighbours


def verdicts(neighbours: Neighbours, stored: int = 0) -> list[tuple[Verdict, Verdict]]:
    list(neighbours.compare_within())
    neighbours.finish()
    found = [neighbours.findings(row, stored) for row in range(len(neighbours))]
    return [(copy.verdict, name.verdict) for copy, name in found]


OK, WARNING, FAILED, SILENT = Verdict.OK, Verdict.WARNING, Verdict.FAILED, Verdict.NOT_APPLICABLE


@pytest.fixture(params=[2048, 2], ids=["one block", "blocks of two"])
def blocks(request, monkeypatch):
    monkeypatch.setattr(module, "BLOCK", request.param)


def test_different_minerals_are_no_copies(blocks) -> None:
    assert verdicts(batch(MINERALS, NAMES)) == [(OK, OK)] * 7


def test_two_measurements_of_one_sample_are_no_copies() -> None:
    repeats = [detail(clean(seed=seed)) for seed in range(6)]
    assert verdicts(batch(repeats, ["azurite"] * 6)) == [(OK, OK)] * 6


def test_a_copy_is_a_warning_on_both_sides(blocks) -> None:
    found = verdicts(batch([*MINERALS, MINERALS[2]], [*NAMES, "Malachite "]))
    assert [place for place, one in enumerate(found) if one != (OK, OK)] == [2, 7]
    assert found[2] == found[7] == (WARNING, OK)


def test_a_copy_under_another_name_fails_on_both_sides(blocks) -> None:
    neighbours = batch([*MINERALS, MINERALS[2]], [*NAMES, "chrysocolla"])
    found = verdicts(neighbours)
    assert found[2] == found[7] == (WARNING, FAILED)
    finding = neighbours.findings(7, 0)[1]
    assert finding.meaning == "named chrysocolla here, but malachite in 2.txt"
    assert finding.value == pytest.approx(1.0, abs=1e-5)
    assert finding.about is None


def test_shuffled_labels_are_found() -> None:
    shuffled = NAMES[1:] + NAMES[:1]
    found = verdicts(batch([*MINERALS, *MINERALS], [*NAMES, *shuffled]))
    assert found == [(WARNING, FAILED)] * 14


def test_a_copy_without_a_name_says_nothing_about_names() -> None:
    assert verdicts(batch([MINERALS[0], MINERALS[0]], ["azurite", None])) == [
        (WARNING, OK),
        (WARNING, SILENT),
    ]


def test_a_spectrum_is_no_copy_of_itself() -> None:
    neighbours = Neighbours(CELLS, THRESHOLDS)
    for name in ("azurite", "blue"):
        neighbours.add(MINERALS[0], Label(("the same file", 0), name, "x.txt"))
    neighbours.compare_with(MINERALS[0], Label(("the same file", 0), "lapis", "record 1", Tier.OPEN))
    assert verdicts(neighbours, stored=1) == [(OK, OK), (OK, OK)]


def test_a_stored_copy_is_found_and_named(blocks) -> None:
    neighbours = batch(MINERALS, NAMES)
    for number, one in enumerate(MINERALS[3:]):
        neighbours.compare_with(one, Label((f"s{number}", 0), "unknown red", f"record {number}", Tier.SEALED))
    assert verdicts(neighbours, stored=4) == [(OK, OK)] * 3 + [(WARNING, FAILED)] * 4
    copy, name = neighbours.findings(3, 4)
    assert copy.about is name.about is Tier.SEALED
    assert copy.meaning == "nearly the same as record 0"
    assert neighbours.findings(0, 4)[0].meaning == "no copy among 7 of the batch and 4 stored"


def test_of_several_copies_the_most_open_is_named() -> None:
    neighbours = batch(MINERALS[:1], NAMES[:1])
    for tier in (Tier.SEALED, Tier.OPEN, Tier.AGGREGATE):
        neighbours.compare_with(MINERALS[0], Label((tier.value, 0), tier.value, f"record {tier}", tier))
    neighbours.finish()
    copy, name = neighbours.findings(0, 3)
    assert (copy.about, name.about) == (Tier.OPEN, Tier.OPEN)
    assert "record open" in copy.meaning


def test_what_was_not_compared_is_said() -> None:
    neighbours = batch(MINERALS, NAMES, Thresholds(most_in_batch=3))
    neighbours.compare_with(MINERALS[0], Label(("s", 0), None, "record 1", Tier.OPEN))
    found = verdicts(neighbours, stored=900)
    assert found[0] == (WARNING, OK)
    assert neighbours.findings(6, 900)[0].meaning == "no copy among 3 of 7 of the batch and 1 of 900 stored"
