"""JCAMP-DX."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Ambiguous, Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers import jcamp
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind
from tests import spectrum_files as files


def one(data: bytes, technique: Technique | None = None):
    (spectrum,) = jcamp.read(Content("a.jdx", data, hints=Hints(technique)))
    return spectrum


def table(numbers: str, form: str = "(X++(Y..Y))", label: str = "XYDATA") -> str:
    return f"##{label}={form}\n{numbers}\n"


def infrared(numbers: str, **records: str):
    said = {"DATA_TYPE": "INFRARED SPECTRUM", "FIRSTX": "400", "LASTX": "402", "NPOINTS": "3", "YFACTOR": "1"}
    return one(files.jcamp(table=table(numbers), **(said | records)))


def test_x_comes_from_first_and_last_and_y_is_scaled():
    spectrum = one(files.jcamp())
    np.testing.assert_allclose(spectrum.axis, files.SHIFT, rtol=0, atol=1e-9)
    np.testing.assert_allclose(spectrum.values, files.INTENSITY, rtol=0, atol=1e-4)
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.INTENSITY)
    assert spectrum.technique is Technique.RAMAN


def test_every_record_but_the_data_is_kept_verbatim():
    header = one(files.jcamp(COMMENT="two\nlines $$ with a comment")).header
    assert header["$IRUG NOTE"] == "kept as it is"
    assert header["COMMENT"] == "two\nlines $$ with a comment"
    assert "XYDATA" not in header


def test_a_falling_axis_is_flipped():
    spectrum = infrared("402 3 2 1", FIRSTX="402", LASTX="400", YUNITS="ABSORBANCE")
    assert spectrum.axis.tolist() == [400, 401, 402]
    assert spectrum.values.tolist() == [1, 2, 3]
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVENUMBER, Quantity.ABSORBANCE)


def test_xfactor_belongs_to_the_line_heads_not_to_firstx():
    assert infrared("4 1 2 3", XFACTOR="100", YUNITS="ABSORBANCE").axis.tolist() == [400, 401, 402]


def test_numbers_may_touch_at_their_sign_and_a_question_mark_is_missing():
    spectrum = infrared("400+1-2 ?", YUNITS="ABSORBANCE")
    assert spectrum.values[:2].tolist() == [1, -2]
    assert spectrum.mask.tolist() == [0, 0, 1]


def test_exponents_need_their_sign():
    assert infrared("400 1E+01 2e-01 3", YUNITS="ABSORBANCE").values.tolist() == [10, 0.2, 3]
    with pytest.raises(UnsupportedVariant):
        infrared("400 1E5 2 3", YUNITS="ABSORBANCE")


@pytest.mark.parametrize(("values", "percent"), [("0.5 0.7 0.8", False), ("50 70 80", True)])
def test_transmittance_is_told_apart_by_its_values_with_a_note(values, percent):
    spectrum = infrared(f"400 {values}", YUNITS="TRANSMITTANCE")
    assert spectrum.values.tolist() == [0.5, 0.7, 0.8]
    assert ("scale_inferred" in [note.code for note in spectrum.notes]) is percent


def test_stated_percent_needs_no_inference():
    spectrum = infrared("400 1.5 1.6 1.7", YUNITS="% TRANSMITTANCE")
    assert spectrum.values.tolist() == [0.015, 0.016, 0.017]
    assert [note.code for note in spectrum.notes] == ["percent_to_fraction"]


def test_a_transmittance_that_is_neither_is_ambiguous():
    with pytest.raises(Ambiguous):
        infrared("400 5000 7000 8000", YUNITS="TRANSMITTANCE")


def test_micrometres_and_reflectance():
    said = {"DATA_TYPE": "UV/VIS SPECTRUM", "XUNITS": "MICROMETERS", "YUNITS": "REFLECTANCE"}
    spectrum = infrared("0.4 .1 .2 .3", FIRSTX="0.4", LASTX="0.6", **said)
    np.testing.assert_allclose(spectrum.axis, [400, 500, 600])
    assert spectrum.technique is Technique.REFLECTANCE


def test_wavenumbers_of_an_unnamed_method_stay_unknown_until_the_technique_is_given():
    data = files.jcamp(DATA_TYPE="SPECTRUM")
    assert one(data).axis_kind is AxisKind.UNKNOWN
    assert one(data, Technique.RAMAN).axis_kind is AxisKind.RAMAN_SHIFT


def test_a_technique_does_not_overrule_units_of_another_kind():
    assert (
        one(files.jcamp(DATA_TYPE="NMR SPECTRUM", XUNITS="HZ"), Technique.RAMAN).axis_kind is AxisKind.UNKNOWN
    )


def test_pairs():
    spectrum = one(
        files.jcamp(NPOINTS="3", YFACTOR="2", table=table("1, 10; 2, 20\n4, 30", "(XY..XY)", "XYPOINTS"))
    )
    assert spectrum.axis.tolist() == [1, 2, 4]
    assert spectrum.values.tolist() == [20, 40, 60]


def test_a_missing_end_is_truncated():
    with pytest.raises(Truncated, match="END"):
        one(files.jcamp(end=""))


def test_fewer_points_than_declared_are_truncated_and_more_inconsistent():
    with pytest.raises(Truncated, match="NPOINTS"):
        infrared("400 1 2")
    with pytest.raises(Inconsistent, match="NPOINTS"):
        infrared("400 1 2 3 4")


def test_a_lost_line_is_noticed_by_the_line_heads():
    with pytest.raises(Inconsistent, match="lost lines"):
        infrared("400 1\n450 2 3")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (files.jcamp(table=table("400A1B2C3")), "compressed"),
        (files.jcamp(DATA_TYPE="LINK"), "LINK"),
        (files.jcamp() + files.jcamp(), "LINK"),
        (files.jcamp(NTUPLES="x"), "NTUPLES"),
        (files.jcamp(table=table("1,2 3,4", "(XY..XY)", "PEAK TABLE")), "peak table"),
        (files.jcamp(table=table("1 2", "(X++(R..R))")), "form"),
    ],
)
def test_variants_are_refused_by_name(broken, reason):
    with pytest.raises(UnsupportedVariant, match=reason):
        one(broken)


@pytest.mark.parametrize("points", ["", "many", "2.5", "-4", "nan"])
def test_an_impossible_number_of_points_is_inconsistent(points):
    with pytest.raises(Inconsistent):
        one(files.jcamp(NPOINTS=points))


def test_a_huge_number_of_points_is_refused_before_memory_is_asked_for():
    with pytest.raises(TooLarge):
        one(files.jcamp(NPOINTS="1000000000000"))
