"""Bruker OPUS: what is read, what is refused, and real files against an independent library."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, ReadError, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.bruker_opus import READER
from pigment_archive.readers.bruker_opus.facts import iso_time
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import Content, Limits
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers.files_bruker_opus import (
    ABSORBANCE,
    FIRST,
    LAST,
    MACHINE,
    OPTICS,
    ORIGIN,
    POINTS,
    SCAN,
    absorbance,
    data,
    kind,
    opus,
    parameters,
    status,
)


def spectra(file: bytes, technique: Technique | None = None) -> list[Spectrum]:
    reading = READER.read(Content("a.0", file, hints=Hints(technique)))
    assert not [item for item in reading if isinstance(item, ReadError)]
    return [item for item in reading if isinstance(item, Spectrum)]


def test_the_result_is_read_and_the_single_beam_is_named() -> None:
    (spectrum,) = spectra(absorbance())
    assert np.array_equal(spectrum.axis, np.linspace(FIRST, LAST, POINTS)[::-1])
    assert np.array_equal(spectrum.values, ABSORBANCE[::-1].astype(float))
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVENUMBER, Quantity.ABSORBANCE)
    assert spectrum.technique is None
    (note,) = [note for note in spectrum.notes if note.code == "not_read"]
    assert "Sample Spectrum" in note.text
    facts = spectrum.facts
    assert (facts.measurement.instrument, facts.measurement.instrument_serial) == ("Alpha", "102")
    assert (facts.measurement.accumulations, facts.measurement.resolution) == (32, 4.0)
    assert facts.measurement.measured_at == "2019-05-03T13:34:44-04:00"
    assert (facts.sample.name, facts.sample.preparation) == ("azurite in egg", "pellet")
    assert "somebody" not in facts.model_dump_json()
    assert spectrum.header["Sample Origin Parameters.CNM"] == "somebody"
    assert spectrum.header["Data Parameters Absorbance.NPT"] == str(POINTS)


def test_the_technique_is_the_persons_unless_the_accessory_says_atr() -> None:
    (spectrum,) = spectra(absorbance(), Technique.FTIR_TRANSMISSION)
    assert spectrum.technique is Technique.FTIR_TRANSMISSION
    atr = (kind(0, 0, 6, 0), parameters(ACC="ATR platinum Diamond 1 Refl"))
    (spectrum,) = spectra(opus(atr, data(4), status(4)), Technique.FTIR_TRANSMISSION)
    assert spectrum.technique is Technique.FTIR_ATR
    matrix = (kind(0, 0, 6, 0), parameters(ACC="MATRIX-F"))
    (spectrum,) = spectra(opus(matrix, data(4), status(4)))
    assert spectrum.technique is None


@pytest.mark.parametrize(
    ("sort", "quantity"),
    [
        (4, Quantity.ABSORBANCE),
        (5, Quantity.TRANSMITTANCE),
        (6, Quantity.KUBELKA_MUNK),
        (12, Quantity.REFLECTANCE),
        (15, Quantity.LOG_1_OVER_R),
        (16, Quantity.UNKNOWN),
        (17, Quantity.UNKNOWN),
        (19, Quantity.UNKNOWN),
    ],
)
def test_the_block_says_the_quantity(sort: int, quantity: Quantity) -> None:
    (spectrum,) = spectra(opus(data(sort), status(sort)))
    assert spectrum.quantity is quantity
    assert np.array_equal(spectrum.values, ABSORBANCE[::-1].astype(float))


def test_percent_is_concluded_and_noted() -> None:
    (spectrum,) = spectra(opus(data(5, values=ABSORBANCE * 80), status(5)))
    assert spectrum.values.max() == pytest.approx(1.0)
    assert "scale_inferred" in [note.code for note in spectrum.notes]


def test_raman_is_read_from_the_sample_with_its_laser() -> None:
    laser = (kind(0, 0, 2, 0), parameters(INS="RAM II", RLW=9394.0, RLP=150.0))
    (spectrum,) = spectra(opus(laser, data(10, 1), status(10, 1)))
    assert (spectrum.axis_kind, spectrum.technique) == (AxisKind.RAMAN_SHIFT, Technique.RAMAN)
    assert spectrum.facts.measurement.laser_wavelength == pytest.approx(1064.51, abs=0.01)
    assert spectrum.facts.measurement.laser_power == 150.0
    (spectrum,) = spectra(opus(laser, data(10, 1), status(10, 1, FXV=9000.0, LXV=6000.0)))
    assert (spectrum.axis_kind, spectrum.technique) == (AxisKind.WAVENUMBER, None)


def test_micrometres_nanometres_and_others() -> None:
    (spectrum,) = spectra(opus(data(12), status(12, DXU="MI", FXV=2.5, LXV=0.35)))
    assert spectrum.axis[[0, -1]] == pytest.approx([350.0, 2500.0])
    assert spectrum.technique is Technique.REFLECTANCE
    (spectrum,) = spectra(opus(data(12), status(12, DXU="LGW")))
    assert spectrum.axis_kind is AxisKind.UNKNOWN


def test_several_results_are_several_spectra_in_file_order() -> None:
    first, second = spectra(opus(data(12), status(12), data(4), status(4)))
    assert (first.header["block"], second.header["block"]) == ("Reflectance", "Absorbance")
    assert (first.index, second.index) == (0, 1)


def test_the_factor_of_the_values_applies() -> None:
    (spectrum,) = spectra(opus(data(4), status(4, CSF=0.5)))
    assert spectrum.values[0] == pytest.approx(ABSORBANCE[-1] / 2)


def test_files_without_a_result_are_told_what_to_do() -> None:
    for blocks in ([data(1, 1), status(1, 1)], [data(2, 1), status(2, 1)], [data(1, 2), status(1, 2)]):
        with pytest.raises(UnsupportedVariant, match="no single result") as caught:
            spectra(opus(OPTICS, *blocks))
        assert "OPUS" in caught.value.remedy
    series = (kind(3, 3, 0, 4, form=2), bytes(400)), (kind(3, 3, 1, 4, form=2), status(4)[1])
    with pytest.raises(UnsupportedVariant):
        spectra(opus(*series))
    with pytest.raises(UnsupportedVariant):
        spectra(opus((kind(3, 3, 0, 4, derivative=1), data(4)[1]), (kind(3, 3, 1, 4, derivative=1), b"")))
    with pytest.raises(Inconsistent):
        spectra(opus(OPTICS, SCAN))


def test_what_contradicts_itself_is_refused() -> None:
    with pytest.raises(UnsupportedVariant):
        spectra(opus(data(4), status(4, points=POINTS + 1)))
    with pytest.raises(UnsupportedVariant):
        spectra(opus(data(4), status(4, DPF=2)))
    with pytest.raises(TooLarge):
        READER.read(Content("a.0", absorbance(), limits=Limits(points=POINTS - 1)))
    for place, number in ((12, 8), (12, -1), (16, 0), (16, 2**30)):
        whole = absorbance()
        with pytest.raises((Inconsistent, Truncated)):
            spectra(whole[:place] + struct.pack("<i", number) + whole[place + 4 :])
    with pytest.raises(Inconsistent):
        spectra(opus(data(4), status(4, FXV=float("nan"))))


def test_parameters_that_lead_backwards_never_loop() -> None:
    backwards = struct.pack("<4shh", b"ABC\0", 0, -4) + bytes(16)
    with pytest.raises(Inconsistent, match="negative"):
        spectra(opus((kind(0, 0, 6, 0), backwards), data(4), status(4)))


def test_blocks_over_one_another_are_refused() -> None:
    whole = bytearray(opus(data(4), status(4), *[OPTICS] * 30))
    for number in range(3, 33):
        struct.pack_into("<iii", whole, 24 + 12 * number, kind(0, 0, 6, 0), len(whole) // 4 - 200, 600)
    with pytest.raises(Inconsistent, match="over one another"):
        spectra(bytes(whole))


def test_a_cut_of_any_block_is_refused() -> None:
    history = (kind(0, 0, 0, 0, form=5), b"made by somebody" * 20)
    whole = opus(ORIGIN, MACHINE, data(4), status(4), history)
    assert len(spectra(whole)) == 1
    for cut in (1, 100, len(history[1]) + 4):
        with pytest.raises(Truncated):
            spectra(whole[:-cut])


UPPER = 1 << 30


def test_several_results_of_one_kind_keep_their_own_parameters() -> None:
    double = (ABSORBANCE * 2).astype("<f4")
    values, (code, said) = data(4, values=double)[1], status(4, MNY=0.1, MXY=2.5, LXV=700.0)
    first, second = spectra(
        opus((UPPER | data(4)[0], data(4)[1]), (code - 16, values), (code, said), older())
    )
    for spectrum, last, factor, name in (
        (first, LAST, 1, "0x4000100f"),
        (second, 700.0, 2, "0x0000100f"),
    ):
        assert spectrum.axis[0] == last
        assert np.allclose(spectrum.values, ABSORBANCE[::-1] * factor)
        assert spectrum.header["block type"] == name
        assert "several_results" in [note.code for note in spectrum.notes]


def older() -> tuple[int, bytes]:
    """Parameters of a result that was kept beside a later one."""
    return UPPER | status(4)[0], status(4)[1]


def test_alike_results_are_told_apart_by_their_extremes_and_else_by_their_order() -> None:
    low, high = data(4), data(4, values=ABSORBANCE * 2)
    small = float(ABSORBANCE[0]), float(ABSORBANCE[-1])
    of_low = status(4, MNY=small[0], MXY=small[1])
    of_high = status(4, MNY=2 * small[0], MXY=2 * small[1], LXV=700.0)
    crossed = spectra(opus(low, high, of_high, of_low))
    assert [s.axis[0] for s in crossed] == [LAST, 700.0]
    stale = spectra(opus(low, high, status(4, MXY=9.0), status(4, MXY=9.0, LXV=700.0)))
    assert [s.axis[0] for s in stale] == [LAST, 700.0]
    assert [s.values[-1] for s in stale] == [float(ABSORBANCE[0]), float(2 * ABSORBANCE[0])]
    (mixed,) = spectra(opus(low, older()))
    assert mixed.axis[0] == LAST


def test_values_without_a_factor_stand_as_they_are() -> None:
    said = parameters(DPF=1, NPT=POINTS, FXV=FIRST, LXV=LAST, DXU="WN")
    (spectrum,) = spectra(opus(data(4), (status(4)[0], said)))
    assert np.array_equal(spectrum.values, ABSORBANCE[::-1].astype(float))


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        ("03/05/2019", "13:34:44.641 (GMT-4)", "2019-05-03T13:34:44-04:00"),
        ("2019/05/03", "13:34:44 (GMT+5.5)", "2019-05-03T13:34:44+05:30"),
        ("03/05/2019", "13:34:44", "2019-05-03T13:34:44"),
        ("03/05/2019", "noon", "2019-05-03"),
        ("31/02/2019", "13:34:44", None),
        ("May 3", "13:34:44", None),
    ],
)
def test_dates_are_day_first_or_year_first(date: str, time: str, expected: str | None) -> None:
    assert iso_time(date, time) == expected


def test_real_files_equal_an_independent_library(data_dir: Path) -> None:
    import opusFC

    files = [path for path in sorted((data_dir / "formats" / "opus").rglob("*")) if path.is_file()]
    assert files
    for path in files:
        results = spectra(path.read_bytes())
        oracle = [
            opusFC.getOpusData(str(path), entry)
            for entry in opusFC.listContents(str(path))
            if entry[0] in ("AB", "REFL", "TRANS", "RAM", "KM")
        ]
        equal = [
            np.array_equal(np.asarray(other.y, float)[::-1], spectrum.values)
            and np.allclose(np.asarray(other.x)[::-1], spectrum.axis, rtol=1e-12)
            for spectrum in results
            for other in oracle
            if len(other.y) == spectrum.values.size
        ]
        assert any(equal), path.name  # of two blocks of one kind the library gives the last one alone
        for spectrum in results:
            extremes = {(float(v["MNY"]), float(v["MXY"])) for v in statuses(spectrum)}
            assert (spectrum.values.min(), spectrum.values.max()) in extremes


def statuses(spectrum: Spectrum) -> list[dict[str, str]]:
    """The parameters of each result, as the header keeps them."""
    found: dict[str, dict[str, str]] = {}
    for name, value in spectrum.header.items():
        label, _, key = name.rpartition(".")
        if label.startswith("Data Parameters"):
            found.setdefault(label, {})[key] = value
    return list(found.values())
