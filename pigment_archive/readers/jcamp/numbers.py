"""The numbers of a JCAMP-DX table in AFFN form, held against what the records declare."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.jcamp.records import Records
from pigment_archive.readers.reader import DEFAULT_LIMITS

Floats = npt.NDArray[np.float64]
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]\d+)?|\?")
_BETWEEN: Final = re.compile(r"[\s,;]*")
_COMMENT: Final = re.compile(r"\$\$.*")


def _numbers(line: str) -> list[str]:
    """The numbers of a line; a sign begins a new one, so columns and packed numbers may touch."""
    plain = _COMMENT.sub("", line)
    if not _BETWEEN.fullmatch(_NUMBER.sub("", plain)):
        raise UnsupportedVariant(
            "the numbers are compressed (SQZ, DIF, DUP), only plain numbers (AFFN, PAC) are read",
            remedy="Export the file again with uncompressed numbers.",
        )
    return _NUMBER.findall(plain)


def _value(number: str) -> float:
    return float("nan") if number == "?" else float(number)


def _declared(records: Records, found: int) -> int:
    """NPOINTS, held against the number of points that are there."""
    declared = records.number("NPOINTS")
    if declared > DEFAULT_LIMITS.points:
        raise TooLarge(f"NPOINTS declares {declared:.0f} points")
    if not declared.is_integer() or declared < 2:
        raise Inconsistent("NPOINTS is not a number of points")
    if found < declared:
        raise Truncated(f"NPOINTS declares {declared:.0f} points, the file holds {found}")
    if found > declared:
        raise Inconsistent(f"NPOINTS declares {declared:.0f} points, the file holds {found}")
    return int(declared)


def even_axis(records: Records, block: str) -> tuple[Floats, Floats]:
    """Axis and values of `(X++(Y..Y))`.

    x_i = FIRSTX + i (LASTX - FIRSTX) / (NPOINTS - 1) and y_i = YFACTOR times the number, for i from 0.

    Raises:
        Truncated, TooLarge, Inconsistent, UnsupportedVariant: As numbers and records are.
    """
    heads: list[tuple[int, str]] = []
    values: list[float] = []
    for line in block.split("\n"):
        numbers = _numbers(line)
        if numbers:
            heads.append((len(values), numbers[0]))
            values.extend(_value(number) for number in numbers[1:])
    points = _declared(records, len(values))
    axis = np.linspace(records.number("FIRSTX"), records.number("LASTX"), points)
    _check_heads(axis, heads, records.number("XFACTOR", 1.0))
    return axis, np.array(values) * records.number("YFACTOR", 1.0)


def _check_heads(axis: Floats, heads: list[tuple[int, str]], factor: float) -> None:
    step = abs(axis[1] - axis[0])
    for position, head in heads:
        if position >= axis.size:
            continue
        decimals = len(head.upper().partition("E")[0].partition(".")[2])
        tolerance = 2 * step + 10.0**-decimals * abs(factor)
        if abs(_value(head) * factor - axis[position]) > tolerance:
            raise Inconsistent(
                f"x at point {position + 1} is far from what FIRSTX, LASTX and NPOINTS say, "
                "the file may have lost lines"
            )


def pairs(records: Records, block: str) -> tuple[Floats, Floats]:
    """Axis and values of `(XY..XY)`, each times its factor.

    Raises:
        Truncated, TooLarge, Inconsistent, UnsupportedVariant: As numbers and records are.
    """
    numbers = np.array([_value(number) for line in block.split("\n") for number in _numbers(line)])
    if numbers.size % 2:
        raise Inconsistent("the pairs of the data are not complete")
    _declared(records, numbers.size // 2)
    return numbers[::2] * records.number("XFACTOR", 1.0), numbers[1::2] * records.number("YFACTOR", 1.0)
