"""JCAMP-DX: how it is recognised, its blocks, and the header kept verbatim."""

from __future__ import annotations

import pytest

from pigment_archive.errors import Inconsistent, ReadError, Truncated, UnsupportedVariant
from pigment_archive.readers import jcamp
from pigment_archive.readers.reader import AboutSpectra, Content
from pigment_archive.records import Spectrum
from tests import spectrum_files as files
from tests.unit.readers.files_jcamp import STRUCTURE, WAVE, infrared, lines, linked, peaks, table

WHOLE = infrared(lines(WAVE, "SQZ"))
CUT = WHOLE[:-30]
NTUPLES = files.jcamp(NTUPLES="NMR SPECTRUM", table="##PAGE=N=1\n##DATA TABLE=(X++(R..R)), XYDATA\n1 2 3\n")
RADATA = files.jcamp(DATA_TYPE="INFRARED INTERFEROGRAM", table=table("0 1 2", "(R++(A..A))", "RADATA"))


def read(data: bytes):
    return jcamp.read(Content("a.jdx", data))


def one(data: bytes) -> Spectrum:
    (spectrum,) = read(data)
    return spectrum


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


@pytest.mark.parametrize(
    "head",
    [
        b"##TITLE=x",
        b"\xef\xbb\xbf##title = x",
        b"\r\n ## JCAMP-DX= 5",
        b"$$ by hand\r##JCAMPDX=4.24",
        "##TITLE=".encode("utf-16"),
    ],
)
def test_it_is_recognised_by_its_first_records(head):
    assert jcamp.sniff(head, "x.txt")


@pytest.mark.parametrize(
    "head", [b"", b"TITLE=x", b"##NAMES=Cinnabar\n##RRUFFID=R040064", b"a ##TITLE=x", b"# TITLE"]
)
def test_other_content_is_not(head):
    assert not jcamp.sniff(head, "x.jdx")


def test_every_record_but_the_data_is_kept_verbatim_in_order():
    header = one(files.jcamp(COMMENT="two\nlines $$ with a comment", NAMES="a", SAMPLE_SOURCE="b")).header
    assert header["$IRUG NOTE"] == "kept as it is"
    assert header["COMMENT"] == "two\nlines $$ with a comment"
    assert "XYDATA" not in header
    assert next(iter(header)) == "TITLE"
    assert list(header)[-4:] == ["COMMENT", "NAMES", "SAMPLE SOURCE", "END"]


def test_records_of_programs_that_write_a_colon_are_records():
    data = infrared(lines(WAVE, "SQZ")).replace(
        b"##YUNITS", b"##Method:,Column 1,,Model\n##Lamp (C),30.1\n##YUNITS"
    )
    header = one(data).header
    assert header["DATA TYPE"] == "INFRARED SPECTRUM"
    assert (header["Method:"], header["Lamp (C),"]) == (",Column 1,,Model", "30.1")


def test_repeated_records_are_numbered_and_a_second_table_stays_in_the_header():
    data = infrared(lines(WAVE, "SQZ"), COMMENT="one").replace(
        b"##XYDATA", b"##COMMENT=two\n##PEAK TABLE=(XY..XY)\n1 2\n##XYDATA"
    )
    header = one(data).header
    assert (header["COMMENT"], header["COMMENT (2)"]) == ("one", "two")
    assert header["PEAK TABLE"] == "(XY..XY)\n1 2"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_labels_and_line_ends_of_many_hands(end):
    text = WHOLE.replace(b"##DATA TYPE", b"  ##data_type").replace(b"##XYDATA=", b"##XY DATA = ")
    text = text.replace(b"##NPOINTS", b"##N-POINTS").replace(b"##OWNER", b"##SPECTROMETER/\nDATA SYSTEM")
    spectrum = one(text.replace(b"##END=", b"##END  ").replace(b"\n", end) + b"\x1a\0\0")
    assert spectrum.values.tolist() == WAVE
    assert spectrum.facts.measurement.instrument == "A museum"
    assert spectrum.header["SPECTROMETER/ DATA SYSTEM"] == "A museum"


def test_windows_text_is_read():
    assert (
        one(WHOLE.replace(b"A museum", "Universität, 23 °C".encode("cp1252"))).header["OWNER"]
        == "Universität, 23 °C"
    )


