"""GRAMS SPC against an independent library and against the text export of the same measurement."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.readers.grams_spc import READER
from tests.spectrum_files import INTENSITY, SHIFT
from tests.unit.readers import files_grams_spc as files
from tests.unit.readers.files_grams_spc import Sub, spc
from tests.unit.readers.test_grams_spc import read


def _sample(data_dir: Path, name: str) -> Path:
    (path,) = (data_dir / "formats" / "grams-spc").rglob(name)
    return path


@pytest.mark.data
@pytest.mark.parametrize("name", ["PST_Reflex*.spc", "PST_WITEc*.spc", "nCal*.spc", "raman_atacamit.spc"])
def test_real_files_equal_what_an_independent_library_reads(data_dir: Path, name: str) -> None:
    spc_io = pytest.importorskip("spc_io")
    path = _sample(data_dir, name)
    (spectrum,) = read(path.read_bytes())
    with path.open("rb") as stream:
        (other,) = spc_io.SPC.from_bytes_io(stream)
    order = np.argsort(other.xarray)
    assert np.array_equal(spectrum.axis, np.asarray(other.xarray)[order])
    assert np.array_equal(spectrum.values, np.asarray(other.yarray)[order])


@pytest.mark.data
def test_the_spc_is_the_text_export_resampled_to_an_even_axis(data_dir: Path) -> None:
    (twin,) = (data_dir / "formats" / "csv-excel").rglob("nCal*.txt")
    x, y = np.loadtxt(twin).T[:, ::-1]
    (spectrum,) = read(_sample(data_dir, "nCal*.spc").read_bytes())
    difference = np.abs(np.interp(spectrum.axis, x, y) - spectrum.values) / spectrum.values
    assert np.median(difference) < 1e-6
    assert difference.max() < 1e-4  # the maker's axis is rounded to float32, which shows on steep slopes


@pytest.mark.data
def test_no_other_sample_is_claimed(data_dir: Path) -> None:
    home = data_dir / "formats"
    with (home / "MANIFEST.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    claimed = [row["file"] for row in rows if READER.sniff((home / row["file"]).read_bytes()[:65_536], "a")]
    assert claimed
    assert all(name.startswith("grams-spc/") for name in claimed)


@pytest.mark.parametrize(
    "data",
    [
        spc(),
        spc(exponent=9),
        spc(exponent=9, flags=files.TSPREC),
        spc([Sub(exponent=9), Sub(INTENSITY / 16, 5)], exponent=0),
        spc([Sub(z=1.0), Sub(z=2.0)], x=files.uneven(), flags=files.TORDRD),
        spc([Sub(x=SHIFT), Sub(INTENSITY[:9], x=SHIFT[:9])], directory=True),
    ],
)
def test_synthetic_files_equal_what_an_independent_library_reads(data: bytes) -> None:
    spc_io = pytest.importorskip("spc_io")
    others = list(spc_io.SPC.from_bytes_io(io.BytesIO(data)))
    spectra = read(data)
    assert len(others) == len(spectra)
    for spectrum, other in zip(spectra, others, strict=True):
        assert np.array_equal(spectrum.axis, np.asarray(other.xarray))
        assert np.array_equal(spectrum.values, np.asarray(other.yarray))
