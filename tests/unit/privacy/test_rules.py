"""The disclosure rules at their boundaries."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from pigment_archive.privacy.rules import DisclosureRules

RULES = DisclosureRules()


@pytest.mark.parametrize(("objects", "allowed"), [(0, False), (1, False), (9, False), (10, True), (11, True)])
def test_ten_objects_are_enough(objects: int, allowed: bool) -> None:
    assert RULES.may_publish(objects) is allowed


def test_the_rules_cannot_be_made_weaker_than_ten() -> None:
    with pytest.raises(ValidationError):
        DisclosureRules(minimum_objects=9)


@pytest.mark.parametrize(("objects", "said"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20)])
def test_counts_are_multiples_of_five(objects: int, said: int) -> None:
    assert RULES.rounded_count(objects) == said


def test_shares_are_rounded_and_ordered() -> None:
    shares = RULES.rounded_shares({"b": 1, "a": 12, "c": 7})
    assert list(shares.items()) == [("a", 0.6), ("c", 0.35), ("b", 0.05)]


def test_a_share_that_rounds_to_nothing_is_not_named() -> None:
    assert "rare" not in RULES.rounded_shares({"common": 99, "rare": 1})
