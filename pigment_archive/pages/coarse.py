"""Spectra small enough for 100,000 of them to travel in one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

FEWEST_POINTS: Final = 128
BYTES: Final = 12_800_000
_STEPS: Final = 255


@dataclass(frozen=True, eq=False)
class CoarseSpectra:
    """Spectra of one grid in 256 steps between their own smallest and largest value.

    Attributes:
        axis: float64 (m,), in the unit of the axis.
        low: float32 (n,), the value of step 0 of each.
        high: float32 (n,), the value of step 255 of each.
        steps: uint8 (n, m).
        grid_points: Points of the grid they were made from.
    """

    axis: npt.NDArray[np.float64]
    low: npt.NDArray[np.float32]
    high: npt.NDArray[np.float32]
    steps: npt.NDArray[np.uint8]
    grid_points: int


class Coarsener:
    """Makes `count` spectra coarse one by one, so that the fine ones need never be held together.

    A point is the mean of neighbouring grid points: as few of them as let all spectra fit into about
    13 MB, and at least 128 points a spectrum. A spectrum of few points is kept as it is.
    """

    def __init__(self, grid: npt.NDArray[np.float64], count: int) -> None:
        points = min(grid.size, max(FEWEST_POINTS, BYTES // max(count, 1)))
        edges = np.linspace(0, grid.size, points + 1).astype(np.intp)
        self._starts, self._widths = edges[:-1], np.diff(edges)
        self._grid = grid
        self._rows: list[npt.NDArray[np.uint8]] = []
        self._bounds: list[tuple[float, float]] = []

    def add(self, spectrum: npt.NDArray[np.float32]) -> None:
        """Take one spectrum, float32 (g,), in."""
        values = self._means(spectrum.astype(np.float64))
        low, high = float(values.min()), float(values.max())
        step = (high - low) / _STEPS or 1.0
        self._rows.append(np.rint((values - low) / step).astype(np.uint8))
        self._bounds.append((low, high))

    def done(self) -> CoarseSpectra:
        """All that were taken in, in their order."""
        low, high = np.array(self._bounds, dtype=np.float32).reshape(-1, 2).T
        steps = np.array(self._rows, dtype=np.uint8).reshape(len(self._rows), self._starts.size)
        return CoarseSpectra(self._means(self._grid), low, high, steps, self._grid.size)

    def _means(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(np.add.reduceat(values, self._starts) / self._widths, dtype=np.float64)
