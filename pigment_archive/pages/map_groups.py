"""Points of a map in coloured groups: the values of a fact, or ranges of it where it is a number.

Twenty colours cannot be told apart, least of all by a colour-blind reader. So a group is known by colour and
shape together: the seven darker colours of Okabe & Ito (2008), in discs, then squares, then triangles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Shape = Literal["disc", "square", "triangle"]
Value = str | float | int | bool | None

MOST_NAMED: Final = 20
RANGES: Final = 8
OTHERS: Final = "(others)"
NOT_STATED: Final = "(not stated)"

_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#333333")
_SHAPES: Final[tuple[Shape, ...]] = ("disc", "square", "triangle")
# viridis, sampled evenly, without its palest end: dark is low
_LOW_TO_HIGH: Final = (
    "#440154", "#472D7B", "#3B528B", "#2C728E", "#21918C", "#28AE80", "#5EC962", "#ADDC30",
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """One entry of the legend; `faint` ones are drawn first, behind all others."""

    name: str
    colour: str
    shape: Shape = "disc"
    faint: bool = False


@dataclass(frozen=True, eq=False)
class Groups:
    """The entries of the legend, largest first, and for each point the place of its own: uint8 (n,)."""

    entries: tuple[Group, ...]
    codes: npt.NDArray[np.uint8]

    @property
    def counts(self) -> list[int]:
        """Points in each group."""
        return [int(count) for count in np.bincount(self.codes, minlength=len(self.entries))]


def group_by(values: Sequence[Value]) -> Groups:
    """Groups of points by the value of a fact, None where it is not stated.

    The 20 most frequent values get a group each, the rest is gathered under "(others)". Numbers with more
    than 20 different values become 8 ranges with about as many points in each.
    """
    stated = [value for value in values if value is not None]
    numbers = all(isinstance(value, int | float) for value in stated)
    if numbers and len(set(stated)) > MOST_NAMED:
        return _ranges(np.array([np.nan if value is None else value for value in values], dtype=np.float64))
    return _names([None if value is None else _text(value) for value in values])


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _names(texts: Sequence[str | None]) -> Groups:
    counts = Counter(text for text in texts if text is not None)
    named = sorted(counts, key=lambda name: (-counts[name], name))[:MOST_NAMED]
    entries = [
        Group(name, _COLOURS[place % len(_COLOURS)], _SHAPES[place // len(_COLOURS)])
        for place, name in enumerate(named)
    ]
    places: dict[str | None, int] = {name: place for place, name in enumerate(named)}
    if len(counts) > len(named):
        entries.append(Group(OTHERS, "#B5B5B5", faint=True))
    others = len(entries) - 1
    if None in texts:
        places[None] = len(entries)
        entries.append(Group(NOT_STATED, "#DADADA", faint=True))
    return Groups(tuple(entries), np.array([places.get(text, others) for text in texts], dtype=np.uint8))


def _ranges(numbers: npt.NDArray[np.float64]) -> Groups:
    missing = np.isnan(numbers)
    edges = np.unique(np.quantile(numbers[~missing], np.linspace(0, 1, RANGES + 1)))
    steps = len(edges) - 1
    codes = np.clip(np.searchsorted(edges, numbers, side="right") - 1, 0, steps - 1)
    colours = [_LOW_TO_HIGH[round(place * (RANGES - 1) / max(steps - 1, 1))] for place in range(steps)]
    entries = [
        Group(f"{low:g} to {high:g}", colour)
        for low, high, colour in zip(edges[:-1], edges[1:], colours, strict=True)
    ]
    if missing.any():
        codes[missing] = len(entries)
        entries.append(Group(NOT_STATED, "#DADADA", faint=True))
    return Groups(tuple(entries), codes.astype(np.uint8))
