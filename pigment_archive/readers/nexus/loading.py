"""One signal loaded: its axis, what is said about it, and its numbers, unless they are a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import TooLarge
from pigment_archive.readers.border import Meaning, Told
from pigment_archive.readers.meaning import check_scale, meaning_of
from pigment_archive.readers.nexus.facts import facts_of, technique_of
from pigment_archive.readers.nexus.plots import Plot, checked, label_of
from pigment_archive.readers.nexus.tree import entries_of, text_of
from pigment_archive.readers.reader import Content
from pigment_archive.records import Note

Floats = npt.NDArray[np.float64]
_SEEN = 64


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """What is needed to make spectra of a signal.

    Attributes:
        axis: float64 (channels,).
        meaning: What the numbers are.
        told: What the entry says.
        order: Dimensions of the signal, the spectral one last.
        rows: float64 (spectra, channels); None for a map, which stays in the file.
        sigmas: As rows, None where no errors are given.
    """

    axis: Floats
    meaning: Meaning
    told: Told
    order: tuple[int, ...]
    rows: Floats | None
    sigmas: Floats | None


def load(plot: Plot, content: Content) -> Loaded:
    """Read one signal.

    Raises:
        TooLarge: More points or spectra than the limits allow.
        UnsupportedVariant, Truncated, Ambiguous: As datasets and scale are.
    """
    limits = content.limits
    signal = checked(plot.signal, limits.points * limits.spectra)
    if plot.channels > limits.points:
        raise TooLarge(f"{plot.channels} points in one spectrum, at most {limits.points} are read")
    others = [place for place in range(signal.ndim) if place != plot.dimension]
    order = (*others, plot.dimension)
    axis, told = _axis(plot, limits.points), _told(plot)
    rows = sigmas = None
    if signal.ndim < 3:
        if signal.size > limits.points or signal.size > limits.spectra * plot.channels:
            raise TooLarge(f"a dataset of {signal.size} numbers, beyond the limits")
        rows = _rows(signal, order)
        sigmas = None if plot.errors is None else _rows(checked(plot.errors, limits.points), order)
    seen = np.asarray(signal[:_SEEN], dtype=np.float64) if rows is None else rows
    return Loaded(axis, _meaning(plot, content, told, axis, seen), told, order, rows, sigmas)


def _rows(dataset: Any, order: tuple[int, ...]) -> Floats:
    return np.atleast_2d(np.transpose(dataset[()], order).astype(np.float64))


def _axis(plot: Plot, most: int) -> Floats:
    if plot.axis is None:
        return np.arange(plot.channels, dtype=np.float64)
    axis = np.asarray(checked(plot.axis, most)[()], dtype=np.float64)
    return (axis[1:] + axis[:-1]) / 2 if axis.size == plot.channels + 1 else axis


def _told(plot: Plot) -> Told:
    entry = plot.group
    while entry.name != "/" and text_of(entry.attrs.get("NX_class", "")) != "NXentry":
        entry = entry.parent
    header = {**entries_of(entry), "signal": plot.signal.name}
    counted = Note(code="axis_missing", text="there is no axis; it counts the channels")
    return Told(facts_of(entry, plot.group), header, () if plot.axis is not None else (counted,))


def _meaning(plot: Plot, content: Content, told: Told, axis: Floats, seen: Floats) -> Meaning:
    if plot.axis is None:
        return Meaning()
    stated = technique_of(told.header, label_of(plot.signal))
    meaning = meaning_of(label_of(plot.axis), label_of(plot.signal), stated or content.technique)
    return check_scale(meaning, axis, seen)
