"""The readers against the real sets: independent parsers, and the tidy tables beside the files."""

from __future__ import annotations

import csv
import json
import random
import tarfile
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import spectral.io.envi as oracle

from pigment_archive.readers import read, rruff, usgs_splib06
from pigment_archive.readers.reader import Content
from pigment_archive.records import Technique

pytestmark = pytest.mark.data
HOW_MANY = 50


def some_members(path: Path, how_many: int = HOW_MANY) -> dict[str, bytes]:
    """The first members of a tar, without unpacking all of it."""
    found: dict[str, bytes] = {}
    with tarfile.open(path, "r|xz") as archive:
        for info in archive:
            stream = archive.extractfile(info)
            if stream is not None:
                found[info.name.removeprefix("./")] = stream.read()
            if len(found) == how_many:
                break
    return found


def test_rruff_files_equal_a_plain_parse_of_their_text(data_dir):
    folder = data_dir / "rruff_raman"
    with (folder / "index_train.csv").open(newline="") as stream:
        index = {row["source_file"]: row for row in csv.DictReader(stream)}
    for name, data in some_members(folder / "rruff_excellent_unoriented_train.tar.xz").items():
        (spectrum,) = rruff.read(Content(name, data))
        lines = [line for line in data.decode().splitlines() if line[:1] not in ("#", "")]
        pairs = [line.split(",") for line in lines]
        assert spectrum.axis.tolist() == [float(x) for x, _ in pairs]
        assert spectrum.values.tolist() == [float(y) for _, y in pairs]
        row = index[name]
        assert spectrum.facts.sample.name == row["sample_id"]
        assert spectrum.facts.material.name == row["mineral"]
        assert spectrum.facts.measurement.laser_wavelength == float(row["laser_nm"])
        assert spectrum.technique is Technique.RAMAN


def test_splib06_equals_its_tidy_table(data_dir):
    folder = data_dir / "usgs_splib06"
    columns = ["native_path", "axis", "value"]
    table = pq.read_table(folder / "tidy.parquet", columns=columns).to_pylist()
    tidy = {row["native_path"].partition(":")[2]: row for row in table}
    for name, data in some_members(folder / "native_ascii_all.tar.xz").items():
        if name.startswith(("A/montmorillonite", "L/h2o_ice", "L/red_coated")):
            continue  # more than half of their channels are deleted
        (spectrum,) = usgs_splib06.read(Content(name, data))
        good = spectrum.mask == 0
        micrometres = spectrum.axis[good] / 1000
        assert micrometres.astype(np.float32).tolist() == np.float32(tidy[name]["axis"]).tolist()
        assert spectrum.values[good].astype(np.float32).tolist() == np.float32(tidy[name]["value"]).tolist()


def test_splib07_records_equal_their_tidy_table(data_dir):
    folder = data_dir / "usgs_splib07"
    rows = pq.read_table(folder / "tidy.parquet", columns=["native_path", "axis", "value"])
    here = [i for i, path in enumerate(rows["native_path"].to_pylist()) if path.startswith("native_json")]
    chosen = random.Random(7).sample(here, HOW_MANY)
    for row in rows.take(chosen).to_pylist():
        (spectrum,) = read(folder / row["native_path"])
        good = spectrum.mask == 0
        np.testing.assert_allclose(spectrum.axis[good], np.array(row["axis"]) * 1000, rtol=1e-6)
        np.testing.assert_allclose(spectrum.values[good], row["value"], rtol=1e-6)
        record = json.loads((folder / row["native_path"]).read_bytes())
        assert spectrum.axis.tolist() == (np.array(record["wavelengths"]) * 1000).tolist()


@pytest.mark.parametrize("name", ["s07_AV95_envi", "s06av95a_envi"])
def test_aviris_libraries_equal_spectral(data_dir, name):
    path = data_dir / "usgs_splib07" / "native_envi" / f"{name}.hdr"
    library = oracle.open(str(path), str(path.with_suffix(".sli")))
    centres = np.array(library.bands.centers)
    order = np.argsort(centres)
    spectra = read(path)
    assert len(spectra) > 900
    for spectrum in random.Random(7).sample(spectra, HOW_MANY):
        wanted = np.array(library.spectra[spectrum.index], dtype=np.float64)[order]
        good = spectrum.mask & 1 == 0
        assert spectrum.axis.tolist() == (centres[order] * 1000).tolist()
        assert spectrum.values[good].tolist() == wanted[good].tolist()
        assert (wanted[~good] < -1e30).all()
        assert spectrum.header["spectra names"] == library.names[spectrum.index].strip()


def test_hyppigments_equal_their_tidy_table(data_dir):
    folder = data_dir / "hyppigments"
    table = pq.read_table(folder / "tidy.parquet", columns=["id", "sample_id", "material", "axis", "value"])
    tidy = {row["id"].partition(":")[2]: row for row in table.to_pylist()}
    spectra = read(folder / "native" / "__speclib_averages.sli")
    assert len(spectra) == len(tidy)
    for spectrum in random.Random(7).sample(spectra, HOW_MANY):
        row = tidy[spectrum.header["spectra names"]]
        assert spectrum.facts.sample.name == row["sample_id"]
        assert spectrum.facts.material.name == row["material"]
        np.testing.assert_allclose(spectrum.axis, row["axis"], rtol=1e-6)
        np.testing.assert_allclose(spectrum.values, row["value"], rtol=0, atol=1e-6)


def test_ftir_columns_equal_their_tidy_table(data_dir):
    folder = data_dir / "hodgkins2018_organics"
    rows = pq.read_table(folder / "tidy.parquet", columns=["sample_id", "axis", "value"])
    tidy = {row["sample_id"]: row for row in rows.to_pylist()}
    spectra = read(folder / "native" / "klh_hodgkins_mir.csv", technique=Technique.FTIR_ATR)
    assert len(spectra) == len(tidy)
    for spectrum in spectra[::10]:
        assert spectrum.technique is Technique.FTIR_ATR
        row = tidy[spectrum.facts.sample.name]
        np.testing.assert_allclose(spectrum.axis, row["axis"])
        np.testing.assert_allclose(spectrum.values, row["value"], rtol=1e-6)


def test_packed_and_plain_jcamp_of_one_measurement_agree(data_dir):
    folder = data_dir / "formats" / "jcamp-dx" / "nzhagen+jcamp" / "jcamp-dx.org_official_test_data"
    (plain,), (packed,) = read(folder / "BRUKAFFN.DX"), read(folder / "BRUKPAC.DX")
    assert plain.fingerprint() == packed.fingerprint()
