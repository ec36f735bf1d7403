"""The matrix form: a row of axis positions, then one spectrum a row, with labels beside the numbers."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Ambiguous, ReadError, TooLarge
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.delimited.dialect import lead_of, position
from pigment_archive.readers.delimited.layout import Layout
from pigment_archive.readers.delimited.meanings import hint_for, table_meaning
from pigment_archive.readers.delimited.preamble import facts_beside, facts_stated
from pigment_archive.readers.delimited.words import names_axis, understood
from pigment_archive.readers.hints import TABLE_LAYOUT, ColumnMap
from pigment_archive.readers.labels import technique_of_labels
from pigment_archive.readers.meaning import check_scale, looks_like_axis
from pigment_archive.readers.reader import Content, Reading
from pigment_archive.records import Facts, Measurement

Floats = npt.NDArray[np.float64]
LEAST_POINTS: Final = 5
_LEADS: Final = {
    "r": "reflectance", "%r": "% reflectance", "refl": "reflectance", "reflectance": "reflectance",
    "sci": "reflectance", "sce": "reflectance",
}  # fmt: skip
_GEOMETRIES: Final = {"sci": "specular component included", "sce": "specular component excluded"}


def is_matrix(layout: Layout) -> bool:
    """True when the labels (or the first row) are positions on an axis.

    Raises:
        Ambiguous: Without labels, when both the first row and the first column could be the axis.
    """
    numbers = layout.numbers
    if layout.labels:
        labels, groups = layout.labels, _groups(layout.labels)
        if not groups or not all(_one_way([position(labels[place]) for place in group]) for group in groups):
            return False
        of_column = position(labels[0]) is None and names_axis(labels[0])
        return not (of_column and len(numbers) > 2 and _one_way([row[0] for row in numbers]))
    if len(numbers[0]) < LEAST_POINTS:
        return False
    across = _one_way(numbers[0])
    down = len(numbers) >= LEAST_POINTS and _one_way([row[0] for row in numbers])
    if across and down:
        raise Ambiguous(
            "the axis may be the first row or the first column",
            remedy="Label the axis: a name over its column, or a name in front of its row.",
        )
    return across


def _groups(labels: list[str]) -> list[list[int]]:
    """Places of positions, those with one word in front (`SCI 400nm`, `SCE 400nm`) together."""
    groups: dict[str, list[int]] = {}
    for place, label in enumerate(labels):
        if position(label) is not None:
            groups.setdefault(lead_of(label), []).append(place)
    return [group for group in groups.values() if len(group) > 1]


def read_matrix(layout: Layout, content: Content, told: ColumnMap | None) -> Reading:
    """The spectra of a matrix; a row that is refused is a ReadError in its place.

    Raises:
        TooLarge: More rows than the limits allow.
        Inconsistent: A label states an impossible fact.
    """
    labels, rows = (layout.labels, layout.rows) if layout.labels else (layout.rows[0], layout.rows[1:])
    groups = _groups(labels) if layout.labels else [list(range(len(labels)))]
    if len(rows) * len(groups) > content.limits.spectra:
        raise TooLarge(f"{len(rows)} spectra in one table, at most {content.limits.spectra} are read")
    taken = sorted(place for group in groups for place in group)
    beside = sorted(set(range(len(labels))) - set(taken))
    numbers = layout.numbers if layout.labels else layout.numbers[1:]
    values = np.full((len(rows), len(labels)), np.nan)
    values[:, taken] = [[row[place] for place in taken] for row in numbers]
    facts = facts_stated(layout.header, layout.strict, layout.dialect.number)
    reading: Reading = []
    for row, spectrum in zip(rows, values, strict=True):
        named = {labels[place] or f"column {place + 1}": row[place] for place in beside}
        for group in groups:
            axis = np.array([_number(layout, labels[place]) for place in group], dtype=np.float64)
            try:
                hint = technique_of_labels(named) or hint_for(layout, content.technique)
                meaning = table_meaning(layout, *_words(layout, labels, group, named), hint, told)
                if told is None or told.percent is None:
                    meaning = check_scale(meaning, axis, values[:, group])
                lead = lead_of(labels[group[0]]) if layout.labels else ""
                own = facts.merged(facts_beside(named, layout.dialect.number)).merged(_geometry(lead))
                said = Told(own, _header(layout, named, told), layout.notes, len(reading))
                reading.append(admit(axis, spectrum[group], meaning, said, limits=content.limits))
            except ReadError as error:
                where = f"row {len(reading) // len(groups) + 1}"
                reading.append(type(error)(error.problem, where=where, remedy=error.remedy))
    return reading


def _geometry(lead: str) -> Facts:
    return Facts(measurement=Measurement(geometry=_GEOMETRIES.get(lead)))


def _header(layout: Layout, named: dict[str, str], told: ColumnMap | None) -> dict[str, str]:
    return {**layout.header, **named} | ({TABLE_LAYOUT: layout.digest} if told else {})


def _number(layout: Layout, label: str) -> float | None:
    return position(label) if layout.labels else layout.dialect.number(label)


def _words(layout: Layout, labels: list[str], group: list[int], named: dict[str, str]) -> tuple[str, str]:
    """What is said about axis and values: the unit of positions or a label beside, the word in front."""
    unit = next((labels[place] for place in group if looks_like_axis(labels[place])), "")
    corner = next((understood(label) for label in named if names_axis(label)), "")
    return corner or unit, _LEADS.get(lead_of(labels[group[0]]), "") if layout.labels else ""


def _one_way(numbers: list[float | None]) -> bool:
    if len(numbers) < 2 or any(number is None for number in numbers):
        return False
    steps = np.diff(np.array(numbers, dtype=np.float64))
    return bool((steps > 0).all() or (steps < 0).all())
