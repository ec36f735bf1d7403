"""What GRAMS SPC files say about their numbers: type codes, labels, techniques, facts, the log."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Ambiguous, UnsupportedVariant
from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind
from tests.spectrum_files import INTENSITY, SHIFT
from tests.unit.readers import files_grams_spc as files
from tests.unit.readers.files_grams_spc import Sub, log_block, old_spc, spc
from tests.unit.readers.test_grams_spc import codes, read


@pytest.mark.parametrize(
    ("types", "kind", "quantity"),
    [
        ((1, 2), AxisKind.WAVENUMBER, Quantity.ABSORBANCE),
        ((1, 3), AxisKind.WAVENUMBER, Quantity.KUBELKA_MUNK),
        ((3, 10), AxisKind.WAVELENGTH, Quantity.LOG_1_OVER_R),
        ((13, 12), AxisKind.RAMAN_SHIFT, Quantity.INTENSITY),
        ((14, 4), AxisKind.ENERGY, Quantity.COUNTS),
        ((17, 4), AxisKind.CHANNEL, Quantity.COUNTS),
        ((1, 0), AxisKind.WAVENUMBER, Quantity.UNKNOWN),
        ((1, 130), AxisKind.WAVENUMBER, Quantity.UNKNOWN),
        ((5, 2), AxisKind.UNKNOWN, Quantity.ABSORBANCE),
        ((0, 0), AxisKind.UNKNOWN, Quantity.UNKNOWN),
    ],
)
def test_type_codes(types: tuple[int, int], kind: AxisKind, quantity: Quantity) -> None:
    (spectrum,) = read(spc(types=types))
    assert (spectrum.axis_kind, spectrum.quantity) == (kind, quantity)


@pytest.mark.parametrize(
    "label", [b"Single Beam", b"2nd Derivative of Absorbance", b"Emission", b"Volts", b"Singlebeam"]
)
def test_a_label_that_names_no_result_is_believed_against_the_type(label: bytes) -> None:
    for technique in (None, Technique.FTIR_ATR):
        (spectrum,) = read(spc(types=(1, 2), labels=b"\0" + label + b"\0\0"), technique)
        assert (spectrum.quantity, spectrum.technique) == (Quantity.UNKNOWN, None)
        assert "quantity_unknown" in codes(spectrum)
    (other,) = read(spc(types=(1, 2), labels=b"\0A\0\0"))
    assert other.quantity is Quantity.ABSORBANCE
    with pytest.raises(UnsupportedVariant, match="interferogram"):
        read(spc(types=(1, 0), labels=b"\0Interferogram\0\0"))


def test_units_are_converted_exactly() -> None:
    assert np.allclose(read(spc([Sub(INTENSITY / 200)], types=(2, 129)))[0].axis, SHIFT * 1000)
    assert np.allclose(read(spc(types=(14, 4)))[0].axis, SHIFT / 1000)


def test_a_ratio_is_percent_only_by_its_numbers_or_its_label() -> None:
    (fraction,) = read(spc([Sub(INTENSITY / 200)], types=(1, 128)))
    assert np.allclose(fraction.values, INTENSITY / 200)
    (inferred,) = read(spc([Sub(INTENSITY / 2)], types=(1, 128)))
    assert np.allclose(inferred.values, INTENSITY / 200)
    assert "scale_inferred" in codes(inferred)
    (said,) = read(spc([Sub(INTENSITY / 200)], types=(1, 0), labels=b"\0% Reflectance\0\0"))
    assert np.allclose(said.values, INTENSITY / 20_000)
    assert said.quantity is Quantity.REFLECTANCE
    with pytest.raises(Ambiguous):
        read(spc([Sub(INTENSITY * 10)], types=(1, 129)))


@pytest.mark.parametrize(
    ("label", "x_type", "kind"),
    [
        (b"Raman Shift (cm-1)", 0, AxisKind.RAMAN_SHIFT),
        (b"Raman shift", 1, AxisKind.RAMAN_SHIFT),
        (b"Wavenumber", 13, AxisKind.RAMAN_SHIFT),
        (b"Wavelength", 3, AxisKind.WAVELENGTH),
        (b"Wellenzahl", 1, AxisKind.WAVENUMBER),
        (b"cm-1", 1, AxisKind.WAVENUMBER),
        (b"cm-1", 3, AxisKind.UNKNOWN),
        (b"cm-1", 0, AxisKind.UNKNOWN),
    ],
)
@pytest.mark.parametrize("make", [spc, old_spc])
def test_custom_labels_are_weighed_against_the_type(
    make: object, label: bytes, x_type: int, kind: AxisKind
) -> None:
    flags = files.TALABS
    (spectrum,) = read(make(types=(x_type, 4), labels=label + b"\0\0\0", flags=flags))  # type: ignore[operator]
    assert spectrum.axis_kind is kind


def test_labels_of_the_old_format_are_also_announced_by_the_z_type() -> None:
    (spectrum,) = read(old_spc(types=(0, 0), year=1993 | 15 << 12, labels=b"Raman Shift\0\0\0"))
    assert spectrum.axis_kind is AxisKind.RAMAN_SHIFT
    assert spectrum.facts.measurement.measured_at == "1993-05-17T09:45"


def test_wavenumbers_of_a_raman_technique_are_shifts_with_a_note() -> None:
    by_file = read(spc(types=(1, 4), technique=11))[0]
    by_hint = read(spc(types=(1, 4)), Technique.RAMAN)[0]
    for spectrum in (by_file, by_hint):
        assert spectrum.axis_kind is AxisKind.RAMAN_SHIFT
        assert codes(spectrum) == ["axis_assumed"]
    assert read(spc(types=(1, 4), technique=4))[0].axis_kind is AxisKind.WAVENUMBER


def test_a_hint_fills_an_arbitrary_axis_and_never_one_in_minutes() -> None:
    assert read(spc(types=(0, 0)), Technique.RAMAN)[0].technique is Technique.RAMAN
    minutes = read(spc(types=(5, 0)), Technique.RAMAN)[0]
    assert minutes.axis_kind is AxisKind.UNKNOWN
    assert codes(minutes) == ["axis_unknown"]


def test_facts_and_header() -> None:
    measured = read(spc(log=log_block(LOG_OF_WIRE)))[0].facts.measurement
    assert measured.instrument == "BENCH"
    assert measured.instrument_serial == "H18509"
    assert measured.laser_wavelength == 532
    assert measured.laser_power is None
    assert measured.integration_time == 10
    assert measured.accumulations == 2
    assert measured.resolution == 4
    assert measured.measured_at == "2021-11-18T11:30"
    header = read(spc(log=log_block(LOG_OF_WIRE)))[0].header
    assert header["fcmnt"] == "vermilio"
    assert header["Laser_power"] == "Laser power: 10%"
    assert header["Operator"] == "user"
    old = read(old_spc())[0]
    assert (old.facts.measurement.accumulations, old.facts.measurement.resolution) == (16, 4)
    assert old.header["ocmnt"] == "azurit"


LOG_OF_WIRE = (
    "Operator=user\r\nSerial_number=H18509\r\nLaser=Laser: 532 nm edge\r\nLaser_power=Laser power: 10%\r\n"
    "Exposure_time=Time: 10s\r\nAccumulations=Accumulations: 2\r\nSlit_opening=65µm\r\n"
)


def test_a_time_without_unit_an_impossible_date_and_wild_scans_are_no_facts() -> None:
    (spectrum,) = read(
        spc([Sub(scans=2**31)], log=log_block("Exposure_time=Time: 3000\r\n"), fdate=1425432136)
    )
    measured = spectrum.facts.measurement
    assert (measured.integration_time, measured.measured_at, measured.accumulations) == (None, None, None)
    assert spectrum.header["Exposure_time"] == "Time: 3000"


def test_the_log_is_kept_line_by_line() -> None:
    header = read(spc(log=log_block(files.LOG)))[0].header
    assert header["Scans"] == "8"
    assert header["Scans (2)"] == "9"
    assert header["log"] == "not a key"
