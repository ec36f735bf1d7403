"""ECOSTRESS and ASTER library text, also against the readers of `spectral`."""

from __future__ import annotations

import numpy as np
import pytest
from spectral.database.aster import read_aster_file
from spectral.database.ecostress import read_ecostress_file

from pigment_archive.errors import Inconsistent, Truncated, UnknownFormat
from pigment_archive.readers import ecostress
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.interpret import interpret
from pigment_archive.readers.reader import AboutSpectra, Content
from pigment_archive.records import MaskBit, Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_ecostress as files


def one(data: bytes, technique: Technique | None = None) -> Spectrum:
    (spectrum,) = ecostress.read(Content("x.spectrum.txt", data, hints=Hints(technique)))
    assert isinstance(spectrum, Spectrum)
    return spectrum


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def test_micrometres_become_nm_and_percent_a_fraction():
    spectrum = one(files.ecostress())
    assert spectrum.axis.tolist() == (files.AXIS * 1000).tolist()
    assert spectrum.values.tolist() == (files.PERCENT / 100).tolist()
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVELENGTH, Quantity.REFLECTANCE)
    assert spectrum.technique is Technique.REFLECTANCE
    assert codes(spectrum) == ["unit_converted", "percent_to_fraction"]


def test_facts_and_header():
    spectrum = one(files.ecostress())
    facts = spectrum.facts
    assert facts.material.name == "Cinnabar HgS"
    assert spectrum.header["Name"] == "Cinnabar  HgS"
    assert (facts.sample.name, facts.sample.particle_size) == ("S-17", "Fine")
    assert (facts.sample.locality, facts.sample.custodian) == ("Almadén, Spain", "A university")
    assert facts.sample.taken_at == "2014-07-29"
    assert facts.measurement.geometry == "Bidirectional reflectance"
    assert list(spectrum.header) == list(files.NEW)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-8-sig"])
def test_encodings(encoding):
    assert one(files.ecostress(encoding=encoding)).facts.sample.locality == "Almadén, Spain"


def test_the_older_form_keeps_values_of_several_lines_and_falls():
    spectrum = one(files.aster())
    assert spectrum.axis.tolist() == (files.AXIS * 1000).tolist()
    assert spectrum.values.tolist() == (files.PERCENT / 100).tolist()
    assert codes(spectrum)[0] == "axis_flipped"
    assert spectrum.header["Origin"] == "Almadén, Spain\nfrom the old mine."
    assert spectrum.header["Description"].startswith("Red powder with grains of 45 um: hand picked.\nSome")
    assert spectrum.header["Additional Information"] == "s17.ancillary.txt\nand more"
    assert spectrum.header["Subclass"] == ""
    assert spectrum.facts.sample.locality == "Almadén, Spain from the old mine."


@pytest.mark.parametrize(
    ("x_units", "y_units", "kind", "quantity"),
    [
        ("Wavelength (micrometer)", "Reflectance (percentage)", AxisKind.WAVELENGTH, Quantity.REFLECTANCE),
        ("Wavelength (microns)", "Transmittance (percent)", AxisKind.WAVELENGTH, Quantity.TRANSMITTANCE),
        ("Wavenumber (cm-1)", "Reflectance (percent)", AxisKind.WAVENUMBER, Quantity.REFLECTANCE),
        ("Wavelength (micrometers)", "Emissivity", AxisKind.WAVELENGTH, Quantity.UNKNOWN),
        ("unitless", "Reflectance (percent)", AxisKind.UNKNOWN, Quantity.REFLECTANCE),
    ],
)
def test_units_are_those_of_the_header(x_units, y_units, kind, quantity):
    spectrum = one(files.ecostress(X_Units=x_units, Y_Units=y_units))
    assert (spectrum.axis_kind, spectrum.quantity) == (kind, quantity)
    percent = quantity is not Quantity.UNKNOWN
    assert spectrum.values.tolist() == (files.PERCENT / (100 if percent else 1)).tolist()


@pytest.mark.parametrize("falling", [False, True])
def test_the_join_of_two_instruments_is_cut_in_either_direction(falling):
    axis = np.concatenate([files.AXIS[:40], files.AXIS[36:]])
    percent = np.concatenate([files.PERCENT[:40], files.PERCENT[36:]])
    order = slice(None, None, -1 if falling else 1)
    spectrum = one(files.ecostress(axis[order], percent[order]))
    assert spectrum.axis.tolist() == (files.AXIS * 1000).tolist()
    assert len(spectrum.segments) == 2
    assert "overlap_cut" in codes(spectrum)


