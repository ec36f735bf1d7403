"""RRUFF text."""

from __future__ import annotations

import pytest

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers import rruff
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import AboutSpectra, Content
from pigment_archive.readers.registry import reader_for
from pigment_archive.records import MaskBit, Quantity, Technique
from pigment_archive.units import AxisKind
from tests import spectrum_files as files
from tests.unit.readers import files_rruff as newer


def one(data: bytes, name: str = files.RRUFF_NAME, technique: Technique | None = None):
    (spectrum,) = rruff.read(Content(name, data, hints=Hints(technique)))
    return spectrum


def test_numbers_facts_and_header():
    spectrum = one(files.rruff())
    assert spectrum.axis.tolist() == files.SHIFT.tolist()
    assert spectrum.values.tolist() == files.INTENSITY.tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.INTENSITY)
    assert spectrum.technique is Technique.RAMAN
    facts = spectrum.facts
    assert (facts.material.name, facts.material.formula) == ("Cinnabar", "HgS")
    assert (facts.sample.name, facts.sample.locality) == ("R040064", "Almadén, Spain")
    assert (facts.sample.custodian, facts.measurement.laser_wavelength) == ("RRUFF", 532.0)
    assert list(spectrum.header)[:3] == ["NAMES", "RRUFFID", "IDEAL CHEMISTRY"]
    assert spectrum.header["DESCRIPTION"] == "red"
    assert spectrum.notes == ()


@pytest.mark.parametrize("rruff_id", ["R040064", "R040064-1", "R040064.2"])
def test_all_spectra_of_a_specimen_share_a_sample(rruff_id):
    assert one(files.rruff(rruff_id=rruff_id)).facts.sample.name == "R040064"


def test_exact_zeros_at_the_ends_keep_their_value_and_are_marked():
    data = files.rruff().replace(f"{files.INTENSITY[0]:.4f}\r\n".encode(), b"0.0000000E+00\r\n", 1)
    spectrum = one(data)
    assert spectrum.values[0] == 0.0
    assert spectrum.mask.tolist() == [MaskBit.OUTSIDE_VALID_RANGE.value] + [0] * (files.POINTS - 1)
    assert [note.code for note in spectrum.notes] == ["zeros_at_ends"]


def test_a_powder_pattern_stays_unknown_whatever_technique_is_given():
    name = "Actinolite__R040063-1__Powder__Xray_Data_XY_RAW__190.txt"
    for technique in (None, Technique.RAMAN, Technique.REFLECTANCE):
        spectrum = one(files.rruff(), name, technique)
        assert (spectrum.axis_kind, spectrum.technique) == (AxisKind.UNKNOWN, None)
        assert [note.code for note in spectrum.notes] == ["powder_pattern"]


def test_the_technique_given_names_the_quantity_of_infrared_only_where_it_is_known():
    name = "Actinolite__R040063-1__Infrared__Infrared_Data_RAW__190.txt"
    spectrum = one(files.rruff(), name, Technique.FTIR_ATR)
    assert (spectrum.technique, spectrum.quantity) == (Technique.FTIR_ATR, Quantity.UNKNOWN)
    assert one(files.rruff(), name, Technique.RAMAN).technique is None


def test_a_file_that_only_names_another_is_left_out():
    stub = files.RRUFF_NAME.encode()
    assert rruff.sniff(stub, "x.rruf")
    with pytest.raises(AboutSpectra, match="name"):
        one(stub, "x.rruf")
    for other in (b"readme__R040064 notes.txt", b"R040064.txt", stub + b"\n" + stub, b"a/" + stub):
        assert not rruff.sniff(other, files.RRUFF_NAME)


def test_the_real_infrared_files_and_the_stub(data_dir):
    folder = data_dir / "formats" / "rruff"
    infrared = sorted(folder.glob("*/*__Infrared__*.txt"))
    assert len(infrared) == 4
    for path in infrared:
        rows = [line.split(", ") for line in path.read_text("utf-8").split("\n") if line[:1].isdigit()]
        spectrum = one(path.read_bytes(), path.name)
        assert spectrum.axis.tolist() == [float(x) for x, _ in rows]
        assert spectrum.values.tolist() == [float(y) for _, y in rows]
        assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVENUMBER, Quantity.UNKNOWN)
        zero = MaskBit.OUTSIDE_VALID_RANGE.value if rows[0][1] == "0.000000e+000" else 0
        assert spectrum.mask[0] == zero
    (stub,) = folder.glob("*/*.rruf")
    with pytest.raises(AboutSpectra):
        one(stub.read_bytes(), stub.name)
    (raman,) = folder.glob("*/Anatase*.txt")
    assert one(raman.read_bytes(), raman.name).technique is Technique.RAMAN


def test_infrared_files_are_wavenumbers_of_unknown_quantity():
    spectrum = one(files.rruff(), "Actinolite__R040063-1__Infrared__Infrared_Data_Processed__190.txt")
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVENUMBER, Quantity.UNKNOWN)
    assert spectrum.technique is None
    assert spectrum.facts.measurement.laser_wavelength is None


