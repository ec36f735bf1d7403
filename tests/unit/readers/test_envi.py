"""ENVI spectral libraries."""

from __future__ import annotations

import numpy as np
import pytest
import spectral.io.envi as oracle

from pigment_archive.errors import Inconsistent, ReadError, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers import envi
from pigment_archive.readers.reader import Content, Limits
from pigment_archive.records import MaskBit, Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests import spectrum_files as files

ROW = files.REFLECTANCE


def read(pair: tuple[bytes, bytes], name: str = "library.sli", **options) -> list[Spectrum | ReadError]:
    return envi.read(Content(name, pair[1], pair[0], **options))


@pytest.mark.parametrize("dtype", ["<f4", ">f4", "<f8", ">f8"])
def test_numbers_equal_those_of_spectral(tmp_path, dtype):
    header, data = files.envi(dtype=dtype)
    (tmp_path / "a.hdr").write_bytes(header)
    (tmp_path / "a.sli").write_bytes(data)
    library = oracle.open(str(tmp_path / "a.hdr"), str(tmp_path / "a.sli"))
    spectra = read((header, data))
    np.testing.assert_array_equal([s.values for s in spectra], library.spectra)
    np.testing.assert_array_equal(spectra[0].axis, np.array(library.bands.centers) * 1000)


def test_meaning_and_header():
    first, second = read(files.envi(names=["a", "b"]))
    assert (first.axis_kind, first.quantity) == (AxisKind.WAVELENGTH, Quantity.REFLECTANCE)
    assert first.technique is Technique.REFLECTANCE
    assert (first.facts.sample.name, second.index) == ("a", 1)
    assert second.header["spectra names"] == "b"
    assert "wavelength" not in first.header


def test_rows_about_the_others_become_axis_width_and_sigma():
    rows = np.vstack([files.MICROMETRES, np.full(files.POINTS, 0.01), ROW, ROW / 100, ROW + 0.1])
    names = [
        "Wavelengths in microns 24ch",
        "Resolution in microns",
        "A HS1.1B ASDFRa AREF",
        "error bars to preceding",
    ]
    names.append("B HS2.1B ASDFRa AREF")
    first, second = read(files.envi(rows, names, dtype="<f8", wavelength=""))
    np.testing.assert_array_equal(first.axis, files.MICROMETRES * 1000)
    np.testing.assert_allclose(first.width, 10)
    np.testing.assert_array_equal(first.sigma, ROW / 100)
    assert second.sigma is None
    assert (first.index, second.index) == (2, 4)
    assert (first.facts.sample.name, second.facts.sample.name) == ("HS1", "HS2")


def test_the_ignore_value_is_missing_in_spite_of_rounding_and_the_scale_divides_once():
    rows = np.vstack([ROW * 10_000, ROW * 10_000])
    rows[0, 3] = -1.23e34
    first, second = read(
        files.envi(rows, data_ignore_value="-1.23000002e+034", reflectance_scale_factor="10000.0")
    )
    assert np.flatnonzero(first.mask).tolist() == [3]
    np.testing.assert_allclose(second.values, ROW, rtol=1e-6)


def test_an_odd_unit_is_understood_and_an_unknown_one_stays_unknown():
    nm = ", ".join(f"{x * 1000:.1f}" for x in files.MICROMETRES)
    (first, _) = read(files.envi(wavelength_units="{ nm }", wavelength="{" + nm + "}"))
    np.testing.assert_allclose(first.axis, files.MICROMETRES * 1000)
    (first, _) = read(files.envi(wavelength_units="Unknown"))
    assert first.axis_kind is AxisKind.UNKNOWN


def test_a_library_that_names_no_quantity_is_reflectance_only_when_its_values_fit():
    (first, _) = read(files.envi(z_plot_titles=""))
    assert first.quantity is Quantity.REFLECTANCE
    assert "quantity_assumed" in [note.code for note in first.notes]
    (first, _) = read(files.envi(np.vstack([ROW * 1000, ROW * 1000]), z_plot_titles=""))
    assert first.quantity is Quantity.UNKNOWN


