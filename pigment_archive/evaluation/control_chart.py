"""A Shewhart chart of individual values: is a process still what it was in the beginning?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.evaluation.diagnosis_limits import DiagnosisLimits
from pigment_archive.evaluation.examined import BoolArray, FloatArray

_SIGMA_OF_RANGE: Final = 1.128
_LARGEST_RANGE: Final = 3.267
Side = Literal["above", "both"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChartPoint(_Frozen):
    """One session on the chart."""

    session: str = Field(description="Name of the session.")
    spectra: int = Field(description="Spectra of the reference in it, a count.")
    value: float = Field(description="What is charted, in the chart's unit.")
    baseline: bool = Field(description="True for the first sessions, which the values are measured against.")
    beyond: bool = Field(description="True beyond a control limit (rule 1).")
    in_run: bool = Field(description="True in a run of eight or more on one side of the centre line.")


class ControlChart(_Frozen):
    """Values of sessions in order of date, with centre line and control limits."""

    quantity: str = Field(description="What is charted.")
    unit: str = Field(description="Unit of the values.")
    reference: str = Field(description="The reference material or sample.")
    centre: float = Field(description="Median of all, in `unit`.")
    sigma: float = Field(description="Standard deviation from session to session, in `unit`.")
    lower: float | None = Field(description="Lower control limit, in `unit`; null if only above is bad.")
    upper: float = Field(description="Upper control limit, in `unit`.")
    points: tuple[ChartPoint, ...] = Field(description="One point a session, in order of date.")

    @property
    def alarms(self) -> list[ChartPoint]:
        """Points that a rule names."""
        return [point for point in self.points if point.beyond or point.in_run]


def control_chart(
    values: Sequence[float],
    sessions: Sequence[tuple[str, int]],
    *,
    about: tuple[str, str, str],
    baseline: int,
    side: Side,
    limits: DiagnosisLimits,
) -> ControlChart:
    """The chart of values in order of time.

    ``sigma = mean |x_i - x_(i-1)| / 1.128``, the moving range of two (Montgomery 2013), without the ranges
    that are themselves beyond their limit of 3.267 times the mean, so that a jump or a bad day does not
    widen the limits; ``limits = median ± 3 sigma``. Rule 1: a point beyond a limit. Rule 4 of Western
    Electric (1956): eight in a row on one side of the centre line.

    Of 100 charts of 31 steady sessions 18 have an alarm somewhere and 4 two points beyond the limits, if
    both sides count; of a distance in 16 or more dimensions 14 and 2 (simulated, 1,000 and 400 charts).

    Args:
        values: float (n,).
        sessions: Name and number of spectra of each.
        about: Quantity, unit and reference.
        baseline: How many of the first are what the values were measured against; shown only.
        side: On which side of the centre line a value is bad.
        limits: `sigmas` and `run`.
    """
    x = np.asarray(values, dtype=np.float64)
    centre, sigma = float(np.median(x)), _sigma(np.abs(np.diff(x)))
    reach = limits.sigmas * sigma
    below = side == "both"
    beyond = (x > centre + reach) | ((x < centre - reach) & below)
    in_run = _runs(x > centre, limits.run) | (_runs(x < centre, limits.run) & below)
    quantity, unit, reference = about
    return ControlChart(
        quantity=quantity,
        unit=unit,
        reference=reference,
        centre=centre,
        sigma=sigma,
        lower=centre - reach if below else None,
        upper=centre + reach,
        points=tuple(
            ChartPoint(
                session=name,
                spectra=spectra,
                value=float(x[place]),
                baseline=place < baseline,
                beyond=bool(beyond[place]),
                in_run=bool(in_run[place]),
            )
            for place, (name, spectra) in enumerate(sessions)
        ),
    )


def _sigma(ranges: FloatArray) -> float:
    while ranges.size and (kept := ranges <= _LARGEST_RANGE * ranges.mean()).any() and not kept.all():
        ranges = ranges[kept]
    return float(ranges.mean()) / _SIGMA_OF_RANGE if ranges.size else 0.0


def _runs(side: BoolArray, length: int) -> BoolArray:
    """Which points lie in a run of at least `length` true values, bool (n,)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], side, [False]]).astype(int)))
    found = np.zeros(side.size, dtype=bool)
    for start, stop in edges.reshape(-1, 2):
        if stop - start >= length:
            found[start:stop] = True
    return found
