"""By how much one spectrum lies beside another along the axis."""

from __future__ import annotations

from math import ceil, isfinite
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.quality.view import of_unit_size

FloatArray = npt.NDArray[np.float64]

MOST_POINTS: Final = 20_000
FEWEST_LAGS_INSIDE: Final = 4
LEAST_CORRELATION: Final = 0.5
# first derivative of the least-squares parabola through seven points (Savitzky and Golay 1964)
_SLOPE: Final = np.arange(3, -4, -1) / 28.0


def shift_between(
    standard: tuple[FloatArray, FloatArray], measured: tuple[FloatArray, FloatArray], *, furthest: float
) -> float | None:
    """The shift of `measured` against `standard`, in the axis unit; positive if it lies higher on the axis.

    Both are brought to one grid as fine as the finer of them, and their slopes are correlated::

        c(k) = sum_i a'_i b'_(i+k) / sqrt(sum_i a'_i^2  sum_i b'_(i+k)^2)

        shift = step (k + (c(k-1) - c(k+1)) / (2 (c(k-1) - 2 c(k) + c(k+1))))      at the largest c(k)

    with a' and b' the slopes of standard and measured: slopes do not feel a level or a slow background. The
    second term is the top of the parabola through the three largest correlations, which finds a tenth of a
    step.

    Args:
        standard: Axis and values, float64 (n,) each, rising, finite.
        measured: The same of the other spectrum; their ranges must overlap.
        furthest: Largest shift that is looked for, in the axis unit. A larger one is slower and may take
            another band for the same.

    Returns:
        None where they overlap too little, look unlike each other (c < 0.5), or the best lag is the last one.
    """
    lo = float(max(standard[0][0], measured[0][0]))
    hi = float(min(standard[0][-1], measured[0][-1]))
    both = (standard, measured)
    if not isfinite(hi - lo) or min(axis.size for axis, _ in both) < 2:
        return None
    step = min(float(np.median(np.diff(axis))) for axis, _ in both)
    points, lags = min((hi - lo) / step, MOST_POINTS), furthest / step
    if not points - _SLOPE.size > (2 + FEWEST_LAGS_INSIDE) * lags:
        return None
    grid = np.linspace(lo, hi, int(points) + 1)
    a, b = (
        np.convolve(np.interp(grid, axis, of_unit_size(values)), _SLOPE, mode="valid")
        for axis, values in both
    )
    return _lag(a, b, ceil(lags), float(grid[1] - grid[0]))


def _lag(a: FloatArray, b: FloatArray, lags: int, step: float) -> float | None:
    """The lag of b against a with the largest correlation, in the unit of the step; None without one."""
    inner = a[lags : a.size - lags]
    energy = np.concatenate([[0.0], np.cumsum(b**2)])
    lengths = np.linalg.norm(inner) * np.sqrt(np.maximum(energy[inner.size :] - energy[: -inner.size], 0.0))
    products = np.correlate(b, inner, mode="valid")
    correlation = np.divide(products, lengths, out=np.zeros(lengths.shape), where=lengths > 0)
    best = int(np.argmax(correlation))
    if correlation[best] < LEAST_CORRELATION or best in (0, correlation.size - 1):
        return None
    before, top, after = correlation[best - 1 : best + 2]
    bend = before - 2.0 * top + after
    between = (before - after) / (2.0 * bend) if bend < 0 else 0.0
    return float((best - lags + between) * step)
