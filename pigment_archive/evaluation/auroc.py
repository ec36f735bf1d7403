"""The area under the ROC curve, and how sure it is."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.evaluation.intervals import Estimate, Resampling

FloatArray = npt.NDArray[np.float64]

DRAWS: Final = 500
POINTS: Final = 50


def area(scores: FloatArray, known: npt.NDArray[np.bool_], weights: FloatArray | None = None) -> float:
    """Chance that a known query scores higher than an unknown one, ties counting half; 0.5 says nothing.

    Args:
        scores: float64 (q,), higher means known.
        known: bool (q,), with at least one of each.
        weights: float64 (q,), how often each counts; once each if None.
    """
    _, place = np.unique(scores, return_inverse=True)
    times = np.ones(scores.size) if weights is None else weights
    right = np.bincount(place[known], times[known], place.max() + 1)
    wrong = np.bincount(place[~known], times[~known], place.max() + 1)
    below = np.cumsum(wrong) - wrong
    pairs = right.sum() * wrong.sum()
    return float((right * (below + 0.5 * wrong)).sum() / pairs) if pairs > 0 else 0.5


def estimated_area(
    scores: FloatArray, known: npt.NDArray[np.bool_], groups: npt.NDArray[np.int64]
) -> Estimate:
    """The area with its interval; groups, int (q,), are resampled, not queries."""
    draws = Resampling(groups, draws=DRAWS).weights().astype(np.float64)
    low, high = np.percentile([area(scores, known, weights) for weights in draws], (2.5, 97.5))
    return Estimate(value=area(scores, known), low=float(low), high=float(high))


def roc_points(scores: FloatArray, known: npt.NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """Shares of unknown and of known queries accepted at falling thresholds, about 50 of them, 0-1."""
    order = np.argsort(-scores, kind="stable")
    ends = np.flatnonzero(np.diff(scores[order], append=-np.inf))
    accepted_known = np.cumsum(known[order])[ends] / known.sum()
    accepted_unknown = np.cumsum(~known[order])[ends] / (~known).sum()
    steps = np.unique(np.linspace(0, ends.size - 1, POINTS).astype(int))
    curve = [(float(accepted_unknown[step]), float(accepted_known[step])) for step in steps]
    return ((0.0, 0.0), *curve)
