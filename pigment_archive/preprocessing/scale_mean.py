"""Scale a spectrum to a mean of 1."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

FloatArray = npt.NDArray[np.float64]


class ScaleMean(BaseModel):
    """Scaling by the mean: y' = y / mean |y|.

    Takes away measuring time, tube current and distance, and keeps what min-max scaling takes away: the
    ratio of a channel to all others, zero included. One high channel does not set the scale. There is no
    knob. A recipe has `RequireSignal` before it, so that the mean is never zero.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Literal["scale_mean"] = Field("scale_mean", description="Which step this is.")

    def apply(self, values: FloatArray, acquired: FloatArray) -> FloatArray:
        """The scaled values: float64 (g,), the mean of their absolute values is 1."""
        return np.asarray(values / np.abs(values).mean())
