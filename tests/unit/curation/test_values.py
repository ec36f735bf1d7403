"""Cells to values: what has one reading is read, what has two or none is a mistake."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pigment_archive.curation.dates import iso_date
from pigment_archive.curation.values import as_text, checked


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2019-12-16", "2019-12-16"),
        ("2019-12-16T10:30", "2019-12-16T10:30:00"),
        ("2019-12-16 10:30:05+01:00", "2019-12-16T10:30:05+01:00"),
        ("2019", "2019"),
        ("2019-12", "2019-12"),
        ("2019/12/16", "2019-12-16"),
        ("16.12.2019", "2019-12-16"),
        ("12/16/2019", "2019-12-16"),
        ("16/12/2019", "2019-12-16"),
        ("3/3/2019", "2019-03-03"),
        ("16 December 2019", "2019-12-16"),
        ("Dec 16, 2019", "2019-12-16"),
    ],
)
def test_a_date_with_one_reading(text, iso):
    assert iso_date(text) == iso


@pytest.mark.parametrize("text", ["7/2/2014", "07-02-2014", "7/2/2014 10:30"])
def test_a_date_with_two_readings_names_both(text):
    with pytest.raises(ValueError, match="expected 2014-02-07 or 2014-07-02"):
        iso_date(text)


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2019-13-01", "2019-02-30", "16.12.19", "2019-12-16x", "sample of 16.12.2019", "20191"],
)
def test_what_is_no_date(text):
    with pytest.raises(ValueError):
        iso_date(text)


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("laser_wavelength", "532,5", 532.5),
        ("laser_wavelength", "0,532e3", 532.0),
        ("laser_wavelength", 785, 785.0),
        ("accumulations", 10.0, 10),
        ("accumulations", "10", 10),
        ("sample_product", 44450.0, "44450"),
        ("material", "=1+1", "=1+1"),
        ("material", "  Bleiweiß ", "Bleiweiß"),
        ("technique", "FTIR ATR", "ftir_atr"),
        ("technique", "FORS", "reflectance"),
        ("tier", "Open", "open"),
        ("material_role", "Pigment", "pigment"),
        ("axis_kind", "Raman shift", "raman_shift"),
        ("axis_unit", "µm", "um"),
        ("quantity", "log(1/R)", "log_1_over_r"),
        ("percent", "yes", True),
        ("measured_at", datetime(2019, 12, 16), "2019-12-16"),
        ("measured_at", datetime(2019, 12, 16, 10, 30), "2019-12-16T10:30:00"),
        ("sample_taken_at", 2019.0, "2019"),
        ("rights_review_date", date(2030, 1, 1), "2030-01-01"),
    ],
)
def test_a_value_that_can_be(name, cell, value):
    found = checked(name, cell)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        ("laser_wavelength", "1,234", "two readings"),
        ("laser_wavelength", "532 nm", "without its unit"),
        ("laser_wavelength", "1.234,5", "expected a number"),
        ("laser_wavelength", "5_32", "expected a number"),
        ("laser_wavelength", True, "expected a number"),
        ("laser_wavelength", "-1", "greater than 0"),
        ("laser_wavelength", "0.785", "100 to 20000 nm"),
        ("laser_wavelength", "1e9", "100 to 20000 nm"),
        ("laser_wavelength", "inf", "finite"),
        ("accumulations", "2.5", "whole number"),
        ("technique", "ftir", "expected one of raman"),
        ("tier", "public", "expected one of open, aggregate, sealed"),
        ("axis_kind", "unknown", "expected one of"),
        ("quantity", "% reflectance", "expected one of"),
        ("axis_unit", "furlong", "expected one of nm"),
        ("percent", "maybe", "yes or no"),
        ("material", "a\x1bb", "printable"),
        ("material", "x" * 5000, "characters"),
        ("collection", "two\nlines", "one line"),
        ("rights_review_date", "2030", "expected a value|date"),
    ],
)
def test_a_value_that_cannot_be_says_what_was_expected(name, cell, expected):
    with pytest.raises(ValueError, match=expected):
        checked(name, cell)


def test_a_cell_as_text():
    assert [as_text(cell) for cell in (None, 1.0, 1.5, True, " x ")] == ["", "1", "1.5", "True", "x"]
