"""Renishaw WDF: what is read, what is refused, and real files against an independent library."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, ReadError, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.hints import Hints, Sampling
from pigment_archive.readers.reader import Content, Limits
from pigment_archive.readers.renishaw_wdf import READER
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers.files_renishaw_wdf import (
    FALLING,
    MICRON,
    POINTS,
    SETTINGS,
    X,
    Y,
    block,
    intensities,
    map_origins,
    origin,
    property_set,
    text_entry,
    wdf,
)


def spectra(data: bytes, **hints: object) -> list[Spectrum]:
    reading = READER.read(Content("a.wdf", data, hints=Hints(**hints)))  # type: ignore[arg-type]
    assert not [item for item in reading if isinstance(item, ReadError)]
    return [item for item in reading if isinstance(item, Spectrum)]


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def test_a_falling_uneven_axis_is_flipped_not_rebuilt_and_the_facts_are_there() -> None:
    (spectrum,) = spectra(wdf(settings=SETTINGS))
    assert np.array_equal(spectrum.axis, FALLING.astype("<f4").astype(float)[::-1])
    assert np.array_equal(spectrum.values, intensities(1)[0][::-1])
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.COUNTS)
    assert spectrum.technique is Technique.RAMAN
    assert "axis_flipped" in codes(spectrum)
    facts = spectrum.facts.measurement
    assert facts.laser_wavelength == pytest.approx(532.0, abs=1e-3)
    assert (facts.instrument, facts.accumulations) == ("InVia", 2)
    assert facts.measured_at == "2022-08-22T11:50:17Z"
    assert spectrum.header["WXIS.lamps"] == "7"
    assert spectrum.header["user"] == "somebody"
    assert "somebody" not in spectrum.facts.model_dump_json()


@pytest.mark.parametrize(
    ("unit", "kind", "scale"),
    [
        (2, AxisKind.WAVENUMBER, 1.0),
        (3, AxisKind.WAVELENGTH, 1.0),
        (4, AxisKind.ENERGY, 0.001),
        (5, AxisKind.WAVELENGTH, 1000.0),
        (16, AxisKind.CHANNEL, 1.0),
        (0, AxisKind.UNKNOWN, 1.0),
        (77, AxisKind.UNKNOWN, 1.0),
    ],
)
def test_the_unit_of_the_axis_is_the_files_own(unit: int, kind: AxisKind, scale: float) -> None:
    (spectrum,) = spectra(wdf(unit=unit))
    assert spectrum.axis_kind is kind
    assert spectrum.technique is None
    assert spectrum.axis[-1] == pytest.approx(FALLING[0] * scale, rel=1e-6)


def test_an_undefined_axis_takes_the_technique_given_and_says_so() -> None:
    (spectrum,) = spectra(wdf(unit=0), technique=Technique.RAMAN)
    assert spectrum.axis_kind is AxisKind.RAMAN_SHIFT
    assert "axis_assumed" in codes(spectrum)


def test_a_series_gives_each_spectrum_its_own_time() -> None:
    series = spectra(wdf(3, origins=map_origins(3, 3, 3)))
    assert [s.index for s in series] == [0, 1, 2]
    assert [s.facts.measurement.measured_at for s in series] == [
        "2022-08-22T11:50:17Z",
        "2022-08-22T11:50:18Z",
        "2022-08-22T11:50:19Z",
    ]
    assert [s.facts.measurement.position_x for s in series] == [10.0, 11.5, 13.0]


@pytest.mark.parametrize("snake", [False, True])
def test_a_map_keeps_places_whatever_way_it_was_scanned(snake: bool) -> None:
    data = wdf(6, origins=map_origins(6, 6, 3, snake=snake), steps=(3, 2, 1))
    found = {
        (s.facts.measurement.position_x, s.facts.measurement.position_y): s.values[-1] for s in spectra(data)
    }
    first = intensities(6)[:, 0]
    second_line = first[3:][::-1] if snake else first[3:]
    assert found == {
        **{(10.0 + 1.5 * n, -4.0): first[n] for n in range(3)},
        **{(10.0 + 1.5 * n, -1.5): second_line[n] for n in range(3)},
    }


def test_of_a_map_only_the_pixels_asked_for_are_read() -> None:
    data = wdf(6, origins=map_origins(6, 6, 3), steps=(3, 2, 1))
    (corner, other) = spectra(data, sampling=Sampling(every=2))
    assert (corner.index, other.index) == (0, 2)
    (mean,) = spectra(data, sampling=Sampling(average=True))
    assert mean.values[-1] == pytest.approx(intensities(6)[:, 0].mean())
    assert mean.facts.measurement.pixels == 6
    assert mean.facts.measurement.position_x == pytest.approx(11.5)
    assert mean.facts.measurement.position_y == pytest.approx(-2.75)


def test_places_that_form_no_grid_are_one_line_in_file_order() -> None:
    places = [origin(X, MICRON, "X", [0, 7, 1, 30]), origin(Y, MICRON, "Y", [3, 1, 9, 2])]
    found = spectra(wdf(4, origins=places, steps=(4, 1, 1)))
    assert [s.facts.measurement.position_x for s in found] == [0.0, 7.0, 1.0, 30.0]


@pytest.mark.parametrize("steps", [None, (3, 3, 1)])
def test_of_an_interrupted_measurement_only_what_was_measured_is_read(
    steps: tuple[int, int, int] | None,
) -> None:
    found = spectra(wdf(5, capacity=9, origins=map_origins(9, 5, 3), steps=steps))
    assert len(found) == 5
    assert all("interrupted" in codes(s) for s in found)
    assert all((s.values > 0).all() for s in found)


def test_a_map_larger_than_memory_is_read_from_disk(tmp_path: Path) -> None:
    data = wdf(6, origins=map_origins(6, 6, 3), steps=(3, 2, 1))
    path = tmp_path / "map.wdf"
    path.write_bytes(data)
    reading = READER.read(Content("map.wdf", data[:600], path=path, size=len(data)))
    assert [s.fingerprint() for s in reading if isinstance(s, Spectrum)] == [
        s.fingerprint() for s in spectra(data)
    ]


def test_blocks_without_length_never_loop() -> None:
    for length in (0, 15):
        data = wdf() + struct.pack("<4sIQ", b"WXDA", 0, length)
        with pytest.raises(Inconsistent):
            READER.read(Content("a.wdf", data))


def test_a_cut_of_any_block_is_refused_and_padding_noted() -> None:
    data = wdf() + block(b"WXCS", bytes(200)) + block(b"abcd", b"made elsewhere")
    assert codes(spectra(data)[0]) == ["axis_flipped"]
    for end in range(len(data) - 246, len(data)):
        at_a_block = end in (len(data) - 246, len(data) - 30)
        if not at_a_block:
            with pytest.raises(Truncated):
                READER.read(Content("a.wdf", data[:end]))
    for padding in (3, 16, 500):
        assert "trailing_bytes" in codes(spectra(data + bytes(padding))[0])
    with pytest.raises(Truncated):
        READER.read(Content("a.wdf", data + b"WX"))
    with pytest.raises(Truncated):
        READER.read(Content("a.wdf", wdf()[:-4]))


def test_what_the_header_promises_and_the_blocks_do_not_hold_is_refused() -> None:
    whole = wdf(2)
    more_points = whole[:60] + struct.pack("<I", POINTS + 1) + whole[64:]
    more_spectra = whole[:64] + struct.pack("<QQ", 2**40, 1) + whole[80:]
    nothing = whole[:72] + struct.pack("<Q", 0) + whole[80:]
    beyond_room = whole[:72] + struct.pack("<Q", 3) + whole[80:]
    for data in (more_points, more_spectra, nothing, beyond_room):
        with pytest.raises(Inconsistent):
            READER.read(Content("a.wdf", data))
    with pytest.raises(UnsupportedVariant):
        READER.read(Content("a.wdf", wdf(y_count=8)))
    with pytest.raises(TooLarge):
        READER.read(Content("a.wdf", whole, limits=Limits(points=POINTS - 1)))
    with pytest.raises(TooLarge):
        READER.read(Content("a.wdf", whole, limits=Limits(spectra=1)))


def multitrack(axes: np.ndarray, **changes: object) -> bytes:
    """A file whose list of x holds these axes one after the other."""
    data = bytearray(wdf(len(intensities(2)), **changes))  # type: ignore[arg-type]
    struct.pack_into("<Q", data, 16, 1 << 3)
    place = data.rindex(b"XLST")
    return bytes(data[:place]) + block(b"XLST", struct.pack("<II", 1, 1) + axes.astype("<f4").tobytes())


def test_of_several_tracks_each_spectrum_has_its_own_axis() -> None:
    first, second = spectra(multitrack(np.stack([FALLING, FALLING + 1000])))
    assert np.array_equal(first.axis, FALLING.astype("<f4").astype(float)[::-1])
    assert np.array_equal(second.axis, (FALLING + 1000).astype("<f4").astype(float)[::-1])
    mapped = multitrack(np.stack([FALLING, FALLING + 1000]), origins=map_origins(2, 2, 2), steps=(2, 1, 1))
    assert [s.axis[-1] for s in spectra(mapped)] == [first.axis[-1], second.axis[-1]]
    with pytest.raises(UnsupportedVariant, match="tracks"):
        spectra(multitrack(FALLING[np.newaxis]))


def test_several_blocks_of_data_are_refused() -> None:
    with pytest.raises(UnsupportedVariant, match="several blocks"):
        spectra(wdf() + block(b"DATA", intensities(1).tobytes()))


def test_a_list_of_places_is_no_axis_in_micrometres() -> None:
    data = bytearray(wdf(unit=MICRON))
    assert spectra(bytes(data))[0].axis_kind is AxisKind.WAVELENGTH
    struct.pack_into("<I", data, data.rindex(b"XLST") + 16, X)
    assert spectra(bytes(data))[0].axis_kind is AxisKind.UNKNOWN


def test_times_in_seconds_are_numbers_and_no_date() -> None:
    seconds = struct.pack("<II16s2d", 11 | 1 << 31, 12, b"Time", 0.5, 1.25)
    first, second = spectra(wdf(2, origins=[seconds]))
    assert (first.header["ORGN.Time"], second.header["ORGN.Time"]) == ("0.5", "1.25")
    assert first.facts.measurement.measured_at == "2022-08-22T11:50:17Z"


def test_alarms_of_the_detector_are_noted_for_their_spectrum_alone() -> None:
    clean, bright = spectra(wdf(2, origins=[origin(17, 0, "Flags", [4, 1])]))
    assert "detector_alarm" not in codes(clean)
    assert [n.text for n in bright.notes if n.code == "detector_alarm"] == [
        "the instrument reports: saturated"
    ]


def test_an_interrupted_measurement_may_have_room_for_the_measured_alone() -> None:
    data = bytearray(wdf(2))
    struct.pack_into("<Q", data, 64, 5)
    found = spectra(bytes(data))
    assert len(found) == 2
    assert "interrupted" in codes(found[0])


def test_names_of_keys_hold_in_sets_within_and_compressed_values_are_left_out() -> None:
    inner = property_set(struct.pack("<cBHi", b"i", 0, 0x8002, 7))[8:]
    squeezed = struct.pack("<cBHI", b"u", 0x40, 0x8003, 6) + b"\x09\0\0\0xx"
    settings = property_set(
        struct.pack("<cBHI", b"p", 0, 0x8001, len(inner)) + inner,
        squeezed,
        *(struct.pack("<cBHI", b"k", 0, key, 4) + name for key, name in NAMES),
        struct.pack("<cBHf", b"r", 0, 1022, 50.0),
    )
    header = spectra(wdf(settings=settings))[0].header
    assert header["WXIS.lamp.hour"] == "7"
    assert header["WXIS.magnification"] == "50.0"
    assert "WXIS.text" not in header


NAMES = ((0x8001, b"lamp"), (0x8002, b"hour"), (0x8003, b"text"))


def test_settings_stand_with_every_spectrum_of_short_files_and_the_first_of_long_ones() -> None:
    exposure = property_set(text_entry(0x8001, "Exposure Time", "3000"))
    for count, steps in ((3, None), (1001, None), (1001, (7, 143, 1))):
        places = map_origins(count, count, 7)
        found = spectra(wdf(count, origins=places, steps=steps, settings=exposure))
        assert [n for n, s in enumerate(found) if "WXIS.Exposure Time" in s.header] == (
            [0] if count > 1000 else [0, 1, 2]
        )
    (mean,) = spectra(
        wdf(1001, origins=places, steps=(7, 143, 1), settings=exposure), sampling=Sampling(average=True)
    )
    assert "WXIS.Exposure Time" in mean.header


def test_the_exposure_is_in_milliseconds() -> None:
    scan = property_set(struct.pack("<cBHi", b"i", 0, 0x8002, 3000), NAME_OF_EXPOSURE)[8:]
    settings = property_set(
        struct.pack("<cBHI", b"p", 0, 0x8001, len(scan)) + scan,
        struct.pack("<cBHI", b"k", 0, 0x8001, 4) + b"Scan",
    )
    data = wdf() + block(b"WXDM", settings)
    assert spectra(data)[0].facts.measurement.integration_time == 3.0
    assert spectra(wdf())[0].facts.measurement.integration_time is None


NAME_OF_EXPOSURE = struct.pack("<cBHI", b"k", 0, 0x8002, 13) + b"Exposure Time"


def test_real_files_equal_an_independent_library(data_dir: Path) -> None:
    from renishawWiRE import WDFReader

    files = sorted((data_dir / "formats" / "renishaw-wdf").rglob("*.wdf"))
    assert files
    for path in files:
        (spectrum,) = spectra(path.read_bytes())
        oracle = WDFReader(path)
        order = np.argsort(oracle.xdata)
        assert np.array_equal(spectrum.axis, oracle.xdata[order])
        assert np.array_equal(spectrum.values, oracle.spectra[order])
        assert spectrum.facts.measurement.laser_wavelength == pytest.approx(oracle.laser_length, abs=1e-3)
        oracle.close()
