"""The matrix form: a row of axis positions, then one spectrum a row, with labels beside the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Ambiguous, ReadError
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.delimited.dialect import lead_of, position
from pigment_archive.readers.delimited.layout import Layout
from pigment_archive.readers.delimited.meanings import Scales, hint_for, table_meaning
from pigment_archive.readers.delimited.preamble import facts_beside
from pigment_archive.readers.delimited.words import names_axis, understood
from pigment_archive.readers.hints import TABLE_LAYOUT, ColumnMap
from pigment_archive.readers.labels import technique_of_labels
from pigment_archive.readers.meaning import looks_like_axis
from pigment_archive.readers.reader import Content, Reading
from pigment_archive.records import Facts, Measurement, Sample, Technique

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
    values = layout.values
    if layout.labels:
        groups = _groups(layout.labels)
        if not groups or not all(
            _one_way([position(layout.labels[place]) for place in group]) for group in groups
        ):
            return False
        of_column = position(layout.labels[0]) is None and names_axis(layout.labels[0])
        return not (of_column and len(values) > 2 and _runs_one_way(layout, (slice(None), 0)))
    if values.shape[1] < LEAST_POINTS:
        return False
    across = _runs_one_way(layout, (0, slice(None)))
    down = len(values) >= LEAST_POINTS and _runs_one_way(layout, (slice(None), 0))
    if across and down:
        raise Ambiguous(
            "the axis may be the first row or the first column",
            remedy="Label the axis: a name over its column, or a name in front of its row.",
        )
    return across


def _runs_one_way(layout: Layout, part: tuple[int | slice, int | slice]) -> bool:
    """A row or a column without text rises, or falls, all along."""
    return not layout.numbers.text[part].any() and _one_way(layout.values[part])


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
    first = 0 if layout.labels else 1
    labels = layout.labels or [layout.entry(0, place) for place in range(len(layout.rows[0]))]
    groups = _groups(labels) if layout.labels else [list(range(len(labels)))]
    layout.require_room((len(layout.rows) - first) * len(groups), content.limits)
    beside = sorted(set(range(len(labels))) - {place for group in groups for place in group})
    facts = layout.around.facts(layout.dialect.number)
    meant = [_Group(layout, labels, places, beside, told) for places in groups]
    reading: Reading = []
    for row in range(first, len(layout.rows)):
        named = {labels[place] or f"column {place + 1}": layout.entry(row, place) for place in beside}
        name = named.get(f"column {beside[0] + 1}") if len(beside) == 1 else None
        sample = Facts(sample=Sample(name=name)) if name and layout.numbers.text[row, beside[0]] else Facts()
        for group in meant:
            try:
                hint = technique_of_labels(named) or hint_for(layout, content.technique)
                meaning = group.meaning(hint)
                own = facts.merged(sample).merged(facts_beside(named, layout.dialect.number))
                own = own.merged(group.facts)
                said = Told(own, _header(layout, named, told), layout.notes, len(reading))
                values = layout.values[row, group.places]
                reading.append(admit(group.axis, values, meaning, said, limits=content.limits))
            except ReadError as error:
                where = f"row {len(reading) // len(groups) + 1}"
                reading.append(type(error)(error.problem, where=where, remedy=error.remedy))
    return reading


class _Group:
    """The columns of one spectrum in every row.

    Attributes:
        places: The columns.
        axis: Their places on the axis.
        facts: What the word in front of the places says.
    """

    def __init__(
        self, layout: Layout, labels: list[str], places: list[int], beside: list[int], told: ColumnMap | None
    ) -> None:
        self.places = places
        numbers = [_number(layout, labels[place]) for place in places]
        self.axis = np.array(numbers, dtype=np.float64)
        lead = lead_of(labels[places[0]]) if layout.labels else ""
        self.facts = Facts(measurement=Measurement(geometry=_GEOMETRIES.get(lead)))
        unit = next((labels[place] for place in places if looks_like_axis(labels[place])), "")
        corner = next((understood(labels[place]) for place in beside if names_axis(labels[place])), "")
        self._words = (corner or unit, _LEADS.get(lead, ""))
        self._layout, self._told = layout, told
        self._scales = Scales(lambda _: layout.values[0 if layout.labels else 1 :, places], told)
        self._known: dict[Technique | None, Meaning] = {}

    def meaning(self, hint: Technique | None) -> Meaning:
        """What axis and values are.

        Raises:
            Ambiguous: As `check_scale`.
        """
        if hint not in self._known:
            self._known[hint] = table_meaning(self._layout, *self._words, hint, self._told)
        return self._scales.checked(self._known[hint], self.axis)


def _header(layout: Layout, named: dict[str, str], told: ColumnMap | None) -> dict[str, str]:
    return {**layout.around.header, **named} | ({TABLE_LAYOUT: layout.digest} if told else {})


def _number(layout: Layout, label: str) -> float | None:
    return position(label) if layout.labels else layout.dialect.number(label)


def _one_way(numbers: Sequence[float | None] | Floats) -> bool:
    if len(numbers) < 2:
        return False
    with np.errstate(invalid="ignore"):  # infinity less infinity
        steps = np.diff(np.array(numbers, dtype=np.float64))
    return bool((steps > 0).all() or (steps < 0).all())
