"""The reference of every session on control charts: drift is found, a steady series is silent."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.evaluation.control_chart import control_chart
from pigment_archive.evaluation.diagnosis_limits import LIMITS
from pigment_archive.evaluation.drift import drift, history_of
from pigment_archive.evaluation.findings import NotJudged, Verdict
from tests.unit.evaluation.planted import GRID, encoded


def chart_of(values, side="both"):
    sessions = [(f"day {place:02}", 1) for place in range(len(values))]
    return control_chart(values, sessions, about=("x", "u", "brick"), baseline=8, side=side, limits=LIMITS)


def bricks(days=24, *, shift=0.0, heavier=0.0, since=16, seed=0, reference="brick"):
    """The reference on every day, three times; from day `since` on shifted or with a stronger band."""
    rng = np.random.default_rng(seed)
    rows, facts = [], []
    for day in range(days):
        late = day >= since
        for _ in range(3):
            at = np.array([300.0, 520.0, 900.0]) + shift * late
            heights = np.array([1.0, 0.6 + heavier * late, 0.8])
            bands = heights * np.exp(-(((GRID[:, None] - at) / 8.0) ** 2) / 2)
            rows.append(bands.sum(axis=1) + rng.normal(0.0, 0.01, GRID.size))
            name = f"day {(days - day) * 7 % 100:02}"
            facts.append(
                {
                    "session": name,
                    "sample": "brick",
                    "measured_at": f"2013-{1 + day // 28:02}-{1 + day % 28:02}",
                }
            )
            if reference:
                facts[-1]["session_reference"] = reference
    return encoded(np.array(rows), ["brick"] * len(rows), ["brick"] * len(rows), facts, dimensions=8)


def verdicts(findings):
    return {finding.code: finding.verdict for finding in findings}


def test_of_thirty_steady_references_few_call_for_action():
    found = [verdicts(drift(bricks(seed=seed), None, LIMITS)[0]) for seed in range(30)]
    for code in ("reference_latent", "reference_spectrum", "reference_axis"):
        assert sum(one[code] is Verdict.ACT for one in found) <= 2
        assert sum(one[code] is Verdict.OK for one in found) >= 22


def test_a_reference_that_changes_is_found():
    findings, charts = drift(bricks(heavier=0.2), None, LIMITS)
    found = verdicts(findings)
    assert found["reference_latent"] is Verdict.ACT
    assert found["reference_spectrum"] is Verdict.ACT
    assert found["reference_axis"] is not Verdict.ACT
    assert {point.session for point in charts[0].points[16:]} <= {p.session for p in charts[0].alarms}


def test_an_axis_that_moves_is_found_with_its_shift():
    findings, _ = drift(bricks(shift=3.0), None, LIMITS)
    axis = next(finding for finding in findings if finding.code == "reference_axis")
    assert axis.verdict is Verdict.ACT
    assert axis.value == pytest.approx(3.0, abs=0.5)
    assert axis.unit == "cm-1"


def test_an_axis_that_moves_less_than_matters_is_only_worth_a_look():
    findings, _ = drift(bricks(shift=0.5), None, LIMITS)
    assert verdicts(findings)["reference_axis"] is Verdict.LOOK


def test_sessions_are_in_order_of_date_not_of_name():
    history = history_of(bricks(days=10), "brick", LIMITS)
    assert [name for name, _ in history.sessions] == [f"day {(10 - day) * 7 % 100:02}" for day in range(10)]
    assert {spectra for _, spectra in history.sessions} == {3}


def test_a_reference_may_be_said():
    assert isinstance(drift(bricks(reference=""), None, LIMITS)[0][0], NotJudged)
    assert len(drift(bricks(reference=""), "brick", LIMITS)[1]) == 3


def test_few_sessions_are_not_judged():
    (told,), charts = drift(bricks(days=5), None, LIMITS)
    assert isinstance(told, NotJudged)
    assert "5 sessions" in told.why
    assert charts == []


def test_a_point_beyond_three_sigma_is_marked():
    steady = [0.0, 1.0] * 10
    assert chart_of(steady).alarms == []
    (alarm,) = chart_of([*steady, 9.0]).alarms
    assert alarm.beyond
    assert alarm.session == "day 20"
    assert chart_of([*steady, -9.0]).alarms[0].beyond
    assert chart_of([*steady, -9.0], side="above").alarms == []


@pytest.mark.parametrize(("length", "marked"), [(7, 0), (8, 8)])
def test_eight_in_a_row_are_marked(length, marked):
    values = [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, *[0.6, 0.7] * 4][: 11 + length]
    values += [0.0, 0.0, 0.0, 1.0] * 6
    chart = chart_of(values)
    assert sum(point.in_run for point in chart.points[11 : 11 + length]) == marked


def test_a_jump_does_not_widen_the_limits():
    rng = np.random.default_rng(3)
    steady = rng.normal(size=40)
    jumped = steady + 30.0 * (np.arange(40) >= 20)
    assert chart_of(jumped.tolist()).sigma == pytest.approx(chart_of(steady.tolist()).sigma, rel=0.2)


def test_of_a_hundred_steady_series_few_call_for_action():
    rng = np.random.default_rng(0)
    charts = [chart_of(rng.normal(size=31).tolist()) for _ in range(300)]
    assert np.mean([sum(point.beyond for point in chart.points) > 1 for chart in charts]) < 0.08
