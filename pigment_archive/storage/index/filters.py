"""What a search may ask of a record's facts: a list of conditions that must all hold.

A condition is lowered once to `Wanted`, the few shapes an engine can answer, so that each engine's compiler
is a dozen lines and both give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal, TypeVar

from pigment_archive.errors import UsageError
from pigment_archive.storage.index.schema import Value, fits

Operator = Literal["eq", "ne", "in", "lt", "lte", "gt", "gte"]

_RANGES: Final = ("lt", "lte", "gt", "gte")
_KIND_WORDS: Final[Mapping[type, str]] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One demand on one payload key.

    Args:
        key: A key declared in the index's schema.
        op: `eq`, `ne`, `in` (equal to one of), `lt`, `lte`, `gt`, `gte` (numbers only).
        value: The value compared with; a tuple of values for `in`.

    A record that lacks the key satisfies no condition on it except `ne`.
    """

    key: str
    op: Operator
    value: Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """All of `must` hold; an empty filter lets every record through."""

    must: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval of numbers; None is open on that side."""

    lt: float | None = None
    lte: float | None = None
    gt: float | None = None
    gte: float | None = None


Option = str | int | bool | Bounds
Form = TypeVar("Form")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition as engines answer it: the key holds one of `options`, or (`negated`) none of them."""

    key: str
    options: tuple[Option, ...]
    negated: bool = False


def lower(where: Filter | None, keys: Mapping[str, type]) -> list[Wanted]:
    """Check a filter against the declared keys and lower it.

    Raises:
        UsageError: The key is not declared, the value is not of the key's kind, or the comparison does not
            fit the kind.
    """
    return [] if where is None else [_lower_one(condition, keys) for condition in where.must]


def arranged(
    wanted: Sequence[Wanted],
    field: Callable[[str, Option], Form],
    any_of: Callable[[list[Form]], Form],
) -> tuple[list[Form], list[Form]]:
    """What must hold and what must not, in an engine's own conditions.

    Args:
        wanted: A lowered filter.
        field: Gives the engine's condition that a key holds one option.
        any_of: Gives its condition that one of several holds.
    """
    must: list[Form] = []
    must_not: list[Form] = []
    for one in wanted:
        options = [field(one.key, option) for option in one.options]
        if one.negated:
            must_not += options
        else:
            must.append(options[0] if len(options) == 1 else any_of(options))
    return must, must_not


def _lower_one(condition: Condition, keys: Mapping[str, type]) -> Wanted:
    key, op, value = condition.key, condition.op, condition.value
    kind = keys.get(key)
    if kind is None:
        near = get_close_matches(key, keys, n=3)
        raise UsageError(
            "no such key to filter by",
            where=key,
            remedy=f"Did you mean {' or '.join(near)}?" if near else f"Keys are: {', '.join(sorted(keys))}.",
        )
    if op in _RANGES:
        if kind not in (int, float):
            raise UsageError(f"{_KIND_WORDS[kind]} has no order to compare by", where=f"{key} {op}")
        return Wanted(key, (Bounds(**{op: float(_checked(key, float, value))}),))
    values = value if isinstance(value, tuple) else (value,)
    if (op == "in") != isinstance(value, tuple) or not values:
        raise UsageError("`in` takes a list of at least one value, other comparisons take one", where=key)
    options = tuple(_option(key, kind, one) for one in values)
    return Wanted(key, options, negated=op == "ne")


def _option(key: str, kind: type, value: Value) -> Option:
    checked = _checked(key, kind, value)
    # Engines match whole numbers, text and truth values only; an equal float is an interval of one point.
    return Bounds(gte=checked, lte=checked) if isinstance(checked, float) else checked


def _checked(key: str, kind: type, value: Value | tuple[Value, ...]) -> Value:
    """The value as its key's kind; a whole number passes for a float, nothing else is converted."""
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if isinstance(value, tuple) or not fits(kind, value):
        raise UsageError(f"the key compares with {_KIND_WORDS[kind]}", where=key)
    return value
