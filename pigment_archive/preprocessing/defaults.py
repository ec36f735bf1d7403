"""The default recipe of each technique."""

from __future__ import annotations

from typing import Final

import numpy as np

from pigment_archive.errors import UsageError
from pigment_archive.preprocessing.baseline import RemoveBaseline
from pigment_archive.preprocessing.recipe import Recipe, Step
from pigment_archive.preprocessing.resample import MOST_POINTS, Resample
from pigment_archive.preprocessing.scale import ScaleRange
from pigment_archive.preprocessing.scale_mean import ScaleMean
from pigment_archive.preprocessing.signal import RequireSignal
from pigment_archive.preprocessing.square_root import SquareRoot
from pigment_archive.records import Quantity, Technique
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE, WINDOW_OF_TECHNIQUE
from pigment_archive.units import AXIS_UNITS

_PEAKS_ON_BACKGROUND: Final[tuple[Step, ...]] = (
    RequireSignal(),
    RemoveBaseline(),
    RequireSignal(),
    ScaleRange(),
    SquareRoot(),
)
_COUNTS: Final[tuple[Step, ...]] = (RequireSignal(), ScaleMean(), SquareRoot())
_AS_MEASURED: Final[tuple[Step, ...]] = (RequireSignal(),)
_LEVELS: Final[tuple[Step, ...]] = (RequireSignal(), ScaleRange())

_SPACING: Final[dict[Technique, float]] = {
    Technique.RAMAN: 2.0,
    Technique.REFLECTANCE: 2.5,
    Technique.FTIR_ATR: 2.5,
    Technique.FTIR_TRANSMISSION: 2.5,
    Technique.FTIR_REFLECTANCE: 2.5,
    Technique.XRF: 0.02,
}
_STEPS: Final[dict[Technique, tuple[Step, ...]]] = {
    Technique.RAMAN: _PEAKS_ON_BACKGROUND,
    Technique.REFLECTANCE: _AS_MEASURED,
    Technique.FTIR_ATR: _LEVELS,
    Technique.FTIR_TRANSMISSION: _LEVELS,
    Technique.FTIR_REFLECTANCE: _LEVELS,
    Technique.XRF: _COUNTS,
}
_QUANTITIES: Final[dict[Technique, tuple[Quantity, ...]]] = {
    Technique.RAMAN: (Quantity.INTENSITY, Quantity.COUNTS),
    Technique.REFLECTANCE: (Quantity.REFLECTANCE,),
    Technique.FTIR_ATR: (Quantity.ABSORBANCE,),
    Technique.FTIR_TRANSMISSION: (Quantity.ABSORBANCE,),
    Technique.FTIR_REFLECTANCE: (Quantity.REFLECTANCE,),
    Technique.XRF: (Quantity.COUNTS, Quantity.INTENSITY),
}


def default_recipe(technique: Technique, window: tuple[float, float] | None = None) -> Recipe:
    """The recipe new models of a technique are trained with.

    The spacing of the grid is fixed per technique (Raman 2 cm-1, reflectance 2.5 nm, FTIR 2.5 cm-1,
    XRF 0.02 keV), so a wider window makes a longer vector.

    Raman spectra lose their fluorescence background and are taken to the square root, which finds an
    unseen sample's mineral 3 points more often; XRF counts become shares of the mean, whatever the measuring
    time, and are taken to the square root, which makes their noise uniform; a reflectance stays the fraction
    it is, since the logarithm that makes dilutions comparable needs the level; FTIR keeps its broad
    features and loses only level and gain.

    A spectrum must cover 70 % of the grid: of 4,079 RRUFF spectra that leaves out 0, 0, 1, 10 and 78 at
    50, 60, 70, 80 and 90 %; of 1,365 USGS splib06 spectra 436 at 50 to 70 %, 430 of which do not reach
    the visible at all.

    Args:
        technique: One of the closed list.
        window: First and last grid point in the unit of the technique's axis; its default window if None.

    Raises:
        UsageError: The window does not rise, or would make more than 20,000 points.
    """
    lo, hi = window or WINDOW_OF_TECHNIQUE[technique]
    widest = (MOST_POINTS - 1) * _SPACING[technique]
    if not (np.isfinite([lo, hi]).all() and lo < hi <= lo + widest):
        unit = AXIS_UNITS[AXIS_OF_TECHNIQUE[technique]]
        raise UsageError(f"a window rises, by at most {widest:g} {unit}", where=f"window {lo:g}:{hi:g}")
    points = max(8, round((hi - lo) / _SPACING[technique]) + 1)
    return Recipe(
        technique=technique,
        quantities=_QUANTITIES[technique],
        resample=Resample(lo=lo, hi=hi, points=points),
        steps=_STEPS[technique],
    )
