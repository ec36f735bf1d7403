"""OMNIC SPA and SPG: numbers, meaning of the codes, facts, groups, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import (
    Ambiguous,
    Inconsistent,
    TooLarge,
    UnknownFormat,
    UnsupportedVariant,
)
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.omnic import READER
from pigment_archive.readers.reader import Content, Limits
from pigment_archive.records import MaskBit, Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_omnic as files
from tests.unit.readers.files_omnic import ABSORBANCE, FALLING, Piece, history, omnic, titled


def read(data: bytes, technique: Technique | None = None, **limits: int) -> list[Spectrum]:
    reading = READER.read(Content("a.spa", data, hints=Hints(technique), limits=Limits(**limits)))
    assert all(isinstance(item, Spectrum) for item in reading)
    return reading  # type: ignore[return-value]


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def test_one_spectrum_on_the_axis_of_its_header() -> None:
    (spectrum,) = read(omnic())
    assert np.allclose(spectrum.axis, FALLING[::-1], rtol=1e-12)
    assert np.allclose(spectrum.values, ABSORBANCE[::-1], rtol=1e-7)
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVENUMBER, Quantity.ABSORBANCE)
    assert codes(spectrum) == ["axis_flipped"]
    assert spectrum.technique is None
    assert read(omnic(), Technique.FTIR_ATR)[0].technique is Technique.FTIR_ATR


@pytest.mark.parametrize(
    ("x_code", "kind", "factor"),
    [
        (files.WAVENUMBER, AxisKind.WAVENUMBER, 1),
        (files.NANOMETRES, AxisKind.WAVELENGTH, 1),
        (files.MICROMETRES, AxisKind.WAVELENGTH, 1000),
        (files.RAMAN, AxisKind.RAMAN_SHIFT, 1),
        (9, AxisKind.UNKNOWN, 1),
    ],
)
def test_units_of_the_axis(x_code: int, kind: AxisKind, factor: float) -> None:
    (spectrum,) = read(omnic([Piece(units=(x_code, 17))]))
    assert spectrum.axis_kind is kind
    assert np.isclose(spectrum.axis[-1], FALLING[0] * factor)


@pytest.mark.parametrize(
    ("y_code", "quantity", "divisor"),
    [
        (11, Quantity.REFLECTANCE, 100),
        (12, Quantity.LOG_1_OVER_R, 1),
        (16, Quantity.TRANSMITTANCE, 100),
        (17, Quantity.ABSORBANCE, 1),
        (20, Quantity.KUBELKA_MUNK, 1),
        (21, Quantity.REFLECTANCE, 1),
        (31, Quantity.INTENSITY, 1),
        (26, Quantity.UNKNOWN, 1),
    ],
)
def test_units_of_the_values(y_code: int, quantity: Quantity, divisor: float) -> None:
    (spectrum,) = read(omnic([Piece(units=(files.WAVENUMBER, y_code))]))
    assert spectrum.quantity is quantity
    assert np.allclose(spectrum.values, ABSORBANCE[::-1] / divisor, rtol=1e-7)
    assert ("quantity_unknown" in codes(spectrum)) == (quantity is Quantity.UNKNOWN)


@pytest.mark.parametrize(("y_code", "said"), [(12, "Kubelka-Munk"), (20, "Log(1/R)")])
def test_codes_that_descriptions_exchange_are_not_believed_against_the_history(
    y_code: int, said: str
) -> None:
    piece = Piece(units=(files.WAVENUMBER, y_code))
    agreeing = {12: "Log(1/R)", 20: "Kubelka-Munk"}[y_code]
    for words, is_known in ((said, False), (agreeing, True)):
        (spectrum,) = read(omnic([replace(piece, extra=(history(f"\t Final format:\t{words}\r\n"),))]))
        assert (spectrum.quantity is not Quantity.UNKNOWN) == is_known


def test_reflectance_without_percent_has_one_scale_in_a_group() -> None:
    plain = Piece(units=(files.WAVENUMBER, 21))
    percent = replace(plain, values=ABSORBANCE * 100)
    for spectrum in read(omnic([percent, percent])):
        assert np.allclose(spectrum.values, ABSORBANCE[::-1], rtol=1e-6)
        assert "scale_inferred" in codes(spectrum)
    reading = READER.read(Content("a.spg", omnic([plain, replace(plain, values=ABSORBANCE + 300), Piece()])))
    assert [type(item) for item in reading] == [Ambiguous, Ambiguous, Spectrum]


def test_clipped_absorbance_and_blanked_ranges_are_masked() -> None:
    values = ABSORBANCE.copy()
    values[:5], values[20:40] = 6.0, np.nan
    (spectrum,) = read(omnic([Piece(values)]))
    assert (spectrum.mask[-5:] == MaskBit.SATURATED).all()
    assert (spectrum.mask == MaskBit.MISSING).sum() == 20


def test_facts_and_header() -> None:
    extra = (history(), files.experiment("Pigments"), (4, b"blue, from a wall\0"), (146, b"more\0"))
    (spectrum,) = read(omnic([Piece(extra=extra)]))
    measured = spectrum.facts.measurement
    assert spectrum.facts.sample.name == "azurite"
    assert measured.measured_at == "2018-06-02T19:42:58+00:00"
    assert measured.accumulations == 64
    assert measured.resolution == 4
    assert measured.instrument_serial == "AKX1502022"
    assert measured.laser_wavelength is None  # the bench's reference laser is no excitation
    assert spectrum.header["history"] == files.HISTORY
    assert spectrum.header["comment"] == "blue, from a wall"
    assert spectrum.header["custom_information"] == "more"
    assert spectrum.header["experiment_title"] == "Pigments"


@pytest.mark.parametrize(
    "line", ["Résolution:\t 4,000 de 399", "Auflösung:\t 4,000 von 399", "Resolution: 4.0 from"]
)
def test_resolution_in_the_languages_of_the_program(line: str) -> None:
    (spectrum,) = read(omnic([Piece(extra=(history(f"Collect\r\n\t {line}\r\n"),))]))
    assert spectrum.facts.measurement.resolution == 4


def test_the_excitation_of_a_raman_spectrum() -> None:
    for excitation, expected in ((12_738.85, 785.0), (9_393.6, 1064.555), (0.0, None), (1.0, None)):
        (spectrum,) = read(omnic([Piece(units=(files.RAMAN, 31), excitation=excitation)]))
        found = spectrum.facts.measurement.laser_wavelength
        assert found == (expected and pytest.approx(expected, abs=1e-3))
        assert spectrum.technique is Technique.RAMAN


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Sat Jun 02 14:42:58 2018 (GMT-05:00)", None),
        ("vz0466.spa, Wed Jul 06 21:00:38 2016 (GMT+02:00)", "vz0466.spa"),
        ("lead white 3", "lead white 3"),
    ],
)
def test_a_time_in_the_title_is_no_name(title: str, name: str | None) -> None:
    (spectrum,) = read(omnic(title=title))
    assert spectrum.facts.sample.name == name
    assert spectrum.header["title"] == title


def test_no_time_is_no_date() -> None:
    assert read(omnic(time=0))[0].facts.measurement.measured_at is None


def test_a_group_keeps_order_titles_times_and_axes() -> None:
    first, second = read(omnic(files.group(), title="group"))
    assert (first.facts.sample.name, second.facts.sample.name) == ("one", "two")
    assert first.facts.measurement.measured_at == "2018-06-02T19:42:58+00:00"
    assert second.facts.measurement.measured_at == "2018-06-02T19:43:58+00:00"
    assert (first.axis.size, second.axis.size) == (901, 401)
    assert (second.axis[0], second.axis[-1]) == (1000, 3000)
    assert "history" in first.header
    assert "history" not in second.header
    assert first.header["title"] == "group"


def test_interferograms_beside_the_result_stay_unread_with_a_note() -> None:
    (spectrum,) = read(omnic([Piece(extra=((102, bytes(64)), (103, bytes(64))))]))
    (note,) = (note for note in spectrum.notes if note.code == "not_read")
    assert note.text == "not read: sample interferogram, background interferogram"
    beam = Piece(units=(files.WAVENUMBER, 15), extra=(titled("beam", files.TIME),))
    (result,) = read(omnic([beam, Piece()]))
    assert np.allclose(result.values, ABSORBANCE[::-1])
    assert "not_read" in codes(result)


@pytest.mark.parametrize("units", [(files.DATA_POINTS, 22), (files.WAVENUMBER, 15), (files.WAVENUMBER, 22)])
def test_nothing_but_interferograms_and_single_beams_is_refused(units: tuple[int, int]) -> None:
    with pytest.raises(UnsupportedVariant) as refused:
        read(omnic([Piece(units=units)]))
    assert "absorbance" in refused.value.remedy


def test_series_are_recognised_and_refused() -> None:
    data = omnic(words=files.SERIES)
    assert READER.sniff(data, "a.srs")
    with pytest.raises(UnsupportedVariant, match="series") as refused:
        read(data)
    assert "SPG" in refused.value.remedy


def test_headers_and_tables_that_contradict_the_values() -> None:
    for points in (0, 900, 902, 2**20):
        with pytest.raises(Inconsistent):
            read(omnic([Piece(points=points)]))
    with pytest.raises(Inconsistent):
        read(omnic([Piece(ends=(float("nan"), 1.0))]))
    with pytest.raises(TooLarge):
        read(omnic(), points=900)
    with pytest.raises(TooLarge):
        read(omnic([Piece()] * 3), spectra=2)


def test_other_files_are_refused() -> None:
    assert not READER.sniff(b"Spectral Quant File", "a.spa")
    with pytest.raises(UnknownFormat):
        READER.read(Content("a.spa", b"Spectral Quant File" + bytes(600)))


def oracle(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Axis and values (one spectrum a row) as an independent library reads them."""
    reader = pytest.importorskip("spectrochempy_omnic").OMNICReader(str(path))
    return np.asarray(reader.x), np.atleast_2d(np.asarray(reader.data))


