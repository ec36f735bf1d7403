"""A statement: values under the flat names of facts, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

from pigment_archive.errors import UsageError
from pigment_archive.records import FIELDS, Facts, Rights, Scalar, unflatten

AXIS_KIND: Final = "axis_kind"
AXIS_UNIT: Final = "axis_unit"
QUANTITY: Final = "quantity"
PERCENT: Final = "percent"
MEANING: Final = (AXIS_KIND, AXIS_UNIT, QUANTITY, PERCENT)
SAYABLE: Final = (
    *(name for name, spec in FIELDS.items() if spec.path[0] in ("facts", "rights")),
    "collection",
    "technique",
    *MEANING,
)


class Said(NamedTuple):
    """One value and who said it: `sheet facts.csv, row 12`, `profile kremer`, `--fact`."""

    value: Scalar
    source: str


Statement = Mapping[str, Said]


def join(*statements: Statement) -> dict[str, Said]:
    """All statements in one; where several say the same fact, the last wins."""
    return {name: said for statement in statements for name, said in statement.items()}


def values_of(statement: Statement) -> dict[str, Scalar]:
    """The values alone."""
    return {name: said.value for name, said in statement.items()}


def sources_of(statement: Statement) -> dict[str, str]:
    """The sources alone, as `Provenance.stated` keeps them."""
    return {name: said.source for name, said in statement.items()}


def flat_facts(facts: Facts) -> dict[str, Scalar]:
    """Facts under their flat names, without those that are absent."""
    flat: dict[str, Scalar] = {}
    for name, spec in FIELDS.items():
        if spec.path[0] == "facts":
            value = getattr(getattr(facts, spec.path[1]), spec.path[2])
            if value is not None:
                flat[name] = value if isinstance(value, bool | int | float) else str(value)
    return flat


def facts_said(facts: Facts, statement: Statement) -> Facts:
    """The facts with everything the statement says about them in their place."""
    return facts.merged(Facts.model_validate(_group(statement, "facts")))


def rights_said(rights: Rights, statement: Statement) -> Rights:
    """The rights with everything the statement says about them in their place."""
    return Rights.model_validate(rights.model_dump() | _group(statement, "rights"))


def known(name: str, where: str) -> str:
    """A sayable name as it is.

    Raises:
        UsageError: There is no such fact, or it cannot be said.
    """
    if name in SAYABLE:
        return name
    near = get_close_matches(name, SAYABLE, n=3)
    raise UsageError(
        f"there is no fact called {name!r} that can be said",
        where=where,
        remedy=f"Did you mean {', '.join(near)}?" if near else "The facts are listed in docs/facts.md.",
    )


def _group(statement: Statement, group: str) -> Any:
    flat = {
        name: said.value
        for name, said in statement.items()
        if name in FIELDS and FIELDS[name].path[0] == group
    }
    return unflatten(flat).get(group, {})