def test_shades_of_a_patch_share_a_sample():
    pair = files.envi(
        names=["ER_1_1_p4_sh1", "ER_1_1_p4_sh2"],
        pnumber="{ 40020 , 40020 }",
        pname="{ red ochre--1 , red ochre--2 }",
    )
    first, second = read(pair, "__speclib_medians.sli")
    assert first.facts.sample.name == second.facts.sample.name == "ER_1_1_p4"
    assert (first.facts.material.name, first.facts.sample.product) == ("red ochre", "40020")
    assert second.facts.sample.preparation == "tint strength 2"
    assert first.header["pname"] == "red ochre--1"
    assert [note.text for note in first.notes if note.code == "statistic"] == [
        "median over a patch, by the file's name"
    ]


def test_bands_of_overlapping_detectors_are_sorted():
    order = [*range(10), 11, 12, 10, *range(13, files.POINTS)]
    wavelengths = ", ".join(f"{files.MICROMETRES[i]:.6f}" for i in order)
    (first, _) = read(
        files.envi(np.vstack([ROW[order], ROW[order]]), dtype="<f8", wavelength="{" + wavelengths + "}")
    )
    np.testing.assert_array_equal(first.values, ROW)
    assert np.flatnonzero(first.mask == MaskBit.SEAM).tolist() == [10, 11, 12]


def test_bad_bands_are_marked():
    bbl = ", ".join("0" if i == 2 else "1" for i in range(files.POINTS))
    (first, _) = read(files.envi(bbl="{" + bbl + "}"))
    assert np.flatnonzero(first.mask == MaskBit.BAD_BAND).tolist() == [2]


def test_a_spectrum_refused_on_its_own_leaves_the_others():
    rows = np.vstack([np.full(files.POINTS, np.nan), ROW])
    refused, taken = read(files.envi(rows, ["gone", "there"]))
    assert isinstance(refused, Inconsistent)
    assert refused.where == "spectrum 0 (gone)"
    assert isinstance(taken, Spectrum)


@pytest.mark.parametrize("change", [-4, 4])
def test_header_arithmetic_is_held_against_the_size(change):
    header, data = files.envi()
    data = data[:change] if change < 0 else data + bytes(change)
    with pytest.raises(Truncated if change < 0 else Inconsistent, match="declares"):
        read((header, data))


@pytest.mark.parametrize(
    ("entries", "error"),
    [
        ({"data_type": "6"}, UnsupportedVariant),
        ({"data_type": "77"}, Inconsistent),
        ({"lines": "-2"}, Inconsistent),
        ({"samples": "many"}, Inconsistent),
        ({"bands": "3"}, Inconsistent),
        ({"byte_order": "7"}, Inconsistent),
        ({"wavelength": ""}, Inconsistent),
        ({"wavelength": "{1, 2, 3}"}, Inconsistent),
        ({"spectra_names": "{one}"}, Inconsistent),
        ({"reflectance_scale_factor": "0"}, Inconsistent),
        ({"lines": "999999999999"}, TooLarge),
    ],
)
def test_impossible_headers_are_refused(entries, error):
    with pytest.raises(error):
        read(files.envi(**entries))


def test_upper_case_keys_and_other_encodings_are_read():
    header, data = files.envi(names=["Gr\u00fcnerde", "b"])
    header = header.decode().replace("samples", "Samples").encode("cp1252")
    assert read((header, data))[0].facts.sample.name == "Gr\u00fcnerde"


def test_a_header_alone_is_refused():
    with pytest.raises(Truncated, match="without its data"):
        envi.read(Content("a.hdr", files.envi()[0]))


def test_more_rows_than_the_limit_are_refused():
    with pytest.raises(TooLarge):
        read(files.envi(), limits=Limits(spectra=1))
