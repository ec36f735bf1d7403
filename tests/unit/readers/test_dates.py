"""Dates are only taken where one reading is possible."""

from __future__ import annotations

import pytest

from pigment_archive.readers.dates import iso_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017-07-29", "2017-07-29"),
        ("2017-07-29T13:55:32", "2017-07-29T13:55:32"),
        ("29.07.2017 13:55", "2017-07-29T13:55:00"),
        ("1.2.2017", "2017-02-01"),
        ("7/29/2017 1:55:32 PM", "2017-07-29T13:55:32"),
        ("7/29/2017 12:01:02 AM", "2017-07-29T00:01:02"),
        ("29/7/2017", "2017-07-29"),
        ("08/08/2018", "2018-08-08"),
        ("7-Feb-2005 15:39:26", "2005-02-07T15:39:26"),
        ("measured on 16.12.2019", "2019-12-16"),
    ],
)
def test_clear_dates(text, iso):
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        *("", "N/A", "7/2/2014", "8/6/2015 9:32:30 AM", "7-FEB-05", "12/11/10", "31.02.2019", "7-XXX-2005"),
        *("13/13/2013", "7/29/2017 13:55:32 PM", "29.07.2017 25:00", "9999999999", "0.0.0000", "1:2:3"),
    ],
)
def test_unclear_or_impossible_dates(text):
    assert iso_date(text) is None
