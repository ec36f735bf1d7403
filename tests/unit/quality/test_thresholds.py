from __future__ import annotations

import pytest
from pydantic import ValidationError

from pigment_archive.quality import THRESHOLDS, Thresholds, Verdict
from pigment_archive.quality.thresholds import Limits
from pigment_archive.records import Technique


@pytest.mark.parametrize(
    ("value", "verdict", "limit"),
    [
        (11.0, Verdict.OK, 10.0),
        (10.0, Verdict.OK, 10.0),
        (9.9, Verdict.WARNING, 10.0),
        (2.9, Verdict.FAILED, 3.0),
    ],
)
def test_a_value_that_should_be_large(value, verdict, limit) -> None:
    assert Limits(warning=10.0, failed=3.0).judge(value) == (verdict, limit)


@pytest.mark.parametrize(
    ("value", "verdict", "limit"),
    [
        (0.0, Verdict.OK, 0.0),
        (0.001, Verdict.WARNING, 0.0),
        (0.01, Verdict.WARNING, 0.0),
        (0.02, Verdict.FAILED, 0.01),
    ],
)
def test_a_value_that_should_be_small(value, verdict, limit) -> None:
    assert Limits(warning=0.0, failed=0.01).judge(value) == (verdict, limit)


def test_the_id_is_made_from_the_limits() -> None:
    assert Thresholds().id == THRESHOLDS.id
    assert Thresholds(near_duplicate=0.99).id != THRESHOLDS.id
    assert Thresholds.model_validate_json(THRESHOLDS.model_dump_json()) == THRESHOLDS


def test_other_limits_under_the_same_id_are_refused() -> None:
    with pytest.raises(ValidationError, match="the limits give the id"):
        Thresholds(id=THRESHOLDS.id, near_duplicate=0.99)


def test_every_technique_has_its_limits() -> None:
    assert set(THRESHOLDS.compared) == set(THRESHOLDS.axis_shift) == set(Technique)
