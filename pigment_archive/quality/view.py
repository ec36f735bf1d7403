"""What the checks of one spectrum look at: its good points inside the window, and the background there."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.preprocessing import Recipe, RemoveBaseline
from pigment_archive.records import Quantity, Spectrum
from pigment_archive.units import AxisKind

FloatArray = npt.NDArray[np.float64]

FEWEST_POINTS: Final = 16
_POINTS_WITHOUT_RECIPE: Final = 566
LEVELS: Final = frozenset({Quantity.REFLECTANCE, Quantity.TRANSMITTANCE, Quantity.RADIANCE})


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The part of a spectrum that is judged.

    Attributes:
        axis: float64 (m,), the good points inside the recipe's window; of a spectrum with fewer than 16
            points there, or without a recipe, all its good points.
        values: float64 (m,), finite, over their largest magnitude: every check judges a ratio, and no square
            of a number in a file can be too large.
        background: float64 (m,), the asymmetric-least-squares baseline, made on the recipe's grid.
        axis_kind: What the axis measures.
        quantity: What the values measure.
    """

    axis: FloatArray
    values: FloatArray
    background: FloatArray
    axis_kind: AxisKind
    quantity: Quantity

    @property
    def is_level(self) -> bool:
        """The values are levels (reflectance, transmittance), not peaks on a background."""
        return self.quantity in LEVELS


def view_of(spectrum: Spectrum, recipe: Recipe | None) -> View | None:
    """The view of a spectrum; None where it has fewer than 16 finite points, or its axis no finite length.

    Args:
        spectrum: The spectrum as acquired.
        recipe: Recipe whose window and grid count; None where the technique or the axis is unknown.
    """
    good = np.isfinite(spectrum.values)
    if recipe is not None:
        lo, hi = recipe.window
        inside = good & (spectrum.axis >= lo) & (spectrum.axis <= hi)
        good = inside if inside.sum() >= FEWEST_POINTS else good
    axis, values = spectrum.axis[good], of_unit_size(spectrum.values[good])
    if axis.size < FEWEST_POINTS or not isfinite(float(axis[-1]) - float(axis[0])):
        return None
    points = recipe.resample.points if recipe is not None else _POINTS_WITHOUT_RECIPE
    grid = np.linspace(axis[0], axis[-1], points)
    baseline = RemoveBaseline().baseline(np.interp(grid, axis, values))
    return View(axis, values, np.interp(axis, grid, baseline), spectrum.axis_kind, spectrum.quantity)


def of_unit_size(values: FloatArray) -> FloatArray:
    """Values over their largest magnitude, NaN where they are NaN; zeros stay zeros."""
    largest = np.nanmax(np.abs(values), initial=0.0)
    return values / largest if largest > 0 else values
