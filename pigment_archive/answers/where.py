"""`--where` in words: conditions on a record's facts.

=====================  ==================================================
``material=azurite``   equal; several values with commas mean any of them
``material!=azurite``  not equal
``laser_wavelength>=700``, ``<``, ``<=``, ``>``   a bound (numbers only)
``laser_wavelength=500..800``                     a range, both ends included
=====================  ==================================================

Keys are the flat names in `records.FIELDS`; several conditions must all hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from pigment_archive.errors import UsageError
from pigment_archive.records import FIELDS, FieldSpec
from pigment_archive.storage.index.filters import Condition, Filter, Operator

_SPLIT: Final = re.compile(r"^\s*(\w+)\s*(!=|<=|>=|=|<|>)\s*(.*?)\s*$", re.DOTALL)
_BOUNDS: Final[dict[str, Operator]] = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_BOOLEANS: Final = {"true": True, "yes": True, "false": False, "no": False}


def parse_where(conditions: Sequence[str]) -> Filter | None:
    """The filter that all `conditions` describe, None when there are none.

    Raises:
        UsageError: A condition without operator, an unknown key, a value of the wrong type.
    """
    must = [part for text in conditions for part in _parse_one(text)]
    return Filter(must=tuple(must)) if must else None


def _parse_one(text: str) -> list[Condition]:
    found = _SPLIT.match(text)
    if found is None:
        raise UsageError(
            "expected key=value, key!=value or a bound such as key>=3",
            where=f"--where {text}",
            remedy="Example: --where material=cinnabar --where laser_wavelength=500..800",
        )
    key, operator, value = found.groups()
    spec = _known(key)
    if operator in _BOUNDS:
        return [Condition(key, _BOUNDS[operator], _number(spec, value))]
    if ".." in value and spec.kind in (int, float):
        low, high = (_number(spec, end) for end in value.split("..", 1))
        if not low <= high:
            raise UsageError(f"the range {value} is empty: its first end is larger", where=f"--where {key}")
        return [Condition(key, "gte", low), Condition(key, "lte", high)]
    values = [_typed(spec, part.strip()) for part in value.split(",")]
    if operator == "!=":
        return [Condition(key, "ne", one) for one in values]
    return [Condition(key, "eq", values[0]) if len(values) == 1 else Condition(key, "in", tuple(values))]


def _known(key: str) -> FieldSpec:
    if key not in FIELDS:
        near = get_close_matches(key, FIELDS, n=3)
        raise UsageError(
            f"there is no fact called {key!r}",
            where=f"--where {key}",
            remedy=f"Did you mean {', '.join(near)}?" if near else "The keys are listed in docs/search.md.",
        )
    return FIELDS[key]


def _number(spec: FieldSpec, text: str) -> float | int:
    if spec.kind not in (int, float):
        raise UsageError(f"{spec.name} is text and has no bounds", where=f"--where {spec.name}")
    try:
        return int(text) if spec.kind is int else float(text)
    except ValueError as cause:
        raise UsageError(f"expected a number, got {text!r}", where=f"--where {spec.name}") from cause


def _typed(spec: FieldSpec, text: str) -> str | float | int | bool:
    if spec.kind is bool:
        if text.lower() not in _BOOLEANS:
            raise UsageError(f"expected true or false, got {text!r}", where=f"--where {spec.name}")
        return _BOOLEANS[text.lower()]
    return text if spec.kind is str else _number(spec, text)
