"""JCAMP-DX: the forms of number, the axis, and what happens when records and numbers disagree."""

from __future__ import annotations

import time

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, TooLarge, Truncated
from pigment_archive.readers import jcamp
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests import spectrum_files as files
from tests.unit.readers.files_jcamp import FORMS, WAVE, infrared, lines

AXIS = list(range(400, 420))


def one(data: bytes) -> Spectrum:
    (spectrum,) = jcamp.read(Content("a.jdx", data))
    assert isinstance(spectrum, Spectrum)
    return spectrum


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def three(numbers: str, **records: str) -> Spectrum:
    return one(infrared(numbers, count=3, **records))


def test_x_comes_from_first_and_last_and_y_is_scaled():
    spectrum = one(files.jcamp())
    np.testing.assert_allclose(spectrum.axis, files.SHIFT, rtol=0, atol=1e-9)
    np.testing.assert_allclose(spectrum.values, files.INTENSITY, rtol=0, atol=1e-4)
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.INTENSITY)
    assert spectrum.technique is Technique.RAMAN


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("a_line", [2, 3, 6, 20])
def test_every_form_of_number_gives_the_same_spectrum(form, a_line):
    spectrum = one(infrared(lines(WAVE, form, a_line=a_line)))
    assert spectrum.axis.tolist() == AXIS
    assert spectrum.values.tolist() == WAVE
    assert codes(spectrum) == ["zeros_at_ends"]


def test_a_repeat_repeats_the_difference_after_one_and_else_the_value():
    assert one(infrared("400A0KU%T\n405A6@V", count=10)).values.tolist() == [
        10,
        12,
        14,
        16,
        16,
        16,
        0,
        0,
        0,
        0,
    ]


def test_forms_may_be_mixed_in_a_line():
    spectrum = one(infrared("400 1 B0+3-4J2%W 1.5E+01 E", count=12))
    assert spectrum.values.tolist() == [1, 20, 3, -4, 8, 8, 8, 8, 8, 8, 15, 5]


def test_e_is_an_exponent_only_with_its_sign():
    assert three("400 1E+01 2e-01 3").values.tolist() == [10, 0.2, 3]
    assert three("400 1E5 2").values.tolist() == [1, 55, 2]


def test_comments_and_missing_values_in_the_lines():
    spectrum = one(infrared("400 1 $$ 7 8 9\n$$ nothing\n401 ? nan 4 5", count=5))
    assert spectrum.mask.tolist() == [0, 1, 1, 0, 0]


@pytest.mark.parametrize("numbers", ["400 1 2 x", "400J1J2", "400 1 2 -", "A400 1 2"])
def test_what_is_no_number_in_any_form_is_inconsistent(numbers):
    with pytest.raises(Inconsistent):
        three(numbers)


def test_a_damaged_line_is_noted_and_spoils_no_other():
    good = lines(WAVE, "DIF")
    spectrum = one(infrared(good.replace("J2", "J3", 1)))
    assert "y_check" in codes(spectrum)
    assert np.count_nonzero(spectrum.values != WAVE) < 6
    assert "y_check" not in codes(one(infrared(good)))


def test_a_last_line_that_is_only_a_check_changes_nothing():
    spectrum = three("400A0JJ\n402@")
    assert spectrum.values.tolist() == [10, 11, 12]
    assert "y_check" in codes(spectrum)
    assert "y_check" not in codes(three("400A0JJ\n402A2"))


def test_lines_that_do_not_repeat_the_last_value_are_all_data_if_npoints_says_so():
    spectrum = one(infrared("400A0JJ\n403B0JJ\n406C0JJ\n409D0J", count=11))
    assert spectrum.values.tolist() == [10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41]
    assert "no_y_check" in codes(spectrum)


def test_checks_that_fail_everywhere_are_inconsistent():
    with pytest.raises(Inconsistent, match="3 of 3 lines"):
        one(infrared("400A0JJ\n402B0JJ\n404C0JJ\n406D0J", count=8))


def test_a_falling_axis_is_flipped():
    spectrum = three("402 3 2 1", FIRSTX="402", LASTX="400")
    assert spectrum.axis.tolist() == [400, 401, 402]
    assert spectrum.values.tolist() == [1, 2, 3]


def test_xfactor_belongs_to_the_heads_of_lines_not_to_firstx():
    assert three("4 1 2 3", XFACTOR="100").axis.tolist() == [400, 401, 402]
    forgotten = three("400 1 2\n402 3", XFACTOR="100")
    assert codes(forgotten) == ["header_disagrees"]


def test_a_missing_end_is_truncated():
    with pytest.raises(Truncated, match="END"):
        one(files.jcamp(end=""))


def test_fewer_points_than_declared_are_truncated_and_more_inconsistent():
    with pytest.raises(Truncated, match="NPOINTS"):
        three("400 1 2")
    with pytest.raises(Inconsistent, match="NPOINTS"):
        three("400 1 2 3 4")


