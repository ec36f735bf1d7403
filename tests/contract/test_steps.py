"""What every step on the grid promises, whatever it does."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from pydantic import ValidationError

from pigment_archive.preprocessing import Step, default_recipe
from pigment_archive.records import Technique

STEPS = get_args(get_args(Step)[0])


def values() -> np.ndarray:
    grid = np.linspace(0.0, 1.0, 200)
    return 5.0 + grid + 100.0 * np.exp(-0.5 * ((grid - 0.4) / 0.02) ** 2)


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_gives_as_many_finite_float64_values_as_it_gets(kind: type) -> None:
    result = kind().apply(values(), values())
    assert result.dtype == np.float64
    assert result.shape == (200,)
    assert np.isfinite(result).all()


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_changes_neither_of_its_arguments_and_repeats_itself(kind: type) -> None:
    given, acquired = values(), values()
    for array in (given, acquired):
        array.setflags(write=False)
    step = kind()
    np.testing.assert_array_equal(step.apply(given, acquired), step.apply(given, acquired))


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_is_frozen_closed_and_tagged_with_its_name(kind: type) -> None:
    step = kind()
    with pytest.raises(ValidationError):
        step.step = "another"
    with pytest.raises(ValidationError):
        kind(unknown=1)
    assert kind.model_validate_json(step.model_dump_json()) == step
    assert f'"step":"{step.step}"' in step.model_dump_json()


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_explains_itself_with_an_equation_and_its_knobs(kind: type) -> None:
    text = kind.__doc__ or ""
    assert "y" in text
    for knob, field in kind.model_fields.items():
        if knob != "step":
            assert f"`{knob}`" in text, f"{kind.__name__} does not say what a larger {knob} does"
            assert field.description


@pytest.mark.parametrize("technique", list(Technique))
def test_every_step_of_every_default_recipe_is_under_this_contract(technique: Technique) -> None:
    assert {type(step) for step in default_recipe(technique).steps} <= set(STEPS)
