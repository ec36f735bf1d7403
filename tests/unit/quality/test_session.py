from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pigment_archive.quality import THRESHOLDS, Finding, Sitting, Verdict
from pigment_archive.quality.session import Sessions
from pigment_archive.records import Technique, Tier
from tests.unit.quality.samples import AXES, clean

AXIS = AXES[Technique.RAMAN]


def sitting(session: str | None, material: str | None = None, **fields: object) -> Sitting:
    return Sitting(
        **{
            "technique": Technique.RAMAN,
            "session": session,
            "reference": "Silicon",
            "material": material,
            **fields,
        }
    )


def stored(session: str, material: str = "silicon", **fields: object) -> Sitting:
    return sitting(session, material, **{"reference": None, "tier": Tier.OPEN, "stored": True, **fields})


def measured(shift: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    return AXIS + shift, clean(seed=seed).values


def two_days(shift: float) -> Sessions:
    sessions = Sessions(THRESHOLDS)
    for seed, (day, moved) in enumerate([("day 1", 0.0), ("day 1", 0.0), ("day 2", shift), ("day 2", shift)]):
        sessions.add(sitting(day, "silicon"), *measured(moved, seed))
        sessions.add(sitting(day, "azurite"), AXIS, clean(seed=seed, mineral=1).values)
    return sessions


def judged(sessions: Sessions, day: str = "day 2") -> Finding:
    return sessions.finding(sitting(day, "azurite"))


@pytest.mark.parametrize(
    ("shift", "verdict"),
    [
        (0.0, Verdict.OK),
        (-0.7, Verdict.OK),
        (2.0, Verdict.WARNING),
        (-2.0, Verdict.WARNING),
        (6.0, Verdict.FAILED),
    ],
)
def test_the_drift_of_the_reference_is_found_for_the_whole_session(shift, verdict) -> None:
    found = judged(two_days(shift))
    assert (found.verdict, found.unit, found.about) == (verdict, "cm-1", None)
    assert found.value == pytest.approx(shift, abs=0.05)


def test_the_first_session_is_the_standard() -> None:
    found = judged(two_days(3.0), "day 1")
    assert found.verdict is Verdict.NOT_APPLICABLE
    assert "is the first with reference Silicon" in found.meaning


def test_a_stored_session_is_the_standard_even_if_its_name_comes_later() -> None:
    sessions = two_days(0.0)
    assert sessions.wants(stored("day 9"))
    sessions.add(stored("day 9", tier=Tier.SEALED), *measured(-2.0, 7))
    for day in ("day 1", "day 2"):
        found = judged(sessions, day)
        assert (found.verdict, found.about) == (Verdict.WARNING, Tier.SEALED)
        assert found.value == pytest.approx(2.0, abs=0.05)
        assert "session day 9" in found.meaning


def test_of_stored_sessions_the_earliest_is_the_standard() -> None:
    sessions = two_days(0.0)
    sessions.add(stored("a", measured_at="2026-02-01"), *measured(-2.0, 7))
    sessions.add(stored("b", measured_at="2026-01-01"), *measured(-3.0, 8))
    assert judged(sessions).value == pytest.approx(3.0, abs=0.05)


def test_a_reference_is_known_by_its_sample_too() -> None:
    sessions = two_days(0.0)
    assert sessions.wants(stored("x", material="Si wafer", sample="silicon"))
    assert not sessions.wants(stored("x", material="azurite"))
    assert not sessions.wants(replace(stored("x"), session=None))


def test_another_instrument_has_its_own_standard() -> None:
    sessions = two_days(0.0)
    sessions.add(stored("x", instrument="another"), *measured(-9.0, 7))
    assert judged(sessions).verdict is Verdict.OK


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (sitting(None), "the session is not stated"),
        (sitting("day 2", reference=None), "session day 2 names no reference"),
        (sitting("day 2", reference="Neon"), "reference Neon was not found in session day 2"),
        (sitting("day 3"), "reference Silicon was not found in session day 3"),
    ],
)
def test_without_a_reference_it_says_why_not(facts, why) -> None:
    found = two_days(1.0).finding(facts)
    assert (found.verdict, found.meaning) == (Verdict.NOT_APPLICABLE, why)


def test_a_reference_that_is_something_else_is_not_compared() -> None:
    sessions = two_days(0.0)
    sessions.add(stored("a"), AXIS, clean(mineral=5).values)
    assert judged(sessions).meaning == "reference Silicon looks different in sessions a and day 2"
