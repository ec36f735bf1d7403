"""`schemas/` is what the code generates, and says what every property means and in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import jsonschema
import pytest

from pigment_archive.records import Provenance, Quantity, Record, Spectrum, Technique
from pigment_archive.units import AxisKind
from pigment_archive.workflows.schemas import as_text, readme, schemas, write
from tests.architecture.source import REPOSITORY

FOLDER: Final = REPOSITORY / "schemas"
UNIT: Final = re.compile(
    r"(?<!\w)(nm|um|cm-1|keV|eV|kV|uA|mW|s|seconds|bytes|units?"
    r"|fractions?|percent|ratio|probability|0-1|-1 to 1)\b"
)

Schema = dict[str, Any]


def properties(schema: Schema) -> Iterator[tuple[str, Schema, str]]:
    """Every property of a schema and its groups, with its description, its own or its group's."""
    groups = schema.get("$defs", {})
    for group in (schema, *groups.values()):
        for name, form in group.get("properties", {}).items():
            referred = groups.get(form.get("$ref", "").rpartition("/")[2], {})
            yield (
                f"{group.get('title')}.{name}",
                form,
                form.get("description") or referred.get("description", ""),
            )


def undescribed(schema: Schema) -> list[str]:
    """Properties without a description."""
    return [name for name, _, description in properties(schema) if not description]


def unitless(schema: Schema) -> list[str]:
    """Real numbers, or lists of them, whose description names no unit."""
    return [
        name
        for name, form, description in properties(schema)
        if "number" in _types(form) and not UNIT.search(description)
    ]


def _types(form: Any) -> set[str]:
    if isinstance(form, list):
        return set().union(*map(_types, form))
    if not isinstance(form, dict):
        return set()
    said = form.get("type", [])
    below = (form.get(key, []) for key in ("items", "prefixItems", "anyOf", "oneOf"))
    return {said} if isinstance(said, str) and said != "array" else set(said).union(*map(_types, below))


def test_the_folder_holds_what_the_code_generates():
    held = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
    made = {name: as_text(schema) for name, schema in schemas().items()}
    assert held == {**made, "README.md": readme()}, "run `make schemas`"


def test_writing_removes_a_schema_of_no_document(tmp_path):
    (tmp_path / "old.json").write_text("{}", encoding="utf-8")
    write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*schemas(), "README.md"}


@pytest.mark.parametrize("name", schemas())
def test_every_property_is_described(name):
    assert undescribed(schemas()[name]) == []


@pytest.mark.parametrize("name", schemas())
def test_every_physical_number_names_its_unit(name):
    assert unitless(schemas()[name]) == []


@pytest.mark.parametrize("name", schemas())
def test_every_schema_is_a_schema(name):
    jsonschema.Draft202012Validator.check_schema(schemas()[name])


def test_a_written_record_is_what_its_schema_says():
    spectrum = Spectrum(
        axis=[400.0, 401.0], values=[0.5, float("nan")],
        axis_kind=AxisKind.WAVELENGTH, quantity=Quantity.REFLECTANCE,
    )  # fmt: skip
    provenance = Provenance(
        accession="a", source="x.txt", sha256="0" * 64, reader="delimited/1", software="0",
        ingested_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    record = Record(
        record="r", collection="c", technique=Technique.REFLECTANCE, provenance=provenance, spectrum=spectrum
    )
    written = record.model_dump(mode="json")
    judge = jsonschema.Draft202012Validator(schemas()["record.json"])
    assert list(judge.iter_errors(written)) == []
    assert list(judge.iter_errors({**written, "technique": "guesswork"})) != []


def test_a_silent_property_is_caught():
    silent = {"title": "A", "properties": {"x": {"type": "number"}, "y": {"$ref": "#/$defs/B"}}}
    assert undescribed(silent) == ["A.x", "A.y"]
    assert undescribed({**silent, "$defs": {"B": {"description": "Said."}}}) == ["A.x"]


@pytest.mark.parametrize(
    "form",
    [
        {"type": "number"},
        {"type": "array", "items": {"type": ["number", "null"]}},
        {"anyOf": [{"type": "array", "items": {"type": "number"}}, {"type": "null"}]},
    ],
)
def test_a_number_without_a_unit_is_caught(form):
    def said(description: str) -> Schema:
        return {"title": "A", "properties": {"x": {**form, "description": description}}}

    assert unitless(said("Power of the laser.")) == ["A.x"]
    assert unitless(said("Power of the laser in mW.")) == []
