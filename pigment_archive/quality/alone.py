"""The checks that need nothing but the spectrum itself."""

from __future__ import annotations

from typing import Final

from pigment_archive.preprocessing import Recipe
from pigment_archive.quality.background import baseline_dominance
from pigment_archive.quality.coverage import coverage
from pigment_archive.quality.finding import Check, Finding, Verdict, not_applicable
from pigment_archive.quality.flatness import flat
from pigment_archive.quality.noise import signal_to_noise
from pigment_archive.quality.saturation import saturation
from pigment_archive.quality.spikes import spikes
from pigment_archive.quality.thresholds import Thresholds
from pigment_archive.quality.view import FEWEST_POINTS, View, view_of
from pigment_archive.records import Spectrum

_NEED_SIGNAL: Final = (Check.SIGNAL_TO_NOISE, Check.SPIKES, Check.BASELINE_DOMINANCE)


def check_alone(spectrum: Spectrum, recipe: Recipe | None, limits: Thresholds) -> tuple[Finding, ...]:
    """Flat, signal to noise, saturation, spikes, baseline dominance and coverage, in this order.

    Args:
        spectrum: The spectrum as acquired.
        recipe: Recipe of its technique; None where that is not known. One for another kind of axis counts as
            None.
        limits: The thresholds.
    """
    fitting = recipe if recipe is not None and recipe.axis_kind is spectrum.axis_kind else None
    view = view_of(spectrum, fitting)
    if view is None:
        seen = _silent(Check.FLAT, *_NEED_SIGNAL, why=f"fewer than {FEWEST_POINTS} points were measured")
    else:
        seen = {Check.FLAT: flat(view, limits.flat)}
        dead = seen[Check.FLAT].verdict is Verdict.FAILED
        seen |= _silent(*_NEED_SIGNAL, why="the spectrum is flat") if dead else _of_signal(view, limits)
    seen[Check.SATURATION] = saturation(spectrum, limits.saturation)
    if fitting is None:
        seen[Check.COVERAGE] = not_applicable(
            Check.COVERAGE, "the technique or the unit of the axis is not known"
        )
    else:
        seen[Check.COVERAGE] = coverage(spectrum, fitting, limits.coverage_warning)
    return tuple(seen[name] for name in Check if name in seen)


def _silent(*names: Check, why: str) -> dict[Check, Finding]:
    return {name: not_applicable(name, why) for name in names}


def _of_signal(view: View, limits: Thresholds) -> dict[Check, Finding]:
    widest = limits.spike_points[view.axis_kind]
    return {
        Check.SIGNAL_TO_NOISE: signal_to_noise(view, limits.signal_to_noise),
        Check.SPIKES: spikes(view, limits.spikes, least_z=limits.spike_z, widest=widest),
        Check.BASELINE_DOMINANCE: baseline_dominance(view, limits.baseline_dominance),
    }
