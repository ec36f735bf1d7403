"""The matrix form: a row of axis positions, then one spectrum a row, with labels beside the numbers."""

from __future__ import annotations

from typing import Final

import numpy as np

from pigment_archive.errors import Ambiguous, ReadError, TooLarge
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.delimited.columns import axis_label, hinted, value_label
from pigment_archive.readers.delimited.dialect import position
from pigment_archive.readers.delimited.layout import Layout
from pigment_archive.readers.labels import facts_of_labels, technique_of_labels
from pigment_archive.readers.meaning import check_scale, looks_like_axis, meaning_of
from pigment_archive.readers.reader import Content, Reading

LEAST_POINTS: Final = 5


def is_matrix(layout: Layout) -> bool:
    """True when the labels (or the first row) are positions on an axis.

    Raises:
        Ambiguous: Without labels, when both the first row and the first column could be the axis.
    """
    if layout.labels:
        places = [place for place, label in enumerate(layout.labels) if position(label) is not None]
        if len(places) < 2 or not _one_way([position(layout.labels[place]) for place in places]):
            return False
        first = [layout.dialect.number(row[0]) for row in layout.rows]
        return not (
            0 not in places and looks_like_axis(layout.labels[0]) and len(first) > 2 and _one_way(first)
        )
    if len(layout.rows[0]) < LEAST_POINTS:
        return False
    number = layout.dialect.number
    across = _one_way([number(field) for field in layout.rows[0]])
    down = len(layout.rows) >= LEAST_POINTS and _one_way([number(row[0]) for row in layout.rows])
    if across and down:
        raise Ambiguous(
            "the axis may be the first row or the first column",
            remedy="Label the axis: a name over its column, or a name in front of its row.",
        )
    return across


def read_matrix(layout: Layout, content: Content) -> Reading:
    """The spectra of a matrix; a row that is refused is a ReadError in its place.

    Raises:
        TooLarge: More rows than the limits allow.
        Inconsistent: A label states an impossible fact.
    """
    labels, rows = (layout.labels, layout.rows) if layout.labels else (layout.rows[0], layout.rows[1:])
    if len(rows) > content.limits.spectra:
        raise TooLarge(f"{len(rows)} spectra in one table, at most {content.limits.spectra} are read")
    places = [place for place, label in enumerate(labels) if position(label) is not None]
    beside = [place for place in range(len(labels)) if place not in set(places)]
    axis = np.array([position(labels[place]) for place in places], dtype=np.float64)
    unit = next((labels[place] for place in places if looks_like_axis(labels[place])), "")
    corner = next((labels[place] for place in beside if looks_like_axis(labels[place])), "")
    hint = hinted(layout, content)
    label = axis_label(layout, corner or unit)
    values = np.empty((len(rows), len(places)))
    for index, row in enumerate(rows):
        values[index] = [layout.dialect.number(row[place]) for place in places]
    reading: Reading = []
    for index, row in enumerate(rows):
        named = {labels[place] or f"column {place + 1}": row[place] for place in beside}
        try:
            meaning = meaning_of(label, value_label(layout, ""), technique_of_labels(named) or hint)
            meaning = check_scale(meaning, axis, values)
            told = Told(facts_of_labels({**layout.header, **named}), {**layout.header, **named}, (), index)
            reading.append(admit(axis, values[index], meaning, told, limits=content.limits))
        except ReadError as error:
            reading.append(type(error)(error.problem, where=f"row {index + 1}", remedy=error.remedy))
    return reading


def _one_way(numbers: list[float | None]) -> bool:
    if len(numbers) < 2 or any(number is None for number in numbers):
        return False
    steps = np.diff(np.array(numbers, dtype=np.float64))
    return bool((steps > 0).all() or (steps < 0).all())
