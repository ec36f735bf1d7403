"""Take the square root of the values."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

FloatArray = npt.NDArray[np.float64]


class SquareRoot(BaseModel):
    """y' = sqrt(max(y, 0)).

    For counts it makes the noise the same everywhere (the variance of a Poisson count equals its mean);
    for any spectrum it lifts weak bands against strong ones. Negative values become 0. There is no knob.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Literal["square_root"] = Field("square_root", description="Which step this is.")

    def apply(self, values: FloatArray, acquired: FloatArray) -> FloatArray:
        """The square roots: float64 (g,), none negative."""
        return np.sqrt(np.maximum(values, 0.0))
