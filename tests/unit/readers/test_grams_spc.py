"""GRAMS SPC: every variant of the specification, facts, meaning, and what is not one of these files."""

from __future__ import annotations

import struct
from contextlib import suppress

import numpy as np
import pytest

from pigment_archive.errors import (
    Inconsistent,
    ReadError,
    TooLarge,
    Truncated,
    UnknownFormat,
    UnsupportedVariant,
)
from pigment_archive.readers.grams_spc import READER
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import Content, Limits
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.spectrum_files import INTENSITY, POINTS, SHIFT
from tests.unit.readers import files_grams_spc as files
from tests.unit.readers.files_grams_spc import Sub, log_block, old_spc, spc

FINE = 2.0**-24  # of 32 bits with exponent 9
COARSE = 2.0**-8  # of 16 bits with exponent 9


def read(data: bytes, technique: Technique | None = None, **limits: int) -> list[Spectrum]:
    content = Content("a.spc", data, hints=Hints(technique), limits=Limits(**limits))
    reading = READER.read(content)
    assert all(isinstance(item, Spectrum) for item in reading)
    return reading  # type: ignore[return-value]


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


@pytest.mark.parametrize(
    ("data", "tolerance"),
    [
        (spc(), 1e-5),
        (spc(version=files.NEW_MSB), 1e-5),
        (spc(exponent=9), FINE),
        (spc(exponent=9, version=files.NEW_MSB), FINE),
        (spc(exponent=9, flags=files.TSPREC), COARSE),
        (spc(exponent=9, flags=files.TSPREC, version=files.NEW_MSB), COARSE),
        (old_spc(), FINE),
        (old_spc(flags=files.TSPREC), COARSE),
    ],
)
def test_numbers_of_every_width_and_byte_order(data: bytes, tolerance: float) -> None:
    (spectrum,) = read(data)
    assert np.allclose(spectrum.axis, SHIFT, rtol=1e-7, atol=0)
    assert np.abs(spectrum.values - INTENSITY).max() <= tolerance
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.COUNTS)
    assert spectrum.technique is Technique.RAMAN


def test_negative_values_keep_their_sign_in_every_integer_form() -> None:
    values = INTENSITY - 150
    for data in (
        spc([Sub(values, 9)], exponent=9),
        spc([Sub(values, 9)], exponent=9, flags=files.TSPREC),
        old_spc([Sub(values, 9)]),
    ):
        assert np.abs(read(data)[0].values - values).max() <= COARSE


@pytest.mark.parametrize("make", [spc, old_spc])
def test_each_subfile_of_a_multifile_has_its_own_exponent(make: object) -> None:
    first, second = read(make([Sub(exponent=9), Sub(INTENSITY / 16, 5)], exponent=0))  # type: ignore[operator]
    assert np.allclose(first.values, INTENSITY, atol=FINE)
    assert np.allclose(second.values, INTENSITY / 16, atol=FINE)
    assert (first.index, second.index) == (0, 1)


def test_the_main_header_gives_the_exponent_of_a_single_spectrum() -> None:
    (spectrum,) = read(spc([Sub(exponent=files.FLOATS)], exponent=9))
    assert np.abs(spectrum.values - INTENSITY).max() > 1  # floats read as integers, as the header says
    assert codes(spectrum) == []


def test_floats_announced_in_one_header_only_are_noted() -> None:
    data = bytearray(spc([Sub(), Sub()]))
    data[512 + 1] = data[512 + 32 + 4 * POINTS + 1] = 0
    for spectrum in read(bytes(data)):
        assert np.allclose(spectrum.values, INTENSITY)
        assert codes(spectrum) == ["exponent_inferred"]


def test_z_values_even_by_first_step_by_increment_and_uneven() -> None:
    subs = [Sub(z=1.5, following=2.0), Sub(z=9.0), Sub(z=7.0)]
    for changes, expected in (
        ({}, ["1.5", "2.0", "2.5"]),
        ({"fzinc": 3.0}, ["1.5", "4.5", "7.5"]),
        ({"flags": files.TORDRD}, ["1.5", "9.0", "7.0"]),
        ({"flags": files.TRANDM}, ["1.5", "9.0", "7.0"]),
    ):
        assert [spectrum.header["z"] for spectrum in read(spc(subs, **changes))] == expected  # type: ignore[arg-type]


