"""JCAMP-DX of many laboratories: every sample is read, or refused for the reason given here."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import ReadError
from pigment_archive.readers import jcamp
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Spectrum
from pigment_archive.units import AxisKind

pytestmark = pytest.mark.data

REFUSED = {
    "noend.jdx": "truncated",  # no ##END=
    "xyinc2.jdx": "inconsistent",  # lines of another file stand in the middle of its pairs
    "multivariable.jdx": "unsupported_variant",  # the rest are NTUPLES
    "ntuples.jdx": "unsupported_variant",
    "reim.jdx": "unsupported_variant",
    "BRUKNTUP.DX": "unsupported_variant",
    **{f"o{number:02}.jdx": "unsupported_variant" for number in range(6, 11)},
    **{f"ofid{number}.jdx": "unsupported_variant" for number in range(1, 5)},
}
SEVERAL = {"assigned.jdx": 3, "two.jdx": 2, "blckpac1.jdx": 5, "blckpkt1.jdx": 6}
SAME = [
    ("BRUKAFFN.DX", "BRUKPAC.DX", "BRUKSQZ.DX"),
    ("BRUKDIF.DX", "brukdif.jdx"),
    ("o01.jdx", "o02.jdx", "o03.jdx", "o04.jdx"),
    ("difdup_example.jdx", "noencoding_example.jdx"),
    ("jcamp-difdup.dx", "jcamp-packed.dx"),
    ("ib_01_01.jdx", "2Methyl1Propanol.jdx"),
]
WRONG_HEADER = {  # records that contradict the table, seen by eye
    "blckpac1.jdx": {"FIRSTY", "MAXY", "MINY"},  # the last value for the first; MAXY and MINY exchanged
    "dupinc2.jdx": {"MINY"},
    "iv.jdx": {"MAXY", "MINY"},
    "jtpolysd.jdx": {"FIRSTY", "MAXY"},  # a digit too many in YFACTOR
}
_NUMBER = re.compile(r"^##(FIRST[XY]|LASTX|NPOINTS|M(?:AX|IN)Y)\s*=\s*([-+.\dEe]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def samples(data_dir: Path) -> dict[str, Path]:
    folder = data_dir / "formats" / "jcamp-dx"
    found = {path.name: path for path in sorted(folder.rglob("*")) if path.is_file()}
    if not found:
        pytest.skip(f"no samples in {folder}")
    return found


def read(path: Path) -> list[Spectrum]:
    reading = jcamp.read(Content(path.name, path.read_bytes()))
    assert all(isinstance(item, Spectrum) for item in reading)
    return reading  # type: ignore[return-value]


def stated(path: Path) -> dict[str, tuple[float, float]]:
    """Numbers of a header and one unit of their last digit, as a plain search finds them."""
    found = {}
    for label, text in _NUMBER.findall(path.read_text("latin-1")):
        mantissa, _, exponent = text.upper().partition("E")
        decimals = len(mantissa.partition(".")[2])
        found[label] = float(text), 10.0 ** (int(exponent or 0) - decimals)
    return found


def codes(spectrum: Spectrum) -> set[str]:
    return {note.code for note in spectrum.notes}


def test_every_sample_is_read_or_refused_for_its_reason(samples):
    outcome, count = {}, {}
    for name, path in samples.items():
        assert jcamp.sniff(path.read_bytes()[:65_536], name)
        try:
            count[name] = len(read(path))
        except ReadError as error:
            outcome[name] = error.code
    assert outcome == REFUSED
    assert {name: found for name, found in count.items() if found != 1} == SEVERAL


def test_the_numbers_are_what_the_headers_say(samples):
    agreed = 0
    for name in samples.keys() - REFUSED.keys() - SEVERAL.keys():
        (spectrum,) = read(samples[name])
        said = stated(samples[name])
        assert "NPOINTS" not in said or spectrum.axis.size == said["NPOINTS"][0]
        if "peak_table" in codes(spectrum):
            continue
        values = spectrum.values * (100 if "percent_to_fraction" in codes(spectrum) else 1)
        first, last = (-1, 0) if "axis_flipped" in codes(spectrum) else (0, -1)
        assert spectrum.axis[first] == pytest.approx(said["FIRSTX"][0], abs=1e-9)
        assert "LASTX" not in said or spectrum.axis[last] == pytest.approx(said["LASTX"][0], abs=1e-9)
        found = {"FIRSTY": values[first], "MAXY": values.max(), "MINY": values.min()}
        slack = 1e-3 * np.ptp(values)
        wrong = {y for y in found.keys() & said.keys() if abs(found[y] - said[y][0]) > slack + said[y][1]}
        assert wrong == WRONG_HEADER.get(name, set()), name
        assert ("header_disagrees" in codes(spectrum)) == (bool(wrong) or name == "fixdec2.jdx"), name
        agreed += len(found.keys() & said.keys()) - len(wrong)
    assert agreed > 60


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_one_measurement_in_several_forms_is_one_spectrum(samples, names):
    prints = {name: spectrum.fingerprint() for name in names for spectrum in read(samples[name])}
    assert len(set(prints.values())) == 1, prints


def test_rounded_and_scaled_copies_agree_as_far_as_they_can(samples):
    (fixed,), (compressed,) = read(samples["jtpolys.jdx"]), read(samples["jtpolysd.jdx"])
    ratio = compressed.values / fixed.values
    assert ratio == pytest.approx(2.3884185791 / 2.384185791, rel=1e-9)  # their YFACTOR
    (packed,), (squeezed,) = read(samples["jcamp-packed.dx"]), read(samples["jcamp-squeezed.dx"])
    assert squeezed.values[::-1][:30].tolist() == packed.values[::-1].tolist()
    (one,), (other,) = read(samples["BRUKSQZ.DX"]), read(samples["sqzdec1.jdx"])
    assert np.flatnonzero(one.values != other.values).tolist() == [16382]  # `e` became `E` in the file


def test_what_spectra_of_light_mean(samples):
    (raman,) = read(samples["tannic_acid.jdx"])
    assert (raman.axis_kind, raman.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.INTENSITY)
    (infrared,) = read(samples["fixinc2.jdx"])
    assert (infrared.axis_kind, infrared.quantity) == (AxisKind.WAVENUMBER, Quantity.ABSORBANCE)
    (reduced,) = read(samples["example_multiline_datasets.jdx"])
    assert reduced.facts.measurement.accumulations == 32
    assert "scale_inferred" not in codes(reduced)
    (percent,) = read(samples["dupdec1.jdx"])
    assert percent.values.max() == pytest.approx(0.871)
    (neutrons,) = read(samples["emodine.jdx"])
    assert neutrons.axis_kind is AxisKind.UNKNOWN
    assert {s.axis_kind for s in read(samples["blckpac1.jdx"])} == {AxisKind.WAVELENGTH}
