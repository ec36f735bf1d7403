"""`--columns`: what the person says about the columns of a table, as text.

`axis=2,values=4,unit=nm,quantity=reflectance`: pairs with commas between them. Columns are counted from 1, or
named by their label; `values=4,5,6` and `values=Sample A,Sample B` name several.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, TypeVar

import numpy as np

from pigment_archive.errors import UnitError, UsageError
from pigment_archive.readers.hints import Column, ColumnMap
from pigment_archive.records import Quantity
from pigment_archive.units import AxisKind, axis_to_canonical, kind_of_unit, unit_from_text

_Word = TypeVar("_Word", bound=StrEnum)
EXAMPLE: Final = "axis=2,values=4,unit=nm,quantity=reflectance"
_KEYS: Final = ("axis", "values", "sigma", "kind", "unit", "quantity", "scale")
_ONE_COLUMN: Final = ("axis", "sigma")
_SCALES: Final = {"percent": True, "fraction": False}


def column_map_of(text: str) -> ColumnMap:
    """The map given on the spot.

    Keys: `axis`, `values`, `sigma` (columns); `kind` (wavelength, wavenumber, raman_shift, energy, channel);
    `unit` (nm, um, cm-1, keV, eV, channel); `quantity`; `scale` (percent, fraction). `cm-1` alone does not
    say whether it is a Raman shift or a wavenumber: give `kind` or the technique.

    Raises:
        UsageError: It is not of that form, or contradicts itself.
    """
    said = _pairs(text)
    for key in _ONE_COLUMN:
        if len(said.get(key, [])) > 1:
            raise _usage(f"{key} names more than one column", text)
    columns = {key: tuple(_column(word, text) for word in said.get(key, [])) for key in _KEYS[:3]}
    named = [column for group in columns.values() for column in group]
    if len(set(named)) < len(named):
        raise _usage("one column is given two meanings", text)
    if (columns["values"] or columns["sigma"]) and not columns["axis"]:
        raise _usage("values without the axis", text)
    kind, unit = _axis(_single(said, "kind", text), _single(said, "unit", text), text)
    scale = _single(said, "scale", text)
    if scale and scale not in _SCALES:
        raise _usage(f"scale is {scale!r}, expected percent or fraction", text)
    return ColumnMap(
        layout="",
        axis=next(iter(columns["axis"]), None),
        values=columns["values"],
        sigma=next(iter(columns["sigma"]), None),
        axis_kind=kind,
        axis_unit=unit,
        quantity=_word(Quantity, _single(said, "quantity", text), text) or Quantity.UNKNOWN,
        percent=_SCALES.get(scale),
    )


def _pairs(text: str) -> dict[str, list[str]]:
    """Words by key; a part without `=` belongs to the key before it."""
    said: dict[str, list[str]] = {}
    key = ""
    for part in text.split(","):
        before, equals, after = part.partition("=")
        if equals:
            key = before.strip().lower()
            if key not in _KEYS or key in said:
                problem = (
                    "is said twice" if key in said else f"is unknown, expected one of {', '.join(_KEYS)}"
                )
                raise _usage(f"{key!r} {problem}", text)
            said[key] = []
        word = (after if equals else part).strip()
        if not word or not key:
            raise _usage("a part is not key=value", text)
        said[key].append(word)
    return said


def _single(said: dict[str, list[str]], key: str, text: str) -> str:
    words = said.get(key, [])
    if len(words) > 1:
        raise _usage(f"{key} has more than one value", text)
    return words[0] if words else ""


def _column(word: str, text: str) -> Column:
    if not word.isdecimal():
        return word
    if len(word) > 6 or int(word) < 1:
        raise _usage(f"column {word} cannot be, columns are counted from 1", text)
    return int(word) - 1


def _axis(kind_word: str, unit_word: str, text: str) -> tuple[AxisKind, str]:
    unit = unit_from_text(unit_word) if unit_word else "unknown"
    if unit is None:
        raise _usage(f"unit {unit_word!r} is unknown, expected nm, um, cm-1, keV, eV or channel", text)
    kind = _word(AxisKind, kind_word, text) or kind_of_unit(unit)
    if kind is not AxisKind.UNKNOWN and unit != "unknown":
        try:
            axis_to_canonical(np.empty(0), kind, unit)
        except UnitError as cause:
            raise _usage(cause.problem, text) from cause
    return kind, unit


def _word(words: type[_Word], word: str, text: str) -> _Word | None:
    if not word:
        return None
    known = {member.value: member for member in words if member.value != "unknown"}
    if word.lower().replace(" ", "_") not in known:
        raise _usage(f"{word!r} is none of {', '.join(known)}", text)
    return known[word.lower().replace(" ", "_")]


def _usage(problem: str, text: str) -> UsageError:
    return UsageError(
        problem, where=f'--columns "{text[:100]}"', remedy=f'For example --columns "{EXAMPLE}".'
    )
