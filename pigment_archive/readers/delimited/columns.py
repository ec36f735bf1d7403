"""Tables with the axis in one column: one spectrum, or one a column, or pairs of columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, ReadError, UnknownFormat
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.delimited.layout import Layout
from pigment_archive.readers.delimited.meanings import Scales, hint_for, table_meaning
from pigment_archive.readers.delimited.series import Series, series_of
from pigment_archive.readers.hints import TABLE_LAYOUT, ColumnMap
from pigment_archive.readers.meaning import with_technique
from pigment_archive.readers.reader import Content, Limits, Reading
from pigment_archive.records import Facts, Note, Sample, Spectrum
from pigment_archive.units import AxisKind

Floats = npt.NDArray[np.float64]
LEAST_ROWS_WITHOUT_LABEL: Final = 5
_GAIN_KEY: Final = "ev_per_channel"


def read_columns(layout: Layout, content: Content, told: ColumnMap | None) -> Reading:
    """The spectra of a table with an axis column.

    Args:
        layout: The table.
        content: Technique and limits.
        told: The column map for it.

    Raises:
        Ambiguous: Which column is the axis, or which the values, cannot be told.
        UnknownFormat: A few numbers nobody calls a spectrum.
        AboutSpectra: Labelled numbers without an axis.
        TooLarge, Inconsistent: As the numbers are.
    """
    table = layout.values
    hint = hint_for(layout, content.technique)
    series = series_of(layout, told, hint, rises=_goes_one_way(table[:, 0]))
    known = layout.labels or layout.around.axis_words or told
    if table.shape[0] < LEAST_ROWS_WITHOUT_LABEL and not known:
        raise UnknownFormat("a few numbers without a label are no spectrum", remedy="Label the columns.")
    layout.require_room(len(series), content.limits)
    facts = layout.around.facts(layout.dialect.number)
    meanings = [
        _calibrated(table_meaning(layout, one.axis_label, one.value_label, hint, told), layout)
        for one in series
    ]
    places: dict[Meaning, list[int]] = {}
    for one, (meaning, _) in zip(series, meanings, strict=True):
        places.setdefault(meaning, []).append(one.values)
    scales = Scales(lambda meaning: table[:, places[meaning]], told)
    reading: Reading = []
    for index, (one, (meaning, gain)) in enumerate(zip(series, meanings, strict=True)):
        scaled = scales.checked(meaning, table[:, one.axis])
        said = Told(
            facts=facts.merged(Facts(sample=Sample(name=one.name))) if one.name else facts,
            header=_header(layout, one, told),
            notes=(*layout.notes, *one.notes),
            index=index,
        )
        try:
            rows = table[:, [one.axis, one.values, *([] if one.sigma is None else [one.sigma])]]
            rows[:, 0] *= gain
            reading.append(_spectrum(rows, scaled, said, content.limits))
        except ReadError as error:
            if len(series) == 1:
                raise
            reading.append(type(error)(error.problem, where=f"column {one.values + 1}", remedy=error.remedy))
    return reading


def _goes_one_way(column: Floats) -> bool:
    with np.errstate(invalid="ignore"):  # infinity less infinity
        steps = np.diff(column)
    return bool((steps > 0).all() or (steps < 0).all())


def _spectrum(rows: Floats, meaning: Meaning, said: Told, limits: Limits) -> Spectrum:
    """One spectrum of the columns axis, values and, where there is one, sigma.

    Rows without axis and value are padding; rows without a place on the axis are left out at both ends.

    Raises:
        Inconsistent: A row between others has no place on the axis.
    """
    placed = np.flatnonzero(np.isfinite(rows[:, 0]))
    if placed.size < 2:
        raise Inconsistent("the axis column holds no numbers")
    outside = np.isfinite(rows[:, 1])
    outside[placed[0] : placed[-1] + 1] = False
    if outside.any():
        text = f"{outside.sum()} rows without a place on the axis were left out"
        said = replace(said, notes=(*said.notes, Note(code="rows_without_axis", text=text)))
    rows = rows[placed[0] : placed[-1] + 1]
    rows = rows[np.isfinite(rows[:, 0]) | np.isfinite(rows[:, 1])]
    sigma = rows[:, 2] if rows.shape[1] > 2 else None
    return admit(rows[:, 0], rows[:, 1], meaning, said, sigma=sigma, limits=limits)


def _calibrated(meaning: Meaning, layout: Layout) -> tuple[Meaning, float]:
    """Channels become energy where the header states eV per channel: energy = gain * channel."""
    text = layout.around.stated(_GAIN_KEY)
    gain = layout.dialect.number(text) if text else None
    if meaning.kind is not AxisKind.CHANNEL or gain is None or not gain > 0:
        return meaning, 1.0
    note = Note(code="channel_to_energy", text=f"axis is the channel times the stated {text} eV")
    energy = replace(meaning, kind=AxisKind.ENERGY, unit="eV", notes=(*meaning.notes, note))
    return with_technique(energy, None), gain


def _header(layout: Layout, one: Series, told: ColumnMap | None) -> dict[str, str]:
    header = dict(layout.around.header)
    if layout.labels:
        header |= {"axis column": layout.labels[one.axis], "value column": layout.labels[one.values]}
    return header | ({TABLE_LAYOUT: layout.digest} if told is not None else {})
