"""Tables with the axis in one column: one spectrum, or one a column."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Ambiguous, TooLarge, UnknownFormat
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.delimited.layout import Layout, about
from pigment_archive.readers.labels import facts_of_labels, field_name, technique_of_labels
from pigment_archive.readers.meaning import check_scale, looks_like_axis, meaning_of, with_technique
from pigment_archive.readers.reader import Content, Reading
from pigment_archive.records import Note, Technique
from pigment_archive.units import AxisKind

LEAST_ROWS_WITHOUT_LABEL: Final = 5
_SIGMA: Final = re.compile(
    r"sigma|\bst(andar)?d\.?[ _]?(dev|err)|stdev|\berr(or)?s?\b|uncert|±", re.IGNORECASE
)
_GAIN_KEYS: Final = ("ev_per_channel",)
_AXIS_KEYS: Final = ("axis", "axis_label", "axis_unit", "x_units", "xunits", "x_unit", "x")
_VALUE_KEYS: Final = ("quantity", "value_label", "value_unit", "y_units", "yunits", "y_unit", "y")


def stated(header: dict[str, str], keys: tuple[str, ...]) -> str:
    """The first of these keys the header states, empty if none."""
    plain = {field_name(key): value for key, value in header.items()}
    return next((plain[key] for key in keys if plain.get(key)), "")


def axis_label(layout: Layout, label: str) -> str:
    """The label of the axis, else what the header states about it."""
    return label if looks_like_axis(label) else stated(layout.header, _AXIS_KEYS) or label


def value_label(layout: Layout, label: str) -> str:
    """What the header states about the values, with the label of the column."""
    return f"{label} {stated(layout.header, _VALUE_KEYS)}".strip()


def hinted(layout: Layout, content: Content) -> Technique | None:
    """The technique the header states, else the one the person gave."""
    return technique_of_labels(layout.header) or content.technique


def read_columns(layout: Layout, content: Content) -> Reading:
    """The spectra of a table with an axis column.

    Raises:
        Ambiguous: More than two columns without labels that tell the axis.
        UnknownFormat: A few numbers nobody calls a spectrum.
        AboutSpectra: Labelled numbers without an axis.
        TooLarge, Inconsistent: As the numbers are.
    """
    table = np.empty((len(layout.rows), len(layout.rows[0])))
    for number, row in enumerate(layout.rows):
        table[number] = [layout.dialect.number(field) for field in row]
    labels = layout.labels or [""] * table.shape[1]
    place = _axis_place(labels, layout, table)
    if table.shape[0] < LEAST_ROWS_WITHOUT_LABEL and not axis_label(layout, labels[place]):
        raise UnknownFormat("a few numbers without a label are no spectrum", remedy="Label the columns.")
    rest = [column for column in range(table.shape[1]) if column != place]
    values = [column for column in rest if not _SIGMA.search(labels[column])] or rest[:1]
    if len(values) > content.limits.spectra:
        raise TooLarge(f"{len(values)} spectra in one table, at most {content.limits.spectra} are read")
    reading: Reading = []
    for index, column in enumerate(values):
        after = column + 1
        sigma = table[:, after] if after in rest and _SIGMA.search(labels[after]) else None
        named = {**layout.header, "sample": labels[column]} if len(values) > 1 else layout.header
        label = axis_label(layout, labels[place])
        meaning = meaning_of(label, value_label(layout, labels[column]), hinted(layout, content))
        meaning, gain = _calibrated(meaning, layout)
        reading.append(
            admit(
                table[:, place] * gain,
                table[:, column],
                check_scale(meaning, table[:, place], table[:, values]),
                Told(
                    facts=facts_of_labels(named), header=_header(layout, labels, place, column), index=index
                ),
                sigma=sigma,
                limits=content.limits,
            )
        )
    return reading


def _calibrated(meaning: Meaning, layout: Layout) -> tuple[Meaning, float]:
    """Channels become energy where the header states eV per channel: energy = gain * channel."""
    text = stated(layout.header, _GAIN_KEYS)
    gain = layout.dialect.number(text) if text else None
    if meaning.kind is not AxisKind.CHANNEL or gain is None or not gain > 0:
        return meaning, 1.0
    note = Note(code="channel_to_energy", text=f"axis is the channel times the stated {text} eV")
    energy = replace(meaning, kind=AxisKind.ENERGY, unit="eV", notes=(*meaning.notes, note))
    return with_technique(energy, None), gain


def _axis_place(labels: list[str], layout: Layout, table: npt.NDArray[np.float64]) -> int:
    """Which column is the axis: the only one labelled so, else the first of two (or three with a sigma)."""
    axes = [place for place, label in enumerate(labels) if looks_like_axis(label)]
    if len(axes) == 1 or (axes and axes[0] == 0):
        return axes[0]
    width = len(labels)
    if width == 2 or (width == 3 and _SIGMA.search(labels[2])) or stated(layout.header, _AXIS_KEYS):
        return 0
    steps = np.diff(table[:, 0])
    if layout.labels and not ((steps > 0).all() or (steps < 0).all()):
        raise about(layout.labels)
    raise Ambiguous(
        f"{width} columns, and their labels do not tell which one is the axis",
        remedy="Label the axis column: raman_shift_cm-1, wavelength_nm, wavenumber_cm-1, energy_keV.",
    )


def _header(layout: Layout, labels: list[str], place: int, column: int) -> dict[str, str]:
    if not layout.labels:
        return layout.header
    return {**layout.header, "axis column": labels[place], "value column": labels[column]}
