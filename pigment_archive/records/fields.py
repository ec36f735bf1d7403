"""The flat names of a record's facts: one list for the index payload, the Parquet columns and `--where`.

A fact called `name` is known by its group (`material`, `sample`); every other by `group_fact`
(`material_formula`, `sample_supplier`), except that the measurement's facts stand alone
(`laser_wavelength`). The list is derived from the models, so a new fact is everywhere at once.
"""

from __future__ import annotations

from types import NoneType
from typing import Any, Final, NamedTuple, get_args

from pydantic import BaseModel

from pigment_archive.records.facts import Facts
from pigment_archive.records.record import Record
from pigment_archive.records.rights import Rights

Scalar = str | float | int | bool | None


class FieldSpec(NamedTuple):
    """One flat field: its name, the path in the record, its type (str, float, int, bool), what it means."""

    name: str
    path: tuple[str, ...]
    kind: type
    description: str


def _plain_type(annotation: Any) -> type:
    options = [option for option in get_args(annotation) if option is not NoneType] or [annotation]
    known: dict[Any, type] = {bool: bool, int: int, float: float}
    return known.get(options[0], str)


def _fields_of(model: type[BaseModel], path: tuple[str, ...], prefix: str) -> list[FieldSpec]:
    found = []
    for name, info in model.model_fields.items():
        flat = prefix if name == "name" else name if prefix in ("", "measurement") else f"{prefix}_{name}"
        found.append(FieldSpec(flat, (*path, name), _plain_type(info.annotation), info.description or ""))
    return found


def _all_fields() -> dict[str, FieldSpec]:
    top = [
        spec
        for spec in _fields_of(Record, (), "")
        if spec.name in ("collection", "technique", "status", "simulated")
    ]
    for group, info in Facts.model_fields.items():
        model: Any = info.annotation
        top += _fields_of(model, ("facts", group), group)
    top += _fields_of(Rights, ("rights",), "rights")
    return {("tier" if spec.name == "rights_tier" else spec.name): spec for spec in top}


FIELDS: Final[dict[str, FieldSpec]] = {name: spec._replace(name=name) for name, spec in _all_fields().items()}


def flatten(record: Record) -> dict[str, Scalar]:
    """The record's facts under their flat names; absent facts are left out, dates become ISO text."""
    flat: dict[str, Scalar] = {}
    for name, spec in FIELDS.items():
        value: Any = record
        for step in spec.path:
            value = getattr(value, step)
        if value is None:
            continue
        flat[name] = value if isinstance(value, bool | int | float) else str(value)
    return flat


def unflatten(flat: dict[str, Any]) -> dict[str, Any]:
    """Nested groups (`facts`, `rights`, ...) from flat names; an unknown name raises KeyError."""
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        if value is None:
            continue
        here = nested
        *way, last = FIELDS[name].path
        for step in way:
            here = here.setdefault(step, {})
        here[last] = value
    return nested
