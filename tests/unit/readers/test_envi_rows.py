"""Facts that names and headers of ENVI libraries state: statistic, session, date, instrument."""

from __future__ import annotations

import pytest

from pigment_archive.readers.envi.header import parse_header
from pigment_archive.readers.envi.rows import facts_of_library, facts_of_row, notes_of_row

ENTRIES = "samples = 2\nlines = 1\nbands = 1\ndata type = 4\ninterleave = bsq\nbyte order = 0"


def header(*more: str):
    text = "\n".join(["ENVI", "file type = ENVI Spectral Library", *ENTRIES.split("\n"), *more])
    return parse_header(text.encode())


@pytest.mark.parametrize(
    ("name", "statistic"),
    [
        ("__speclib_averages.sli", "average"),
        ("mean.sli", "average"),
        ("x_Medians.sli", "median"),
        ("x.sli", None),
    ],
)
def test_the_statistic_is_in_the_name_of_the_file(name, statistic):
    assert facts_of_library(header(), name).measurement.statistic == statistic
    assert [note.code for note in notes_of_row("row 1", name)] == ["statistic"] * bool(statistic)


def test_a_patch_is_a_sample_and_its_card_the_session():
    facts = facts_of_row("ER_1_1_p4_sh2", {})
    assert (facts.sample.name, facts.session.name) == ("ER_1_1_p4", "ER_1_1")
    assert "session_of_card" in {note.code for note in notes_of_row("ER_1_1_p4_sh2", "x.sli")}


@pytest.mark.parametrize("title", ["ER_1_1_p4", "Hematite GDS69.d 30-45um   BECKb AREF", "row 1"])
def test_other_titles_name_no_session(title):
    assert facts_of_row(title, {}).session.name is None
    assert notes_of_row(title, "x.sli") == ()


@pytest.mark.parametrize(
    ("entry", "date"),
    [
        ("acquisition time = 2010-12-15T11:42:25Z", "2010-12-15T11:42:25"),
        ("acquisition date = DATE(yyyy-mm-dd): 2015-06-11", "2015-06-11"),
        ("acquisition date = 07/02/2014", None),
        ("description = { made 2018-04-19 }", None),
    ],
)
def test_a_date_of_acquisition_is_taken_where_it_has_one_reading(entry, date):
    assert facts_of_library(header(entry), "x.sli").measurement.measured_at == date


def test_a_sensor_that_is_known_is_the_instrument():
    assert facts_of_library(header("sensor type = HySpex VNIR"), "x").measurement.instrument == "HySpex VNIR"
    assert facts_of_library(header("sensor type = Unknown"), "x").measurement.instrument is None
