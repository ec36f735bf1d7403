"""JCAMP-DX: pairs of x and y, and lists of peaks."""

from __future__ import annotations

import pytest

from pigment_archive.errors import Inconsistent, Truncated, UnsupportedVariant
from pigment_archive.readers import jcamp
from pigment_archive.readers.reader import Content
from pigment_archive.records import Spectrum
from tests import spectrum_files as files
from tests.unit.readers.files_jcamp import peaks, table


def one(data: bytes) -> Spectrum:
    (spectrum,) = jcamp.read(Content("a.jdx", data))
    assert isinstance(spectrum, Spectrum)
    return spectrum


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def pairs(numbers: str, form: str = "(XY..XY)", label: str = "XYPOINTS", **records: str) -> Spectrum:
    said = {"NPOINTS": "3", "FIRSTX": "1", "LASTX": "4", "YFACTOR": "2"}
    return one(files.jcamp(table=table(numbers, form, label), **(said | records)))


def test_a_decimal_comma_in_the_records_is_one_in_the_table():
    spectrum = pairs("1,5, 10,25\n2,5, 20,5\n4,0, 30", FIRSTX="1,5", LASTX="4,0", YFACTOR="2,0")
    assert spectrum.axis.tolist() == [1.5, 2.5, 4]
    assert spectrum.values.tolist() == [20.5, 41, 60]


@pytest.mark.parametrize(
    "numbers", ["1, 10; 2, 20;\n4, 30", "1,10 2,20 4,30", "1\t10\n2\t20\n4\t30", "1 10 2\n20 4 30"]
)
def test_pairs(numbers):
    spectrum = pairs(numbers)
    assert spectrum.axis.tolist() == [1, 2, 4]
    assert spectrum.values.tolist() == [20, 40, 60]


def test_pairs_are_times_xfactor_unless_only_the_bare_x_fits_the_ends():
    assert pairs("1 10 2 20 4 30", XFACTOR="3", FIRSTX="3", LASTX="12").axis.tolist() == [3, 6, 12]
    bare = pairs("1 10 2 20 4 30", XFACTOR="3")
    assert bare.axis.tolist() == [1, 2, 4]
    assert "header_disagrees" in codes(bare)


def test_a_third_column_is_left_out_with_a_note():
    spectrum = pairs("1 10 .1\n2 20 .1\n4 30 .1")
    assert spectrum.values.tolist() == [20, 40, 60]
    assert "columns_left_out" in codes(spectrum)


@pytest.mark.parametrize("numbers", ["1.0 10\n2.0 20\n4.0 30", "1 10 2 20\n4 30"])
def test_pairs_under_the_name_of_even_data_are_recognised(numbers):
    spectrum = pairs(numbers, "(X++(Y..Y))", "XYDATA")
    assert spectrum.axis.tolist() == [1, 2, 4]
    assert "pairs_in_xydata" in codes(spectrum)


def test_points_that_repeat_the_one_before_them_are_left_out():
    spectrum = pairs("1,10\n2,20\n2,20\n4,30", NPOINTS="4")
    assert (spectrum.axis.tolist(), spectrum.values.tolist()) == ([1, 2, 4], [20, 40, 60])
    assert "repeated_points" in codes(spectrum)
    with pytest.raises(Inconsistent, match="repeats"):
        pairs("1,10\n2,20\n2,21\n4,30", NPOINTS="4")


def test_incomplete_pairs_and_pairs_of_another_number_are_refused():
    with pytest.raises(Inconsistent, match="complete"):
        pairs("1 10 2 20 4")
    with pytest.raises(Truncated):
        pairs("1 10 2 20")
    with pytest.raises(Inconsistent, match="NPOINTS"):
        pairs("1 10 2 20 3 25 3.5 7 8 9")
    with pytest.raises(Inconsistent, match="compressed"):
        pairs("1 A0 2 B0 4 C0")


def test_peaks_wait_for_review_in_the_order_of_their_x():
    spectrum = one(peaks("420, 2 400, 1; 410, 3"))
    assert spectrum.axis.tolist() == [400, 410, 420]
    assert spectrum.values.tolist() == [1, 3, 2]
    assert codes(spectrum) == ["peak_table", "peaks_sorted"]
    assert one(peaks("400,1,9\n410,3,9\n420,2,9", "(XYW..XYW)")).values.tolist() == [1, 3, 2]


def test_peak_assignments_are_read_without_their_text():
    listed = "(400, 1, S, <a (b, c)>)\n(410,, <d\ne>) (420, 2, <>)"
    data = peaks("", "").replace(b"PEAK TABLE=", f"PEAK ASSIGNMENTS=(XYMA)\n{listed}".encode())
    spectrum = one(data)
    assert spectrum.axis.tolist() == [400, 410, 420]
    assert spectrum.mask.tolist() == [0, 1, 0]
    assert "peak_table" in codes(spectrum)
    with pytest.raises(UnsupportedVariant, match=r"\(XA\)"):
        one(data.replace(b"(XYMA)", b"(XA)"))


def test_assignments_of_several_atoms_to_one_peak_are_one_peak():
    listed = "(400, 1,, <3>)\n(410, 1,, <1>)\n(410, 1,, <2>)"
    spectrum = one(peaks("", "").replace(b"PEAK TABLE=", f"PEAK ASSIGNMENTS=(XYMA)\n{listed}".encode()))
    assert spectrum.axis.tolist() == [400, 410]


EVEN = [f"{400 + place}, {place % 9}" for place in range(70)]


def test_even_points_from_first_to_last_in_a_peak_table_are_a_spectrum():
    ends = {"FIRSTX": "400", "LASTX": "469"}
    spectrum = one(peaks("\n".join(EVEN), NPOINTS="70", **ends))
    assert spectrum.axis.size == 70
    assert codes(spectrum)[0] == "spectrum_in_peak_table"
    with_gap = one(peaks("\n".join(EVEN[:30] + EVEN[31:]), NPOINTS="69", **ends))
    assert "peak_table" in codes(with_gap)


@pytest.mark.parametrize("form", ["X+(Y..Y)", "X++(Y..Y)", "xy..xy"])
def test_a_form_may_be_written_without_its_brackets(form):
    spectrum = one(peaks("900.00,.5\n903.70,.6\n907.50,.4", form, FIRSTX="900", LASTX="907.5"))
    assert spectrum.axis.tolist() == [900, 903.7, 907.5]
    assert spectrum.values.tolist() == [0.5, 0.6, 0.4]
