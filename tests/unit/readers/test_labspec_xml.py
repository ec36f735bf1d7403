"""LabSpec XML: what is read, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.hints import Hints, Sampling
from pigment_archive.readers.labspec_xml import READER
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.spectrum_files import INTENSITY, SHIFT
from tests.unit.readers.files_labspec_xml import MAP, SINGLE, xml


def spectra(data: bytes, **hints: object) -> list[Spectrum]:
    reading = READER.read(Content("a.xml", data, hints=Hints(**hints)))  # type: ignore[arg-type]
    return [item for item in reading if isinstance(item, Spectrum)]


def test_one_spectrum_with_its_settings() -> None:
    (spectrum,) = spectra(xml())
    assert np.array_equal(spectrum.axis, SHIFT)
    assert np.allclose(spectrum.values, INTENSITY, rtol=1e-5)
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.INTENSITY)
    assert spectrum.technique is Technique.RAMAN
    facts = spectrum.facts.measurement
    assert (facts.laser_wavelength, facts.integration_time, facts.accumulations) == (633.0, 3.0, 2)
    assert facts.measured_at == "2022-08-19T09:20:51"
    assert spectrum.header["StageXY"] == "Märzhäuser"
    assert spectrum.header["AxisUnit[1]"] == "1/cm"


def test_other_encodings_are_followed() -> None:
    for encoding in ("iso-8859-1", "utf-16"):
        text = xml().decode().replace("UTF-8", encoding)
        (spectrum,) = spectra(text.encode(encoding))
        assert spectrum.header["StageXY"] == "Märzhäuser"


def test_absolute_wavenumbers_and_wavelengths_are_no_raman_shift() -> None:
    for unit, kind in (("1/cm abs", AxisKind.WAVENUMBER), ("nm", AxisKind.WAVELENGTH)):
        (spectrum,) = spectra(xml([SINGLE[0], ("Spectr", unit, SHIFT)]))
        assert (spectrum.axis_kind, spectrum.technique) == (kind, None)


def test_of_a_map_the_rows_run_along_axis_two_first() -> None:
    found = spectra(xml(MAP, 6))
    assert [(s.facts.measurement.position_x, s.facts.measurement.position_y) for s in found] == [
        (x, y) for y in (-1.0, 1.0) for x in (-2.0, 0.0, 2.0)
    ]
    assert [s.values[0] - INTENSITY[0] for s in found] == pytest.approx(range(6))
    assert len(spectra(xml(MAP, 6), sampling=Sampling(every=2))) == 2


def test_rows_that_do_not_fit_the_places_are_a_series() -> None:
    found = spectra(xml(MAP, 4))
    assert len(found) == 4
    assert all(s.facts.measurement.position_x is None for s in found)


@pytest.mark.parametrize(
    "before",
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd">', '<!DOCTYPE a [<!ENTITY b "c">]>', "<!doctype a>"],
)
def test_document_types_are_refused_before_parsing(before: str) -> None:
    with pytest.raises(UnsupportedVariant, match="document type"):
        spectra(xml(before=before))


def test_what_is_declared_and_not_there_is_refused() -> None:
    text = xml().decode()
    with pytest.raises(Truncated):
        spectra(text[: text.index("</LSX_Matrix>")].encode())
    with pytest.raises(Truncated):
        spectra(text.replace('Size="24"', 'Size="25"').encode())
    with pytest.raises(Inconsistent):
        spectra(text.replace('Size="24"', 'Size="23"').encode())
    with pytest.raises(Inconsistent):
        spectra(text.replace("<LSX_Matrix", "<LSX_Matrix><x").encode())
    with pytest.raises(Inconsistent):
        spectra(text.replace("0x7B697861", "0x1").encode())
    with pytest.raises(UnsupportedVariant):
        spectra(xml([SINGLE[0], ("X", "µm", SHIFT)]))


def test_many_or_deep_elements_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pigment_archive.readers.labspec_xml.tree.MOST_ELEMENTS", 200)
    for tree in ("<a>" * 150 + "</a>" * 150, "<a/>" * 201):
        with pytest.raises(TooLarge):
            spectra(f"<LSX_Data>{tree}</LSX_Data>".encode())
