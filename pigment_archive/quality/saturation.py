"""Saturation: points the file marks, and plateaus at the maximum."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.quality.finding import Check, Finding, Verdict
from pigment_archive.quality.thresholds import Limits
from pigment_archive.quality.view import of_unit_size
from pigment_archive.records import MaskBit, Spectrum

PLATEAU: Final = 3


def saturation(spectrum: Spectrum, limits: Limits) -> Finding:
    """Fraction of the points that are saturated; a smaller fraction is better.

    A point counts if the reader marked it (`MaskBit.SATURATED`), or if it lies in a plateau: at least three
    neighbours that all have the largest value of the spectrum, with a drop at each end of more than twice
    the smallest step between any two neighbours. A detector at its limit makes such a plateau; the rounded
    top of a band may be as wide, but goes down by one step. A spectrum of one value is flat, not saturated.
    """
    marked = (spectrum.mask & MaskBit.SATURATED.value) != 0
    fraction = float((marked | _plateau(of_unit_size(spectrum.values))).mean())
    verdict, limit = limits.judge(fraction)
    return Finding(
        check=Check.SATURATION,
        verdict=verdict,
        value=fraction,
        threshold=limit,
        unit="fraction",
        meaning=f"{fraction:.2%} of the points are saturated",
        remedy="" if verdict is Verdict.OK else "Measure again with less light or a shorter exposure.",
    )


def _plateau(values: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    found = np.zeros(values.shape, dtype=np.bool_)
    (places,) = np.nonzero(np.isfinite(values))
    steps = np.abs(np.diff(values[places]))
    if not steps.any():
        return found
    finite, smallest = values[places], steps[steps > 0].min()
    at_top = np.concatenate([[0], (finite == finite.max()).astype(np.int8), [0]])
    starts, stops = np.flatnonzero(np.diff(at_top) == 1), np.flatnonzero(np.diff(at_top) == -1)
    for start, stop in zip(starts, stops, strict=True):
        drops = [steps[edge] for edge in (start - 1, stop - 1) if 0 <= edge < steps.size]
        if stop - start >= PLATEAU and min(drops) > 2.0 * smallest:
            found[places[start:stop]] = True
    return found
