"""Baseline dominance: how much of the spectrum is background."""

from __future__ import annotations

import numpy as np

from pigment_archive.quality.finding import Check, Finding, Verdict, not_applicable
from pigment_archive.quality.thresholds import Limits
from pigment_archive.quality.view import View


def baseline_dominance(view: View, limits: Limits) -> Finding:
    """Share of the area that lies below the baseline; a smaller share is better.

    Equation::

        share = sum_i max(z_i, 0) / sum_i max(y_i, z_i, 0)

    with y the values and z their baseline (`preprocessing.RemoveBaseline`: asymmetric least squares). Levels
    (reflectance, transmittance) have no background, so the check says nothing about them.
    """
    if view.is_level:
        return not_applicable(Check.BASELINE_DOMINANCE, f"{view.quantity.value} has no background")
    below = np.maximum(view.background, 0.0)
    area = float(np.maximum(view.values, below).sum())
    if area == 0.0:
        return not_applicable(Check.BASELINE_DOMINANCE, "there is no area above zero")
    share = float(below.sum()) / area
    verdict, limit = limits.judge(share)
    return Finding(
        check=Check.BASELINE_DOMINANCE,
        verdict=verdict,
        value=share,
        threshold=limit,
        unit="fraction",
        meaning=f"{share:.1%} of the area is background",
        remedy=""
        if verdict is Verdict.OK
        else "Use another laser wavelength, bleach the fluorescence, or measure longer.",
    )
