"""NeXus and plain HDF5: every signal with its spectral axis; series give a spectrum a row, maps pixels.

NXdata names signal and axes by its attributes, of old and new style. Without any NXdata a group is read that
has exactly one dataset named as a spectral axis. Links to other files are never followed, and no declared
size is believed before it is checked.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, ReadError, Truncated, UnsupportedVariant
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.images import Image, spectra_of
from pigment_archive.readers.native import brief
from pigment_archive.readers.nexus.loading import Loaded, load
from pigment_archive.readers.nexus.plots import Plot, plots_of
from pigment_archive.readers.reader import Content, Limits, Reader, Reading
from pigment_archive.records import Spectrum

Floats = npt.NDArray[np.float64]
MakeSpectrum = Callable[[Floats, Floats | None, Told], Spectrum]
MAGIC: Final = b"\x89HDF\r\n\x1a\n"
_DAMAGE: Final = (OSError, KeyError, RuntimeError, ValueError, TypeError, OverflowError, AttributeError)


def sniff(head: bytes, name: str) -> bool:
    """The signature of HDF5."""
    return head.startswith(MAGIC)


def read(content: Content) -> Reading:
    """Every spectrum of every signal.

    Raises:
        Truncated: The file is cut or damaged.
        UnsupportedVariant: It has no signal with a spectral axis, or the data lie in another file.
        TooLarge, Inconsistent: As sizes and axes are.
    """
    import h5py

    if not sniff(content.head, content.name):
        raise Inconsistent("the content is no HDF5")
    source = content.path if content.path and not content.is_whole else io.BytesIO(content.data)
    try:
        with brief(content.limits.native_seconds):
            file = h5py.File(source, "r")
        with file:
            return _read(file, content)
    except _DAMAGE as cause:
        raise Truncated(
            "the HDF5 file is cut or damaged", remedy="Copy it again; close it in the program that wrote it."
        ) from cause


def _read(file: Any, content: Content) -> Reading:
    reading: Reading = []
    with brief(content.limits.native_seconds):
        plots = list(plots_of(file))
    for plot in plots:
        try:
            reading += _spectra(plot, content, len(reading))
        except ReadError as error:
            reading.append(type(error)(error.problem, where=plot.signal.name, remedy=error.remedy))
    if not reading:
        raise UnsupportedVariant(
            "an HDF5 file without a signal on a spectral axis",
            remedy="Save it as NeXus with NXdata (signal and axes), or export it as text.",
        )
    return reading


def _spectra(plot: Plot, content: Content, first: int) -> Reading:
    with brief(content.limits.native_seconds):
        loaded = load(plot, content)

    def spectrum(values: Floats, sigma: Floats | None, told: Told) -> Spectrum:
        return admit(loaded.axis, values, loaded.meaning, told, sigma=sigma, limits=content.limits)

    if loaded.rows is None:
        return spectra_of(
            _map(plot, loaded, spectrum, content.limits), content.hints.sampling, content.limits
        )
    told, sigmas = loaded.told, loaded.sigmas
    return [
        spectrum(row, None if sigmas is None else sigmas[place], replace(told, index=first + place))
        for place, row in enumerate(loaded.rows)
    ]


def _map(plot: Plot, loaded: Loaded, spectrum: MakeSpectrum, limits: Limits) -> Image:
    order = loaded.order
    lines, samples, channels = (int(plot.signal.shape[place]) for place in order)

    def block(first: int, stop: int) -> Floats:
        part = tuple(slice(first, stop) if place == order[0] else slice(None) for place in range(3))
        with brief(limits.native_seconds):
            return np.transpose(plot.signal[part], order).astype(np.float64)

    return Image(
        lines=lines, samples=samples, channels=channels, block=block, spectrum=spectrum, told=loaded.told
    )


READER = Reader(
    name="nexus",
    version=1,
    suffixes=(".nxs", ".h5", ".hdf5", ".nx5"),
    description="NeXus and HDF5",
    keeps="words and single numbers of the entry by path; errors as sigma; pixel places of maps",
    refuses="links to other files; virtual datasets; no spectral axis; cut files",
    library="h5py",
    tested_with="NeXus of the CHARISMA project, and files written by h5py in old and new style",
    streams=True,
    sniff=sniff,
    read=read,
)
