"""Spikes: a few points that stand alone, as a cosmic ray or a damaged channel leaves them."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.quality.finding import Check, Finding, Verdict
from pigment_archive.quality.thresholds import Limits
from pigment_archive.quality.view import View
from pigment_archive.records import Quantity

FloatArray = npt.NDArray[np.float64]

LARGEST_SHOULDER: Final = 0.1
LARGEST_Z: Final = 1e12
_Z_OF_MAD: Final = 0.6745


def spikes(view: View, limits: Limits, *, least_z: float, widest: int) -> Finding:
    """Height of the tallest spike over the range of all other points; a smaller ratio is better.

    A spike sets the scale of a spectrum that is scaled to its range, so its height in that range says what it
    spoils: 0.05 changes all other values by 5 %.
    """
    heights = spike_heights(view, least_z, widest)
    tallest = float(heights.max())
    rest = float(np.ptp(view.values[heights == 0.0])) if tallest else 1.0
    ratio = tallest / rest if rest > 0 else 0.0
    verdict, limit = limits.judge(ratio)
    count = int((heights > 0).sum())
    return Finding(
        check=Check.SPIKES,
        verdict=verdict,
        value=ratio,
        threshold=limit,
        unit="ratio",
        meaning=f"{count} points are spikes, the tallest {ratio:.2g} of the range of the rest",
        remedy="" if verdict is Verdict.OK else "Measure again, or remove the spikes before the export.",
    )


def spike_heights(view: View, least_z: float, widest: int) -> FloatArray:
    """Height of each point above its neighbours where it is part of a spike, else 0: float64 (m,).

    Flanks are found with the modified z-score of the differences::

        z_i = 0.6745 (d_i - median d) / median |d - median d|,    d_i = y_(i+1) - y_i

    A spike is at most `widest` points between a rise with z > `least_z` and a fall with z < -`least_z`. A
    narrow band has such flanks too, but it also has shoulders: so the points beside a spike must not rise
    above the points beside them by more than a tenth of the spike's height. Counts are taken to the square
    root first, which makes their noise the same everywhere; differences of zero say nothing about noise and
    are left out.

    A larger `least_z` finds fewer spikes; programs use 6 to 9. A larger `widest` finds spikes that an
    export has broadened, and takes more sharp bands for spikes.

    Source: D. A. Whitaker, K. Hayes, A simple algorithm for despiking Raman spectra, Chemometrics and
    Intelligent Laboratory Systems 179 (2018) 82-84; the shoulders are ours.
    """
    y = view.values
    scores = _scores(np.sqrt(np.maximum(y, 0.0)) if view.quantity is Quantity.COUNTS else y)
    found = np.zeros(y.shape)
    for width in range(1, widest + 1):
        # a spike at k .. k + width - 1 stands between its shoulders at k - 1 and k + width
        first = np.arange(2, y.size - width - 1)
        last = first + width
        flanked = (scores[first - 1] > least_z) & (scores[last - 1] < -least_z)
        for k in first[flanked]:
            inside, left, right = y[k : k + width], y[k - 1], y[k + width]
            height = float(inside.min() - max(left, right))
            shoulder = max(left - y[k - 2], right - y[k + width + 1])
            if height > 0 and shoulder <= LARGEST_SHOULDER * height:
                found[k : k + width] = inside - (left + right) / 2.0
    return found


def _scores(y: FloatArray) -> FloatArray:
    differences = np.diff(y)
    moving = differences[differences != 0]
    if not moving.size:
        return np.zeros(differences.shape)
    middle = np.median(moving)
    spread = np.median(np.abs(moving - middle))
    if spread == 0:
        return np.zeros(differences.shape)
    with np.errstate(over="ignore"):  # a spread next to nothing, as only damaged numbers have it
        scores = _Z_OF_MAD * (differences - middle) / spread
    return np.asarray(np.clip(scores, -LARGEST_Z, LARGEST_Z))
