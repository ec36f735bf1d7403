"""docs/encoder.md says of knobs and recipes what the code says; run as a program, writes both anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from pigment_archive.encoder import VaeSettings, default_network
from pigment_archive.encoder.augmentation import Augmentation
from pigment_archive.encoder.contrast import Contrast
from pigment_archive.preprocessing import default_recipe
from pigment_archive.records import Technique
from pigment_archive.units import AXIS_UNITS
from tests.conftest import REPOSITORY
from tests.documents import block, replaced, table, text_of

DOCUMENT = "encoder.md"
NESTED: dict[str, type[BaseModel]] = {"contrast": Contrast, "augmentation": Augmentation}


def networks() -> dict[str, VaeSettings]:
    """The different default networks, each under the names of its techniques."""
    techniques: dict[str, list[str]] = {}
    found: dict[str, VaeSettings] = {}
    for technique in Technique:
        settings = default_network(technique)
        key = settings.model_dump_json()
        techniques.setdefault(key, []).append(technique.value)
        found[key] = settings
    return {", ".join(names): found[key] for key, names in techniques.items()}


def knobs_table(columns: dict[str, VaeSettings]) -> str:
    rows = [[f"`{name}`", *values, meaning] for name, values, meaning in _knobs(list(columns.values()))]
    return table(["knob", *columns, "meaning"], rows)


def _knobs(
    settings: Sequence[BaseModel | None], form: type[BaseModel] = VaeSettings, prefix: str = ""
) -> Iterator[tuple[str, list[str], str]]:
    """Name, values and meaning of every knob, those of a group under `group.knob`."""
    for name, field in form.model_fields.items():
        values = [getattr(one, name, None) for one in settings]
        if name in NESTED:
            yield from _knobs(values, NESTED[name], f"{name}.")
        else:
            yield f"{prefix}{name}", [_said(value) for value in values], str(field.description)


def _said(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {None: "-", True: "yes", False: "no"}[value]
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return f"{value}"


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
    assert block(DOCUMENT, "knobs") == knobs_table(networks())


def test_the_recipes() -> None:
    assert block(DOCUMENT, "recipes") == recipes_table()


def test_every_knob_and_technique_is_in_the_table() -> None:
    made = knobs_table(networks())
    for form, prefix in ((VaeSettings, ""), (Contrast, "contrast."), (Augmentation, "augmentation.")):
        for name in set(form.model_fields) - set(NESTED):
            assert f"| `{prefix}{name}` |" in made
    heading = made.partition("\n")[0]
    assert sorted(heading.replace("|", ",").replace(" ", "").strip(",").split(",")) == sorted(
        [*Technique, "knob", "meaning"]
    )


def test_control_another_default_shows_also_in_a_group() -> None:
    columns = networks()
    name, settings = next(iter(columns.items()))
    contrast = settings.contrast.model_copy(update={"floor": 0.123})
    for changed in ({"patience": 21}, {"contrast": contrast}):
        other = {**columns, name: settings.model_copy(update=changed)}
        assert block(DOCUMENT, "knobs") != knobs_table(other)
        assert knobs_table(columns) != knobs_table(other)


def main() -> None:
    """Write both tables anew."""
    text = replaced(text_of(DOCUMENT), "knobs", knobs_table(networks()))
    text = replaced(text, "recipes", recipes_table())
    (REPOSITORY / "docs" / DOCUMENT).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
