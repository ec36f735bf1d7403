"""LabSpec text: what is read, what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, ReadError, Truncated, UnsupportedVariant
from pigment_archive.readers.hints import Hints, Sampling
from pigment_archive.readers.labspec_text import READER
from pigment_archive.readers.reader import Content
from pigment_archive.readers.registry import reader_for
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.spectrum_files import INTENSITY, SHIFT
from tests.unit.readers.files_labspec_text import MAP, ROWS, SINGLE, area, rows, series, single


def spectra(data: bytes, **hints: object) -> list[Spectrum]:
    reading = READER.read(Content("a.txt", data, hints=Hints(**hints)))  # type: ignore[arg-type]
    assert not [item for item in reading if isinstance(item, ReadError)]
    return [item for item in reading if isinstance(item, Spectrum)]


def test_one_spectrum_with_its_settings() -> None:
    (spectrum,) = spectra(single())
    assert np.array_equal(spectrum.axis, SHIFT)
    assert np.allclose(spectrum.values, INTENSITY, rtol=1e-5)
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.COUNTS)
    assert spectrum.technique is Technique.RAMAN
    facts = spectrum.facts.measurement
    assert (facts.laser_wavelength, facts.integration_time, facts.accumulations) == (532.0, 3.0, 2)
    assert (facts.objective, facts.grating) == ("x50 LWD", "600 gr/mm")
    assert facts.measured_at == "2023-05-17T11:16:52"
    assert spectrum.facts.sample.name == "vermilion, Almadén"
    assert spectrum.header["Detector temperature (°C)"] == "-70.1"


@pytest.mark.parametrize(
    ("decimal", "delimiter"), [(",", "\t"), (".", ";"), (",", ";"), (".", ","), (",", " ")]
)
def test_decimal_commas_and_other_delimiters_give_the_same(decimal: str, delimiter: str) -> None:
    (plain,), (other,) = spectra(single()), spectra(single(decimal=decimal, delimiter=delimiter))
    assert plain.fingerprint() == other.fingerprint()


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("1/cm", AxisKind.RAMAN_SHIFT),
        ("cm-¹", AxisKind.RAMAN_SHIFT),
        ("1/cm abs", AxisKind.WAVENUMBER),
        ("abs. cm-1", AxisKind.WAVENUMBER),
        ("nm", AxisKind.WAVELENGTH),
        ("eV", AxisKind.ENERGY),
        ("furlong", AxisKind.UNKNOWN),
    ],
)
def test_the_unit_decides_what_the_axis_is(unit: str, kind: AxisKind) -> None:
    (spectrum,) = spectra(single([SINGLE[0], ("Spectr", unit)]))
    assert spectrum.axis_kind is kind
    assert (spectrum.technique is Technique.RAMAN) == (kind is AxisKind.RAMAN_SHIFT)


def test_negative_shifts_are_kept() -> None:
    data = single().decode("cp1252").replace(f"\n{SHIFT[0]:g}\t", "\n-20.5\t").encode("cp1252")
    (spectrum,) = spectra(data)
    assert spectrum.axis[0] == -20.5


def test_without_declared_axes_the_scanned_range_gives_the_unit_only_where_it_fits() -> None:
    fits = single([], **{"Range (cm-¹)": f"\t{SHIFT[0]:g}...{SHIFT[-1]:g}"})
    (spectrum,) = spectra(fits)
    assert spectrum.axis_kind is AxisKind.RAMAN_SHIFT
    assert "axis_concluded" in [note.code for note in spectrum.notes]
    (spectrum,) = spectra(single([], **{"Range (cm-¹)": "\t500...3000"}))
    assert spectrum.axis_kind is AxisKind.UNKNOWN
    (spectrum,) = spectra(single([], **{"Range (cm-¹)": "\tOff"}), technique=Technique.RAMAN)
    assert "axis_assumed" in [note.code for note in spectrum.notes]


def test_without_declared_axes_the_place_of_the_spectrometer_gives_the_unit_only_in_the_middle() -> None:
    middle = float(SHIFT.mean())
    (spectrum,) = spectra(single([], **{"Range (cm-¹)": "\tOff", "Spectro (cm-¹)": f"\t{middle:g}"}))
    assert (spectrum.axis_kind, spectrum.technique) == (AxisKind.RAMAN_SHIFT, Technique.RAMAN)
    (spectrum,) = spectra(single([], **{"Range (cm-¹)": "\tOff", "Spectro (nm)": f"\t{middle:g}"}))
    assert spectrum.axis_kind is AxisKind.WAVELENGTH
    for elsewhere in (f"\t{SHIFT[2]:g}", "\t", "\tOff", f"\t{SHIFT[0]:g}...{SHIFT[-1]:g}"):
        (spectrum,) = spectra(single([], **{"Range (cm-¹)": "\tOff", "Spectro (cm-¹)": elsewhere}))
        assert spectrum.axis_kind is AxisKind.UNKNOWN


def test_of_a_line_the_other_place_is_that_of_the_stage() -> None:
    found = spectra(rows([[-1.0], [1.0]], [*SINGLE, ("Y", "µm")], **{"X (µm)": "\t0.05"}))
    places = [(s.facts.measurement.position_x, s.facts.measurement.position_y) for s in found]
    assert places == [(0.05, -1.0), (0.05, 1.0)]
    (first, _) = spectra(rows([[-1.0], [1.0]], [*SINGLE, ("Y", "µm")]))
    assert first.facts.measurement.position_x == 0.0


def test_a_series_keeps_the_number_of_each_point() -> None:
    found = spectra(series())
    assert [s.header["Points"] for s in found] == ["1", "2", "3"]
    assert np.allclose([s.values for s in found], ROWS[:3], rtol=1e-5)
    assert all(s.facts.measurement.position_x is None for s in found)


def test_of_a_map_y_stands_first_and_places_are_kept() -> None:
    found = spectra(area())
    assert [(s.facts.measurement.position_x, s.facts.measurement.position_y) for s in found] == [
        (x, y) for y in (-1.0, 1.0) for x in (-2.0, 0.0, 2.0)
    ]
    assert found[0].facts.measurement.position_unit == "um"
    assert np.allclose([s.values for s in found], ROWS, rtol=1e-5)
    (mean,) = spectra(area(), sampling=Sampling(region=(1, 2, 0, 3), average=True))
    assert np.allclose(mean.values, ROWS[3:].mean(axis=0), rtol=1e-5)


def test_a_map_whose_axes_are_not_declared_keeps_its_columns_without_guessing() -> None:
    found = spectra(rows([[0.0, 1.0], [0.0, 2.0]], []), technique=Technique.RAMAN)
    assert [s.header["column 2"] for s in found] == ["1", "2"]
    assert all(s.facts.measurement.position_x is None for s in found)


def test_windows_follow_one_another() -> None:
    shift, wavelength = spectra(single() + single([SINGLE[0], ("Spectr", "nm")]))
    assert (shift.index, wavelength.index) == (0, 1)
    assert (shift.axis_kind, wavelength.axis_kind) == (AxisKind.RAMAN_SHIFT, AxisKind.WAVELENGTH)


def test_windows_that_overlap_on_one_axis_are_cut_only_where_the_file_says_so() -> None:
    lines = single().decode("cp1252")
    again = "".join(f"{x:g}\t5\n" for x in SHIFT[-3:] + 0.5) + f"{SHIFT[-1] + 5:g}\t5\n"
    with pytest.raises(Inconsistent):
        spectra((lines + again).encode("cp1252"))
    (spectrum,) = spectra((single(Windows="\t2").decode("cp1252") + again).encode("cp1252"))
    assert len(spectrum.segments) == 2


def test_profiles_and_cut_files_are_refused() -> None:
    with pytest.raises(UnsupportedVariant):
        spectra(rows([[1.0]], [("Intens", "Cnt"), ("X", "µm"), ("Y", "µm")]))
    whole = area()
    with pytest.raises(Truncated):
        spectra(whole[: whole.rfind(b"\t")])
    with pytest.raises(Truncated):
        spectra(single()[: single().index(b"\n150")])
    short = whole[: whole.rfind(b"\t")] + b"\n"
    with pytest.raises(Inconsistent):
        spectra(short)


def test_other_texts_with_a_hash_are_left_to_others() -> None:
    for text in (
        b"#Wave\t\t#Intensity\n100\t1\n",
        b"# a=1\n# b=2\n1,2\n",
        b"#quantity=counts\n1 2\n3 4\n",
        b"##NAMES=A\n#Acq. time (s)=1\n#Accumulations=1\n1 2\n",
    ):
        assert not READER.sniff(text, "a.txt")
    found = reader_for(rows([[0.0, 1.0]], MAP), "a.csv")
    assert found is not None
    assert found.name == "labspec_text"


def test_a_real_export_without_header_is_left_to_delimited(data_dir: Path) -> None:
    (path,) = (data_dir / "formats" / "horiba-labspec").rglob("*.txt")
    assert not READER.sniff(path.read_bytes(), path.name)
