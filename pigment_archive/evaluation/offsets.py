"""By how much each session differs from the others, from differences between pairs of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final, NamedTuple

import numpy as np

from pigment_archive.evaluation.examined import FloatArray

_MOST_ROUNDS: Final = 50
_STEADY: Final = 1e-4
_SIGMA_OF_MAD: Final = 1.4826
_SIGMA_OF_MEDIAN: Final = 1.2533


class Difference(NamedTuple):
    """One material measured in two sessions: `value` is what `one` has more than `other`."""

    material: int
    one: int
    other: int
    value: float


class Offset(NamedTuple):
    """A session against the others.

    Attributes:
        value: Its offset, in the unit of the differences.
        error: Standard error of it, from the spread over materials.
        materials: Materials it rests on.
    """

    value: float
    error: float
    materials: int


def offsets(differences: Sequence[Difference], sizes: Sequence[int]) -> list[Offset]:
    """The offset of every session, so that ``one - other`` comes close to the differences.

    Each offset in turn becomes the median over the materials of ``value + offset of the other``, until none
    moves: least absolute differences, which one bad material or one shifted session does not draw along.
    Only differences are known, so one number is free: the session in the middle, each counting with
    its spectra, has offset 0. **The majority is taken to be right**; of two sessions it is the larger.

    Args:
        differences: What was measured; sessions are 0 to len(sizes) - 1.
        sizes: Spectra of each session.
    """
    against = _by_session(differences, len(sizes))
    found = np.zeros(len(sizes))
    for _ in range(_MOST_ROUNDS):
        before = found.copy()
        for session in np.argsort(sizes, kind="stable"):
            if against[session]:
                found[session] = median(_per_material(against[session], found))
        if np.abs(found - before).max(initial=0.0) < _STEADY:
            break
    judged = [session for session, known in enumerate(against) if known]
    if judged:
        found -= _middle(found[judged], np.asarray(sizes)[judged])
    return [_offset(against[session], found, session) for session in range(len(sizes))]


Known = Mapping[int, Sequence[tuple[int, float]]]


def _by_session(differences: Sequence[Difference], sessions: int) -> list[dict[int, list[tuple[int, float]]]]:
    """For each session: material → (other session, what this one has more)."""
    known: list[dict[int, list[tuple[int, float]]]] = [{} for _ in range(sessions)]
    for material, one, other, value in differences:
        known[one].setdefault(material, []).append((other, value))
        known[other].setdefault(material, []).append((one, -value))
    return known


def _per_material(known: Known, found: FloatArray) -> list[float]:
    offset = found.tolist()
    return [median(value + offset[other] for other, value in pairs) for pairs in known.values()]


def _middle(values: FloatArray, sizes: FloatArray) -> float:
    order = np.argsort(values, kind="stable")
    counted = np.cumsum(sizes[order])
    return float(values[order][np.searchsorted(counted, counted[-1] / 2)])


def _offset(known: Known, found: FloatArray, session: int) -> Offset:
    each = np.array(_per_material(known, found))
    if each.size == 0:
        return Offset(0.0, float("inf"), 0)
    spread = _SIGMA_OF_MAD * float(np.median(np.abs(each - np.median(each))))
    return Offset(float(found[session]), _SIGMA_OF_MEDIAN * spread / np.sqrt(each.size), each.size)
