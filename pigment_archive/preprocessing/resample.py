"""Bring an acquired spectrum onto the uniform grid of the window."""

from __future__ import annotations

from typing import Final, Literal, Self

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, model_validator

from pigment_archive.errors import OutsideGrid
from pigment_archive.records import Spectrum

FloatArray = npt.NDArray[np.float64]

MOST_POINTS: Final = 20_000
GAP: Final = 5.0


class Resample(BaseModel):
    """Linear interpolation of the measured points on a uniform grid.

    Equation, for a grid point g between two neighbouring measured points (x0, y0) and (x1, y1)::

        y(g) = y0 + (y1 - y0) * (g - x0) / (x1 - x0)

    The one rule of filling: a grid point outside the measured range, or in a gap, takes the value of the
    nearest measured point (the lower one where both are equally near) and does not count as covered. Any
    bit of the mask removes a point; a gap is what removed points leave, and a step between two segments
    that is more than five times the larger step beside it.

    A larger `points` keeps narrower bands and makes every vector longer; the grid should not be finer
    than the instrument resolves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Literal["resample"] = Field("resample", description="Which step this is.")
    lo: float = Field(description="First grid point, in the unit of the axis.")
    hi: float = Field(description="Last grid point, in the unit of the axis.")
    points: int = Field(ge=8, le=MOST_POINTS, description="Number of grid points, both ends included.")

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.lo < self.hi:
            raise ValueError(f"window {self.lo}:{self.hi} does not rise")
        return self

    @property
    def grid(self) -> FloatArray:
        """The grid: float64 (points,), uniform, from lo to hi."""
        return np.linspace(self.lo, self.hi, self.points)

    def apply(self, spectrum: Spectrum) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
        """Values on the grid and where they were measured.

        Returns:
            values: float64 (points,), in the unit of the spectrum's values.
            covered: bool (points,), False where the value was filled.

        Raises:
            OutsideGrid: Fewer than two points of the spectrum are unmasked.
        """
        (good,) = np.nonzero(spectrum.mask == 0)
        if good.size < 2:
            raise OutsideGrid(f"only {good.size} points are unmasked, at least 2 are needed")
        axis, values, grid = spectrum.axis[good], spectrum.values[good], self.grid
        resampled = np.interp(grid, axis, values)
        right = np.clip(np.searchsorted(axis, grid), 1, axis.size - 1)
        apart = good[right] - good[right - 1] > 1
        apart |= np.isin(good[right], _after_gaps(spectrum))
        in_gap = apart & (grid > axis[right - 1]) & (grid < axis[right])
        nearest = np.where(grid - axis[right - 1] <= axis[right] - grid, right - 1, right)
        resampled[in_gap] = values[nearest[in_gap]]
        covered = ~in_gap & (grid >= axis[0]) & (grid <= axis[-1])
        return resampled, covered


def _after_gaps(spectrum: Spectrum) -> list[int]:
    """Indices of the first points after gaps between segments."""
    steps = np.diff(spectrum.axis)
    starts = [start for start, _ in spectrum.segments[1:]]
    return [start for start in starts if steps[start - 1] > GAP * _beside(steps, start).max(initial=0.0)]


def _beside(steps: FloatArray, start: int) -> FloatArray:
    """The steps before and after the one that leads to `start`."""
    return np.concatenate([steps[max(start - 2, 0) : start - 1], steps[start : start + 1]])
