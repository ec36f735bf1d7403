"""x of `(X++(Y..Y))`: from FIRSTX, LASTX and the number of values; the x at the head of a line is witness.

x_i = FIRSTX + i (LASTX - FIRSTX) / (n - 1), i from 0. Heads are rounded, so they are never x themselves. They
decide where the records contradict each other or are missing, and tell of lines that were lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, ReadError, TooLarge, Truncated
from pigment_archive.readers.jcamp.ordinates import Ordinates
from pigment_archive.readers.jcamp.records import Records
from pigment_archive.records import Note

Floats = npt.NDArray[np.float64]
AGREES: Final = 0.25
FAR: Final = 2.0
LEAST_HEADS: Final = 3
_WRITTEN: Final = re.compile(r"[+-]?\d*\.?(\d*)(?:[Ee]([+-]?\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Heads:
    """The x at the heads of the lines.

    Attributes:
        positions: Index of the value each belongs to, int (m,).
        x: As written, times a factor, float64 (m,).
        rounding: One unit of the last digit each, float64 (m,).
    """

    positions: npt.NDArray[np.intp]
    x: Floats
    rounding: Floats

    @classmethod
    def of(cls, heads: list[tuple[int, str]], factor: float) -> Heads:
        """Heads as written, times XFACTOR."""
        positions = np.array([position for position, _ in heads], np.intp)
        x = np.array([float(text) for _, text in heads])
        return cls(positions, x * factor, np.array([unit_of(text) for _, text in heads]) * abs(factor))

    def agree(self, axis: Floats) -> bool:
        """True when at least two heads, rounding and all, stand within a quarter step of the axis."""
        return self.x.size > 1 and self._farthest(axis, np.zeros(1)) <= AGREES

    def are_near(self, axis: Floats) -> bool:
        """True when no head is farther from the axis than its rounding and two steps."""
        return self._farthest(axis, self.rounding) <= FAR

    def _farthest(self, axis: Floats, allowed: Floats) -> float:
        step = abs(axis[-1] - axis[0]) / (axis.size - 1)
        if step == 0.0 or not np.isfinite(step):
            return float("inf")
        off = np.abs(self.x - axis[np.minimum(self.positions, axis.size - 1)]) - allowed
        return float(np.max(off / step, initial=0.0))


def unit_of(text: str) -> float:
    """One unit of the last digit of a number as written: 0.01 for `4.25`, 10 for `1.2E+02`."""
    found = _WRITTEN.match(text.strip().replace(",", "."))
    decimals, exponent = found.groups() if found else ("", None)
    return 10.0 ** (int(exponent or 0) - len(decimals or ""))


def declared_points(records: Records, most: int) -> int | None:
    """NPOINTS, None if it is not there.

    Raises:
        Inconsistent: It cannot be a number of points.
        TooLarge: More points than are read.
    """
    declared = records.number("NPOINTS")
    if declared is None:
        return None
    if declared > most:
        raise TooLarge(f"NPOINTS declares {declared:.0f} points, at most {most} are read")
    if not declared.is_integer() or declared < 1:
        raise Inconsistent("NPOINTS is not a number of points")
    return int(declared)


def wrong_count(declared: int, found: int) -> ReadError:
    """The error for a table that does not hold what NPOINTS declares."""
    problem = f"NPOINTS declares {declared} points, the file holds {found}"
    remedy = "Export or download the file again."
    return Truncated(problem, remedy=remedy) if found < declared else Inconsistent(problem, remedy=remedy)


def even_axis(records: Records, found: Ordinates, declared: int | None) -> tuple[Floats, list[Note]]:
    """The axis of evenly spaced values, and what had to be concluded.

    Raises:
        Truncated: Fewer values than NPOINTS, and the heads do not say that these are all.
        Inconsistent: More values than NPOINTS; heads far from the axis; a record missing.
    """
    points = len(found.values)
    if points < 2:
        raise Inconsistent("a spectrum needs at least two points")
    first, last = records.number("FIRSTX"), records.number("LASTX")
    if first is None or last is None or declared is None:
        return _rebuilt(records, found, declared)
    axis = np.linspace(first, last, points)
    heads = [Heads.of(found.heads, factor) for factor in _factors(records)]
    if points != declared:
        if not any(head.x.size >= LEAST_HEADS and head.agree(axis) for head in heads):
            raise wrong_count(declared, points)
        text = f"NPOINTS says {declared}, but the lines run from FIRSTX to LASTX in {points} points"
        return axis, [Note(code="header_disagrees", text=text)]
    if heads[0].are_near(axis):
        return axis, []
    if any(head.agree(axis) for head in heads):
        return axis, [Note(code="header_disagrees", text="the lines begin with x not divided by XFACTOR")]
    raise Inconsistent(
        "the lines begin at an x far from what FIRSTX, LASTX and NPOINTS say, the file may have lost lines"
    )


def _factors(records: Records) -> tuple[float, ...]:
    stated = records.factor("XFACTOR")
    return (1.0,) if stated == 1.0 else (stated, 1.0)


def _rebuilt(records: Records, found: Ordinates, declared: int | None) -> tuple[Floats, list[Note]]:
    """The axis where a record is missing: from two others, where the heads of the lines agree."""
    points = len(found.values)
    if declared not in (None, points):
        raise wrong_count(declared, points)
    for factor in _factors(records):
        heads = Heads.of(found.heads, factor)
        for axis in _candidates(records, heads, points):
            if heads.agree(axis):
                text = "FIRSTX, LASTX or NPOINTS is missing; x was rebuilt and agrees with the heads"
                return axis, [Note(code="axis_rebuilt", text=text)]
    raise Inconsistent(
        "FIRSTX, LASTX or NPOINTS is missing, and nothing else in the file says where the points are",
        remedy="Export the file again with these records.",
    )


def _candidates(records: Records, heads: Heads, points: int) -> list[Floats]:
    first, last, delta = (records.number(label) for label in ("FIRSTX", "LASTX", "DELTAX"))
    steps = np.arange(points, dtype=np.float64)
    axes: list[Floats] = []
    if first is not None and last is not None:
        axes.append(np.linspace(first, last, points))
    elif first is not None:
        slopes = [] if delta is None else [delta, -delta]
        if heads.x.size >= LEAST_HEADS and heads.positions[-1] > heads.positions[0]:
            slopes.append((heads.x[-1] - heads.x[0]) / (heads.positions[-1] - heads.positions[0]))
        axes += [first + slope * steps for slope in slopes]
    elif last is not None and delta is not None:
        axes += [last - slope * steps[::-1] for slope in (delta, -delta)]
    return axes
