from __future__ import annotations

import pytest

from pigment_archive.quality import Check, Finding, Verdict
from pigment_archive.quality.finding import not_applicable
from pigment_archive.records import Tier


def finding(**fields: object) -> Finding:
    return Finding(**{"check": Check.SPIKES, "verdict": Verdict.FAILED, "meaning": "3 points", **fields})


def test_a_finding_becomes_a_note_with_a_stable_code() -> None:
    note = finding().note()
    assert (note.code, note.text) == ("check_spikes", "failed: 3 points.")


@pytest.mark.parametrize(
    ("about", "tier", "told"),
    [
        (None, Tier.OPEN, True),
        (Tier.OPEN, Tier.OPEN, True),
        (Tier.AGGREGATE, Tier.OPEN, False),
        (Tier.SEALED, Tier.OPEN, False),
        (Tier.SEALED, Tier.AGGREGATE, False),
        (Tier.SEALED, Tier.SEALED, True),
        (Tier.OPEN, Tier.SEALED, True),
    ],
)
def test_a_record_never_tells_about_one_of_a_stricter_tier(about, tier, told) -> None:
    assert finding(about=about).may_be_told_in(tier) is told


@pytest.mark.parametrize(
    ("verdict", "bad"),
    [(Verdict.OK, False), (Verdict.NOT_APPLICABLE, False), (Verdict.WARNING, True), (Verdict.FAILED, True)],
)
def test_only_warnings_and_failures_are_bad(verdict, bad) -> None:
    assert finding(verdict=verdict).is_bad is bad


def test_what_does_not_apply_says_why_and_has_no_number() -> None:
    found = not_applicable(Check.AXIS_SHIFT, "the session is not stated")
    assert (found.verdict, found.value, found.meaning) == (
        Verdict.NOT_APPLICABLE,
        None,
        "the session is not stated",
    )
