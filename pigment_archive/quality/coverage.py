"""Coverage: how much of the grid of the model was measured."""

from __future__ import annotations

from pigment_archive.errors import OutsideGrid
from pigment_archive.preprocessing import Recipe
from pigment_archive.quality.finding import Check, Finding, Verdict
from pigment_archive.quality.thresholds import Limits
from pigment_archive.records import Spectrum
from pigment_archive.units import AXIS_UNITS


def coverage(spectrum: Spectrum, recipe: Recipe, warning: float) -> Finding:
    """Fraction of the recipe's grid points that were measured; a larger fraction is better.

    It is counted as the recipe counts it (`Resample.apply`): masked points, and grid points in their gaps,
    were not measured. Below the recipe's own `min_coverage` the record is kept but cannot be searched.

    Args:
        spectrum: Its axis must be of the recipe's kind.
        recipe: Of the technique's current model, or the default one.
        warning: Fraction below which the verdict is a warning.
    """
    try:
        covered = float(recipe.resample.apply(spectrum)[1].mean())
    except OutsideGrid:
        covered = 0.0
    limits = Limits(warning=max(warning, recipe.min_coverage), failed=recipe.min_coverage)
    verdict, limit = limits.judge(covered)
    lo, hi = recipe.window
    return Finding(
        check=Check.COVERAGE,
        verdict=verdict,
        value=covered,
        threshold=limit,
        unit="fraction",
        meaning=f"{covered:.0%} of {lo:g}-{hi:g} {AXIS_UNITS[recipe.axis_kind]} was measured",
        remedy="" if verdict is Verdict.OK else f"Measure the whole range {lo:g} to {hi:g}, if it can be.",
    )