@pytest.mark.data
def test_the_real_file_equals_what_an_independent_library_reads(data_dir: Path) -> None:
    (path,) = (data_dir / "formats" / "omnic-spa-spg").rglob("*.spa")
    (spectrum,) = read(path.read_bytes())
    axis, values = oracle(path)
    assert np.allclose(spectrum.axis, axis[::-1], rtol=0, atol=1e-9)
    assert np.allclose(spectrum.values, values[0, ::-1] / 100, rtol=1e-7)
    assert spectrum.quantity is Quantity.REFLECTANCE
    assert spectrum.header["history"].splitlines()[2].strip() == "Final format:\t%Reflectance"
    assert spectrum.facts.measurement.measured_at == "2018-06-02T19:42:58+00:00"


def test_synthetic_files_equal_what_an_independent_library_reads(tmp_path: Path) -> None:
    pieces = [
        Piece(scans=8, extra=(titled("one", files.TIME),)),
        Piece(ABSORBANCE * 2, extra=(titled("two", 3),)),
    ]
    for name, some in (("a.spa", pieces[:1]), ("b.spg", pieces)):
        path = tmp_path / name
        path.write_bytes(omnic(some))
        axis, values = oracle(path)
        spectra = read(path.read_bytes())
        assert len(spectra) == len(values)
        for spectrum, row in zip(spectra, values, strict=True):
            assert np.allclose(spectrum.axis, axis[::-1], rtol=0, atol=1e-6)
            assert np.array_equal(spectrum.values, row[::-1].astype(np.float64))