def test_a_renamed_file_waits_for_the_technique():
    assert one(files.rruff(), "x.txt").axis_kind is AxisKind.UNKNOWN
    assert one(files.rruff(), "x.txt", Technique.RAMAN).technique is Technique.RAMAN


def test_a_broad_scan_is_raman_without_a_laser():
    spectrum = one(files.rruff(), "A__R060277__Broad_Scan____0__unoriented__Raman_Data_RAW__21346.txt")
    assert spectrum.technique is Technique.RAMAN
    assert spectrum.facts.measurement.laser_wavelength is None


@pytest.mark.parametrize("name", [newer.NAME, "renamed.txt"])
def test_the_newer_site_says_method_and_laser_in_the_file(name):
    spectrum = one(newer.newer("##ORIENTATION=along c"), name)
    assert spectrum.axis.tolist() == files.SHIFT.tolist()
    assert spectrum.values.tolist() == files.INTENSITY.tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.INTENSITY)
    assert (spectrum.technique, spectrum.notes) == (Technique.RAMAN, ())
    measurement = spectrum.facts.measurement
    assert (measurement.laser_wavelength, measurement.geometry) == (532.0, "along c")
    assert spectrum.header["CELL PARAMETERS"] == "a: 4.1\na: 4.149 c: 9.495"


@pytest.mark.parametrize("between", [",", " ", "\t", ", "])
def test_the_newer_site_parts_numbers_in_several_ways(between):
    assert one(newer.newer(between=between)).fingerprint() == one(newer.newer()).fingerprint()


def test_lines_before_the_numbers_are_kept_and_are_no_labspec_file():
    lines = ("and a vein", "#Acq. time (s)=\t2.5", "#Accumulations=\t3", "X,Y")
    data = newer.newer(*lines)
    found = reader_for(data, "x.txt")
    assert found is not None
    assert found.name == "rruff"
    assert one(data).header["remarks"] == "\n".join(lines)
    assert one(data).fingerprint() == one(newer.newer()).fingerprint()


@pytest.mark.parametrize(
    ("stated", "name", "laser"),
    [
        ("785 nm", "x.txt", 785.0),
        ("unknown", "x.txt", None),
        ("0", "x.txt", None),
        ("", "A__R040064__Broad_Scan__633__0__unoriented__Raman_Data_Raw__05da.txt", 633.0),
    ],
)
def test_the_laser_is_stated_or_in_the_name(stated, name, laser):
    assert one(newer.newer(wavelength=stated), name).facts.measurement.laser_wavelength == laser


def test_other_types_of_the_newer_site():
    infrared = one(newer.newer(filetype="Infrared RAW", wavelength=""), "x.txt")
    assert (infrared.axis_kind, infrared.quantity) == (AxisKind.WAVENUMBER, Quantity.UNKNOWN)
    powder = one(newer.newer(filetype="X-Ray Data", wavelength=""), "x.txt", Technique.RAMAN)
    assert (powder.axis_kind, powder.technique) == (AxisKind.UNKNOWN, None)


def test_a_cut_file_of_the_newer_site():
    whole = newer.newer(end="")
    assert one(whole).values.size == files.POINTS
    for cut in (1, 3, 8):
        with pytest.raises(Truncated, match="last row"):
            one(whole[:-cut])
    with pytest.raises(Truncated, match="before its numbers"):
        one(whole[: whole.index(b"\n\n")])


def test_a_mineral_named_like_a_method_is_none():
    name = "Ramanite__R040064__Infrared__Infrared_Data_RAW__190.txt"
    assert one(files.rruff(), name).axis_kind is AxisKind.WAVENUMBER


def test_rows_at_one_place_keep_the_first():
    rows = f"{files.SHIFT[3]:.4f}, 1.0000\n{files.SHIFT[4]:.4f},"
    data = newer.newer().replace(f"{files.SHIFT[4]:.4f},".encode(), rows.encode())
    spectrum = one(data)
    assert spectrum.values.tolist() == files.INTENSITY.tolist()
    assert [note.code for note in spectrum.notes] == ["repeated_places"]


def test_windows_text_is_read():
    text = files.rruff().decode().encode("cp1252")
    assert one(text).facts.sample.locality == "Almadén, Spain"


def test_without_the_end_mark_it_is_cut():
    with pytest.raises(Truncated, match="END"):
        one(files.rruff(end=""))


@pytest.mark.parametrize("line", ["12.0, abc", "12.0", "1, 2, 3"])
def test_a_line_that_is_no_pair_is_inconsistent(line):
    with pytest.raises(Inconsistent):
        one(files.rruff().replace(b"##END", line.encode() + b"\n##END"))


def test_a_header_line_between_the_numbers_does_not_hide_those_before_it():
    lines = files.rruff().decode().split("\n")
    lines.insert(15, "##OWNER=again")
    with pytest.raises(Inconsistent, match="##KEY"):
        one("\n".join(lines).encode())


def test_no_data_is_inconsistent():
    with pytest.raises(Inconsistent, match="no numbers"):
        one(b"##NAMES=A\n##RRUFFID=R1\n##END=\n")
