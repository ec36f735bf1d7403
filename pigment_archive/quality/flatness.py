"""Flat: a spectrum in which nothing happens."""

from __future__ import annotations

import numpy as np

from pigment_archive.quality.finding import Check, Finding, Verdict
from pigment_archive.quality.thresholds import Limits
from pigment_archive.quality.view import View


def flat(view: View, limits: Limits) -> Finding:
    """Range of the values over their largest magnitude; a larger ratio is better.

    Equation::

        ratio = (max y - min y) / max |y|         0 for a spectrum of zeros

    Below the second limit (1e-6, as `preprocessing.RequireSignal`) the record is kept but cannot be searched.
    """
    scale = float(np.abs(view.values).max())
    ratio = float(np.ptp(view.values)) / scale if scale > 0 else 0.0
    verdict, limit = limits.judge(ratio)
    return Finding(
        check=Check.FLAT,
        verdict=verdict,
        value=ratio,
        threshold=limit,
        unit="ratio",
        meaning=f"the values vary by {ratio:.2g} of their size",
        remedy="" if verdict is Verdict.OK else "Check the exposure and the column that was read.",
    )
