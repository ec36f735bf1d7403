"""What is written is what a reader of that format gives back, labelled as simulated."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pigment_archive.demo import formats
from pigment_archive.readers import read
from pigment_archive.records import Quantity, Spectrum
from pigment_archive.units import AxisKind

AXIS = np.round(100 + 1.6 * np.arange(203), 2)
COUNTS = np.round(900 + 700 * np.sin(np.arange(203) / 9))
SAID = {"simulated": "true", "note": formats.NOTICE}


def written(folder: Path, name: str, content: str | bytes) -> list[Spectrum]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path)


def check_raman(spectrum: Spectrum) -> None:
    assert spectrum.axis_kind is AxisKind.RAMAN_SHIFT
    np.testing.assert_allclose(spectrum.axis, AXIS, atol=1e-9)
    np.testing.assert_array_equal(spectrum.values, COUNTS)
    assert {key.lower(): text for key, text in spectrum.header.items()}["simulated"] == "true"


def test_delimited_text(tmp_path: Path) -> None:
    labels = {"technique": "raman", "material": "verdigris", "material_formula": "a, b", **SAID}
    (spectrum,) = written(tmp_path, "x.txt", formats.delimited(labels, AXIS, COUNTS))
    check_raman(spectrum)
    assert spectrum.quantity is Quantity.COUNTS
    assert spectrum.facts.material.name == "verdigris"
    assert spectrum.facts.material.formula == "a, b"


def test_rruff_text(tmp_path: Path) -> None:
    labels = {"NAMES": "azurite", "RRUFFID": "D000001", "SIMULATED": "true"}
    (spectrum,) = written(
        tmp_path, "azurite__D000001__Raman__532__0.txt", formats.rruff(labels, AXIS, COUNTS)
    )
    check_raman(spectrum)
    assert spectrum.facts.sample.name == "D000001"


@pytest.mark.parametrize("points", [200, 203], ids=["full last line", "short last line"])
def test_jcamp(tmp_path: Path, points: int) -> None:
    labels = {"TITLE": "P01", "NAMES": "azurite", "SIMULATED": "true"}
    text = formats.jcamp(labels, AXIS[:points], COUNTS[:points])
    (spectrum,) = written(tmp_path, "x.jdx", text)
    np.testing.assert_allclose(spectrum.axis, AXIS[:points], atol=1e-9)
    np.testing.assert_array_equal(spectrum.values, COUNTS[:points])
    assert spectrum.axis_kind is AxisKind.RAMAN_SHIFT
    assert spectrum.facts.material.name == "azurite"
    assert text.startswith("##TITLE=P01\n##JCAMP-DX=5.01\n##DATA TYPE=RAMAN SPECTRUM\n")


def test_matrix(tmp_path: Path) -> None:
    labels = {"material": "azurite", "technique": "raman", "laser_wavelength": "785", **SAID}
    other = labels | {"material": "verdigris", "note": "with, a comma"}
    spectra = written(
        tmp_path, "x.csv", formats.matrix([(labels, COUNTS), (other, COUNTS + 1), (labels, COUNTS)], AXIS)
    )
    check_raman(spectra[0])
    check_raman(spectra[2])
    np.testing.assert_array_equal(spectra[1].values, COUNTS + 1)
    assert spectra[1].header["note"] == "with, a comma"
    assert [spectrum.facts.material.name for spectrum in spectra] == ["azurite", "verdigris", "azurite"]
    assert spectra[0].facts.measurement.laser_wavelength == 785


def test_envi_library(tmp_path: Path) -> None:
    axis, values = np.arange(400.0, 700.0, 2.0), np.linspace(0.1, 0.9, 150)
    rows = [
        ({"spectra names": name, "pname": "azurite"}, values * scale)
        for name, scale in (("a", 1), ("b", 0.5))
    ]
    header, numbers = formats.envi_library(rows, axis, {"simulated": "true"})
    (tmp_path / "x.sli").write_bytes(numbers)
    first, second = written(tmp_path, "x.hdr", header)
    assert first.axis_kind is AxisKind.WAVELENGTH
    assert first.quantity is Quantity.REFLECTANCE
    np.testing.assert_array_equal(first.axis, axis)
    np.testing.assert_allclose(second.values, values / 2, rtol=1e-6)
    assert second.header["simulated"] == "true"
    assert formats.NOTICE in header


def test_a_zip_of_equal_members_has_equal_bytes(tmp_path: Path) -> None:
    labels = {"NAMES": "azurite", "RRUFFID": "D000001", "SIMULATED": "true"}
    members = {f"azurite__D00000{i}__Raman__532.txt": formats.rruff(labels, AXIS, COUNTS) for i in (1, 2)}
    assert formats.zipped(members) == formats.zipped(dict(members))
    spectra = written(tmp_path, "x.zip", formats.zipped(members))
    assert len(spectra) == 2
    check_raman(spectra[1])
