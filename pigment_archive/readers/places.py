"""PLACES: spectra measured one after the other become an image where their places form a grid.

Places that form none (a line across, single points, a volume) are a single line of pixels, in the order of
the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.readers.border import Told
from pigment_archive.readers.images import Image
from pigment_archive.records import Spectrum

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
SAME_STEP: Final = 0.5
MOST_CELLS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Where the spectra of a file were measured, in the order of the file.

    Attributes:
        x: float64 (n,), across, in `unit`.
        y: float64 (n,), down, in `unit`.
        z: float64 (n,), depth, in `unit`; None where there is none.
        unit: Unit of all three: um, mm.
    """

    x: Floats
    y: Floats
    z: Floats | None = None
    unit: str = "um"


def order_of(places: Places) -> Integers:
    """int64 (lines, samples): which spectrum stands in each cell of the grid, -1 for none.

    The first two coordinates that change run across and down, both in the direction of the measurement. It is
    a grid when no cell is taken twice and fewer than half of the cells are empty.
    """
    count = places.x.size
    coordinates = (places.x, places.y) if places.z is None else (places.x, places.y, places.z)
    changing = [coordinate for coordinate in coordinates if np.ptp(coordinate) > 0]
    alone = np.arange(count, dtype=np.int64)[np.newaxis]
    if not changing or len(changing) > MOST_CELLS:
        return alone
    across = _steps(changing[0])
    down = _steps(changing[1]) if len(changing) > 1 else np.zeros(count, np.int64)
    lines, samples = int(down.max()) + 1, int(across.max()) + 1
    if lines * samples >= MOST_CELLS * count:
        return alone
    order = np.full((lines, samples), -1, np.int64)
    order[down, across] = alone[0]
    return order if np.count_nonzero(order >= 0) == count else alone


def _steps(coordinate: Floats) -> Integers:
    """Number of the step each place stands on; gaps below half of the largest are jitter of the stage."""
    rising = np.argsort(coordinate, kind="stable")
    gaps = np.diff(coordinate[rising])
    steps = np.empty(coordinate.size, np.int64)
    steps[rising] = np.concatenate(([0], np.cumsum(gaps > SAME_STEP * gaps.max())))
    moved = np.flatnonzero(steps != steps[0])
    return steps.max() - steps if steps[moved[0]] < steps[0] else steps


def image_of(
    places: Places | None,
    *,
    count: int,
    channels: int,
    rows: Callable[[Integers], Floats],
    spectrum: Callable[[Floats, Floats | None, Told], Spectrum],
    told: Told,
    about: Callable[[int, Told], Told] = lambda _, told: told,
) -> Image:
    """The image of spectra measured one after the other.

    Args:
        places: Where they were measured; None where the file does not say.
        count: How many there are.
        channels: Points of each.
        rows: (numbers of spectra) -> float64 (len, channels).
        spectrum: As `Image.spectrum`.
        told: What the file says about all of them.
        about: (number of a spectrum, told) -> told, with what the file says about this one alone.
    """
    order = np.arange(count, dtype=np.int64)[np.newaxis] if places is None else order_of(places)

    def block(first: int, stop: int) -> Floats:
        wanted = order[first:stop]
        numbers = rows(np.maximum(wanted, 0).ravel()).reshape(*wanted.shape, channels)
        numbers[wanted < 0] = np.nan
        return numbers

    def one(values: Floats, sigma: Floats | None, told: Told) -> Spectrum:
        single = told.index < order.size
        return spectrum(values, sigma, about(int(order.flat[told.index]), told) if single else told)

    return Image(
        lines=order.shape[0],
        samples=order.shape[1],
        channels=channels,
        block=block,
        spectrum=one,
        told=told,
        place=None if places is None else _place_in(places, order),
        position_unit="pixel" if places is None else places.unit,
    )


def _place_in(places: Places, order: Integers) -> Callable[[float, float], tuple[float, float]]:
    """(line, sample) -> (x, y): the place itself for a pixel, the nearest by a plane for means of pixels.

    The plane x = a + b line + c sample (likewise y) is fitted by least squares; it is exact for every grid of
    equal steps, also a turned one.
    """
    taken = np.argwhere(order >= 0)
    xy = np.stack([places.x, places.y], axis=1)
    design = np.column_stack([np.ones(len(taken)), taken])
    plane = np.linalg.lstsq(design, xy[order[order >= 0]], rcond=None)[0]

    def place(line: float, sample: float) -> tuple[float, float]:
        whole = float(line).is_integer() and float(sample).is_integer()
        number = int(order[int(line), int(sample)]) if whole else -1
        x, y = xy[number] if number >= 0 else np.array([1.0, line, sample]) @ plane
        return float(x), float(y)

    return place
