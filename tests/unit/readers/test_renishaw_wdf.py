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


def test_a_cut_in_settings_is_noted_and_in_data_refused() -> None:
    data = wdf() + block(b"WXCS", bytes(200))
    (spectrum,) = spectra(data[:-100])
    assert "truncated_tail" in codes(spectrum)
    (spectrum,) = spectra(data + b"\0\0\0")
    assert "trailing_bytes" in codes(spectrum)
    with pytest.raises(Truncated):
        READER.read(Content("a.wdf", wdf()[:-4]))


def test_what_the_header_promises_and_the_blocks_do_not_hold_is_refused() -> None:
    whole = wdf(2)
    more_points = whole[:60] + struct.pack("<I", POINTS + 1) + whole[64:]
    more_spectra = whole[:64] + struct.pack("<Q", 2**40) + whole[72:]
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
