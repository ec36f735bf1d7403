"""From scores to probabilities with one number: the temperature of a softmax."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

FloatArray = npt.NDArray[np.float64]
COLDEST: Final = 1e-3
HOTTEST: Final = 1e3


def log_probabilities(
    scores: npt.NDArray[np.floating], temperature: float, failing: float = 0.0
) -> FloatArray:
    r"""Logarithm of the probability of each class.

    .. math::

        p_k = (1 - f) \frac{\exp(s_k / T)}{\sum_j \exp(s_j / T)} + \frac{f}{c}

    where :math:`s_k` is the score of class k of c and :math:`T` the temperature: a larger one makes the
    classes more alike, and scores that tell nothing get one so large that all are equally probable.
    :math:`f` is the share of queries whose scores are about something else; a larger one bounds what a score
    can say against a class. The order of the classes never changes. Source of the temperature: Guo, Pleiss,
    Sun and Weinberger 2017 (arXiv:1706.04599).

    Args:
        scores: (n, c), larger is better; -inf for a class that cannot be.
        temperature: T, positive, in the unit of the scores.
        failing: f, 0-1.

    Returns:
        float64 (n, c), natural logarithms, at most 0.
    """
    logs = np.asarray(log_softmax(np.asarray(scores, np.float64) / temperature, axis=1))
    if failing:
        logs = np.logaddexp(np.log1p(-failing) + logs, np.log(failing / logs.shape[1]))
    return logs


def fit_temperature(
    scores: npt.NDArray[np.floating], truth: npt.NDArray[np.integer], failing: float = 0.0
) -> float:
    """The temperature, 0.001 to 1000, with the least log loss on queries whose class is known.

    Args:
        scores: (n, c), of queries whose own sample was not learnt; n at least 1.
        truth: Column of the right class of each, (n,); its score must be finite.
        failing: See `log_probabilities`.
    """
    rows = np.arange(len(truth))

    def log_loss(logarithm: float) -> float:
        return -float(log_probabilities(scores, float(np.exp(logarithm)), failing)[rows, truth].mean())

    bounds = (np.log(COLDEST), np.log(HOTTEST))
    return float(np.exp(minimize_scalar(log_loss, bounds=bounds, method="bounded").x))
