"""Where the right answer stands: exact ranks in blocks of matrix products; whatever ties counts against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pigment_archive.answers.candidates import CANDIDATES
from pigment_archive.answers.rescoring import common_cosine
from pigment_archive.evaluation.distances import TIE, first_right, squared_distances
from pigment_archive.evaluation.library import Codes, FloatArray, Library
from pigment_archive.evaluation.questions import BLOCK, BoolArray, Questions


@dataclass(frozen=True, eq=False)
class Ranks:
    """For each of q queries: the place of the first right answer, and the row that came first.

    Attributes:
        strict: int (q,), 1 + the number of wrong spectra at least as near as the nearest right one.
        related: int (q,), the same where a close relative is right, too.
        first: int (q,), the row that is shown first; a right one only if `strict` is 1.
    """

    strict: Codes
    related: Codes
    first: Codes


def ranks(points: FloatArray, asked: Questions, related: Codes) -> Ranks:
    """Ranks by Euclidean distance.

    Squared distances are |a|² + |b|² - 2ab, and within a relative 1e-9 of each other they tie, so that a
    constant encoder, for which everything ties, finds nothing.

    Args:
        points: float64 (n, k), a vector a spectrum.
        asked: Who asks and what may be met.
        related: int (n,), the same number for close relatives.
    """
    blocks = []
    for start in range(0, asked.rows.size, BLOCK):
        rows = asked.rows[start : start + BLOCK]
        allowed = asked.allowed(rows)
        distances, slack = squared_distances(points, rows)
        blocks.append(_placed(distances, slack, allowed, asked.targets[rows, None] == asked.targets,
                              related[rows, None] == related))  # fmt: skip
    return _joined(blocks)


def rescored_ranks(points: FloatArray, asked: Questions, related: Codes) -> Ranks:
    """Ranks as a search gives them: the nearest latents, ordered by the cosine of their contrast.

    A right answer that is not among the candidates is found nowhere.
    """
    placed = []
    for start in range(0, asked.rows.size, BLOCK):
        rows = asked.rows[start : start + BLOCK]
        allowed = asked.allowed(rows)
        distances, slack = squared_distances(points, rows)
        for place, row in enumerate(rows):
            right, kin = asked.targets == asked.targets[row], related == related[row]
            far = np.where(allowed[place], distances[place] + slack[place] * right, np.inf)
            chosen, cosine = rescored(asked.library, int(row), far)
            against = _placed(-cosine[None], np.full((1, 1), TIE), np.ones((1, chosen.size), bool),
                              right[None, chosen], kin[None, chosen])  # fmt: skip
            placed.append(Ranks(against.strict, against.related, chosen[against.first]))
    return _joined(placed)


def rescored(library: Library, row: int, distances: FloatArray) -> tuple[Codes, FloatArray]:
    """The candidates of one query, rows by rising distance, and their cosine with it.

    Args:
        library: The spectra.
        row: The query.
        distances: float64 (n,), inf for what it may not meet.
    """
    count = min(CANDIDATES, int(np.isfinite(distances).sum()))
    nearest = np.argpartition(distances, count - 1)[:count]
    chosen = nearest[np.argsort(distances[nearest], kind="stable")].astype(np.int64)
    low, high = library.ranges[row]
    cosine = common_cosine(
        library.contrast[row],
        library.contrast[chosen],
        library.grid,
        (float(low), float(high)),
        library.ranges[chosen],
    )
    return chosen, cosine


def _placed(
    distances: FloatArray, slack: FloatArray, allowed: BoolArray, right: BoolArray, kin: BoolArray
) -> Ranks:
    reachable = np.where(allowed, distances, np.inf)
    strict = first_right(reachable, slack, right)
    wrong_first = np.where(right, reachable + 2.0 * slack, reachable)
    return Ranks(strict, first_right(reachable, slack, right | kin), wrong_first.argmin(axis=1))


def _joined(pieces: list[Ranks]) -> Ranks:
    return Ranks(
        *(
            np.concatenate([getattr(piece, name) for piece in pieces])
            if pieces
            else np.zeros(0, dtype=np.int64)
            for name in ("strict", "related", "first")
        )
    )
