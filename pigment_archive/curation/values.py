"""From a cell of a sheet or the text of an option to the value of a fact, checked.

Text says what it says: a cell that looks like a formula is kept as text. Numbers may have a decimal comma
where that is the only reading (`532,5`); words of closed lists may be written in upper case and with spaces.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from pydantic import ValidationError

from pigment_archive.curation.dates import iso_date
from pigment_archive.curation.statement import AXIS_KIND, AXIS_UNIT, PERCENT, QUANTITY
from pigment_archive.readers.labels import field_name
from pigment_archive.readers.meaning import quantity_of
from pigment_archive.records import (
    FIELDS,
    Facts,
    Origin,
    Quantity,
    Rights,
    Role,
    Scalar,
    Technique,
    Tier,
    unflatten,
)
from pigment_archive.units import AxisKind, unit_from_text

Cell = str | float | int | bool | datetime | date | time | timedelta | None
_PLAUSIBLE: Final = {"laser_wavelength": (100.0, 20_000.0, "nm")}
LONGEST_TEXT: Final = 4000
DATES: Final = ("measured_at", "sample_taken_at", "rights_review_date")
_VOCABULARIES: Final[Mapping[str, type[StrEnum]]] = {
    "technique": Technique,
    "tier": Tier,
    "material_role": Role,
    "material_origin": Origin,
    AXIS_KIND: AxisKind,
    QUANTITY: Quantity,
}
# What laboratories call a technique, where it can mean only one of ours.
_OTHER_WORDS: Final[Mapping[str, str]] = {
    "fors": "reflectance",
    "atr": "ftir_atr",
    "atr_ftir": "ftir_atr",
    "pxrf": "xrf",
    "ed_xrf": "xrf",
    "edxrf": "xrf",
    "micro_raman": "raman",
}
_TRUE: Final = ("true", "yes", "1", "x")
_FALSE: Final = ("false", "no", "0")
_DECIMAL_COMMA: Final = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")


def is_empty(cell: Cell) -> bool:
    """True for a cell that says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """A cell as text; a spreadsheet's whole numbers and days lose the `.0` and `00:00` it gives them."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()


def checked(name: str, cell: Cell) -> Scalar:
    """The value of the sayable fact `name` that a cell which is not empty gives.

    Raises:
        ValueError: It is not a value of that fact, with what was expected.
    """
    text = as_text(cell)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"expected at most {LONGEST_TEXT} characters")
    if not text.replace("\n", " ").replace("\t", " ").isprintable():
        raise ValueError("expected printable text")
    if name in _VOCABULARIES:
        return _word(name, text)
    if name == AXIS_UNIT:
        return _unit(text)
    if name == PERCENT:
        return _truth(text)
    kind = FIELDS[name].kind
    if kind in (int, float):
        return _plausible(name, _in_range(name, _number(cell, text, whole=kind is int)))
    return _in_range(name, iso_date(text) if name in DATES else text)


def _word(name: str, text: str) -> str:
    words = [word.value for word in _VOCABULARIES[name] if word.value != "unknown"]
    word = field_name(text)
    if name == "technique":
        word = _OTHER_WORDS.get(word, word)
    if name == QUANTITY and word not in words and "%" not in text:
        word = quantity_of(text).value
    if word not in words:
        raise ValueError(f"expected one of {', '.join(words)}")
    return word


def _unit(text: str) -> str:
    unit = unit_from_text(text)
    if unit is None:
        raise ValueError("expected one of nm, um, cm-1, keV, eV")
    return unit


def _truth(text: str) -> bool:
    if text.lower() not in (*_TRUE, *_FALSE):
        raise ValueError("expected yes or no")
    return text.lower() in _TRUE


def _number(cell: Cell, text: str, *, whole: bool) -> float | int:
    if isinstance(cell, bool) or "_" in text:
        raise ValueError("expected a number")
    plain = text
    if "," in text:
        if _THOUSANDS.fullmatch(text):
            raise ValueError("this number has two readings, expected it without a comma")
        if not _DECIMAL_COMMA.fullmatch(text):
            raise ValueError("expected a number")
        plain = text.replace(",", ".")
    try:
        number = float(plain)
    except ValueError as cause:
        raise ValueError("expected a number, without its unit") from cause
    if whole and not number.is_integer():
        raise ValueError("expected a whole number")
    return int(number) if whole else number


def _plausible(name: str, value: Scalar) -> Scalar:
    """A number as people mean it; a file may state what it likes, a person's slip of a unit is told."""
    low, high, unit = _PLAUSIBLE.get(name, (-math.inf, math.inf, ""))
    if not low <= float(value or 0.0) <= high:
        raise ValueError(f"expected {low:g} to {high:g} {unit}")
    return value


def _in_range(name: str, value: Scalar) -> Scalar:
    model: type[Facts | Rights] = Facts if FIELDS[name].path[0] == "facts" else Rights
    if name == "collection":
        if "\n" in str(value) or "\t" in str(value):
            raise ValueError("expected one line of printable text")
        return value
    try:
        model.model_validate(unflatten({name: value}).get(FIELDS[name].path[0], {}))
    except ValidationError as cause:
        problem = cause.errors(include_url=False)[0]["msg"]
        raise ValueError(problem.replace("Input should be", "expected a value")) from cause
    return value