def test_a_gap_begins_a_segment_and_zeros_at_the_end_are_marked():
    axis = np.concatenate([files.AXIS[:40], files.AXIS[40:] + 0.3])
    percent = np.append(files.PERCENT[:-1], 0.0)
    spectrum = one(files.ecostress(axis, percent))
    assert spectrum.segments == ((0, 40), (40, 80))
    assert spectrum.mask[-1] == MaskBit.OUTSIDE_VALID_RANGE.value
    assert spectrum.values[-1] == 0.0


def test_rows_that_only_fill_up_are_left_out_but_counted():
    spectrum = one(files.ecostress(count="82", tail=" 0.0000\t 0.0000\n 2.5000\n"))
    assert spectrum.axis.size == 80
    assert codes(spectrum)[0] == "rows_left_out"


@pytest.mark.parametrize("falling", [False, True])
def test_an_axis_rounded_to_few_digits_stays_one_piece(falling):
    axis = np.insert(files.AXIS, [20, 40, 41], files.AXIS[[19, 39, 40]])
    percent = np.insert(files.PERCENT, [20, 40, 41], 7.0)
    if falling:
        axis, percent = files.AXIS[::-1], files.PERCENT[::-1]
        axis, percent = np.insert(axis, [20, 40], axis[[19, 39]]), np.insert(percent, [20, 40], 7.0)
    spectrum = one(files.ecostress(axis, percent))
    assert spectrum.axis.tolist() == (files.AXIS * 1000).tolist()
    assert spectrum.values.tolist() == (files.PERCENT / 100).tolist()
    assert spectrum.segments == ()
    assert codes(spectrum)[0] == "repeated_places"


def test_ancillary_files_of_the_library_are_left_out():
    both = (
        b"Name: Agave\nType: plant\nClass: shrub\nNote: more\n",
        b"Mineral:  Feldspar\n\nXRD Analysis: pure\n",
    )
    for data in both:
        assert ecostress.sniff(data, "plant.shrub.x1.ancillary.txt")
        with pytest.raises(AboutSpectra, match="sample"):
            ecostress.read(Content("plant.shrub.x1.ancillary.txt", data))
    assert not ecostress.sniff(both[1], "x1.txt")
    assert not ecostress.sniff(b"\0\1", "x1.ancillary.txt")
    spectrum = ecostress.read(Content("x.ancillary.txt", files.ecostress()))
    assert len(spectrum) == 1


def test_declared_and_decoded_lengths_agree():
    with pytest.raises(Truncated, match="80 of 81"):
        one(files.ecostress(count="81"))
    assert codes(one(files.ecostress(count="79")))[0] == "more_points"
    data = files.ecostress().rstrip()
    assert one(data).values.size == 80
    for cut in range(1, 16):
        with pytest.raises(Truncated):
            one(data[:-cut])
    with pytest.raises(Truncated, match="header"):
        one(data[: data.index(b"Number of X")])


def test_broken_files_are_refused():
    with pytest.raises(UnknownFormat):
        one(files.ecostress().replace(b"Y Units", b"Z Units"))
    with pytest.raises(Inconsistent):
        one(files.ecostress().replace(b"0.5000", b"0.5x00"))
    with pytest.raises(Inconsistent, match="no numbers"):
        one(files.ecostress(files.AXIS[:1], files.PERCENT[:1]))
    assert not ecostress.sniff(b"Name: something\nUnits: none\n1 2\n", "a.spectrum.txt")
    assert ecostress.sniff(files.ecostress()[:60], "a.spectrum.txt")


leaves_files_open = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@leaves_files_open
def test_the_older_form_equals_spectral(tmp_path):
    lines = files.aster().decode("latin-1").replace("Phase: Solid\n", "").replace("45 um: hand", "45 um hand")
    path = tmp_path / "a.spectrum.txt"
    path.write_bytes(lines.encode("latin-1"))
    signature, spectrum = read_aster_file(str(path)), one(path.read_bytes())
    assert spectrum.axis.tolist() == (np.array(signature.x) * 1000).tolist()
    assert spectrum.values.tolist() == (np.array(signature.y) / 100).tolist()


@leaves_files_open
def test_real_files_equal_spectral(data_dir):
    paths = sorted((data_dir / "formats" / "ecostress").glob("*/*.txt"))
    assert len(paths) == 2
    for path in paths:
        signature, spectrum = read_ecostress_file(str(path)), one(path.read_bytes())
        assert spectrum.axis.tolist() == (np.array(signature.x) * 1000).tolist()
        np.testing.assert_array_equal(spectrum.values, np.array(signature.y) / 100)
        assert spectrum.quantity is Quantity.REFLECTANCE


def test_a_count_of_rows_without_its_colon_is_no_count():
    data = files.samples()[0].data
    place = data.lower().index(b"number of x values") + len(b"number of x values")
    damaged = data[:place] + data[place:].replace(b":", b" ", 1)
    outcome = interpret(Content("x.txt", damaged), "x.txt")
    assert isinstance(outcome.error, Truncated)
