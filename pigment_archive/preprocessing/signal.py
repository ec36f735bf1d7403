"""Refuse a spectrum without signal."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.errors import NoSignal

FloatArray = npt.NDArray[np.float64]


class RequireSignal(BaseModel):
    """Let a spectrum pass only if its range is real.

    Passes when::

        max(y) - min(y) > tolerance * max(|a|)

    with y the values as they are at this step and a the acquired values on the grid. It stands before
    `RemoveBaseline`, because a flat spectrum has range 0 but about 1e-11 afterwards, which min-max scaling
    would blow up to a full ramp; and once more after it, because a spectrum that is all baseline (a
    straight slope) has nothing left but rounding.

    A larger `tolerance` refuses weaker signals; 1e-6 lies well above the rounding of float32 data (6e-8).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Literal["require_signal"] = Field("require_signal", description="Which step this is.")
    tolerance: float = Field(
        1e-6, gt=0, lt=1, description="Smallest ratio of the range to the largest |value|."
    )

    def apply(self, values: FloatArray, acquired: FloatArray) -> FloatArray:
        """The values, float64 (g,), unchanged.

        Raises:
            NoSignal: The range is within the tolerance of zero.
        """
        scale = float(np.abs(acquired).max())
        if not float(np.ptp(values)) > self.tolerance * scale:
            raise NoSignal(
                f"the spectrum is flat within {self.tolerance:g} of its level",
                remedy="Measure again, or check the exposure and the column that was read.",
            )
        return values
