"""The fixed first stage of an encoder: what stands out locally, whatever the level around it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

FloatArray = npt.NDArray[np.float64]
_FLAT: Final = 1e-9


class Contrast(BaseModel):
    """How prepared values become contrast, as frozen data.

    ::

        u = log(1 + (x / floor)²)
        c = u K                       K: band pass or derivative, below
        y = sqrt(g) c / ||c||

    x: prepared spectrum of g grid points. The logarithm lets a band ten times weaker count almost as
    much as the strongest, since crystal orientation, laser and dilution change heights far more than
    places; `floor` is where values start to count, and should be above the noise. The filter K takes
    away whatever is broader than the bands (rest of a background, scattering). With `band_pass` K is the
    difference of two Gaussian means of standard deviations `narrow` and `wide`, with `derivative` the
    slope of one of `narrow` grid points. The unit length takes away contrast as a whole.

    A larger `floor` ignores more weak bands; a larger `narrow` forgives more shift and blurs close bands;
    a larger `wide` keeps broader features.

    Source: measured on RRUFF and USGS, see docs/encoder.md; the derivative of log(1/R) is common practice in
    reflectance spectroscopy (Clark & Roush 1984, J. Geophys. Res. 89, 6329).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    floor: float = Field(gt=0, description="Prepared value from which on values count, prepared units.")
    kind: Literal["band_pass", "derivative"] = Field(description="What takes away the level.")
    narrow: float = Field(gt=0, le=50, description="Smoothing, standard deviation in units of the grid.")
    wide: float = Field(
        10.0, gt=0, le=500, description="What is broader is taken away, in units of the grid."
    )


def contrast_of(prepared: FloatArray, contrast: Contrast) -> FloatArray:
    """The contrast of prepared spectra: each row of length sqrt(g), or zero where nothing stands out.

    Matrix products of other shapes round differently, by less than 1e-12; `Network.encode` therefore
    always asks for 64 rows.

    Args:
        prepared: float64 (m, g), prepared with the model's recipe.
        contrast: How.
    """
    level = np.log1p((np.maximum(prepared, 0.0) / contrast.floor) ** 2)
    found = level @ contrast_matrix(contrast, prepared.shape[1])
    lengths = np.sqrt((found * found).sum(axis=1, keepdims=True) / found.shape[1])
    return np.asarray(np.divide(found, lengths, out=np.zeros_like(found), where=lengths > _FLAT))


@lru_cache(maxsize=8)
def contrast_matrix(contrast: Contrast, points: int) -> FloatArray:
    """K, float64 (g, g), read only, so that c = u K; the ends are continued by their last value."""
    matrix = _gaussian(contrast.narrow, points)
    if contrast.kind == "derivative":
        matrix = np.gradient(matrix, axis=1)
    else:
        matrix = matrix - _gaussian(contrast.wide, points)
    matrix.setflags(write=False)
    return matrix


def _gaussian(sigma: float, points: int) -> FloatArray:
    """Column j holds the weights of the mean around grid point j: float64 (g, g), every column sums to 1."""
    reach = round(4.0 * sigma)
    offsets = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * (offsets / sigma) ** 2)
    matrix = np.zeros((points, points))
    columns = np.arange(points)
    for offset, weight in zip(offsets, weights / weights.sum(), strict=True):
        rows = np.clip(columns + offset, 0, points - 1)
        matrix[rows, columns] += weight  # each column once, so nothing is lost
    return matrix
