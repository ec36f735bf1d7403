from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.quality import Batch, Check, Finding, Sitting, Stored, Thresholds, Verdict
from pigment_archive.records import Facts, Spectrum, Technique, Tier
from pigment_archive.units import AxisKind
from tests.unit.quality.samples import AXES, RECIPES, clean, facts, spectrum


def add(
    batch: Batch,
    one: Spectrum,
    said: Facts | None = None,
    *,
    technique: Technique | None = Technique.RAMAN,
    sha256: str = "a",
    tier: Tier | None = None,
) -> None:
    recipe = RECIPES[technique] if technique else None
    batch.add(one, said or facts(), recipe, original=(sha256, 0), place=f"{sha256}.txt", tier=tier)


def stored(sha256: str = "s", material: str | None = None, **fields: object) -> Stored:
    said = {"technique": Technique.RAMAN, "session": None, "tier": Tier.OPEN, "stored": True, **fields}
    return Stored((sha256, 0), f"record {sha256}", Sitting(material=material, **said))


def meet(batch: Batch, kept: Stored, one: Spectrum) -> None:
    if batch.wants(kept):
        batch.compare_with(kept, one.axis, one.values, one.mask)


def judged(batch: Batch) -> list[dict[Check, Finding]]:
    list(batch.compare_within())
    return [{finding.check: finding for finding in each} for each in batch.findings()]


def test_every_spectrum_has_one_finding_a_check_in_order() -> None:
    batch = Batch()
    add(batch, clean())
    add(batch, clean(Technique.XRF), technique=Technique.XRF, sha256="b")
    add(batch, clean().changed(axis_kind=AxisKind.UNKNOWN, technique=None), technique=None, sha256="c")
    assert [[f.check for f in each] for each in batch.findings()] == [list(Check)] * 3


def test_an_empty_batch_has_no_findings() -> None:
    batch = Batch()
    assert list(batch.compare_within()) == []
    assert not batch.wants(stored())
    assert batch.findings() == []


def test_the_same_bytes_are_counted_in_the_batch_and_in_the_archive() -> None:
    batch = Batch()
    for sha256 in ("a", "a", "b", "c"):
        add(batch, clean(seed=ord(sha256)), sha256=sha256)
    meet(batch, stored("a", tier=Tier.AGGREGATE), clean(seed=ord("a")))
    meet(batch, stored("b"), clean(seed=ord("b")))
    found = [each[Check.DUPLICATED_BYTES] for each in judged(batch)]
    assert [f.value for f in found] == [2.0, 2.0, 1.0, 0.0]
    assert [f.verdict for f in found] == [Verdict.WARNING] * 3 + [Verdict.OK]
    assert [f.about for f in found] == [Tier.AGGREGATE, Tier.AGGREGATE, Tier.OPEN, None]
    assert {each[Check.NEAR_DUPLICATE].verdict for each in judged(batch)} == {Verdict.OK}


def test_techniques_are_not_compared_with_each_other() -> None:
    batch = Batch()
    infrared = clean(Technique.FTIR_ATR)
    add(batch, infrared, facts("chalk"), technique=Technique.FTIR_ATR)
    add(batch, infrared, facts("gypsum"), technique=Technique.FTIR_REFLECTANCE, sha256="b")
    assert all(each[Check.NEAR_DUPLICATE].verdict is Verdict.OK for each in judged(batch))


def test_a_spectrum_outside_the_first_range_is_compared_in_the_next() -> None:
    axis = AXES[Technique.REFLECTANCE] * 2.0 + 300.0
    far = spectrum(axis, clean(Technique.REFLECTANCE).values, Technique.REFLECTANCE)
    whole = spectrum(
        np.arange(350.0, 2500.0),
        np.interp(np.arange(350.0, 2500.0), far.axis, far.values),
        Technique.REFLECTANCE,
    )
    batch = Batch()
    for name, sha256 in (("azurite", "a"), ("smalt", "b")):
        add(batch, far, facts(name), technique=Technique.REFLECTANCE, sha256=sha256)
    meet(batch, stored("s", "indigo", technique=Technique.REFLECTANCE), whole)
    found = judged(batch)
    assert [each[Check.OTHER_NAME].verdict for each in found] == [Verdict.FAILED] * 2
    assert found[0][Check.NEAR_DUPLICATE].about is None


def test_what_covers_too_little_is_not_compared() -> None:
    batch = Batch()
    add(batch, spectrum(np.linspace(300.0, 500.0, 400), clean().values[:400]))
    found = judged(batch)[0]
    assert found[Check.NEAR_DUPLICATE].verdict is Verdict.NOT_APPLICABLE
    assert found[Check.OTHER_NAME].verdict is Verdict.NOT_APPLICABLE


def test_an_archive_larger_than_the_limit_is_compared_in_part_and_that_is_said() -> None:
    batch = Batch(Thresholds(most_records=3))
    add(batch, clean(), facts("azurite"))
    wanted = [batch.wants(stored(str(number))) for number in range(5)]
    assert wanted == [True] * 3 + [False] * 2
    for number in range(3):
        other = clean(mineral=number + 1)
        batch.compare_with(stored(str(number)), other.axis, other.values, other.mask)
    assert judged(batch)[0][Check.NEAR_DUPLICATE].meaning == "no copy among 1 of the batch and 3 of 5 stored"


def test_a_reference_is_wanted_beyond_the_limit() -> None:
    batch = Batch(Thresholds(most_records=0))
    add(batch, clean(), facts("silicon", session="day 2", reference="silicon"))
    assert not batch.wants(stored("x", "azurite", session="day 1"))
    kept = stored("s", "silicon", session="day 1")
    moved = clean(seed=1).changed(axis=clean().axis - 2.0)
    meet(batch, kept, moved)
    found = judged(batch)[0][Check.AXIS_SHIFT]
    assert found.value == pytest.approx(2.0, abs=0.05)


def test_a_sealed_spectrum_of_the_same_batch_is_not_told_in_an_open_one() -> None:
    batch = Batch()
    add(batch, clean(), facts("azurite"), sha256="a", tier=Tier.OPEN)
    add(batch, clean(), facts("smalt"), sha256="b", tier=Tier.SEALED)
    opened, sealed = judged(batch)
    for name in (Check.NEAR_DUPLICATE, Check.OTHER_NAME):
        assert opened[name].is_bad
        assert sealed[name].is_bad
        assert not opened[name].may_be_told_in(Tier.OPEN)
        assert sealed[name].may_be_told_in(Tier.SEALED)


def test_the_shift_against_a_sealed_standard_is_not_told_in_an_open_record() -> None:
    batch = Batch()
    add(batch, clean(), facts("silicon", session="day 2", reference="silicon"), tier=Tier.OPEN)
    kept = stored("s", "silicon", session="day 1", tier=Tier.SEALED)
    meet(batch, kept, clean(seed=1).changed(axis=clean().axis - 2.0))
    found = judged(batch)[0][Check.AXIS_SHIFT]
    assert (found.verdict, found.may_be_told_in(Tier.OPEN)) == (Verdict.WARNING, False)


def test_only_what_is_bad_is_kept_when_asked() -> None:
    batch = Batch(only_bad=True)
    add(batch, clean(), facts("azurite"), sha256="a")
    add(batch, spectrum(clean().axis, np.ones(clean().axis.size)), sha256="b")
    assert [[f.check for f in each] for each in batch.findings()] == [[], [Check.FLAT]]
