"""Remove a smooth baseline by asymmetric least squares."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field
from scipy.linalg import solveh_banded

FloatArray = npt.NDArray[np.float64]


class RemoveBaseline(BaseModel):
    """Subtract the asymmetric-least-squares baseline (Eilers and Boelens 2005).

    The baseline z of the values y minimises::

        sum_i w_i (y_i - z_i)^2  +  smoothness * sum_i (z_i - 2 z_(i+1) + z_(i+2))^2

        w_i = asymmetry        where y_i > z_i   (a peak: hardly believed)
              1 - asymmetry    elsewhere         (background: believed)

    which is solved with fixed w as the pentadiagonal system (W + smoothness * D'D) z = W y, D taking second
    differences; w and z are updated in turn, starting from w = 1.

    A larger `smoothness` makes a stiffer baseline: too large leaves curved fluorescence behind, too small
    eats broad bands. It scales with the fourth power of the number of grid points. A larger `asymmetry`
    lifts the baseline into the noise and the peaks. More `iterations` let the weights settle; the
    loop ends early once no weight changes.

    Source: P. H. C. Eilers, H. F. M. Boelens, Baseline correction with asymmetric least squares smoothing,
    Leiden University Medical Centre report, 2005.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Literal["remove_baseline"] = Field("remove_baseline", description="Which step this is.")
    smoothness: float = Field(
        1e5, gt=0, description="Weight of the roughness penalty (lambda), without unit."
    )
    asymmetry: float = Field(0.01, gt=0, lt=0.5, description="Weight of points above the baseline (p), 0-1.")
    iterations: int = Field(20, ge=1, le=100, description="Most rounds of reweighting.")

    def apply(self, values: FloatArray, acquired: FloatArray) -> FloatArray:
        """The values less their baseline: float64 (g,), slightly negative in places."""
        return values - self.baseline(values)

    def baseline(self, values: FloatArray) -> FloatArray:
        """The baseline alone: float64 (g,), in the unit of the values."""
        penalty = _roughness(values.size, self.smoothness)
        weights = np.ones_like(values)
        baseline = values
        for _ in range(self.iterations):
            system = penalty.copy()
            system[0] += weights
            baseline = solveh_banded(
                system, weights * values, overwrite_ab=True, overwrite_b=True, lower=True, check_finite=False
            )
            updated = np.where(values > baseline, self.asymmetry, 1.0 - self.asymmetry)
            if np.array_equal(updated, weights):
                break
            weights = updated
        return np.asarray(baseline)


def _roughness(points: int, smoothness: float) -> FloatArray:
    """`smoothness` * D'D in lower banded form: float64 (3, points), diagonals 0, 1, 2."""
    bands = np.zeros((3, points))
    bands[0, :-2] += 1.0
    bands[0, 1:-1] += 4.0
    bands[0, 2:] += 1.0
    bands[1, :-2] -= 2.0
    bands[1, 1:-1] -= 2.0
    bands[2, :-2] = 1.0
    return smoothness * bands
