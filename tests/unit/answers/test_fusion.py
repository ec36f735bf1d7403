"""Fusion on simulated pairs of Raman and reflectance: no set at hand measures one sample with both."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pytest

from pigment_archive.answers.fusion import FAILING, concatenated, evidence, fused, temperature_of
from pigment_archive.answers.temperature import HOTTEST
from pigment_archive.demo.literature import Band, Feature
from pigment_archive.demo.plan import BENCH_532
from pigment_archive.demo.simulate import measured_reflectance, raman_counts
from pigment_archive.preprocessing.baseline import RemoveBaseline

MATERIALS, STORED, ASKED = 40, 4, 4
SITTING = dataclasses.replace(BENCH_532, step=8.0, exposure=400.0, fluorescence=3.0)
AXIS = np.arange(400.0, 1000.0, 4.0)
KNOWN = [f"m{number:02d}" for number in range(MATERIALS)]
STANDARD_ERROR = 0.5 / np.sqrt(MATERIALS * ASKED)

Scores = Mapping[str, float]


class Technique(NamedTuple):
    """Spectra (n, g) of unit length, sample by sample, and their materials; the first four are stored."""

    spectra: np.ndarray
    materials: np.ndarray
    turns: np.ndarray

    def asked(self, rows: np.ndarray, library: np.ndarray) -> list[Scores]:
        """Cosine with the best stored spectrum of each material."""
        cosines = self.spectra[rows] @ self.spectra[library].T
        names = self.materials[library]
        return [{name: float(np.clip(row[names == name].max(), 0, 1)) for name in KNOWN} for row in cosines]

    def temperature(self) -> float:
        """Fitted on stored samples alone, each left out in turn."""
        scores, truth = [], []
        for turn in range(STORED):
            rows = np.flatnonzero(self.turns == turn)
            scores += self.asked(rows, np.flatnonzero((self.turns < STORED) & (self.turns != turn)))
            truth += self.materials[rows].tolist()
        return temperature_of(scores, truth, KNOWN)

    def questions(self) -> list[Scores]:
        """Scores of the samples that are not stored."""
        return self.asked(np.flatnonzero(self.turns >= STORED), np.flatnonzero(self.turns < STORED))

    def evidence(self) -> list[dict[str, float]]:
        """What it says about each of them."""
        temperature = self.temperature()
        return [evidence([scores], KNOWN, temperature) for scores in self.questions()]


def invented(number: int) -> tuple[list[Band], list[Feature]]:
    """A simulated material: bands and features at random places."""
    random = np.random.default_rng([3, number])
    bands = [
        Band(random.uniform(150, 1250), random.uniform(0.2, 1), random.uniform(6, 25), "simulated")
        for _ in range(random.integers(2, 6))
    ]
    features = [
        Feature(
            kind, random.uniform(430, 950), random.uniform(0.2, 0.6), random.uniform(30, 120), "simulated"
        )
        for kind in ("edge", "absorption")
    ]
    return bands, features


def unit(rows: Sequence[np.ndarray] | np.ndarray) -> np.ndarray:
    stacked = np.stack(list(rows))
    return stacked / np.linalg.norm(stacked, axis=1, keepdims=True)


def simulated(noise: float) -> tuple[Technique, Technique]:
    """Raman and reflectance of the same samples; `noise` is added to the reflectance."""
    raman, colour, materials, turns = [], [], [], []
    for number, name in enumerate(KNOWN):
        bands, features = invented(number)
        for turn in range(STORED + ASKED):
            of = [np.random.default_rng([number, turn, part]) for part in range(5)]
            counts = raman_counts(bands, SITTING, sample=of[0], spot=of[1])
            flat = RemoveBaseline().apply(counts, counts)
            raman.append(np.sqrt((flat - flat.min()) / np.ptp(flat)))
            clean = measured_reflectance(features, AXIS, black=False, sample=of[2], spot=of[3])
            colour.append(clean + of[4].normal(0, noise, AXIS.size))
            materials.append(name)
            turns.append(turn)
    named, turned = np.array(materials), np.array(turns)
    return Technique(unit(raman), named, turned), Technique(unit(colour), named, turned)


@pytest.fixture(scope="module")
def pair() -> tuple[Technique, Technique]:
    return simulated(0.03)


@pytest.fixture(scope="module")
def useless(pair: tuple[Technique, Technique]) -> Technique:
    """A second technique that measures nothing but noise."""
    raman = pair[0]
    return raman._replace(spectra=unit(np.random.default_rng(9).uniform(size=(len(raman.turns), 150))))


def truth(technique: Technique) -> list[str]:
    return technique.materials[technique.turns >= STORED].tolist()


def top_1(told: Sequence[Scores], right: Sequence[str]) -> float:
    return float(
        np.mean([max(one, key=lambda name: one[name]) == name for one, name in zip(told, right, strict=True)])
    )


def together(*techniques: Technique) -> float:
    by_sample = zip(*(technique.evidence() for technique in techniques), strict=True)
    return top_1([fused(told) for told in by_sample], truth(techniques[0]))


def unnormalised(*techniques: Technique, weights: Sequence[float]) -> float:
    """The broken fusion: scores added as they are, in whatever unit they come."""
    by_sample = zip(*(technique.questions() for technique in techniques), strict=True)
    added = [
        {name: sum(w * one[name] for w, one in zip(weights, told, strict=True)) for name in KNOWN}
        for told in by_sample
    ]
    return top_1(added, truth(techniques[0]))


@pytest.mark.parametrize("noise", [0.03, 0.1, 0.3])
def test_two_techniques_are_not_worse_than_the_better_one(noise: float) -> None:
    raman, colour = simulated(noise)
    better = max(top_1(one.evidence(), truth(one)) for one in (raman, colour))
    assert together(raman, colour) >= better


def test_two_good_techniques_are_much_better_than_either(pair: tuple[Technique, Technique]) -> None:
    alone = [top_1(one.evidence(), truth(one)) for one in pair]
    assert max(alone) < 0.8
    assert together(*pair) > max(alone) + 0.15


def test_a_useless_technique_is_found_out_and_costs_at_most_a_standard_error(
    pair: tuple[Technique, Technique], useless: Technique
) -> None:
    assert useless.temperature() == HOTTEST
    alone = top_1(pair[0].evidence(), truth(pair[0]))
    assert together(pair[0], useless) >= alone - STANDARD_ERROR


def test_without_normalisation_a_useless_technique_ruins_the_answer(
    pair: tuple[Technique, Technique], useless: Technique
) -> None:
    alone = top_1(pair[0].evidence(), truth(pair[0]))
    assert unnormalised(pair[0], useless, weights=(1, 1)) < alone / 2
    assert unnormalised(*pair, weights=(1, 100)) < together(*pair) - 0.15


def test_a_technique_that_is_surely_wrong_is_bounded() -> None:
    told = evidence([{"a": 1.0, "b": 0.0}], ["a", "b"], 1e-3)
    assert told["b"] == pytest.approx(np.log(FAILING))


def test_a_material_unknown_to_one_technique_is_neither_for_nor_against() -> None:
    raman, colour = {"azurite": 2.0, "smalt": -1.0}, {"smalt": 1.5, "indigo": 0.5}
    assert fused([raman, colour]) == {"azurite": 2.0, "indigo": 0.5, "smalt": 0.5}
    assert list(fused([raman, colour])) == ["azurite", "indigo", "smalt"]


def test_repeated_spectra_do_not_make_surer() -> None:
    scores = {"a": 0.9, "b": 0.7, "c": 0.1}
    once = evidence([scores], ["a", "b", "c"], 0.5)
    assert evidence([scores] * 5, ["a", "b", "c"], 0.5) == pytest.approx(once)


def test_a_material_that_was_no_candidate_counts_as_the_least_of_them() -> None:
    told = evidence([{"a": 0.9, "b": 0.4}], ["a", "b", "c"], 0.5)
    assert told["c"] == told["b"] < 0 < told["a"]


def test_concatenated_latents_weigh_every_technique_alike(pair: tuple[Technique, Technique]) -> None:
    fit_on = pair[0].turns < STORED
    both = concatenated([pair[0].spectra, 1000.0 * pair[1].spectra], fit_on)
    same = concatenated([one.spectra for one in pair], fit_on)
    np.testing.assert_allclose(both, same, atol=1e-9)
    split = pair[0].spectra.shape[1]
    spreads = [block[fit_on].var(axis=0).sum() for block in (both[:, :split], both[:, split:])]
    np.testing.assert_allclose(spreads, 1.0)


def test_concatenated_latents_find_more_than_either(pair: tuple[Technique, Technique]) -> None:
    stored = pair[0].turns < STORED

    def nearest(vectors: np.ndarray) -> float:
        distances = ((vectors[~stored][:, None] - vectors[stored][None]) ** 2).sum(axis=2)
        return float((pair[0].materials[stored][distances.argmin(axis=1)] == truth(pair[0])).mean())

    alone = [nearest(one.spectra) for one in pair]
    assert nearest(concatenated([one.spectra for one in pair], stored)) > max(alone) + 0.1
