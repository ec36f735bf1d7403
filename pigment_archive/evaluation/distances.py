"""How far spectra are from each other, and where the first right one stands; whatever ties counts against."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]

NOWHERE: Final = 1_000_000
TIE: Final = 1e-9


def unit(rows: FloatArray) -> FloatArray:
    """Each row scaled to length 1, so that products are cosines; zero rows stay zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0))


def squared_distances(points: FloatArray, rows: Codes) -> tuple[FloatArray, FloatArray]:
    """Squared distances (r, n) of some rows to all, and how far apart (r, 1) they must be not to tie.

    They are |a|² + |b|² - 2ab, and within a relative 1e-9 of each other they tie.
    """
    squares = (points**2).sum(axis=1)
    distances = squares[rows, None] + squares - 2.0 * points[rows] @ points.T
    return distances, TIE * (squares[rows, None] + squares.max())


def first_right(reachable: FloatArray, slack: FloatArray, right: BoolArray) -> Codes:
    """1 + the number of wrong ones at least as near as the nearest right one, (r,); `NOWHERE` if none is.

    Args:
        reachable: float64 (r, n), distances, inf for what may not be met.
        slack: float64 (r, 1), differences that tie.
        right: bool (r, n).
    """
    nearest = np.where(right, reachable, np.inf).min(axis=1, keepdims=True, initial=np.inf)
    nearer = (reachable <= nearest + slack) & ~right
    found = np.isfinite(nearest[:, 0])
    return np.where(found, 1 + nearer.sum(axis=1), NOWHERE).astype(np.int64)
