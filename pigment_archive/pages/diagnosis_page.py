"""The diagnosis of a model as a page: what to act on first, then the pictures, then everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pigment_archive.evaluation.control_chart import ControlChart
from pigment_archive.evaluation.diagnosis import Diagnosis, Distribution
from pigment_archive.evaluation.findings import Association, Finding, Question, Verdict
from pigment_archive.pages.report_page import (
    COLOURS,
    Drawing,
    Heading,
    Paragraph,
    Part,
    Section,
    Table,
    drawing,
    report_page,
)
from pigment_archive.records import Tier

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BLUE, _RUST, _GREEN = COLOURS[:3]
_GREY: Final = COLOURS[5]
_MOST_GROUPS: Final = len(COLOURS)


def diagnosis_page(report: Diagnosis) -> str:
    """A self-contained page of a diagnosis."""
    sections = [Section("What to act on", _urgent(report))]
    if report.associations:
        sections.append(Section("Clusters against facts", [_associations(report.associations)]))
    if report.charts:
        sections.append(Section("Control charts", [_chart(chart) for chart in report.charts]))
    if report.distributions:
        sections.append(Section("Distributions", [_histograms(one) for one in report.distributions]))
    sections.append(Section("All findings", list(_everything(report.findings))))
    if report.not_judged:
        rows = [(one.code, one.subject, one.why) for one in report.not_judged]
        sections.append(Section("What could not be judged", [Table(("finding", "of", "why"), rows)]))
    return report_page(f"Diagnosis of {report.model}", _note(report), sections)


def _note(report: Diagnosis) -> str:
    parts = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in sorted(report.parts.items()))
    note = f"{report.spectra:,} spectra ({parts}) of {', '.join(report.collections)}"
    if set(report.tiers) != {Tier.OPEN}:
        note += "; with records that are not open: not for publication"
    return note


def _urgent(report: Diagnosis) -> list[Part]:
    bad = [finding for finding in report.findings if finding.verdict is not Verdict.OK]
    counts = {verdict: sum(one.verdict is verdict for one in report.findings) for verdict in Verdict}
    said = (
        f"{counts[Verdict.ACT]} to act on, {counts[Verdict.LOOK]} to look at, {counts[Verdict.OK]} in order."
    )
    if not bad:
        return [Paragraph(said)]
    rows = [
        (one.verdict.value, f"{one.code}: {one.subject}", *one.numbers, one.whom, one.remedy) for one in bad
    ]
    columns = ("verdict", "finding", "value", "limit", "concerns", "what to do")
    act = frozenset(place for place, one in enumerate(bad) if one.verdict is Verdict.ACT)
    return [Paragraph(said), Table(columns, rows, marked=act)]


def _everything(findings: Sequence[Finding]) -> list[Part]:
    parts: list[Part] = []
    for question in Question:
        rows = [
            (one.verdict.value, one.code, one.subject, one.measured, *one.numbers)
            for one in findings
            if one.question is question
        ]
        if rows:
            columns = ("verdict", "finding", "of", "what was measured", "value", "limit")
            parts += [Heading(question.value.capitalize()), Table(columns, rows)]
    return parts


def _associations(associations: Sequence[Association]) -> Drawing:
    def draw(figure: Figure) -> None:
        axes: Axes = figure.add_subplot()
        places = np.arange(len(associations))[::-1]
        for shift, colour, label, values in (
            (0.27, _GREY, "material", [one.with_material for one in associations]),
            (0.0, _RUST, "the fact", [one.with_fact for one in associations]),
            (
                -0.27,
                _BLUE,
                "the fact, as far as the materials explain it",
                [one.expected for one in associations],
            ),
        ):
            axes.barh(places + shift, values, height=0.24, color=colour, label=label)
        axes.set_yticks(places, [f"{one.fact} ({one.values})" for one in associations])
        axes.set_xlabel("adjusted mutual information with the clusters of the latents")
        axes.axvline(0.0, color="#333333", linewidth=0.6)
        figure.legend(frameon=False, loc="outside upper center", ncols=3)

    return drawing(
        draw,
        caption="k-means clusters of the latents against each fact, with the number of its values. Where red "
        "is longer than blue, clusters follow the fact further than the materials explain; grey is what the "
        "clusters say about the material, on the same spectra.",
        height=1.4 + 0.55 * len(associations),
    )


def _chart(chart: ControlChart) -> Drawing:
    def draw(figure: Figure) -> None:
        axes: Axes = figure.add_subplot()
        x = np.arange(len(chart.points))
        values = np.array([point.value for point in chart.points])
        axes.plot(x, values, color=_BLUE, linewidth=0.9, marker="o", markersize=3.5)
        for marked, colour, label in (
            ([point.in_run and not point.beyond for point in chart.points], COLOURS[4], "eight in a row"),
            ([point.beyond for point in chart.points], COLOURS[6], "beyond a limit"),
        ):
            if any(marked):
                axes.scatter(x[marked], values[marked], color=colour, s=34, zorder=3, label=label)
        axes.axhline(chart.centre, color="#333333", linewidth=0.8)
        for limit in (chart.lower, chart.upper):
            if limit is not None:
                axes.axhline(limit, color=COLOURS[6], linewidth=0.8, linestyle="--")
        axes.axvspan(-0.5, sum(point.baseline for point in chart.points) - 0.5, color=_GREEN, alpha=0.08)
        axes.set_xticks(x, [point.session for point in chart.points], rotation=90, fontsize=7)
        axes.set(ylabel=chart.unit, title=f"{chart.reference}: {chart.quantity}", xlim=(-0.5, x.size - 0.5))
        if chart.alarms:
            axes.legend(frameon=False)

    return drawing(
        draw,
        caption=f"Sessions in order of date; centre {chart.centre:.4g}, sigma {chart.sigma:.2g} "
        f"{chart.unit}. Shaded: the first sessions, which all are compared with. Dashed: control limits.",
        height=3.6,
    )


def _histograms(one: Distribution) -> Drawing:
    groups = sorted(one.groups, key=lambda group: -sum(group.counts))[:_MOST_GROUPS]

    def draw(figure: Figure) -> None:
        axes: Axes = figure.add_subplot()
        scale: dict[str, Any] = {"density": True, "histtype": "step", "linewidth": 1.3}
        edges = np.array(one.edges)
        middles = (edges[1:] + edges[:-1]) / 2
        for group, colour in zip(groups, COLOURS, strict=False):
            label = f"{group.group.replace('_', ' ')} ({sum(group.counts):,})"
            axes.hist(middles, bins=list(edges), weights=group.counts, color=colour, label=label, **scale)
        axes.set(ylabel="density", xlabel=f"log10 of {one.quantity}" if one.logarithmic else one.quantity)
        axes.set_yticks([])
        axes.legend(frameon=False)

    rest = len(one.groups) - len(groups)
    return drawing(draw, caption=f"{rest} smaller groups are not drawn." if rest else "", height=3.2)
