"""USGS titles, splib06 ASCII and splib07 JSON."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, Truncated, UnsupportedVariant
from pigment_archive.readers import scan, usgs_splib06, usgs_splib07
from pigment_archive.readers.reader import AboutSpectra, Content
from pigment_archive.readers.usgs_titles import facts_of_title, has_usgs_codes, quantity_of_title
from pigment_archive.records import MaskBit, Quantity, Technique
from tests import spectrum_files as files

DELETED = -1.23e34


def test_facts_of_a_title():
    facts = facts_of_title("Hematite GDS69.d 30-45um      W1R1Bb AREF")
    assert (facts.material.name, facts.material.purity) == ("Hematite", "b")
    assert (facts.sample.name, facts.sample.particle_size) == ("GDS69", "30-45um")
    assert facts.measurement.instrument == "Beckman 5270"


@pytest.mark.parametrize(
    ("title", "material", "sample", "instrument"),
    [
        ("Alunite-K CU91-217G1 HiTemp  W1R1Fb AREF", "Alunite-K", "CU91-217G1", "ASD FieldSpec FR"),
        ("Bloedite GDS147            W5R4Naa_ RREF", "Bloedite", "GDS147", "Nicolet FTIR"),
        ("Hornblende_Mg NMNH117329     W1R1Bb AREF", "Hornblende Mg", "NMNH117329", "Beckman 5270"),
        ("Actinolite HS116.1B          ASDFRb AREF", "Actinolite", "HS116", "ASD FieldSpec FR"),
        ("Acmite NMNH133746 Pyroxene s06av95a=a", "Acmite", "NMNH133746", None),
        ("Alizarin crimson (dk) GDS780", "Alizarin crimson (dk)", "GDS780", None),
        ("Topaz Mt._Antero_#5          W1R1Bb AREF", "Topaz", "Mt._Antero_#5", "Beckman 5270"),
        ("Vermiculite VTx-1.fls        W1R1Bc AREF", "Vermiculite", "VTx-1", "Beckman 5270"),
        (
            "Cyanide_Zinc_Potassium       W1R1Ba AREF",
            "Cyanide Zinc Potassium",
            "Cyanide_Zinc_Potassium",
            "Beckman 5270",
        ),
    ],
)
def test_titles_of_the_libraries(title, material, sample, instrument):
    facts = facts_of_title(title)
    assert (facts.material.name, facts.sample.name) == (material, sample)
    assert facts.measurement.instrument == instrument


def test_a_title_of_endless_spaces_is_no_trap():
    assert facts_of_title("Hematite" + " " * 200_000 + "x").material.name == "Hematite"


def test_codes_and_kinds_of_reflectance():
    assert has_usgs_codes("Actinolite HS116.1B          ASDFRb AREF")
    assert not has_usgs_codes("ER_1_1_p4_sh1")
    assert quantity_of_title("x y W1R1Bb AREF") == (Quantity.REFLECTANCE, ())
    assert quantity_of_title("x y NIC4aa TRAN")[0] is Quantity.TRANSMITTANCE
    assert [note.code for note in quantity_of_title("x y W1R1Nb RREF")[1]] == ["relative_reflectance"]


def test_splib06_in_nanometres_with_sigma():
    (spectrum,) = usgs_splib06.read(Content("a.asc", files.splib06()))
    np.testing.assert_array_equal(spectrum.axis, files.MICROMETRES * 1000)
    np.testing.assert_array_equal(spectrum.values, files.REFLECTANCE)
    assert set(spectrum.sigma) == {0.001}
    assert (spectrum.quantity, spectrum.technique) == (Quantity.REFLECTANCE, Technique.REFLECTANCE)
    assert spectrum.header["title"].startswith("Hematite GDS69.d")


def test_splib06_deleted_channels_first_then_the_order():
    rows = [files.splib06_row(x, y, 0) for x, y in zip(files.MICROMETRES, files.REFLECTANCE, strict=True)]
    rows[3] = files.splib06_row(files.MICROMETRES[3], DELETED, DELETED)
    rows[5] = files.splib06_row(DELETED, DELETED, DELETED)
    (spectrum,) = usgs_splib06.read(Content("a.asc", files.splib06(rows=rows)))
    assert spectrum.axis.size == files.POINTS - 1
    assert np.flatnonzero(spectrum.mask == MaskBit.MISSING).tolist() == [3]
    assert spectrum.sigma is None


def test_asterisks_mark_deleted_channels_before_splib06_and_may_touch_their_neighbour():
    rows = [files.splib06_row(x, y, 0) for x, y in zip(files.MICROMETRES, files.REFLECTANCE, strict=True)]
    rows[3] = rows[3][:15] + "*" * 15 + rows[3][30:]
    rows[5] = " " + "*" * 14 + rows[5][15:]
    (spectrum,) = usgs_splib06.read(Content("a.asc", files.splib06(rows=rows)))
    assert spectrum.axis.size == files.POINTS - 1
    assert np.flatnonzero(spectrum.mask).tolist() == [3]


def test_splib06_with_more_than_half_deleted_is_refused():
    rows = [
        files.splib06_row(x, DELETED if i % 3 else 0.5, 0) for i, x in enumerate(files.MICROMETRES.tolist())
    ]
    with pytest.raises(Inconsistent, match="more than half"):
        usgs_splib06.read(Content("a.asc", files.splib06(rows=rows)))


def test_splib06_out_of_order_without_deleted_channels_is_refused_but_aviris_is_sorted():
    axis = files.MICROMETRES.copy()
    axis[[7, 8]] = axis[[8, 7]]
    rows = [files.splib06_row(x, y, 0) for x, y in zip(axis, files.REFLECTANCE, strict=True)]
    with pytest.raises(Inconsistent, match="one way"):
        usgs_splib06.read(Content("a.asc", files.splib06(rows=rows)))
    title = "Bacterial-Mat YNP-B1         W1R1Ab RTGC"
    (spectrum,) = usgs_splib06.read(Content("a.asc", files.splib06(title, rows)))
    assert np.flatnonzero(spectrum.mask == MaskBit.SEAM).tolist() == [7, 8]


def test_splib06_cut_inside_its_last_line_is_truncated():
    with pytest.raises(Truncated):
        usgs_splib06.read(Content("a.asc", files.splib06()[:-4]))


def test_splib07_record():
    values = [None, *files.REFLECTANCE[1:].tolist()]
    (spectrum,) = usgs_splib07.read(Content("a.json", files.splib07(reflectance=values)))
    np.testing.assert_array_equal(spectrum.axis, files.MICROMETRES * 1000)
    np.testing.assert_array_equal(spectrum.values[1:], files.REFLECTANCE[1:])
    assert spectrum.mask.tolist() == [MaskBit.MISSING] + [0] * (files.POINTS - 1)
    assert (spectrum.facts.material.name, spectrum.facts.sample.name) == ("Vermillion", "GDS779")
    assert spectrum.header == {"id": "usgs_splib07_x", "name": "Vermillion GDS779"}


@pytest.mark.parametrize(
    "changes",
    [
        {"reflectance": "0.1, 0.2"},
        {"reflectance": [0.1]},
        {"reflectance": ["a"] * files.POINTS},
        {"reflectance": [True] * files.POINTS},
        {"wavelengths": [10**400] * files.POINTS},
    ],
)
def test_splib07_with_impossible_arrays_is_inconsistent(changes):
    with pytest.raises(Inconsistent):
        usgs_splib07.read(Content("a.json", files.splib07(**changes)))


def test_splib07_half_a_character_becomes_a_whole_one():
    (spectrum,) = usgs_splib07.read(Content("a.json", files.splib07(name="Vermillion \ud800 GDS779")))
    assert spectrum.header["name"] == "Vermillion ? GDS779"


def test_splib07_deep_nesting_is_refused():
    with pytest.raises(Inconsistent):
        usgs_splib07.read(Content("a.json", b'{"wavelengths": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"))


@pytest.mark.parametrize("library", ["splib04b", "splib05a", "splib06a"])
def test_older_libraries_have_the_same_form(library):
    data = b" " + files.splib06().replace(b"splib06a", library.encode(), 1)
    assert usgs_splib06.sniff(data, "x.asc")
    (spectrum,) = usgs_splib06.read(Content("x.asc", data))
    assert spectrum.values.tolist() == files.REFLECTANCE.tolist()
    assert not usgs_splib06.sniff(data.replace(library.encode(), b"splib09a", 1), "x.asc")


def test_a_column_of_values_alone_is_refused_with_the_way_out():
    data = b" splib07a Record=1: Acmite NMNH133746 BECKa AREF\r\n 3.3849356e-001\r\n-1.2300000e+034\r\n"
    assert usgs_splib07.sniff(data, "x.txt")
    with pytest.raises(UnsupportedVariant, match="another file") as refused:
        usgs_splib07.read(Content("x.txt", data))
    assert "Wavelengths" in refused.value.remedy
    assert not usgs_splib07.sniff(b"libraries: 7\n1\n2\n", "x.txt")
    assert not usgs_splib07.sniff(b"splib07a Record=1: a title and no number\nnext\n", "x.txt")


@pytest.mark.parametrize(
    "title",
    [
        "Wavelengths ASD 0.35-2.5 um",
        "Bandpass (FWHM) AVIRIS 1996 um",
        "SRF Band 2 Landsat8 Blue",
        "error bars to preceding",
    ],
)
def test_lists_of_channels_are_about_spectra(title):
    data = f"s07_AV95 Record=12: {title}  \n 3.7049001e-001\n 3.8021001e-001\n".encode()
    with pytest.raises(AboutSpectra, match="channels"):
        usgs_splib07.read(Content("x.txt", data))


def library(folder, title="Material a b0 0        ASDFRa AREF", count=4):
    """A small library on disk: wavelengths in its folder, a spectrum in a chapter."""
    chapter = folder / "ChapterB"
    chapter.mkdir(parents=True)
    for device, start in (("ASD 0.35-2.5 um", 0.35), ("BECK Beckman 0.2-3.0 um", 0.2)):
        rows = "".join(f" {start + i / 1000:.7e}\n" for i in range(count))
        name = f"liba_Wavelengths_{device.replace(' ', '_')}.txt"
        (folder / name).write_text(f" liba Record=12: Wavelengths {device}\n{rows}")
    values = "".join(f" {value}\n" for value in ["3.0e-001", "-1.2300000e+034", "3.2e-001", "3.3e-001"])
    spectrum = chapter / "liba_Material.txt"
    spectrum.write_text(f" liba Record=1: {title}\n{values}")
    return spectrum


def test_values_find_their_wavelengths_by_number_and_spectrometer(tmp_path):
    path = library(tmp_path / "lib")
    items = {item.source.name: item for item in scan([tmp_path / "lib"])}
    item = items[path.name]
    (spectrum,) = item.spectra
    np.testing.assert_allclose(spectrum.axis, [350, 351, 352, 353])
    assert spectrum.mask.tolist() == [0, 1, 0, 0]
    assert [companion.name for companion in item.companions] == ["liba_Wavelengths_ASD_0.35-2.5_um.txt"]
    assert spectrum.header["wavelengths"] == "Wavelengths ASD 0.35-2.5 um"
    assert spectrum.facts.measurement.instrument == "ASD FieldSpec FR"
    assert [other.skipped for other in items.values() if other is not item].count(None) == 0


def test_values_without_fitting_wavelengths_are_refused(tmp_path):
    path = library(tmp_path / "lib", count=5)
    (item,) = scan([path])
    assert isinstance(item.error, UnsupportedVariant)
    assert "Wavelengths" in item.error.remedy


def test_every_real_column_is_read_on_its_wavelengths_or_lists_channels(data_dir):
    folder = data_dir / "formats" / "usgs-splib"
    items = [item for item in scan([folder]) if item.source.name.startswith("lib")]
    assert sum(item.skipped is not None for item in items) == 13
    read = [item for item in items if item.spectra]
    refused = [item.error for item in items if item.error]
    assert len(read) + len(refused) == 8
    assert all("missing" in error.problem for error in refused)
    assert len(refused) == 4  # two are all deleted, two more than half
    for item in read:
        (spectrum,) = item.spectra
        values = np.loadtxt(item.source, skiprows=1)
        axis = np.loadtxt(item.companions[0], skiprows=1) * 1000
        good = values > -1e30
        kept = spectrum.values[np.isin(spectrum.axis, axis[good])]
        np.testing.assert_array_equal(kept, values[good][np.argsort(axis[good])])
