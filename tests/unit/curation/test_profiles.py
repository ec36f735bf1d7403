"""Profiles read names as the standard collections write them, and keep silent about all others."""

from __future__ import annotations

import pytest

from pigment_archive.curation.profiles import PROFILES, profile_of
from pigment_archive.curation.statement import values_of
from pigment_archive.errors import UsageError
from pigment_archive.records import Facts, Material, Quantity, Sample, Spectrum
from pigment_archive.units import AxisKind


def said(
    profile: str, name: str, product: str = "", sample: str = "", **header: str
) -> dict[str, object] | None:
    spectrum = Spectrum(
        axis=[1.0, 2.0],
        values=[1.0, 2.0],
        axis_kind=AxisKind.RAMAN_SHIFT,
        quantity=Quantity.INTENSITY,
        header=header,
        facts=Facts(sample=Sample(name=sample or None, product=product or None)),
    )
    found = PROFILES[profile].about(name, spectrum)
    return None if found is None else values_of(found)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("kremer_44450.spc", "44450"),
        ("Kremer 44450.txt", "44450"),
        ("kremer-10500A_raman_785.txt", "10500A"),
        ("K44450_2.csv", "44450"),
        ("k_23000.csv", "23000"),
        ("44450.dpt", "44450"),
        ("2019-12-16_44450_785nm.txt", "44450"),
        ("KREMER_No_10200.jdx", "10200"),
        ("kremer_372141.asd", "372141"),
    ],
)
def test_kremer_numbers(name, number):
    found = said("kremer", name)
    assert (found["sample_supplier"], found["sample_product"]) == ("Kremer", number)
    assert found["sample"] == f"Kremer {number}"


@pytest.mark.parametrize(
    "name",
    [
        "sample_7.txt",
        "20191216.txt",
        "130125_brick.csv",
        "44450_44460.txt",
        "01234.txt",
        "x44450y.txt",
        "785.12345.txt",
        "Kremer.txt",
    ],
)
def test_what_is_no_kremer_number(name):
    assert said("kremer", name) is None


def test_kremer_takes_words_for_the_material_only_where_they_are_nothing_else():
    assert said("kremer", "kremer_44450_red_iron_oxide.txt")["material"] == "red iron oxide"
    assert "material" not in said("kremer", "kremer_44450_raman_785.txt")
    assert "material" not in said("kremer", "kremer_44450_linseed_oil.txt")
    assert "material" not in said("kremer", "kremer_44450_spot2.txt")


def test_a_kremer_chart_keeps_its_own_samples():
    found = said("kremer", "speclib.sli", product="40020", sample="ER_1_1_p4")
    assert found == {"sample_supplier": "Kremer", "sample_product": "40020"}


def test_what_the_file_states_is_filled_in_and_not_replaced():
    spectrum = Spectrum(
        axis=[1.0, 2.0], values=[1.0, 2.0], axis_kind=AxisKind.RAMAN_SHIFT, quantity=Quantity.INTENSITY,
        facts=Facts(material=Material(name="haematite")),
    )  # fmt: skip
    assert "material" not in PROFILES["kremer"].about("kremer_44450_red_iron_oxide.txt", spectrum)


@pytest.mark.parametrize(
    ("name", "product", "custodian"),
    [
        ("Forbes_7.01.15.jdx", "7.01.15", None),
        ("forbes no 123.spa", "123", None),
        ("MFA_Forbes_123a_ATR.spa", "123a", "Museum of Fine Arts, Boston"),
        ("HAM Straus 546.txt", "Straus.546", "Harvard Art Museums"),
        ("Straus.546.txt", "Straus.546", None),
    ],
)
def test_forbes_numbers(name, product, custodian):
    found = said("forbes", name)
    assert (found["sample_product"], found.get("sample_custodian")) == (product, custodian)
    assert found["sample_supplier"] == "Forbes Pigment Collection"


def test_forbes_needs_its_name():
    assert said("forbes", "7.01.15.jdx") is None


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("x.txt", {"title": "splib07a Record=5932: Hematite GDS69.d 30-45um  BECKb AREF"}),
        ("x.txt", {"spectra names": "Hematite GDS69.d 30-45um  BECKb AREF"}),
        ("splib07a_Hematite_GDS69.d_30-45um_BECKb_AREF.txt", {}),
        ("s07_ASD_Hematite_GDS69.d_30-45um_BECKb_AREF.txt", {}),
    ],
)
def test_usgs_titles_and_file_names(name, header):
    found = said("usgs", name, **header)
    assert (found["material"], found["sample"]) == ("Hematite", "GDS69")
    assert (found["sample_particle_size"], found["material_purity"]) == ("30-45um", "b")
    assert found["rights_licence"] == "US Public Domain"


def test_rruff_names():
    found = said("rruff", "Cinnabar__R040064__Raman__532__0__unoriented__Raman_Data_Processed__9421.csv")
    assert found == {
        "material": "Cinnabar",
        "sample": "R040064",
        "laser_wavelength": 532.0,
    }
    assert said("rruff", "Stibnite__R050066_a__Raman__532__0.txt")["sample"] == "R050066"
    assert said("rruff", "cinnabar_R040064.csv") is None


@pytest.mark.parametrize("profile", PROFILES)
def test_a_strange_name_says_nothing_and_costs_nothing(profile):
    assert said(profile, "_" * 300 + ".txt", title="kremer " * 60) is None
    assert said(profile, "a_" * 140 + "!.txt") is None


def test_a_profile_that_is_not_there():
    with pytest.raises(UsageError, match="kremer, forbes, usgs, rruff"):
        profile_of("winsor")


@pytest.mark.parametrize(
    "name",
    [
        "85123_Berlin_museum.txt",
        "44450_red.txt",
        "kremer_44450_JD.txt",
        "kremer_44450_red_x.txt",
        "K44450_s.txt",
    ],
)
def test_kremer_takes_no_material_in_doubt(name):
    assert "material" not in (said("kremer", name) or {})


@pytest.mark.parametrize("name", ["ochre_10000ms.txt", "10000_ms.txt", "10000s.txt", "kremer_10000 ms.txt"])
def test_a_number_before_a_unit_is_no_product(name):
    assert said("kremer", name) is None


def test_a_number_before_a_unit_leaves_the_product_the_only_one():
    assert said("kremer", "44450_10000ms.txt")["sample_product"] == "44450"
