"""NeXus and HDF5 files in the styles that laboratories write, made with h5py."""

from __future__ import annotations

import io

import h5py
import numpy as np

from tests.spectrum_files import INTENSITY, SHIFT, SampleFile

NANOMETRES = 400.0 + 10.0 * np.arange(30)
MAP = 0.2 + 0.5 * np.arange(4 * 3 * 30).reshape(4, 3, 30) / 360


def _file(fill: object) -> bytes:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        fill(file)  # type: ignore[operator]
    return buffer.getvalue()


def _entry(file: h5py.File) -> h5py.Group:
    entry = file.create_group("entry")
    entry.attrs["NX_class"] = "NXentry"
    entry["definition"] = "NXraman"
    entry["start_time"] = "2024-03-01T10:00:00+01:00"
    sample = entry.create_group("sample")
    sample.attrs["NX_class"] = "NXsample"
    sample["name"] = "R050072"
    sample["chemical_formula"] = "HgS"
    wavelength = entry.create_dataset("instrument/beam_incident/wavelength", data=785.0)
    wavelength.attrs["units"] = "nm"
    entry["instrument/name"] = "a spectrometer"
    return entry


def single() -> bytes:
    """One Raman spectrum in new style, the signal a soft link to the detector."""

    def fill(file: h5py.File) -> None:
        entry = _entry(file)
        counts = entry.create_dataset("instrument/detector/counts", data=INTENSITY)
        counts.attrs["long_name"] = "Raman intensity"
        data = entry.create_group("data")
        data.attrs.update({"NX_class": "NXdata", "signal": "counts", "axes": ["shift"]})
        data["counts"] = h5py.SoftLink("/entry/instrument/detector/counts")
        data["shift"] = SHIFT
        data["shift"].attrs["units"] = "cm-1"
        data["counts_errors"] = np.sqrt(INTENSITY)

    return _file(fill)


def old_style() -> bytes:
    """A series of two: signal=1 and axes on the dataset; the axis in the first dimension, falling."""

    def fill(file: h5py.File) -> None:
        data = file.create_group("entry/data")
        data.attrs["NX_class"] = "NXdata"
        data["R"] = np.stack([MAP[0, 0], MAP[0, 1]], axis=1)[::-1] * 100
        data["R"].attrs.update({"signal": 1, "axes": "wl:number", "long_name": "Reflectance (%)"})
        data["wl"] = NANOMETRES[::-1]
        data["wl"].attrs.update({"long_name": "wavelength", "units": "nm"})
        data["number"] = np.arange(2)

    return _file(fill)


def image() -> bytes:
    """A map of 4 lines and 3 samples, compressed in chunks."""

    def fill(file: h5py.File) -> None:
        data = file.create_group("map")
        data.attrs.update({"NX_class": "NXdata", "signal": "reflectance", "axes": ["y", "x", "wavelength"]})
        data.create_dataset("reflectance", data=MAP, chunks=(2, 3, 10), compression="gzip")
        data["y"], data["x"], data["wavelength"] = np.arange(4), np.arange(3), NANOMETRES
        data["wavelength"].attrs["units"] = "nm"

    return _file(fill)


def plain() -> bytes:
    """No NeXus: datasets with telling names."""

    def fill(file: h5py.File) -> None:
        file["scan/wavelength_nm"] = NANOMETRES
        file["scan/reflectance"] = MAP[1, 1]
        file["scan/comment"] = "by hand"

    return _file(fill)


def samples() -> list[SampleFile]:
    """One of every style."""
    return [
        SampleFile("nexus", "single.nxs", single()),
        SampleFile("nexus", "old.h5", old_style(), 2),
        SampleFile("nexus", "map.h5", image(), 12),
        SampleFile("nexus", "plain.h5", plain()),
    ]
