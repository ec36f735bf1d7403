"""ENVI images: a cube of lines, samples and bands in one of three orders, read block by block."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import BinaryIO, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.envi.header import Header
from pigment_archive.readers.images import Image, spectra_of
from pigment_archive.readers.meaning import check_scale, quantity_of, with_technique
from pigment_archive.readers.ordering import Overlap
from pigment_archive.readers.reader import Content, Reading
from pigment_archive.records import MaskBit, Note, Quantity, Spectrum
from pigment_archive.units import AxisKind, unit_from_text

Floats = npt.NDArray[np.float64]
_SAMPLE_LINES: Final = 8
_KIND_OF_UNIT: Final = {
    "nm": AxisKind.WAVELENGTH, "um": AxisKind.WAVELENGTH, "keV": AxisKind.ENERGY, "eV": AxisKind.ENERGY,
}  # fmt: skip


def read_cube(header: Header, content: Content) -> Reading:
    """The pixels of an image that were asked for.

    Raises:
        Truncated, Inconsistent: The data file is shorter or longer than the header declares.
        Ambiguous: Reflectance that is neither a fraction nor percent.
        TooLarge: More pixels than become spectra.
    """
    size = len(content.data) if content.is_whole else content.size
    if size < header.size:
        raise Truncated(f"the header declares {header.size} bytes of data, the data file holds {size}")
    if size > header.size:
        raise Inconsistent(f"the header declares {header.size} bytes of data, the data file holds {size}")
    if content.is_whole or content.path is None:
        return _read(header, content, BytesIO(content.data))
    with content.path.open("rb") as stream:
        return _read(header, content, stream)


def _read(header: Header, content: Content, stream: BinaryIO) -> Reading:
    def block(first: int, stop: int) -> Floats:
        return header.measured(_stored(header, stream, first, stop))

    axis = header.numbers("wavelength")
    middle = min(header.lines // 2, header.lines - 1)
    seen = block(middle, min(middle + _SAMPLE_LINES, header.lines))
    meaning = _meaning(header, content, axis, seen)
    bands = np.arange(header.bands, dtype=np.float64) if axis is None else axis
    width, mask = header.numbers("fwhm"), _mask(header)

    def spectrum(values: Floats, sigma: Floats | None, told: Told) -> Spectrum:
        return admit(
            bands, values, meaning, told, sigma=sigma, width=width, mask=mask, overlap=Overlap.SORT,
            limits=content.limits,
        )  # fmt: skip

    image = Image(
        lines=header.lines,
        samples=header.samples,
        channels=header.bands,
        block=block,
        spectrum=spectrum,
        told=Told(header=header.scalars),
    )
    return spectra_of(image, content.hints.sampling, content.limits)


def _stored(header: Header, stream: BinaryIO, first: int, stop: int) -> npt.NDArray[np.float64]:
    """float64 (lines, samples, bands) of some lines, as stored."""
    lines, samples, bands, item = stop - first, header.samples, header.bands, header.dtype.itemsize
    if header.interleave == "bsq":
        parts = [
            _numbers(header, stream, (band * header.lines + first) * samples * item, lines * samples)
            for band in range(bands)
        ]
        return np.stack(parts, axis=-1).reshape(lines, samples, bands)
    flat = _numbers(header, stream, first * samples * bands * item, lines * samples * bands)
    if header.interleave == "bil":
        return flat.reshape(lines, bands, samples).transpose(0, 2, 1)
    return flat.reshape(lines, samples, bands)


def _numbers(header: Header, stream: BinaryIO, offset: int, count: int) -> Floats:
    stream.seek(header.offset + offset)
    data = stream.read(count * header.dtype.itemsize)
    if len(data) < count * header.dtype.itemsize:
        raise Truncated("the data file ends while it is read")
    with np.errstate(invalid="ignore"):
        return np.frombuffer(data, header.dtype).astype(np.float64)


def _mask(header: Header) -> npt.NDArray[np.uint8]:
    good = header.numbers("bbl")
    bad = np.zeros(header.bands, np.bool_) if good is None else good == 0
    return np.where(bad, MaskBit.BAD_BAND.value, 0).astype(np.uint8)


def _meaning(header: Header, content: Content, axis: Floats | None, seen: Floats) -> Meaning:
    unit = unit_from_text(header.scalar("wavelength units")) or ""
    kind = _KIND_OF_UNIT.get(unit, AxisKind.UNKNOWN)
    quantity = quantity_of(header.scalar("z plot titles"))
    if quantity is Quantity.UNKNOWN and "reflectance scale factor" in header.entries:
        quantity = Quantity.REFLECTANCE
    meaning = Meaning(quantity=quantity)
    if axis is None:
        note = Note(code="axis_missing", text="the image has no wavelengths; the axis counts its bands")
        return replace(meaning, notes=(note,))
    if kind is not AxisKind.UNKNOWN:
        meaning = replace(meaning, kind=kind, unit=unit)
    return check_scale(with_technique(meaning, content.technique), axis, seen)
