"""docs/encoder.md says of knobs and recipes what the code says."""

from __future__ import annotations

from math import prod

from pigment_archive.encoder import VaeSettings
from pigment_archive.encoder.architecture import tensor_shapes
from pigment_archive.preprocessing import default_recipe
from pigment_archive.records import Technique
from pigment_archive.units import AXIS_UNITS
from tests.documents import block, table, text_of

DOCUMENT = "encoder.md"


def knobs_table(settings: VaeSettings) -> str:
    fields = type(settings).model_fields
    rows = [[f"`{name}`", f"{getattr(settings, name)}", f"{fields[name].description}"] for name in fields]
    return table(["knob", "default", "meaning"], rows)


def recipes_table() -> str:
    rows = []
    for recipe in map(default_recipe, Technique):
        (low, high), steps = recipe.window, " → ".join(step.step for step in recipe.steps)
        window = f"{low:g}-{high:g} {AXIS_UNITS[recipe.axis_kind]}"
        quantities = " or ".join(recipe.quantities)
        rows.append(
            [f"`{recipe.id}`", window, f"{recipe.resample.points}", quantities, f"resample → {steps}"]
        )
    return table(["recipe", "window", "grid points", "quantity", "steps"], rows)


def test_the_knobs_and_their_defaults() -> None:
    assert block(DOCUMENT, "knobs") == knobs_table(VaeSettings())


def test_the_recipes() -> None:
    assert block(DOCUMENT, "recipes") == recipes_table()


def test_the_number_of_weights() -> None:
    shapes = tensor_shapes(VaeSettings(), default_recipe(Technique.RAMAN).resample.points)
    assert f"{sum(map(prod, shapes.values())):,} weights" in text_of(DOCUMENT)


def test_control_another_default_shows() -> None:
    assert block(DOCUMENT, "knobs") != knobs_table(VaeSettings(patience=21))
