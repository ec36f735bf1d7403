"""The long form: one point a row, with labels in front that say which spectrum it belongs to."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from pigment_archive.errors import ReadError
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.delimited.layout import Layout, about
from pigment_archive.readers.delimited.meanings import Scales, hint_for, table_meaning
from pigment_archive.readers.delimited.preamble import facts_beside
from pigment_archive.readers.delimited.series import SIGMA, unclear
from pigment_archive.readers.delimited.words import names_axis, names_values, understood
from pigment_archive.readers.labels import technique_of_labels
from pigment_archive.readers.reader import Content, Reading

LEAST_POINTS: Final = 5
_NAMES_A_SPECTRUM: Final = re.compile(
    r"(?:sample|spectrum|spectra|measurement|scan|file|replicate|object|material)?[ _]?"
    r"(?:id|name|no|nr|number|index|label|identity)?",
    re.IGNORECASE,
)
_WAVE: Final = re.compile(r"wave", re.IGNORECASE)
_PLACE_IN_A_MAP: Final = re.compile(r"[xyz]|time|depth|temperature", re.IGNORECASE)


class Columns(NamedTuple):
    """Places of axis, values and, where there is one, one standard deviation."""

    axis: int
    values: int
    sigma: int | None


def identity(layout: Layout) -> list[int]:
    """The columns that say which spectrum a row belongs to; empty if none do.

    They hold text, or are labelled as a name, or (Renishaw maps, `X Y Wave Intensity`) as a place in a map.
    """
    of_map = any(_WAVE.fullmatch(label.strip()) for label in layout.labels)
    words = set(np.flatnonzero(layout.numbers.text.any(axis=0)).tolist())
    named = {
        place
        for place, label in enumerate(layout.labels)
        if label
        and (
            _NAMES_A_SPECTRUM.fullmatch(label.strip())
            or (of_map and _PLACE_IN_A_MAP.fullmatch(label.strip()))
        )
        and _shortest_run(layout, [place]) >= LEAST_POINTS
    }
    return sorted(words | named)


def _runs(layout: Layout, beside: list[int]) -> list[range]:
    """Rows after one another with the same entries in these columns."""
    starts: set[int] = set()
    for place in beside:
        entries = [row[place].strip() for row in layout.rows]
        starts.update(row for row, (one, other) in enumerate(pairwise(entries), 1) if one != other)
    ends = [0, *sorted(starts), len(layout.rows)]
    return [range(*pair) for pair in pairwise(ends)]


def _shortest_run(layout: Layout, beside: list[int]) -> int:
    return min(map(len, _runs(layout, beside)))


def _columns(layout: Layout, beside: list[int]) -> Columns:
    labels = layout.labels
    others = [place for place in range(len(labels)) if place not in beside]
    axes = [place for place in others if names_axis(labels[place]) or _WAVE.fullmatch(labels[place])]
    if len(axes) != 1 or _shortest_run(layout, beside) < LEAST_POINTS:
        raise about(labels)
    rest = [place for place in range(len(labels)) if place not in (*beside, *axes)]
    sigma = next((place for place in rest if SIGMA.search(labels[place])), None)
    others = [place for place in rest if place != sigma]
    values = [place for place in others if names_values(labels[place])] or others
    if len(values) != 1:
        raise unclear("the values", layout, f"axis={axes[0] + 1},values={len(labels)}")
    return Columns(axes[0], values[0], sigma)


def read_long(layout: Layout, content: Content, beside: list[int]) -> Reading:
    """The spectra of a long table: one a run of rows with the same entries beside.

    Raises:
        AboutSpectra: It is a table about spectra: no axis, or hardly a row with the entries of another.
        Ambiguous: More than one column may be the values.
        TooLarge: More spectra than the limits allow.
    """
    columns = _columns(layout, beside)
    runs = _runs(layout, beside)
    layout.require_room(len(runs), content.limits)
    table = layout.values[:, [place for place in columns if place is not None]]
    label, of_values = (understood(layout.labels[place]) for place in columns[:2])
    scales = Scales(lambda _: table[:, 1])
    facts = layout.around.facts(layout.dialect.number)
    reading: Reading = []
    for run in runs:
        named = {layout.labels[place]: layout.entry(run.start, place) for place in beside}
        rows = table[run.start : run.stop]
        try:
            hint = technique_of_labels(named) or hint_for(layout, content.technique)
            meaning = table_meaning(layout, label, of_values, hint, None)
            meaning = scales.checked(meaning, rows[:, 0])
            own = facts.merged(facts_beside(named, layout.dialect.number))
            said = Told(own, {**layout.around.header, **named}, layout.notes, len(reading))
            sigma = rows[:, 2] if columns.sigma is not None else None
            reading.append(admit(rows[:, 0], rows[:, 1], meaning, said, sigma=sigma, limits=content.limits))
        except ReadError as error:
            where = f"spectrum {len(reading) + 1}"
            reading.append(type(error)(error.problem, where=where, remedy=error.remedy))
    return reading
