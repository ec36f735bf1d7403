"""Facts that may hide behind a material: what is crossed, what is nested, what is dealt out anew."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.evaluation.association import association, clusters, clusters_follow
from pigment_archive.evaluation.confounders import (
    CONFOUNDERS,
    Confounder,
    confounder,
    nested,
    shuffled_within,
)
from pigment_archive.evaluation.diagnosis_limits import LIMITS
from pigment_archive.evaluation.findings import NotJudged, Verdict
from pigment_archive.evaluation.readable import read_fact
from pigment_archive.evaluation.sittings import SITTINGS
from pigment_archive.records import FIELDS
from tests.unit.evaluation.planted import Plan, said, spectra


def fact_of(examined, name="session") -> Confounder:
    fact = confounder(examined, name, LIMITS)
    assert isinstance(fact, Confounder)
    return fact


def test_every_confounder_is_a_fact():
    assert set(CONFOUNDERS) <= set(FIELDS)
    assert set(SITTINGS) <= set(CONFOUNDERS)


def test_crossed_are_the_spectra_of_materials_with_several_values():
    examined = spectra(Plan(materials=10, samples=4))
    values = ["a" if row < 20 else "b" if row % 2 else "a" for row in range(40)]
    fact = fact_of(said(examined, "objective", values), "objective")
    assert fact.rows[fact.crossed].tolist() == list(range(20, 40))
    assert fact.materials == 5
    assert nested(fact) is None


def test_a_nested_fact_is_its_own_finding_and_no_alarm():
    finding = nested(fact_of(spectra(Plan(nested=True))))
    assert finding is not None
    assert finding.code == "cannot_be_told_apart"
    assert finding.verdict is Verdict.LOOK
    assert finding.concerns == ("session 0", "session 1", "session 2")


@pytest.mark.parametrize(
    ("value", "why"), [(lambda row: None, "not stated"), (lambda row: "one", "1 value"), (str, "0 value")]
)
def test_what_cannot_be_examined_says_why(value, why):
    examined = spectra(Plan(materials=5))
    examined = said(examined, "grating", [value(row) for row in range(len(examined))])
    told = confounder(examined, "grating", LIMITS)
    assert isinstance(told, NotJudged)
    assert why in told.why


def test_many_numbers_are_examined_by_their_quarters():
    examined = spectra(Plan(materials=20))
    fact = fact_of(said(examined, "laser_power", [float(row) for row in range(80)]), "laser_power")
    assert fact.values == ["above 59.25", "up to 19.75", "up to 39.5", "up to 59.25"]
    assert np.bincount(fact.codes).tolist() == [20, 20, 20, 20]


def test_few_numbers_stay_numbers():
    examined = spectra(Plan(materials=10))
    lasers = [532.0 if row % 2 else 785.0 for row in range(40)]
    assert fact_of(said(examined, "laser_wavelength", lasers), "laser_wavelength").values == ["532", "785"]


def test_values_are_dealt_out_within_their_material():
    alike = np.repeat(np.arange(50), 4)
    codes = np.tile([0, 0, 1, 2], 50)
    dealt = shuffled_within(codes, alike, np.random.default_rng(0))
    assert (dealt != codes).any()
    for material in range(50):
        assert sorted(dealt[alike == material]) == [0, 0, 1, 2]


def test_clusters_that_follow_the_session_are_found():
    examined = spectra(Plan(moved={"session 1": 4.0}))
    fact = fact_of(examined)
    measured = association(fact, clusters(examined, LIMITS), LIMITS)
    finding = clusters_follow(fact, measured, LIMITS)
    assert finding.verdict is Verdict.ACT
    assert measured.with_fact > measured.expected + 0.1


@pytest.mark.parametrize("seed", range(5))
def test_clean_clusters_follow_no_session(seed):
    examined = spectra(Plan(seed=seed))
    fact = fact_of(examined)
    measured = association(fact, clusters(examined, LIMITS), LIMITS)
    assert clusters_follow(fact, measured, LIMITS).verdict is Verdict.OK
    assert measured.with_material > 0.5


def test_a_nested_fact_shares_the_clusters_of_its_materials_and_is_not_blamed():
    examined = spectra(Plan(nested=True))
    fact = fact_of(examined)
    measured = association(fact, clusters(examined, LIMITS), LIMITS)
    assert measured.with_fact > 0.2
    assert clusters_follow(fact, measured, LIMITS).verdict is Verdict.OK


def test_one_latent_for_all_makes_one_cluster():
    examined = spectra(Plan(materials=5, dimensions=3))
    examined.latents[:] = 1.0
    assert set(clusters(examined, LIMITS)) == {0}


@pytest.mark.parametrize(
    "plan",
    [
        Plan(moved={"session 1": 0.3}),
        Plan(materials=60, samples=6, shift={"session 1": 4.0}, dimensions=32),
    ],
    ids=["a background of its own", "a shifted axis"],
)
def test_a_session_that_can_be_read_is_named(plan):
    examined = spectra(plan)
    finding = read_fact(examined, fact_of(examined), LIMITS)
    assert finding.verdict is not Verdict.OK
    assert finding.concerns[0].startswith("session 1 ")
    assert finding.value > finding.threshold


@pytest.mark.parametrize("seed", range(5))
def test_a_clean_session_cannot_be_read(seed):
    examined = spectra(Plan(seed=seed))
    finding = read_fact(examined, fact_of(examined), LIMITS)
    assert finding.verdict is Verdict.OK
    assert finding.concerns == ()


def test_too_few_crossed_spectra_are_not_read():
    examined = spectra(Plan(materials=8))
    told = read_fact(examined, fact_of(examined), LIMITS)
    assert isinstance(told, NotJudged)
    assert "expected 40 or more" in told.why
