"""The readers against the real sets: independent parsers, and the tidy tables beside the files."""

from __future__ import annotations

import csv
import json
import random
import tarfile
from pathlib import Path, PurePosixPath

import numpy as np
import pyarrow.parquet as pq
import pytest

from pigment_archive.readers import read, rruff, usgs_splib06
from pigment_archive.readers.reader import Content
from pigment_archive.records import Technique
from tests.real_sets import HOW_MANY, EnviLibrary, assert_equals_rruff_text, assert_equals_tidy, tidy_rows

pytestmark = pytest.mark.data


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
        assert_equals_rruff_text(spectrum, data)
        row = index[name]
        assert spectrum.facts.sample.name == row["sample_id"]
        assert spectrum.facts.material.name == row["mineral"]
        assert spectrum.facts.measurement.laser_wavelength == float(row["laser_nm"])
        assert spectrum.technique is Technique.RAMAN


def test_splib06_equals_its_tidy_table(data_dir):
    folder = data_dir / "usgs_splib06"
    members = some_members(folder / "native_ascii_all.tar.xz")
    tidy = tidy_rows(folder, (PurePosixPath(name).name for name in members))
    for name, data in members.items():
        if name.startswith(("A/montmorillonite", "L/h2o_ice", "L/red_coated")):
            continue  # more than half of their channels are deleted
        (spectrum,) = usgs_splib06.read(Content(name, data))
        assert_equals_tidy(spectrum, tidy[PurePosixPath(name).name])


def test_splib07_records_equal_their_tidy_table(data_dir):
    folder = data_dir / "usgs_splib07"
    files = random.Random(7).sample(sorted((folder / "native_json_pigments").iterdir()), HOW_MANY)
    tidy = tidy_rows(folder, (file.name for file in files))
    for file in files:
        (spectrum,) = read(file)
        assert_equals_tidy(spectrum, tidy[file.name])
        record = json.loads(file.read_bytes())
        assert spectrum.axis.tolist() == (np.array(record["wavelengths"]) * 1000).tolist()


@pytest.mark.parametrize("name", ["s07_AV95_envi", "s06av95a_envi"])
def test_aviris_libraries_equal_spectral(data_dir, name):
    path = data_dir / "usgs_splib07" / "native_envi" / f"{name}.hdr"
    library = EnviLibrary(path)
    spectra = read(path)
    assert len(spectra) > 900
    for spectrum in random.Random(7).sample(spectra, HOW_MANY):
        library.assert_equals(spectrum)


def test_hyppigments_equal_their_tidy_table(data_dir):
    folder = data_dir / "hyppigments"
    tidy = tidy_rows(folder)
    spectra = read(folder / "native" / "__speclib_averages.sli")
    assert len(spectra) == len(tidy)
    for spectrum in random.Random(7).sample(spectra, HOW_MANY):
        row = tidy[spectrum.header["spectra names"]]
        assert spectrum.facts.sample.name == row["sample_id"]
        assert spectrum.facts.material.name == row["material"]
        assert_equals_tidy(spectrum, row)


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
