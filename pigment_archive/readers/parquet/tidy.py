"""Tidy tables: one spectrum a row, its axis and values in lists, what is known about it beside them."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import numpy as np

from pigment_archive.errors import Ambiguous, Inconsistent, ReadError, TooLarge
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.delimited.preamble import Preamble
from pigment_archive.readers.delimited.words import names_axis, names_values, understood
from pigment_archive.readers.labels import field_name
from pigment_archive.readers.meaning import check_scale, meaning_of
from pigment_archive.readers.parquet.file import ParquetTable, text_of
from pigment_archive.readers.reader import AboutSpectra, Content, Reading
from pigment_archive.records import Spectrum, Technique

_AXES: Final = ("axis", "x", "wavelengths", "wavenumbers")
_VALUES: Final = ("values", "value", "y", "spectrum", "intensities", "data")
_SIGMAS: Final = ("sigma", "std", "uncertainty", "error")
_AXIS_WORDS: Final = ("axis_label", "axis_kind", "axis_unit", "x_unit", "xunits")
_VALUE_WORDS: Final = ("value_label", "quantity", "value_unit", "y_unit", "yunits")
_TECHNIQUES: Final = (
    (re.compile(r"raman"), Technique.RAMAN),
    (re.compile(r"\b(ed|wd)?-?p?xrf\b|x-?ray fluorescence"), Technique.XRF),
    (re.compile(r"(ft-?ir|infrared|mir).*\batr\b|\batr\b.*(ft-?ir|infrared|mir)"), Technique.FTIR_ATR),
    (re.compile(r"(ft-?ir|infrared).*transmission"), Technique.FTIR_TRANSMISSION),
    (re.compile(r"(ft-?ir|infrared).*reflect|drift"), Technique.FTIR_REFLECTANCE),
    (re.compile(r"^(?!.*(ft-?ir|infrared)).*(reflectance|\bfors\b)"), Technique.REFLECTANCE),
)


class Columns(NamedTuple):
    """Names of the columns of axis, values and, where there is one, one standard deviation."""

    axis: str
    values: str
    sigma: str | None


def columns_of(table: ParquetTable) -> Columns:
    """Which list is what.

    Raises:
        AboutSpectra: No list is an axis, or none is left for the values.
        Ambiguous: Several lists may be the axis, or the values.
    """
    axes = [name for name in table.lists if field_name(name) in _AXES or names_axis(name)]
    sigmas = [name for name in table.lists if field_name(name) in _SIGMAS]
    rest = [name for name in table.lists if name not in (*axes, *sigmas)]
    known = [name for name in rest if field_name(name) in _VALUES or names_values(name)]
    values = known if len(known) == 1 else rest
    if not axes or not values:
        raise AboutSpectra(f"a table about spectra (lists {', '.join(table.lists[:4])}), not of spectra")
    if len(axes) > 1 or len(values) > 1:
        raise Ambiguous(
            f"it cannot be told which of the lists {', '.join(table.lists)} are axis and values",
            remedy="Name them axis and values.",
        )
    return Columns(axes[0], values[0], sigmas[0] if sigmas else None)


def technique_of(text: str) -> Technique | None:
    """The technique a free text names; None where it fits several or none (`FTIR` alone)."""
    plain = text.lower()
    return next((technique for pattern, technique in _TECHNIQUES if pattern.search(plain)), None)


def read_tidy(table: ParquetTable, columns: Columns, content: Content) -> Reading:
    """The spectra of the rows, in order; a row that is refused is a ReadError in its place.

    Raises:
        TooLarge: More rows than the limits allow.
        Inconsistent, UnsupportedVariant: The table is damaged or packed in a way that is not read.
    """
    if table.rows > content.limits.spectra:
        raise TooLarge(f"{table.rows} spectra in one table, at most {content.limits.spectra} are read")
    wanted = [name for name in columns if name is not None]
    reading: Reading = []
    for batch in table.batches([*table.plain, *wanted]):
        plain = {name: batch.column(name).to_pylist() for name in table.plain}
        lists = {name: batch.column(name) for name in wanted}
        for row in range(batch.num_rows):
            said = {name: text for name, cells in plain.items() if (text := text_of(cells[row]))}
            numbers = [_numbers(lists[name][row]) if name else None for name in columns]
            try:
                reading.append(_spectrum(columns, said, numbers, len(reading), content))
            except ReadError as error:
                where = f"row {len(reading) + 1}"
                reading.append(type(error)(error.problem, where=where, remedy=error.remedy))
    return reading


def _numbers(cell: Any) -> Any:
    return None if cell.values is None else cell.values.to_numpy(zero_copy_only=False).astype(np.float64)


def _spectrum(
    columns: Columns, said: dict[str, str], numbers: list[Any], index: int, content: Content
) -> Spectrum:
    axis, values, sigma = numbers
    if axis is None or values is None:
        raise Inconsistent("the axis or the values are missing")
    plain = {field_name(label): text for label, text in said.items()}
    axis_words = [understood(columns.axis), *(plain.get(key, "") for key in _AXIS_WORDS)]
    value_words = [understood(columns.values), *(plain.get(key, "") for key in _VALUE_WORDS)]
    hint = technique_of(plain.get("technique", "")) or content.technique
    label, of_values = " ".join(filter(None, axis_words)), " ".join(filter(None, value_words))
    meaning = check_scale(meaning_of(label, of_values, hint), axis, values)
    told = Told(Preamble(said).facts(_number), said, (), index)
    return admit(axis, values, meaning, told, sigma=sigma, limits=content.limits)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
