"""Conditions in words become filters, or a helpful refusal."""

from __future__ import annotations

import pytest

from pigment_archive.answers.where import parse_where
from pigment_archive.errors import UsageError
from pigment_archive.storage.index.filters import Condition


def conditions(*texts: str) -> tuple[Condition, ...]:
    found = parse_where(texts)
    return found.must if found else ()


def test_no_condition_is_no_filter() -> None:
    assert parse_where(()) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("material=cinnabar", Condition("material", "eq", "cinnabar")),
        ("material = lead white ", Condition("material", "eq", "lead white")),
        ("material=azurite,malachite", Condition("material", "in", ("azurite", "malachite"))),
        ("material!=azurite", Condition("material", "ne", "azurite")),
        ("simulated=true", Condition("simulated", "eq", True)),
        ("laser_wavelength>=700", Condition("laser_wavelength", "gte", 700.0)),
        ("laser_wavelength<700", Condition("laser_wavelength", "lt", 700.0)),
        ("replicate=3", Condition("replicate", "eq", 3)),
    ],
)
def test_one_condition(text: str, expected: Condition) -> None:
    assert conditions(text) == (expected,)


def test_range_is_two_bounds() -> None:
    assert conditions("laser_wavelength=500..800") == (
        Condition("laser_wavelength", "gte", 500.0),
        Condition("laser_wavelength", "lte", 800.0),
    )


def test_several_conditions_all_hold() -> None:
    assert len(conditions("material=azurite", "tier!=sealed")) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("material", "expected key=value"),
        ("materiall=x", "no fact called"),
        ("material>=3", "no bounds"),
        ("laser_wavelength=red", "expected a number"),
        ("simulated=perhaps", "true or false"),
        ("laser_wavelength=800..500", "range 800..500 is empty"),
    ],
)
def test_refusals_say_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_where([text])


def test_a_misspelt_key_gets_a_suggestion() -> None:
    with pytest.raises(UsageError) as refusal:
        parse_where(["materiall=x"])
    assert "material" in refusal.value.remedy
