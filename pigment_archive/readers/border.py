"""THE BORDER: raw numbers become a `Spectrum`, or are refused. What is changed is noted, nothing is guessed.

Order of the rules: deleted channels are masked first, then the order of the axis is tested. A falling axis
is flipped; deleted channels that alone break the order are dropped; anything else out of order is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, TooLarge, UnitError
from pigment_archive.readers.marks import gaps, marked
from pigment_archive.readers.ordering import Bools, Columns, Floats, Overlap, put_in_order
from pigment_archive.readers.reader import DEFAULT_LIMITS, Limits
from pigment_archive.records import Facts, MaskBit, Note, Quantity, Spectrum, Technique
from pigment_archive.units import AXIS_UNITS, AxisKind, axis_to_canonical, fraction_from_percent

SENTINEL_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the numbers of a file are.

    Attributes:
        kind: What the axis measures.
        unit: Unit of the axis as given (`um` for wavelengths, ...).
        quantity: What the values measure.
        percent: The values are percent and become fractions.
        technique: How it was measured, where the file or the person says so.
        notes: What had to be concluded to know this.
    """

    kind: AxisKind = AxisKind.UNKNOWN
    unit: str = "unknown"
    quantity: Quantity = Quantity.UNKNOWN
    percent: bool = False
    technique: Technique | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says beside the numbers: facts, header, notes and the place in the file."""

    facts: Facts = field(default_factory=Facts)
    header: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    index: int = 0


def admit(
    axis: npt.ArrayLike,
    values: npt.ArrayLike,
    meaning: Meaning,
    told: Told,
    *,
    sentinels: Sequence[float] = (),
    sigma: npt.ArrayLike | None = None,
    width: npt.ArrayLike | None = None,
    mask: npt.ArrayLike | None = None,
    overlap: Overlap = Overlap.REFUSE,
    joins: Sequence[float] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Spectrum:
    """Make a spectrum of raw columns.

    Args:
        axis: Numbers (n,) in `meaning.unit`, in the order of the file.
        values: Numbers (n,) in the order of the file.
        meaning: What the numbers are.
        told: What the file says beside them.
        sentinels: Numbers that mark a deleted channel, compared with a relative tolerance of 1e-6 because
            they are written rounded to float32.
        sigma: One standard deviation (n,), in the unit of `values`; not finite or 0 = not measured.
        width: Full width at half maximum of each channel (n,), in `meaning.unit`.
        mask: `MaskBit` bits (n,) the file itself gives.
        overlap: What to do where the axis turns back.
        joins: Places on the axis, in `meaning.unit`, where one detector hands over to the next: the first
            point above each begins a segment.
        limits: Largest number of points.

    Raises:
        Inconsistent: Lengths differ, the axis is not finite or not in order, more than half is missing.
        TooLarge: More points than the limits allow.
    """
    table = _table(axis, values, sigma, width, mask)
    if table.axis.size > limits.points:
        raise TooLarge(f"{table.axis.size} points in one spectrum, at most {limits.points} are read")
    deleted = _deleted(table, sentinels)
    put_in_order(table, deleted, overlap)
    table.starts |= {int(np.searchsorted(table.axis, join, "right")) for join in joins}
    table.starts |= set(gaps(table.axis))
    _convert(table, meaning)
    table.mask, marks = marked(table.values, table.mask, meaning.quantity, meaning.kind)
    return Spectrum(
        axis=table.axis,
        values=table.values,
        mask=table.mask,
        sigma=table.sigma,
        width=table.width,
        segments=table.segments(),
        axis_kind=meaning.kind,
        quantity=meaning.quantity,
        technique=meaning.technique,
        facts=told.facts,
        header=told.header,
        notes=(*told.notes, *meaning.notes, *table.notes, *marks),
        index=told.index,
    )


def _table(
    axis: npt.ArrayLike,
    values: npt.ArrayLike,
    sigma: npt.ArrayLike | None,
    width: npt.ArrayLike | None,
    mask: npt.ArrayLike | None,
) -> Columns:
    x = np.array(axis, dtype=np.float64)
    if x.ndim != 1 or x.size < 2:
        raise Inconsistent("a spectrum needs at least two points on one axis")
    optional = [None if column is None else np.array(column, dtype=np.float64) for column in (sigma, width)]
    y = np.array(values, dtype=np.float64)
    bits = np.zeros(x.shape, np.uint8) if mask is None else np.array(mask, dtype=np.uint8)
    for name, column in (("values", y), ("mask", bits), ("sigma", optional[0]), ("width", optional[1])):
        if column is not None and column.shape != x.shape:
            raise Inconsistent(f"the axis has {x.size} points, but {name} has shape {column.shape}")
    return Columns(x, y, bits, optional[0], optional[1], [])


def _is_any(column: Floats, sentinels: Sequence[float]) -> Bools:
    found = np.zeros(column.shape, dtype=np.bool_)
    for sentinel in sentinels:
        if np.isfinite(sentinel):
            found |= np.abs(column - sentinel) <= SENTINEL_TOLERANCE * abs(sentinel)
    return found


def _deleted(table: Columns, sentinels: Sequence[float]) -> Bools:
    """Mask deleted and not finite values; drop points whose place on the axis was deleted."""
    lost = _is_any(table.axis, sentinels)
    if not np.isfinite(table.axis).all():
        raise Inconsistent("the axis holds a value that is not finite")
    if lost.any():
        table.take(~lost)
        table.note("deleted_channels", f"{lost.sum()} channels without a place on the axis were left out")
    if table.sigma is not None:
        measured = np.isfinite(table.sigma) & (table.sigma > 0) & ~_is_any(table.sigma, sentinels)
        table.sigma = np.where(measured, table.sigma, np.nan) if measured.any() else None
    missing = _is_any(table.values, sentinels) | ~np.isfinite(table.values)
    missing |= (table.mask & MaskBit.MISSING.value) != 0
    table.values[missing] = np.nan
    table.mask |= np.where(missing, MaskBit.MISSING.value, 0).astype(np.uint8)
    return missing


def _convert(table: Columns, meaning: Meaning) -> None:
    """Units of the axis and percent, once and noted."""
    try:
        axis = axis_to_canonical(table.axis, meaning.kind, meaning.unit)
        if table.width is not None:
            table.width = axis_to_canonical(table.width, meaning.kind, meaning.unit)
    except UnitError as cause:
        raise Inconsistent(cause.problem, remedy=cause.remedy) from cause
    if meaning.unit != AXIS_UNITS[meaning.kind]:
        table.note("unit_converted", f"axis from {meaning.unit} to {AXIS_UNITS[meaning.kind]}")
    table.axis = axis
    if meaning.percent:
        table.values = fraction_from_percent(table.values)
        table.sigma = None if table.sigma is None else fraction_from_percent(table.sigma)
        table.note("percent_to_fraction", "values were percent and are divided by 100")
