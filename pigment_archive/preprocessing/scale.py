"""Scale a spectrum to the range 0 to 1."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

FloatArray = npt.NDArray[np.float64]


class ScaleRange(BaseModel):
    """Min-max scaling: y' = (y - min y) / (max y - min y).

    Takes away laser power, exposure and distance; also takes away the absolute level, and a single
    cosmic spike sets the scale. There is no knob. A recipe has `RequireSignal` before it, so that the
    range is never zero.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Literal["scale_range"] = Field("scale_range", description="Which step this is.")

    def apply(self, values: FloatArray, acquired: FloatArray) -> FloatArray:
        """The scaled values: float64 (g,), 0 and 1 are both reached."""
        lowest = values.min()
        return np.asarray((values - lowest) / (values.max() - lowest))
