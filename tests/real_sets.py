"""What the real sets hold, read in other ways than this package does: plain text, tidy tables, `spectral`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import spectral.io.envi as envi

from pigment_archive.records import Spectrum
from pigment_archive.records.vocabulary import MaskBit

HOW_MANY = 50
COLUMNS = ["id", "native_path", "sample_id", "material", "axis_unit", "axis", "value"]
ERROR_BARS = "error bars to preceding"
TO_NM = {"um": 1000.0, "nm": 1.0}


def tidy_rows(folder: Path, wanted: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
    """Rows of a set's tidy table by the name of their file or member, or (hyppigments) of their patch."""
    table = pq.read_table(folder / "tidy.parquet", columns=COLUMNS)
    names = [
        id_.partition(":")[2] if path.endswith(".sli") else PurePosixPath(path.partition(":")[2] or path).name
        for id_, path in zip(table["id"].to_pylist(), table["native_path"].to_pylist(), strict=True)
    ]
    keep = set(names if wanted is None else wanted)
    rows = [number for number, name in enumerate(names) if name in keep]
    return dict(zip([names[number] for number in rows], table.take(rows).to_pylist(), strict=True))


def assert_equals_tidy(spectrum: Spectrum, row: dict[str, Any]) -> None:
    """Axis in nm and values of the measured channels; the tables are float32 and drop deleted channels."""
    assert spectrum.axis_unit == "nm"
    measured = (spectrum.mask & MaskBit.MISSING.value) == 0
    np.testing.assert_allclose(
        spectrum.axis[measured], np.float64(row["axis"]) * TO_NM[row["axis_unit"]], rtol=2**-24, atol=0
    )
    np.testing.assert_array_equal(np.float32(spectrum.values[measured]), np.float32(row["value"]))


def assert_equals_rruff_text(spectrum: Spectrum, data: bytes) -> None:
    """Axis and values are the numbers in the text, bit for bit."""
    lines = [line for line in data.decode().splitlines() if line[:1] not in ("#", "")]
    pairs = [line.split(",") for line in lines]
    assert spectrum.axis_unit == "cm-1"
    assert spectrum.axis.tolist() == [float(x) for x, _ in pairs]
    assert spectrum.values.tolist() == [float(y) for _, y in pairs]


class EnviLibrary:
    """An ENVI library as `spectral` reads it; its bands sorted by wavelength in nm."""

    def __init__(self, header: Path) -> None:
        library = envi.open(str(header), str(header.with_suffix(".sli")))
        centres = np.array(library.bands.centers)
        order = np.argsort(centres)
        self.names = [name.strip() for name in library.names]
        self._axis = centres[order] * (1000.0 if centres.max() < 100 else 1.0)
        self._values = np.array(library.spectra, dtype=np.float64)[:, order]

    def assert_equals(self, spectrum: Spectrum) -> None:
        """Axis, values, error bars and name; what is missing is what the library marks as deleted."""
        missing = (spectrum.mask & MaskBit.MISSING.value) != 0
        values = self._values[spectrum.index]
        assert spectrum.axis_unit == "nm"
        assert spectrum.axis.tolist() == self._axis.tolist()
        assert spectrum.values[~missing].tolist() == values[~missing].tolist()
        assert (values[missing] < -1e30).all()
        assert spectrum.header["spectra names"] == self.names[spectrum.index]
        if spectrum.sigma is not None:
            bars = self._values[spectrum.index + 1]
            assert self.names[spectrum.index + 1] == ERROR_BARS
            np.testing.assert_array_equal(spectrum.sigma, np.where(bars > 0, bars, np.nan))

    def more_than_half_deleted(self) -> int:
        """How many of its rows have so many deleted channels that they are refused."""
        return int(((self._values < -1e30).mean(axis=1) > 0.5).sum())
