"""Points that must not be believed though a number is there: saturated, clipped, exact zeros at the ends."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.records import MaskBit, Note, Quantity
from pigment_archive.units import AxisKind

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.uint8]
CLIPPED_ABSORBANCE: Final = 6.0
LEAST_PLATEAU: Final = 3
LEAST_CEILING: Final = 4095.0
GAP: Final = 5.0
GAP_WINDOW: Final = 31
_OF_DETECTOR: Final = (Quantity.COUNTS, Quantity.INTENSITY, Quantity.SINGLE_BEAM)
_HAS_DARK_ENDS: Final = (Quantity.COUNTS, Quantity.INTERFEROGRAM)


def marked(values: Floats, mask: Mask, quantity: Quantity, kind: AxisKind) -> tuple[Mask, list[Note]]:
    """The mask with what the numbers themselves show, and a note for each kind of mark.

    Three rules, none of which changes a value:

    * SATURATED: an absorbance of exactly 6.0, where instruments cut off; or, for detector signals, at least
      three neighbours that are exactly the largest value, from 4095 (12 bit) up. A larger ceiling would miss
      coarser converters; a smaller one would mark weak count spectra, whose maxima repeat by chance.
    * OUTSIDE_VALID_RANGE: exact zeros at the first and last points of anything but counts. Zero counts are
      data.

    Args:
        values: float64 (n,), NaN where missing.
        mask: uint8 (n,), bits so far.
        quantity: What the values measure.
        kind: What the axis measures; zeros at the ends of an energy axis are data.
    """
    bits, notes = mask.copy(), []
    saturated = _saturated(values, quantity)
    if saturated.any():
        bits |= np.where(saturated, MaskBit.SATURATED.value, 0).astype(np.uint8)
        notes.append(Note(code="saturated", text=f"{saturated.sum()} points stand at the largest value"))
    dark = _zeros_at_ends(values)
    if quantity not in _HAS_DARK_ENDS and kind is not AxisKind.ENERGY and dark.any() and not dark.all():
        bits |= np.where(dark, MaskBit.OUTSIDE_VALID_RANGE.value, 0).astype(np.uint8)
        notes.append(Note(code="zeros_at_ends", text=f"{dark.sum()} points at the ends are exactly zero"))
    return bits, notes


def _saturated(values: Floats, quantity: Quantity) -> npt.NDArray[np.bool_]:
    if quantity is Quantity.ABSORBANCE:
        return np.asarray(values == CLIPPED_ABSORBANCE)
    none = np.zeros(values.shape, np.bool_)
    largest = np.nanmax(values) if np.isfinite(values).any() else 0.0
    if quantity not in _OF_DETECTOR or largest < LEAST_CEILING:
        return none
    at_top = values == largest
    edges = np.flatnonzero(np.diff(np.concatenate(([0], at_top.view(np.int8), [0]))))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        none[start:stop] = stop - start >= LEAST_PLATEAU
    return none


def _zeros_at_ends(values: Floats) -> npt.NDArray[np.bool_]:
    zeros = np.zeros(values.shape, np.bool_)
    (other,) = np.nonzero(values != 0)
    if other.size:
        zeros[: other[0]] = True
        zeros[other[-1] + 1 :] = True
    return zeros


def gaps(axis: Floats) -> list[int]:
    """Places where a rising axis jumps: the index of the first point after each gap.

    A step is a gap when it is more than five times the median of the 31 steps around it; nothing is
    interpolated across one. A larger factor tolerates coarser changes of the step.
    """
    steps = np.diff(axis)
    if steps.size < 2 * LEAST_PLATEAU:
        return []
    wide = np.flatnonzero(steps > GAP * steps.min())
    half = min(GAP_WINDOW, steps.size) // 2
    if not wide.size:
        return []
    around = np.pad(steps, half, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(around, 2 * half + 1)
    far = wide[steps[wide] > GAP * np.median(windows[wide], axis=-1)]
    return [int(place) + 1 for place in far]