def test_z_of_planes_of_a_volume_is_not_guessed() -> None:
    data = bytearray(spc([Sub(z=1.5, following=2.0)] * 4))
    data[316] = 2  # planes
    assert all("z" not in spectrum.header for spectrum in read(bytes(data)))
    data[0] |= files.TORDRD
    assert all(spectrum.header["z"] == "1.5" for spectrum in read(bytes(data)))


def test_fields_that_say_nothing_about_the_numbers_never_refuse_a_file() -> None:
    """Ends of an axis that is stored, flags that exclude each other, no date, no number of subfiles."""
    x = files.uneven()
    for data in (
        spc([Sub(), Sub()], flags=files.TORDRD | files.TRANDM),
        spc(fdate=0),
        spc(fdate=2**32 - 1),
        spc(fnsub=0),
        spc([Sub(exponent=files.FLOATS)], flags=files.TMULTI),
        with_ends(spc(x=x), float("nan"), 0.0),
        with_ends(spc([Sub(x=x)]), 0.0, 0.0),
    ):
        assert np.allclose(read(data)[0].values, INTENSITY)
    for ends in ((float("nan"), 1.0), (5.0, 5.0)):
        with pytest.raises(UnknownFormat):
            read(with_ends(spc(), *ends))


def with_ends(data: bytes, first: float, last: float) -> bytes:
    """The file with other first and last x in its main header."""
    return data[:8] + struct.pack("<dd", first, last) + data[24:]


def test_common_and_own_axes() -> None:
    x = files.uneven()
    common = read(spc([Sub(), Sub()], x=x))
    assert all(np.array_equal(spectrum.axis, x) for spectrum in common)
    for directory in (False, True):
        first, second = read(spc([Sub(x=x), Sub(INTENSITY[:9], x=x[3:12])], directory=directory))
        assert np.array_equal(first.axis, x)
        assert np.array_equal(second.axis, x[3:12])
        assert np.allclose(second.values, INTENSITY[:9])
        assert codes(first) == []


def test_a_directory_decides_the_order() -> None:
    x = files.uneven()
    data = bytearray(spc([Sub(x=x), Sub(INTENSITY[:9], x=x[:9])], directory=True))
    data[-24:] = bytes(data[-12:]) + bytes(data[-24:-12])
    assert [spectrum.axis.size for spectrum in read(bytes(data))] == [9, POINTS]


def test_a_number_of_points_in_the_place_of_a_directory_is_none() -> None:
    x = np.cumsum(1.0 + np.arange(700) / 64.0)
    for size in (POINTS, 600):
        values = np.resize(INTENSITY, size)
        found = read(spc([Sub(values, x=x[:size]), Sub(values, x=x[:size])], fnpts=size))
        assert [spectrum.axis.size for spectrum in found] == [size, size]
        assert [code for spectrum in found for code in codes(spectrum)] == []


def test_a_falling_axis_is_flipped() -> None:
    (spectrum,) = read(spc(x=files.uneven()[::-1]))
    assert np.allclose(spectrum.values, INTENSITY[::-1])
    assert codes(spectrum) == ["axis_flipped"]


def test_empty_subfiles_are_refused_on_their_own() -> None:
    empty = Sub(np.zeros(0), x=np.zeros(0))
    reading = READER.read(Content("a.spc", spc([empty, Sub(x=SHIFT)])))
    assert isinstance(reading[0], Inconsistent)
    assert isinstance(reading[1], Spectrum)
    with pytest.raises(Inconsistent, match="two points"):
        READER.read(Content("a.spc", spc([empty, empty])))


def test_one_bad_axis_refuses_one_spectrum_only() -> None:
    x = files.uneven()
    reading = READER.read(Content("a.spc", spc([Sub(x=x), Sub(x=x[[1, 0, *range(2, POINTS)]])])))
    assert isinstance(reading[0], Spectrum)
    assert isinstance(reading[1], Inconsistent)
    assert reading[1].where == "spectrum 2"


