"""What the numbers of a table are: its labels, then its header, over both what a column map tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import ReadError
from pigment_archive.readers.border import Meaning
from pigment_archive.readers.delimited.layout import Layout
from pigment_archive.readers.delimited.words import names_axis, understood
from pigment_archive.readers.hints import ColumnMap
from pigment_archive.readers.meaning import (
    axis_of,
    check_unit,
    looks_like_axis,
    meaning_of,
    states_unit,
    with_scale,
    with_technique,
)
from pigment_archive.records import Note, Quantity, Technique
from pigment_archive.units import AXIS_UNITS, AxisKind

_INFRARED_QUANTITIES: Final = (
    Quantity.REFLECTANCE, Quantity.TRANSMITTANCE, Quantity.ABSORBANCE, Quantity.KUBELKA_MUNK,
    Quantity.LOG_1_OVER_R,
)  # fmt: skip


class Scales:
    """Fraction or percent of the spectra of a table, worked out once a meaning: spectra alike share a scale.

    Args:
        values_of: All values of a meaning.
        told: The column map used; where it says the scale, nothing is worked out.
    """

    def __init__(
        self, values_of: Callable[[Meaning], npt.NDArray[np.float64]], told: ColumnMap | None = None
    ) -> None:
        self._values_of, self._told = values_of, told
        self._known: dict[Meaning, Meaning | ReadError] = {}

    def checked(self, meaning: Meaning, axis: npt.NDArray[np.float64]) -> Meaning:
        """The meaning with its scale.

        Raises:
            Ambiguous: As `check_scale`.
        """
        if self._told is not None and self._told.percent is not None:
            return meaning
        check_unit(meaning, axis)
        if meaning not in self._known:
            try:
                self._known[meaning] = with_scale(meaning, self._values_of(meaning))
            except ReadError as error:
                self._known[meaning] = error
        known = self._known[meaning]
        if isinstance(known, ReadError):
            raise known
        return known


def hint_for(layout: Layout, said: Technique | None) -> Technique | None:
    """The technique the header states, else the one the person gave.

    Raises:
        Inconsistent: The header states an unknown one.
    """
    return layout.around.technique or said


def table_meaning(
    layout: Layout, axis: str, values: str, hint: Technique | None, told: ColumnMap | None
) -> Meaning:
    """Meaning of a pair of columns.

    Args:
        layout: The table.
        axis: The label of the axis.
        values: The label of the values.
        hint: The technique.
        told: The column map used, None if none is.
    """
    label = _axis_label(axis, understood(layout.around.axis_words))
    if told is not None and told.axis_unit != "unknown" and told.axis_kind is AxisKind.UNKNOWN:
        label = told.axis_unit
    said = f"{values} {understood(layout.around.value_words)}".strip()
    meaning = meaning_of(label, said, None)
    if told is not None:
        meaning = _told(meaning, told)
    meaning = _wavenumbers(meaning, label)
    if meaning.kind is AxisKind.WAVENUMBER and hint is Technique.RAMAN and told is None:
        meaning = replace(meaning_of(label, said, hint), quantity=meaning.quantity)
    return with_technique(meaning, hint, label, said)


def _axis_label(axis: str, words: str) -> str:
    """The label of the axis, with what the header says where the label leaves the unit or all open."""
    if not (names_axis(axis) or looks_like_axis(axis)):
        return words or axis
    return axis if axis_of(axis) else f"{axis} {words}".strip()


def _told(meaning: Meaning, told: ColumnMap) -> Meaning:
    """What a person says about the columns, where the table is silent; a contradiction waits for review."""
    conflicts = []
    if told.axis_kind is not AxisKind.UNKNOWN:
        unit = told.axis_unit if told.axis_unit != "unknown" else AXIS_UNITS[told.axis_kind]
        if meaning.kind is AxisKind.UNKNOWN:
            meaning = replace(meaning, kind=told.axis_kind, unit=unit)
        elif (meaning.kind, meaning.unit) != (told.axis_kind, unit):
            conflicts.append(f"{meaning.kind.value} in {meaning.unit}, not {told.axis_kind.value} in {unit}")
    if told.quantity is not Quantity.UNKNOWN:
        if meaning.quantity is Quantity.UNKNOWN:
            meaning = replace(meaning, quantity=told.quantity)
        elif meaning.quantity is not told.quantity:
            conflicts.append(f"{meaning.quantity.value}, not {told.quantity.value}")
    if told.percent is not None:
        meaning = replace(meaning, percent=told.percent)
    notes = [
        Note(code="meaning_conflict", text=f"the table says {said} as told with --columns")
        for said in conflicts
    ]
    return replace(meaning, notes=(*meaning.notes, *notes))


def _wavenumbers(meaning: Meaning, label: str) -> Meaning:
    """`cm-1` beside reflectance, transmittance or absorbance is a wavenumber: no Raman shift has these."""
    if meaning.kind is not AxisKind.UNKNOWN or meaning.quantity not in _INFRARED_QUANTITIES:
        return meaning
    if not states_unit(label, "cm-1"):
        return meaning
    note = Note(code="axis_concluded", text=f"cm-1 beside {meaning.quantity.value} is a wavenumber")
    return replace(meaning, kind=AxisKind.WAVENUMBER, unit="cm-1", notes=(*meaning.notes, note))
