from __future__ import annotations

from typing import Any

import pytest

from pigment_archive.errors import UsageError
from pigment_archive.storage.index.filters import Bounds, Condition, Filter, Wanted, lower
from tests.unit.storage.index.samples import SCHEMA


def lowered(key: str, op: Any, value: Any) -> Wanted:
    (one,) = lower(Filter((Condition(key, op, value),)), SCHEMA.keys)
    return one


def test_no_filter_and_an_empty_one_want_nothing() -> None:
    assert lower(None, SCHEMA.keys) == lower(Filter(), SCHEMA.keys) == []


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (("material", "eq", "azurite"), Wanted("material", ("azurite",))),
        (("material", "ne", "azurite"), Wanted("material", ("azurite",), negated=True)),
        (("material", "in", ("a", "b")), Wanted("material", ("a", "b"))),
        (("simulated", "eq", True), Wanted("simulated", (True,))),
        (("accumulations", "gte", 3), Wanted("accumulations", (Bounds(gte=3.0),))),
        (("accumulations", "lt", 2.5), Wanted("accumulations", (Bounds(lt=2.5),))),
        (("laser_wavelength", "eq", 532), Wanted("laser_wavelength", (Bounds(gte=532.0, lte=532.0),))),
    ],
)
def test_conditions_are_lowered(condition: tuple[str, Any, Any], wanted: Wanted) -> None:
    assert lowered(*condition) == wanted


@pytest.mark.parametrize(
    "condition",
    [
        ("material", "eq", 3),
        ("material", "lt", "b"),
        ("material", "in", ()),
        ("material", "in", "azurite"),
        ("material", "eq", ("a", "b")),
        ("simulated", "eq", 1),
        ("simulated", "gt", False),
        ("accumulations", "eq", True),
        ("accumulations", "eq", 2.0),
        ("accumulations", "eq", 2**63),
        ("accumulations", "gt", "3"),
        ("laser_wavelength", "eq", float("nan")),
        ("laser_wavelength", "lt", float("inf")),
        ("laser_wavelength", "gt", (1.0,)),
    ],
)
def test_a_value_that_does_not_fit_its_key_is_refused(condition: tuple[str, Any, Any]) -> None:
    with pytest.raises(UsageError):
        lowered(*condition)


def test_an_unknown_key_is_answered_with_close_ones_or_all() -> None:
    with pytest.raises(UsageError, match="Did you mean laser_wavelength"):
        lowered("laser_wavelenght", "eq", 1.0)
    with pytest.raises(UsageError, match="accumulations, laser_wavelength, material"):
        lowered("zzz", "eq", 1.0)
