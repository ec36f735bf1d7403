"""No number that a file may hold stops a check, or makes it say something that is no number."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from pigment_archive.quality import Batch, Check
from pigment_archive.records import Facts, Material, Session, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.quality.samples import RECIPES, spectrum

HUGE, TINY = 1.7e308, 5e-324
AXES = {
    "usual": np.linspace(100.0, 1400.0, 60),
    "two points": np.array([150.0, 1280.0]),
    "endless": np.concatenate([[-HUGE], np.linspace(100.0, 1400.0, 60), [HUGE]]),
    "minute": 500.0 + 1e-12 * np.arange(60),
    "far": np.linspace(1e300, HUGE, 60),
}


def seeded() -> np.random.Generator:
    """The same numbers for every case, in whatever order the cases run."""
    return np.random.default_rng(0)


VALUES = {
    "huge": lambda n: HUGE * seeded().uniform(-1, 1, n),
    "one huge": lambda n: np.where(np.arange(n) == n // 2, HUGE, seeded().normal(size=n)),
    "both ends": lambda n: np.where(np.arange(n) % 2, HUGE, -HUGE),
    "tiny": lambda n: TINY * seeded().integers(-3, 3, n).astype(float),
    "zeros": np.zeros,
    "one step": lambda n: np.where(np.arange(n) > n // 2, 1.0, 0.0),
    "missing": lambda n: np.where(np.arange(n) % 3, seeded().normal(size=n), np.nan),
    "whole numbers": lambda n: seeded().integers(0, 2, n).astype(float),
}


@pytest.mark.parametrize("technique", [Technique.RAMAN, Technique.REFLECTANCE, Technique.XRF])
@pytest.mark.parametrize(("axis", "values"), list(product(AXES, VALUES)))
def test_every_check_says_something_finite(axis: str, values: str, technique: Technique) -> None:
    facts = Facts(material=Material(name="x"), session=Session(name="day 1", reference="x"))
    later = facts.merged(Facts(session=Session(name="day 2")))
    one: Spectrum = spectrum(AXES[axis], VALUES[values](AXES[axis].size), technique)
    batch = Batch()
    for number, said in enumerate((facts, later, later)):
        batch.add(one, said, RECIPES[technique], original=("a", number), place="a")
    batch.add(
        one.changed(axis_kind=AxisKind.UNKNOWN), facts, RECIPES[technique], original=("b", 0), place="b"
    )
    list(batch.compare_within())
    for findings in batch.findings():
        assert [finding.check for finding in findings] == list(Check)
        assert all(finding.value is None or np.isfinite(finding.value) for finding in findings)
