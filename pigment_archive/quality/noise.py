"""Signal to noise, and the noise itself: an estimate that works on every technique and needs no blank."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.quality.finding import Check, Finding, Verdict, not_applicable
from pigment_archive.quality.thresholds import Limits
from pigment_archive.quality.view import View

FloatArray = npt.NDArray[np.float64]

ROUNDING: Final = 1e-12
_SIGMA_OF_MEDIAN: Final = 1.482602 / np.sqrt(6.0)


def noise_of(values: FloatArray) -> float:
    """One standard deviation of the noise, in the unit of the values.

    Equation::

        noise = 1.482602 / sqrt(6) * median_i |2 y_i - y_(i-2) - y_(i+2)|

    with y the values in the order of the axis. 1.482602 makes a median absolute deviation a standard
    deviation of Gaussian noise; sqrt(6) is what the sum of the three values adds. Every second point is
    taken because neighbours are often correlated. Differences of zero (padding, empty channels) say nothing
    about noise and are left out; 0 is returned if no other is left.

    Source: F. Stoehr et al., DER_SNR: A Simple & General Spectroscopic Signal-to-Noise Measurement
    Algorithm, Astronomical Data Analysis Software and Systems XVII, ASP Conf. Ser. 394, 505 (2008).
    """
    differences = np.abs(2.0 * values[2:-2] - values[:-4] - values[4:])
    differences = differences[differences > ROUNDING * np.abs(values).max()]
    return float(_SIGMA_OF_MEDIAN * np.median(differences)) if differences.size else 0.0


def signal_of(view: View) -> float:
    """How large the signal is, in the unit of the values.

    Of levels (reflectance, transmittance) the median. Of peaks on a background::

        signal = max_i m_i - median_i h_i,   h = y - z,   m_i = median(h_(i-1), h_i, h_(i+1))

    with z the baseline: the tallest band over what lies between the bands. The running median of three
    keeps a single spike from being taken for a band; it also keeps the result below 3 for noise alone.
    """
    if view.is_level:
        return float(np.median(view.values))
    height = view.values - view.background
    smooth = np.median(np.lib.stride_tricks.sliding_window_view(height, 3), axis=1)
    return float(smooth.max() - np.median(height))


def signal_to_noise(view: View, limits: Limits) -> Finding:
    """The ratio of `signal_of` to `noise_of`; a larger ratio is better.

    3 is the usual limit of detection and 10 the usual limit of quantification (IUPAC, Pure Appl. Chem. 1995,
    67, 1699).
    """
    noise = noise_of(view.values)
    if noise == 0.0:
        return not_applicable(Check.SIGNAL_TO_NOISE, "no noise can be measured")
    ratio = max(signal_of(view), 0.0) / noise
    verdict, limit = limits.judge(ratio)
    return Finding(
        check=Check.SIGNAL_TO_NOISE,
        verdict=verdict,
        value=ratio,
        threshold=limit,
        unit="ratio",
        meaning=f"the signal is {ratio:.3g} times the noise",
        remedy="" if verdict is Verdict.OK else "Measure longer, or with more accumulations.",
    )
