"""NeXus and HDF5: the right numbers in every style, and no way out of the file."""

from __future__ import annotations

import io
from pathlib import Path

import h5py
import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.hints import Hints, Sampling
from pigment_archive.readers.interpret import interpret
from pigment_archive.readers.nexus import read
from pigment_archive.readers.reader import Content, Limits
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.spectrum_files import INTENSITY, SHIFT
from tests.unit.readers import files_nexus as files


def taken(data: bytes, **said: object) -> list[Spectrum]:
    reading = read(Content("a.h5", data, hints=Hints(**said)))  # type: ignore[arg-type]
    assert all(isinstance(item, Spectrum) for item in reading), reading
    return [item for item in reading if isinstance(item, Spectrum)]


def changed(data: bytes, change: object) -> bytes:
    buffer = io.BytesIO(data)
    with h5py.File(buffer, "r+") as file:
        change(file)  # type: ignore[operator]
    return buffer.getvalue()


def test_a_single_spectrum_with_its_facts() -> None:
    (spectrum,) = taken(files.single())
    np.testing.assert_array_equal(spectrum.axis, SHIFT)
    np.testing.assert_array_equal(spectrum.values, INTENSITY)
    assert spectrum.sigma is not None
    np.testing.assert_allclose(spectrum.sigma, np.sqrt(INTENSITY))
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.INTENSITY)
    assert spectrum.technique is Technique.RAMAN
    assert spectrum.facts.sample.name == "R050072"
    assert spectrum.facts.material.formula == "HgS"
    assert spectrum.facts.measurement.laser_wavelength == 785.0
    assert spectrum.facts.measurement.measured_at == "2024-03-01T10:00:00+01:00"
    assert spectrum.facts.measurement.instrument == "a spectrometer"
    assert spectrum.header["definition"] == "NXraman"
    assert spectrum.header["data@signal"] == "counts"


def test_old_style_with_the_axis_first_and_falling() -> None:
    first, second = taken(files.old_style())
    np.testing.assert_array_equal(first.axis, files.NANOMETRES)
    np.testing.assert_allclose(first.values, files.MAP[0, 0])
    np.testing.assert_allclose(second.values, files.MAP[0, 1])
    assert (first.quantity, second.index) == (Quantity.REFLECTANCE, 1)
    assert {"axis_flipped", "percent_to_fraction"} <= {note.code for note in first.notes}


def test_a_map_is_sampled_like_an_image() -> None:
    everything = taken(files.image())
    np.testing.assert_allclose([s.values for s in everything], files.MAP.reshape(12, 30))
    some = taken(files.image(), sampling=Sampling(every=2))
    assert [s.index for s in some] == [0, 2, 6, 8]
    (mean,) = taken(files.image(), sampling=Sampling(average=True))
    np.testing.assert_allclose(mean.values, files.MAP.mean(axis=(0, 1)))


def test_plain_hdf5_is_read_where_its_names_tell() -> None:
    (spectrum,) = taken(files.plain())
    np.testing.assert_array_equal(spectrum.values, files.MAP[1, 1])
    assert spectrum.technique is Technique.REFLECTANCE
    assert spectrum.header["scan/comment"] == "by hand"


def test_histogram_edges_become_middles() -> None:
    def change(file: h5py.File) -> None:
        del file["entry/data/shift"]
        file["entry/data/shift"] = np.arange(SHIFT.size + 1, dtype=float)
        file["entry/data/shift"].attrs["units"] = "cm-1"

    (spectrum,) = taken(changed(files.single(), change))
    assert spectrum.axis[0] == 0.5


def test_the_real_file_of_the_charisma_project(data_dir: Path) -> None:
    (path,) = (data_dir / "formats" / "nexus-hdf5").rglob("*.nxs")
    spectra = taken(path.read_bytes())
    assert [(s.facts.sample.name, s.axis.size) for s in spectra] == [("S0B", 762), ("PST", 762)]
    with h5py.File(path) as file:
        for spectrum, entry in zip(spectra, [name for name in file if name != "substance"], strict=True):
            (data,) = file[entry]["RAW_DATA"].values()
            np.testing.assert_array_equal(spectrum.axis, data["Wavenumber"])
            np.testing.assert_array_equal(spectrum.values, data["Raman intensity"])
    assert all(s.technique is Technique.RAMAN for s in spectra)
    assert all(s.facts.measurement.laser_wavelength == 532.0 for s in spectra)


def _outside(file: h5py.File) -> None:
    del file["entry/data/counts"]
    file["entry/data/counts"] = h5py.ExternalLink("/etc/other.h5", "/x")


def _circle(file: h5py.File) -> None:
    del file["entry/data/counts"]
    file["entry/data/counts"] = h5py.SoftLink("/entry/data/counts")


def _stored_outside(file: h5py.File) -> None:
    del file["entry/data/counts"]
    file.create_dataset("entry/data/counts", (24,), "f8", external=[("/etc/hostname", 0, 192)])


def _huge(file: h5py.File) -> None:
    del file["entry/data/counts"]
    file.create_dataset("entry/data/counts", (2**40,), "f8", chunks=(2**16,))


def _unwritten(file: h5py.File) -> None:
    del file["entry/data/counts"]
    file.create_dataset("entry/data/counts", (24,), "f8", chunks=(24,))


def _missing(file: h5py.File) -> None:
    del file["entry/data/counts"]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_outside, UnsupportedVariant),
        (_stored_outside, UnsupportedVariant),
        (_circle, Inconsistent),
        (_missing, Inconsistent),
        (_huge, TooLarge),
        (_unwritten, Truncated),
    ],
)
def test_hostile_files_are_refused(change: object, kind: type) -> None:
    outcome = interpret(Content("a.h5", changed(files.single(), change)), "a.h5")
    errors = [error for error in (outcome.error, *outcome.refused) if error]
    assert [type(error) for error in errors] == [kind]
    assert not outcome.spectra


def test_a_file_without_a_spectrum_names_a_way_out() -> None:
    def change(file: h5py.File) -> None:
        del file["entry"]
        file["table"] = np.arange(10.0)

    with pytest.raises(UnsupportedVariant, match="without a signal") as caught:
        read(Content("a.h5", changed(files.single(), change)))
    assert "NXdata" in caught.value.remedy


def test_more_spectra_than_allowed_are_refused() -> None:
    outcome = interpret(Content("a.h5", files.old_style(), limits=Limits(spectra=1)), "a.h5")
    assert isinstance(outcome.refused[0], TooLarge)