@pytest.mark.parametrize("wrong", [18, 19, 21, 40])
def test_npoints_is_overruled_where_every_head_says_so(wrong):
    spectrum = one(infrared(lines(WAVE, "AFFN"), NPOINTS=f"{wrong}"))
    assert spectrum.axis.tolist() == AXIS
    assert "header_disagrees" in codes(spectrum)


@pytest.mark.parametrize("lost", [0, 1, 2, 3])
def test_a_lost_line_is_never_taken_for_a_wrong_npoints(lost):
    rows = lines(WAVE, "AFFN").split("\n")
    with pytest.raises(Truncated):
        one(infrared("\n".join(rows[:lost] + rows[lost + 1 :])))


@pytest.mark.parametrize("lost", range(1, 7))
def test_a_lost_number_is_never_taken_for_a_wrong_npoints(lost):
    for row in range(4):
        rows = [line.split(" ") for line in lines(WAVE, "AFFN").split("\n")]
        if lost < len(rows[row]):
            del rows[row][lost]
            with pytest.raises(Truncated):
                one(infrared("\n".join(map(" ".join, rows))))


def test_heads_far_from_the_axis_are_inconsistent():
    with pytest.raises(Inconsistent, match="lost lines"):
        three("400 1\n450 2 3")


def test_rounded_heads_are_no_contradiction():
    rows = [f"{400.4 + 0.5 * start:.0f} 1 2 3 4 5" for start in range(0, 20, 5)]
    spectrum = one(infrared("\n".join(rows), FIRSTX="400.4", LASTX="409.9"))
    assert (spectrum.axis[0], spectrum.axis[-1]) == (400.4, 409.9)
    assert codes(spectrum) == []


@pytest.mark.parametrize("missing", ["LASTX", "FIRSTX", "NPOINTS"])
def test_a_missing_record_is_replaced_by_two_others_that_agree_with_the_heads(missing):
    spectrum = one(infrared(lines(WAVE, "DIF"), **{missing: "", "DELTAX": "1.0"}))
    assert spectrum.axis.tolist() == AXIS
    assert "axis_rebuilt" in codes(spectrum)


@pytest.mark.parametrize(
    "records", [{"LASTX": ""}, {"FIRSTX": "", "LASTX": ""}, {"FIRSTX": "", "DELTAX": "1"}]
)
def test_an_axis_that_nothing_confirms_is_inconsistent(records):
    with pytest.raises(Inconsistent, match="missing"):
        three("400 1 2 3", **records)


@pytest.mark.parametrize("points", ["many", "2.5", "-4", "nan", "1E+999"])
def test_an_impossible_number_of_points_is_inconsistent(points):
    with pytest.raises(Inconsistent):
        one(files.jcamp(NPOINTS=points))


@pytest.mark.parametrize("points", ["1000000000", "1E+9"])
def test_a_huge_number_of_points_is_refused_before_memory_is_asked_for(points):
    with pytest.raises(TooLarge):
        one(files.jcamp(NPOINTS=points))


@pytest.mark.parametrize("label", ["XFACTOR", "YFACTOR"])
def test_a_factor_of_zero_is_inconsistent(label):
    with pytest.raises(Inconsistent, match=label):
        three("400 1 2 3", **{label: "0"})


def test_a_huge_repeat_is_refused_before_memory_is_asked_for():
    with pytest.raises(TooLarge):
        three("400A1Z999999999999")


@pytest.mark.parametrize(
    ("records", "label"),
    [
        ({"MAXY": "1.5"}, "MAXY"),
        ({"MINY": "-900"}, "MINY"),
        ({"FIRSTY": "7"}, "FIRSTY"),
        ({"DELTAX": "0.5"}, "DELTAX"),
        ({"MAXX": "500"}, "MAXX"),
    ],
)
def test_records_that_contradict_the_numbers_are_noted(records, label):
    (note,) = [n for n in one(infrared(lines(WAVE, "SQZ"), **records)).notes if n.code == "header_disagrees"]
    assert label in note.text


def test_records_that_are_only_rounded_are_not():
    said = {"MAXY": "1500", "MINY": "-28", "FIRSTY": "0", "DELTAX": "-1.00", "MAXX": "419.4"}
    assert codes(one(infrared(lines(WAVE, "SQZ"), **said))) == ["zeros_at_ends"]


def test_even_data_of_one_value_a_line_are_no_pairs():
    assert "pairs_in_xydata" not in codes(three("400 1\n401 2\n402 3"))


def test_eight_thousand_compressed_points_take_some_ten_milliseconds():
    wave = np.random.default_rng(1).integers(-3, 4, 8000).cumsum().tolist()
    data = infrared(lines(wave, "DIFDUP", a_line=40), count=8000)
    started = time.perf_counter()
    assert one(data).values.tolist() == wave
    assert time.perf_counter() - started < 0.5
