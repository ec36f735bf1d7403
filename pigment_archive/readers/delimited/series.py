"""Which columns of a table make which spectra: told by a column map, by labels, or by a known device."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from pigment_archive.errors import Ambiguous, Inconsistent
from pigment_archive.readers.delimited.devices import DEVICES, device_of
from pigment_archive.readers.delimited.layout import Layout, about
from pigment_archive.readers.delimited.words import names_axis, names_values, understood
from pigment_archive.readers.hints import Column, ColumnMap
from pigment_archive.readers.meaning import axis_of, quantity_of
from pigment_archive.records import Note, Quantity, Technique
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE
from pigment_archive.units import AxisKind

SIGMA: Final = re.compile(
    r"sigma|\bst(andar)?d\.?[ _]?(dev|err)|(?<![-+])stdev|\berr(or)?s?\b|uncert|±|(?:^|[ _.(])(?:sd|std)\b",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(
    r"(?:pixel|point|index|no\.?|nr\.?|#|channel|dark|background|reference|ref|roi|frame|row|column|track|strip)s?"
    r"\s*(?:[\[(].*[\])]|#?\s?\d+)?|(?:min|max)(?:imum)?(?::.*)?|mean\s*[-+±].*",
    re.IGNORECASE,
)
_UNNAMED: Final = re.compile(r"(?:unnamed: \d+)?", re.IGNORECASE)
_SOME_AXIS: Final = re.compile(r"x[ _-]?(?:axis|data|values?)", re.IGNORECASE)
_RESULTS: Final = (
    Quantity.REFLECTANCE, Quantity.TRANSMITTANCE, Quantity.ABSORBANCE, Quantity.LOG_1_OVER_R,
    Quantity.KUBELKA_MUNK,
)  # fmt: skip
_MEASURED: Final = re.compile(r"(?:sample|target|scope|raw|signal|norm\.? ?dn|dn)s?\b.*", re.IGNORECASE)
_SHOWN: Final = 16


@dataclass(frozen=True, slots=True)
class Series:
    """The columns of one spectrum.

    Attributes:
        axis: Place of the axis.
        values: Place of the values.
        sigma: Place of one standard deviation, None if there is none.
        axis_label: What is said about the axis.
        value_label: What is said about the values.
        name: Name of the sample, where the table has several.
        notes: How the columns were found, where that is not plain.
    """

    axis: int
    values: int
    sigma: int | None
    axis_label: str
    value_label: str
    name: str = ""
    notes: tuple[Note, ...] = ()


def map_for(layout: Layout, maps: tuple[ColumnMap, ...]) -> ColumnMap | None:
    """The map given on the spot, else the one remembered for this layout."""
    on_the_spot = next((known for known in maps if not known.layout), None)
    return on_the_spot or next((known for known in maps if known.layout == layout.digest), None)


def series_of(layout: Layout, told: ColumnMap | None, hint: Technique | None, *, rises: bool) -> list[Series]:
    """The spectra of a table with an axis column.

    Args:
        layout: The table.
        told: A column map for it.
        hint: The technique, where known; it chooses between several axes.
        rises: The first column goes one way.

    Raises:
        Ambiguous: More than one column may be the axis, or the values.
        Inconsistent: The map names a column that is not there.
        AboutSpectra: Labelled numbers without an axis.
    """
    labels = layout.labels or [""] * layout.values.shape[1]
    if told is not None and told.axis is not None:
        return _told(layout, labels, told)
    known = device_of(labels, _settings(layout))
    if known is not None:
        device, axis, values = known
        note = Note(code="known_device", text=f"columns taken as {device.name} lays them out")
        label = device.axis_words or understood(labels[axis])
        return [
            Series(axis, values, None, label, device.value_words or understood(labels[values]), "", (note,))
        ]
    axes = [place for place, label in enumerate(labels) if names_axis(label)]
    if _are_pairs(axes, labels):
        return _pairs(layout, labels, axes)
    axis = _axis(layout, labels, axes, hint, rises=rises)
    return _beside(layout, labels, axis, set(axes))


def _settings(layout: Layout) -> dict[str, float]:
    texts = {
        device.only_with: layout.around.stated(device.only_with) for device in DEVICES if device.only_with
    }
    return {key: layout.dialect.number(text) or 0.0 for key, text in texts.items() if text}


def _told(layout: Layout, labels: list[str], told: ColumnMap) -> list[Series]:
    axis = place_of(told.axis, labels)
    sigma = place_of(told.sigma, labels)
    named = [place_of(column, labels) for column in told.values]
    places = [place for place in named if place is not None] or [
        place for place in range(len(labels)) if place not in (axis, sigma)
    ]
    if axis is None or (len(places) > 1 and not told.values):
        raise unclear("the values", layout, f"axis={(axis or 0) + 1}")
    note = Note(
        code="column_map",
        text=f"columns were told: axis {axis + 1}, values {', '.join(str(place + 1) for place in places)}",
    )
    return [
        Series(
            axis,
            place,
            sigma,
            understood(labels[axis]),
            understood(labels[place]),
            _name(layout, labels, place, axis, len(places)),
            (note,),
        )
        for place in places
    ]


def place_of(column: Column | None, labels: list[str]) -> int | None:
    """The place of a column that was told.

    Raises:
        Inconsistent: It is not there, or several have the label.
    """
    if column is None:
        return None
    if isinstance(column, int):
        if column < len(labels):
            return column
        raise Inconsistent(
            f"column {column + 1} was told, but the table has {len(labels)}", remedy=_OTHER_MAP
        )
    wanted = " ".join(column.lower().split())
    found = [place for place, label in enumerate(labels) if " ".join(label.lower().split()) == wanted]
    if len(found) != 1:
        raise Inconsistent(
            f"column {column!r} was told, but {len(found)} columns have that label", remedy=_OTHER_MAP
        )
    return found[0]


_OTHER_MAP: Final = "Give other --columns for this file."


def unclear(what: str, layout: Layout, example: str) -> Ambiguous:
    """The error that lists the columns and the flag to give."""
    labels = layout.labels or [""] * layout.values.shape[1]
    shown = ", ".join(f"{place + 1} {label[:30]}".strip() for place, label in enumerate(labels[:_SHOWN]))
    more = ", ..." if len(labels) > _SHOWN else ""
    return Ambiguous(
        f"it cannot be told which of {len(labels)} columns ({shown}{more}) is {what}",
        remedy=f'Say it, for example --columns "{example}", or label the columns.',
    )


def _axis(layout: Layout, labels: list[str], axes: list[int], hint: Technique | None, *, rises: bool) -> int:
    kinds = {place: axis_of(understood(labels[place])) for place in axes}
    finer = [place for place, known in kinds.items() if not known or known[0] is not AxisKind.CHANNEL]
    if len(axes) == 1 or len(finer) == 1:
        return (axes if len(axes) == 1 else finer)[0]
    if axes:
        fitting = [
            place for place, known in kinds.items() if hint and known and known[0] is AXIS_OF_TECHNIQUE[hint]
        ]
        if len(fitting) == 1:
            return fitting[0]
        raise unclear("the axis", layout, f"axis={axes[-1] + 1},values={len(labels)}")
    some = [place for place, label in enumerate(labels) if _SOME_AXIS.fullmatch(label.strip())]
    if len(some) == 1:
        return some[0]
    width = len(labels)
    if width == 2 or (width == 3 and SIGMA.search(labels[2])) or layout.around.axis_words:
        return 0
    if layout.labels and not rises and not any(names_values(label) for label in labels):
        raise about(layout.labels)
    raise unclear("the axis", layout, "axis=1,values=2")


def _are_pairs(axes: list[int], labels: list[str]) -> bool:
    """Every second column is an axis, and all axes are labelled alike."""
    alternate = axes == list(range(0, 2 * len(axes), 2)) and len(labels) // 2 == len(axes) > 1
    return alternate and len({understood(labels[place]) for place in axes}) == 1


def _pairs(layout: Layout, labels: list[str], axes: list[int]) -> list[Series]:
    names = layout.names or [""] * len(labels)
    return [
        Series(axis, axis + 1, None, understood(labels[axis]), understood(labels[axis + 1]), names[axis])
        for axis in axes
    ]


def _beside(layout: Layout, labels: list[str], axis: int, axes: set[int]) -> list[Series]:
    """The columns beside one axis: values alike in kind, each with the sigma that follows it."""
    rest = [place for place in range(len(labels)) if place != axis and place not in axes]
    behind = {place for place in rest if SIGMA.search(labels[place])}
    values = [place for place in rest if place not in behind] or rest[:1]
    wanted = [place for place in values if not _is_aside(layout, labels, place)] or values
    quantities = {place: quantity_of(understood(labels[place])) for place in wanted}
    results = [place for place, quantity in quantities.items() if quantity in _RESULTS]
    if len(results) == 1 and all(_is_part_of_a_result(labels[place], quantities[place]) for place in wanted):
        wanted = results
    if not wanted or len({quantities[place] for place in wanted}) > 1:
        raise unclear("the values", layout, f"axis={axis + 1},values={(wanted or [axis + 1])[-1] + 1}")
    used = {*wanted, *(place + 1 for place in wanted if place + 1 in behind)}
    left = ", ".join(labels[place][:30] or f"column {place + 1}" for place in rest if place not in used)
    notes = (Note(code="not_read", text=f"columns beside the values: {left}"),) if left else ()
    return [
        Series(
            axis,
            place,
            place + 1 if place + 1 in behind else None,
            understood(labels[axis]),
            understood(labels[place]),
            _name(layout, labels, place, axis, len(wanted)),
            notes,
        )
        for place in wanted
    ]


def _is_aside(layout: Layout, labels: list[str], place: int) -> bool:
    """True for a column that counts rows, or holds what the values were made of."""
    label = labels[place].strip()
    if not (layout.labels and _UNNAMED.fullmatch(label)):
        return _BESIDE.fullmatch(label) is not None
    numbers = layout.values[:, place]
    return bool((numbers == numbers[0] + np.arange(len(numbers))).all()) and numbers[0] in (0.0, 1.0)


def _is_part_of_a_result(label: str, quantity: Quantity) -> bool:
    """True for the result, and for the measurements it is made of: counts, radiance, sample, target."""
    return quantity is not Quantity.UNKNOWN or _MEASURED.fullmatch(label.strip()) is not None


def _name(layout: Layout, labels: list[str], place: int, axis: int, of: int) -> str:
    """The sample a column is of: its label, where several stand side by side and it names no quantity."""
    if of == 1:
        return layout.names[axis] if layout.names else ""
    return "" if names_values(labels[place]) else labels[place] or f"column {place + 1}"
