"""Has the instrument drifted: the reference material of every session against its own history."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from pigment_archive.evaluation.control_chart import ControlChart, Side, control_chart
from pigment_archive.evaluation.diagnosis_limits import DiagnosisLimits
from pigment_archive.evaluation.examined import Examined, FloatArray
from pigment_archive.evaluation.findings import Finding, NotJudged, Question, Said, Verdict, named
from pigment_archive.quality.shift import shift_between

_FURTHEST_STEPS = 10
_FEWEST_OF_BASELINE = 4


@dataclass(frozen=True, eq=False)
class History:
    """The reference's mean spectrum and latent in each session, in order of date.

    Attributes:
        reference: Its name.
        sessions: Name of each session, and its number of spectra.
        prepared: float64 (s, g).
        latents: float64 (s, d).
        baseline: How many of the first sessions are what the others are compared with.
    """

    reference: str
    sessions: list[tuple[str, int]]
    prepared: FloatArray
    latents: FloatArray
    baseline: int


def drift(
    examined: Examined, reference: str | None, limits: DiagnosisLimits
) -> tuple[list[Said], list[ControlChart]]:
    """The findings `reference_latent`, `reference_spectrum` and `reference_axis`, with their charts.

    Args:
        examined: The spectra.
        reference: Sample or material that was measured again and again; if None, what the sessions name.
        limits: The limits.
    """
    name = reference or _named_reference(examined)
    if name is None:
        why = "no session names a reference; say it with --reference"
        return [NotJudged(code="reference_latent", subject="reference", why=why)], []
    history = history_of(examined, name, limits)
    if len(history.sessions) < limits.fewest_sessions:
        why = (
            f"it was measured in {len(history.sessions)} sessions, expected {limits.fewest_sessions} or more"
        )
        return [NotJudged(code="reference_latent", subject=name, why=why)], []
    charts = _charts(examined, history, limits)
    matters = {"reference_axis": limits.shift[examined.technique].look}
    found: list[Said] = [_finding(code, chart, matters.get(code, 0.0)) for code, chart in charts.items()]
    return found, list(charts.values())


def history_of(examined: Examined, reference: str, limits: DiagnosisLimits) -> History:
    """The reference in every session with it; by date of the earliest spectrum, else by name."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, facts in enumerate(examined.facts):
        session = facts.get("session")
        if session is not None and reference in (facts.get("sample"), facts.get("material")):
            rows[str(session)].append(row)
    dates = examined.fact("measured_at")
    since = {
        name: min((str(dates[row]) for row in of if dates[row]), default="~") for name, of in rows.items()
    }
    order = sorted(rows, key=lambda name: (since[name], name))
    baseline = int(np.clip(len(order) // 2, _FEWEST_OF_BASELINE, limits.most_of_baseline))
    return History(
        reference,
        [(name, len(rows[name])) for name in order],
        _means(examined.prepared, [rows[name] for name in order]),
        _means(examined.latents, [rows[name] for name in order]),
        baseline,
    )


def _means(values: FloatArray, rows: list[list[int]]) -> FloatArray:
    return np.array([values[of].mean(axis=0) for of in rows]).reshape(len(rows), values.shape[1])


def _named_reference(examined: Examined) -> str | None:
    names = Counter(str(name) for name in examined.fact("session_reference") if name is not None)
    return names.most_common(1)[0][0] if names else None


def _standards(values: FloatArray, baseline: int) -> FloatArray:
    """What each session is compared with: the mean of the baseline, without the session itself, (s, m)."""
    first = values[:baseline]
    standards = np.tile(first.mean(axis=0), (len(values), 1))
    standards[:baseline] = (first.sum(axis=0) - first) / (baseline - 1)
    return standards


def _charts(examined: Examined, history: History, limits: DiagnosisLimits) -> dict[str, ControlChart]:
    latents = _standards(history.latents, history.baseline)
    spectra = _standards(history.prepared, history.baseline)
    distance = np.linalg.norm(history.latents - latents, axis=1)
    lengths = np.linalg.norm(spectra, axis=1) * np.linalg.norm(history.prepared, axis=1)
    cosine = (history.prepared * spectra).sum(axis=1) / np.maximum(lengths, 1e-30)
    angle = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    shifts = [
        shift_between(
            (examined.grid, standard), (examined.grid, mine), furthest=_FURTHEST_STEPS * examined.step
        )
        for standard, mine in zip(spectra, history.prepared, strict=True)
    ]

    def chart(values: FloatArray, quantity: str, unit: str, side: Side) -> ControlChart:
        return control_chart(
            values.tolist(),
            history.sessions,
            about=(quantity, unit, history.reference),
            baseline=history.baseline,
            side=side,
            limits=limits,
        )

    charts = {
        "reference_latent": chart(distance, "distance of the latent from its history", "latent", "above"),
        "reference_spectrum": chart(
            angle, "angle between spectrum and its history (arc cosine of the similarity)", "degrees", "above"
        ),
    }
    known = [shift for shift in shifts if shift is not None]
    if len(known) == len(shifts):
        charts["reference_axis"] = chart(
            np.array(known), "place on the axis against its history", examined.unit, "both"
        )
    return charts


def _finding(code: str, chart: ControlChart, matters: float) -> Finding:
    """A point beyond or a run is worth a look; two points beyond mean that something has changed.

    A change that is certain but smaller than what `matters` is worth a look only.
    """
    alarms = sorted(chart.alarms, key=lambda point: -abs(point.value - chart.centre))
    run = any(point.in_run for point in alarms)
    large = bool(alarms) and abs(alarms[0].value - chart.centre) > matters
    beyond = sum(point.beyond for point in alarms)
    verdict = Verdict.ACT if large and beyond > 1 else Verdict.LOOK if alarms else Verdict.OK
    worst = max(chart.points, key=lambda point: abs(point.value - chart.centre))
    shown = alarms[0] if alarms else worst
    limit = chart.upper if chart.lower is None or shown.value >= chart.centre else chart.lower
    return Finding(
        code=code,
        question=Question.DRIFT,
        subject=chart.reference,
        measured=f"{chart.quantity}, {len(chart.points)} sessions: {shown.session}, centre {chart.centre:.4g}"
        + ("; eight or more in a row lie on one side" if run else ""),
        value=shown.value,
        threshold=limit,
        unit=chart.unit,
        verdict=verdict,
        **named(f"{point.session} ({point.value:.4g})" for point in alarms),
        remedy=""
        if verdict is Verdict.OK
        else "Look at the instrument's log of those days; calibrate, measure the reference again, and note "
        "what was changed as another instrument state.",
    )