def test_interferograms_and_integer_mass_spectra_are_refused() -> None:
    with pytest.raises(UnsupportedVariant, match="interferogram"):
        read(spc(types=(22, 1)))
    with pytest.raises(UnsupportedVariant, match="mass spectra"):
        read(spc([Sub(x=SHIFT, exponent=9), Sub(x=SHIFT, exponent=9)], exponent=9))


@pytest.mark.parametrize(
    "data", [old_spc([Sub()], exponent=128), old_spc([Sub()], exponent=-128), old_spc(flags=files.TXVALS)]
)
def test_what_the_old_format_does_not_have_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedVariant, match="old SPC format"):
        read(data)


def test_an_old_multifile_ends_with_its_last_whole_subfile_or_padding() -> None:
    subs = [Sub(exponent=9)] * 3
    assert len(read(old_spc(subs))) == 3
    assert len(read(old_spc(subs, padding=bytes(100)))) == 3
    for cut in (1, 40, 4 * POINTS):
        with pytest.raises(Truncated):
            read(old_spc(subs)[:-cut])


@pytest.mark.parametrize(
    "data",
    [
        spc()[:-1],
        spc()[:300],
        spc([Sub(), Sub()], fnsub=3),
        spc(fnpts=POINTS + 1),
        spc(fnpts=2**20),
        spc(x=SHIFT)[:600],
        spc([Sub(x=SHIFT), Sub(x=SHIFT)], directory=True)[:-1],
        spc([Sub(x=SHIFT)], fnpts=2**31),
        old_spc()[:-1],
        old_spc()[:100],
    ],
)
def test_what_ends_before_what_it_declares_is_truncated(data: bytes) -> None:
    with pytest.raises(Truncated):
        read(data)


def test_limits_and_directories_that_point_at_the_same_data() -> None:
    with pytest.raises(TooLarge):
        read(spc([Sub(), Sub()]), spectra=1)
    with pytest.raises(TooLarge):
        read(old_spc([Sub(exponent=9)] * 3), spectra=2)
    for data in (spc(), spc([Sub(x=SHIFT)])):
        with pytest.raises(TooLarge):
            read(data, points=10)
    data = bytearray(spc([Sub(x=SHIFT)] * 9, directory=True))
    data[-108:] = bytes(data[-108:-96]) * 9
    with pytest.raises(Inconsistent, match="same place"):
        read(bytes(data))


@pytest.mark.parametrize(
    "head",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"\x00\xcf" + bytes(600),
        b"\x33\x33\x33\x3f" + bytes(4000),
        b"PK\x03\x04" + bytes(600),
        b"BM" + bytes(600),
        b"FILE spectral_920530-930111.ascii\n" + b"-" * 600,
        b"SKU;LKM\n" * 100,
        b"\x00\x4b" + bytes(600),
        b"\x00\x4d" + bytes(600),
    ],
    ids=["ole", "shimadzu", "edax", "zip", "bitmap", "text", "letters", "zeros new", "zeros old"],
)
def test_other_files_are_not_claimed(head: bytes) -> None:
    assert not READER.sniff(head, "a.spc")
    with pytest.raises(UnknownFormat):
        READER.read(Content("a.spc", head))


def test_random_bytes_with_a_version_are_not_claimed() -> None:
    noise = np.random.default_rng(3)
    for _ in range(3000):
        head = bytearray(noise.bytes(600))
        head[1] = int(noise.choice([files.NEW_LSB, files.NEW_MSB, files.OLD]))
        assert not READER.sniff(bytes(head), "a.spc")


def test_nothing_but_read_errors_on_damaged_headers() -> None:
    whole = spc([Sub(x=SHIFT)] * 2, directory=True, log=log_block(files.LOG))
    for place in range(600):
        for value in (0, 0x7F, 0xFF):
            damaged = bytearray(whole)
            damaged[place] = value
            with suppress(ReadError):
                READER.read(Content("a.spc", bytes(damaged)))
