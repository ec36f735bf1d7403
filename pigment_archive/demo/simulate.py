"""Spectra computed from published positions: Raman as a detector counts it, reflectance as a fraction.

Everything random comes from the generators given, so equal seeds give equal spectra.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, pi, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import expit, voigt_profile

from pigment_archive.demo.literature import Band, Feature

FloatArray = npt.NDArray[np.float64]

_SIGMA_OF_FWHM: Final = 1 / (2 * sqrt(2 * log(2)))
_ORIENTATION: Final = 0.30
_SPOT: Final = 0.08
_SPIKE_CHANCE: Final = 0.06
_BIAS: Final = 100.0
_BRIGHT: Final = 0.60
_BEHIND_PEAKS: Final = 0.30
_DARK: Final = 0.02
_BLACK: Final = 0.06
_REFLECTANCE_NOISE: Final = 0.003


@dataclass(frozen=True, slots=True)
class RamanSitting:
    """One simulated sitting at one Raman instrument.

    Attributes:
        name: Name of the session.
        instrument: Name of the instrument.
        laser_wavelength: In nm.
        first, last, step: The even axis, in cm-1.
        shift: Error of the axis calibration in cm-1: a band at p appears at p + shift.
        resolution: Instrumental broadening, full width at half maximum in cm-1.
        exposure: Counts that the strongest band adds.
        readout: Standard deviation of the detector's readout, in counts.
        fluorescence: Median height of the fluorescence, relative to the strongest band.
    """

    name: str
    instrument: str
    laser_wavelength: float
    first: float
    last: float
    step: float
    shift: float
    resolution: float
    exposure: float
    readout: float
    fluorescence: float

    @property
    def axis(self) -> FloatArray:
        """Raman shift in cm-1, float64 (n,), rising evenly from `first`, at most `last`, to two decimals."""
        points = int((self.last - self.first) / self.step) + 1
        return np.asarray(np.round(self.first + self.step * np.arange(points), 2))


def scattering(
    bands: Sequence[Band],
    axis: FloatArray,
    *,
    shift: float = 0.0,
    resolution: float = 0.0,
    factors: FloatArray | float = 1.0,
) -> FloatArray:
    """Raman scattering without noise or fluorescence, the highest point on the axis at 1.

    I(x) = sum_b f_b a_b pi g_b V(x - p_b - shift; s, g_b), where V is the Voigt profile of area 1, p_b the
    published position, a_b the relative intensity, g_b half the width of the band (a Lorentzian), f_b its
    factor and s the standard deviation of the instrument's Gaussian. A larger resolution widens and lowers
    narrow bands, their areas stay.

    Args:
        bands: At least one band.
        axis: Raman shift in cm-1, float64 (n,).
        shift: Error of the axis in cm-1.
        resolution: Full width at half maximum of the instrument in cm-1; 0 leaves pure Lorentzians.
        factors: One factor a band (b,), or one for all.
    """
    table = np.array([(band.position, band.intensity, band.width / 2) for band in bands])
    position, intensity, gamma = (column[:, np.newaxis] for column in table.T)
    profiles = voigt_profile(axis - position - shift, resolution * _SIGMA_OF_FWHM, gamma)
    heights = intensity * np.broadcast_to(factors, len(bands))[:, np.newaxis] * pi * gamma
    total = np.asarray((heights * profiles).sum(axis=0), dtype=np.float64)
    return np.asarray(total / total.max())


def raman_counts(
    bands: Sequence[Band],
    sitting: RamanSitting,
    *,
    sample: np.random.Generator,
    spot: np.random.Generator,
) -> FloatArray:
    """What the detector of a sitting counts, float64 (n,) of whole numbers on `sitting.axis`.

    N = Poisson(bias + exposure (scattering + fluorescence)) + Normal(0, readout), rounded, at least 0; one
    spectrum in 17 has a cosmic ray, one point high.

    Args:
        bands: The bands of the material.
        sitting: Where it is measured.
        sample: What belongs to the sample: the orientation of its grains changes every band's height
            (log-normal, 0.30). A fresh generator of one seed gives the same sample again.
        spot: What belongs to this one spectrum: small changes of height (log-normal, 0.08), fluorescence,
            noise, cosmic rays.
    """
    axis = sitting.axis
    factors = sample.lognormal(0, _ORIENTATION, len(bands)) * spot.lognormal(0, _SPOT, len(bands))
    signal = scattering(bands, axis, shift=sitting.shift, resolution=sitting.resolution, factors=factors)
    background = sitting.fluorescence * spot.lognormal(0, 0.5) * _fluorescence(axis, spot)
    expected = _BIAS + sitting.exposure * (signal + background)
    counts = spot.poisson(expected) + spot.normal(0, sitting.readout, axis.size)
    if spot.random() < _SPIKE_CHANCE:
        counts[spot.integers(axis.size)] += sitting.exposure * spot.uniform(0.2, 1.0)
    return np.asarray(np.maximum(np.round(counts), 0.0))


def _fluorescence(axis: FloatArray, rng: np.random.Generator) -> FloatArray:
    """A smooth, never negative background of height about 1: a parabola and a rise towards the laser."""
    u = (axis - axis[0]) / (axis[-1] - axis[0])
    start, middle, end, tail = rng.uniform(0.2, 1.0, 4)
    parabola = start * (1 - u) ** 2 + 2 * middle * u * (1 - u) + end * u**2
    return np.asarray(parabola + tail * np.exp(-u / 0.15))


def reflectance(
    features: Sequence[Feature], axis: FloatArray, *, black: bool = False, strength: float = 1.0
) -> FloatArray:
    """Diffuse reflectance without noise, a fraction 0-1, float64 (n,).

    R(x) = (R0 + sum_edges s / (1 + exp(-4 (x - p) / w))) prod_absorptions (1 - s G), then R + s G (1 - R) for
    each peak, with G a Gaussian of height 1 at p and full width w at half maximum. R0 is assumed: 0.02 below
    an edge, 0.30 beside peaks, 0.06 for a black, else 0.60.

    Args:
        features: The features of the material.
        axis: Wavelength in nm, float64 (n,).
        black: The material is black.
        strength: Factor on every strength, kept at most 0.95: more pigment, deeper absorptions.
    """
    kinds = {feature.kind for feature in features}
    floor = _BLACK if black else _DARK if "edge" in kinds else _BEHIND_PEAKS if "peak" in kinds else _BRIGHT
    values = np.full(axis.shape, floor)
    for kind in ("edge", "absorption", "peak"):
        for feature in (feature for feature in features if feature.kind == kind):
            values = _with_feature(values, feature, axis, min(strength * feature.strength, 0.95))
    return values


def _with_feature(values: FloatArray, feature: Feature, axis: FloatArray, strength: float) -> FloatArray:
    distance = (axis - feature.position) / feature.width
    if feature.kind == "edge":
        return np.asarray(values + strength * expit(4 * distance))
    gaussian = np.exp(-4 * log(2) * distance**2)
    if feature.kind == "absorption":
        return np.asarray(values * (1 - strength * gaussian))
    return np.asarray(values + strength * gaussian * (1 - values))


def measured_reflectance(
    features: Sequence[Feature],
    axis: FloatArray,
    *,
    black: bool,
    sample: np.random.Generator,
    spot: np.random.Generator,
) -> FloatArray:
    """Reflectance of one spot: the sample's pigment content and brightness, a slight slope, noise.

    Args:
        features: The features of the material.
        axis: Wavelength in nm, float64 (n,).
        black: The material is black.
        sample: What belongs to the sample.
        spot: What belongs to this one spectrum.
    """
    clean = reflectance(features, axis, black=black, strength=sample.uniform(0.7, 1.2))
    u = (axis - axis[0]) / (axis[-1] - axis[0])
    brightness = sample.uniform(0.75, 1.0) * (1 + spot.uniform(-0.05, 0.05) * u)
    noisy = clean * brightness + spot.normal(0, _REFLECTANCE_NOISE, axis.size)
    return np.asarray(np.clip(noisy, 0.0, 1.0))