def test_linked_blocks_are_read_in_order_and_keep_the_header_around_them():
    inner = linked(WHOLE, files.jcamp(TITLE="a Raman one"))
    first, second, third = read(linked(inner, STRUCTURE.encode(), WHOLE))
    assert [s.index for s in (first, second, third)] == [0, 1, 2]
    assert second.facts.sample.name == "a Raman one"
    assert second.header["TITLE"] == "a Raman one"
    assert second.header["ORIGIN (LINK)"] == "a museum"
    assert "ORIGIN (LINK) (2)" in second.header
    assert third.values.tolist() == WAVE
    assert all("not_read" in codes(s) for s in (first, second, third))
    assert "chemical structure (1)" in " ".join(note.text for note in first.notes)


def test_one_after_another():
    assert [s.index for s in read(WHOLE + b"\n\n$$ next\n" + WHOLE)] == [0, 1]


def test_a_cut_block_is_refused_in_its_place_and_the_others_stand():
    first, second = read(linked(WHOLE, CUT, end=""))
    assert isinstance(first, Spectrum)
    assert isinstance(second, Truncated)
    assert second.where == "block 3"


def test_a_bad_block_is_refused_in_its_place():
    _, bad, last = read(WHOLE + infrared("400 1 2") + WHOLE)
    assert isinstance(bad, Truncated)
    assert last.index == 2


def test_a_block_without_end_stands_if_another_follows_and_its_points_are_there():
    first, second = read(WHOLE.replace(b"##END=\n", b"") + WHOLE)
    assert "end_missing" in codes(first)
    assert second.values.tolist() == WAVE
    uncounted, _ = read(WHOLE.replace(b"##END=\n", b"").replace(b"##NPOINTS=20\n", b"##DELTAX=1\n") + WHOLE)
    assert isinstance(uncounted, Truncated)


@pytest.mark.parametrize(("count", "refused"), [(2, 0), (3, 1)])
def test_a_link_block_without_end_is_truncated_unless_all_its_blocks_are_there(count, refused):
    reading = read(linked(WHOLE, WHOLE, count=count, end=""))
    assert sum(isinstance(item, Truncated) for item in reading) == refused


def test_lists_of_peaks_are_read_only_where_there_is_no_spectrum():
    (spectrum,) = read(linked(WHOLE, peaks()))
    assert spectrum.values.tolist() == WAVE
    assert "not_read" in codes(spectrum)
    assert len(read(linked(peaks(), peaks(), STRUCTURE.encode()))) == 2


def test_dark_and_reference_spectra_beside_a_processed_one_are_left_out():
    kinds = ("PROCESSED SPECTRUM", "DARK SPECTRUM", "REFERENCE SPECTRUM")
    blocks = [files.jcamp(DATA_TYPE="UV/VIS SPECTRUM", SAMPLE_DESCRIPTION=kind) for kind in kinds]
    (spectrum,) = read(linked(*blocks))
    assert spectrum.header["SAMPLE DESCRIPTION"] == "PROCESSED SPECTRUM"
    assert "not_read" in codes(spectrum)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (NTUPLES, "NTUPLES"),
        (RADATA, "interferogram"),
        (files.jcamp(DATA_TYPE="NMR FID"), "free induction decay"),
        (STRUCTURE.encode(), "chemical structure"),
        (linked(RADATA, NTUPLES), "NTUPLES, interferogram"),
        (files.jcamp(table=table("1 2", "(X++(R..R))")), "form"),
    ],
)
def test_files_of_something_else_are_refused_by_name(data, reason):
    with pytest.raises(UnsupportedVariant, match=reason) as refused:
        read(data)
    assert refused.value.remedy


def test_a_file_without_data_or_without_a_block_is_inconsistent_or_about_something_else():
    with pytest.raises(Inconsistent, match="XYDATA"):
        read(files.jcamp(table=""))
    with pytest.raises(Inconsistent, match="TITLE"):
        read(b"some text")
    with pytest.raises(AboutSpectra):
        read(files.jcamp(DATA_TYPE="Parameter Values", table=""))
    with pytest.raises(Inconsistent, match="2 tables"):
        read(WHOLE.replace(b"##XYDATA", table("400 1 2").encode() + b"##XYDATA"))
    with pytest.raises(ReadError, match="nested"):
        read(b"##TITLE=x\n" * 100)
