"""IMAGES AND MAPS: one axis, many places. Only the pixels asked for become spectra.

Lines are read in blocks, never the whole image. A pixel keeps its place, and its index is its place in the
file (line × samples + sample), so that the same pixel is the same spectrum whatever was asked for. Pixels
without data are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count as numbers_from
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, ReadError, TooLarge
from pigment_archive.readers.border import Told
from pigment_archive.readers.hints import Sampling
from pigment_archive.readers.reader import Limits, Reading
from pigment_archive.readers.regions import RegionMeans
from pigment_archive.records import Spectrum

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
BLOCK_BYTES: Final = 32 * 2**20
_LABEL_BITS: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Image:
    """One image or map, whose numbers stay where they are until they are asked for.

    Attributes:
        lines: Number of lines, from the top.
        samples: Number of samples in a line.
        channels: Number of points of each spectrum.
        block: (first, stop) -> float64 (stop - first, samples, channels) of these lines; NaN or 0 in every
            channel means that a pixel has no data.
        spectrum: (values (channels,), sigma (channels,) or None, told) -> the spectrum, through `admit`.
        told: What the file says about all pixels.
        place: (line, sample) -> (x, y) in `position_unit`; None for pixels counted from 0.
        position_unit: Unit of the places.
    """

    lines: int
    samples: int
    channels: int
    block: Callable[[int, int], Floats]
    spectrum: Callable[[Floats, Floats | None, Told], Spectrum]
    told: Told
    place: Callable[[float, float], tuple[float, float]] | None = None
    position_unit: str = "pixel"


def spectra_of(image: Image, sampling: Sampling, limits: Limits) -> Reading:
    """The spectra asked for, line by line; a pixel that is refused gives its error in its place.

    Raises:
        Inconsistent: Region or mask do not fit the image, or leave nothing.
        TooLarge: More spectra than the limits allow; the remedy names a sampling that fits.
    """
    labels = _labels(image, sampling)
    wanted = len(np.unique(labels[labels > 0])) if sampling.average else int((labels > 0).sum())
    if wanted > limits.spectra:
        raise TooLarge(
            f"the image has {wanted} pixels to read, at most {limits.spectra} become spectra",
            remedy=_fewer(image, sampling, limits.spectra),
        )
    if not wanted:
        raise Inconsistent("region and mask leave no pixel of the image", remedy="Choose others.")
    reading = list(_averages(image, labels) if sampling.average else _pixels(image, labels))
    if not reading:
        raise Inconsistent("no pixel that was asked for holds data")
    return reading


def _fewer(image: Image, sampling: Sampling, most: int) -> str:
    """The remedy for too many spectra: the smallest N of `--every` that fits."""
    if sampling.mask is not None and sampling.average:
        return "Take a mask of fewer regions."
    every = next(n for n in numbers_from(sampling.every + 1) if _taken(image, sampling, n) <= most)
    return f"Take fewer: --every {every}, or --mask with --average."


def _taken(image: Image, sampling: Sampling, every: int) -> int:
    first, stop, left, right = sampling.region or (0, image.lines, 0, image.samples)
    if sampling.mask is None:
        return len(range(first, stop, every)) * len(range(left, right, every))
    return int(np.count_nonzero(sampling.mask[first:stop:every, left:right:every]))


def _labels(image: Image, sampling: Sampling) -> npt.NDArray[np.int32]:
    """int32 (lines, samples): 0 where a pixel is not asked for, else its region, from 1."""
    shape = (image.lines, image.samples)
    first, stop, left, right = sampling.region or (0, image.lines, 0, image.samples)
    if not (0 <= first < stop <= image.lines and 0 <= left < right <= image.samples):
        raise Inconsistent(f"the region leaves the image of {shape[0]} lines and {shape[1]} samples")
    if sampling.mask is not None and sampling.mask.shape != shape:
        raise Inconsistent(
            f"the mask has {sampling.mask.shape[0]} lines and {sampling.mask.shape[1]} samples, the image "
            f"{shape[0]} and {shape[1]}",
            remedy="Draw the mask on the image itself.",
        )
    labels = np.zeros(shape, np.int32)
    inside = labels[first:stop, left:right]
    if sampling.mask is not None:
        step = 1 if sampling.average else sampling.every
        inside[::step, ::step] = sampling.mask[first:stop:step, left:right:step]
    elif not sampling.average:
        inside[:: sampling.every, :: sampling.every] = 1
    elif sampling.every == 1:
        inside[:] = 1
    else:
        down, across = (np.arange(size, dtype=np.int32) // sampling.every for size in inside.shape)
        inside[:] = 1 + down[:, np.newaxis] * (across[-1] + 1) + across
    return labels


def _blocks(image: Image, labels: npt.NDArray[np.int32]) -> Iterator[tuple[int, Floats]]:
    """(first line, numbers) of every block of lines that holds something asked for."""
    height = max(1, BLOCK_BYTES // max(1, image.samples * image.channels * 8))
    for first in range(0, image.lines, height):
        stop = min(first + height, image.lines)
        asked = np.flatnonzero((labels[first:stop] > 0).any(axis=1))
        if asked.size:
            begin, end = first + int(asked[0]), first + int(asked[-1]) + 1
            yield begin, image.block(begin, end)


def _has_data(pixels: Floats) -> Bools:
    return np.asarray((np.isfinite(pixels) & (pixels != 0)).any(axis=-1))


def _pixels(image: Image, labels: npt.NDArray[np.int32]) -> Iterator[Spectrum | ReadError]:
    for first, block in _blocks(image, labels):
        wanted = (labels[first : first + len(block)] > 0) & _has_data(block)
        for line, sample in np.argwhere(wanted).tolist():
            told = _told(image, first + line, sample, (first + line) * image.samples + sample, 1)
            yield _admitted(image, block[line, sample], None, told)


def _averages(image: Image, labels: npt.NDArray[np.int32]) -> Iterator[Spectrum | ReadError]:
    means = RegionMeans(image.channels)
    for first, block in _blocks(image, labels):
        here = labels[first : first + len(block)]
        chosen = (here > 0) & _has_data(block)
        lines, samples = np.nonzero(chosen)
        places = np.stack([lines + first, samples], axis=1).astype(np.float64)
        means.add(here[chosen], block[chosen], places)
    base = _index_base(labels)
    for label, mean, sigma, (line, sample), count in means.results():
        told = _told(image, line, sample, base + label, count)
        told = Told(told.facts, {**told.header, "region": str(label)}, told.notes, told.index)
        yield _admitted(image, mean, sigma, told)


def _index_base(labels: npt.NDArray[np.int32]) -> int:
    """A number beyond all pixels that differs for each way of forming regions, however it was asked for."""
    digest = hashlib.sha256(f"{labels.shape}".encode())
    digest.update(np.ascontiguousarray(labels, "<i4").data)
    return (1 + int.from_bytes(digest.digest()[:3], "big")) << _LABEL_BITS


def _told(image: Image, line: float, sample: float, index: int, count: int) -> Told:
    x, y = image.place(line, sample) if image.place else (float(sample), float(line))
    where: dict[str, object] = {"position_x": x, "position_y": y, "position_unit": image.position_unit}
    if count > 1:
        where |= {"pixels": count, "statistic": "average"}
    # all values are checked already: a copy costs a tenth of a new model, and there are many pixels
    measurement = image.told.facts.measurement.model_copy(update=where)
    facts = image.told.facts.model_copy(update={"measurement": measurement})
    return Told(facts, image.told.header, image.told.notes, index)


def _admitted(image: Image, values: Floats, sigma: Floats | None, told: Told) -> Spectrum | ReadError:
    try:
        return image.spectrum(values, sigma, told)
    except ReadError as error:
        place = f"pixel at {told.facts.measurement.position_x:g}, {told.facts.measurement.position_y:g}"
        return type(error)(error.problem, where=place, remedy=error.remedy)
