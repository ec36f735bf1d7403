"""Two exports of one measurement give the same spectrum; where a vendor resampled, the way is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import ReadError
from pigment_archive.readers import read
from pigment_archive.records import Spectrum, Technique

SAME = 1e-6
TRIPLE = "h2020charisma+ramanchada2/nCal_Qontor785_z005H12_100_1x3s"
HORIBA = "horiba-labspec/h2020charisma+ramanchada2/PST10_iR785_OP01_8000msx8"
Y_PLACE, X_PLACE = 569, 4881


def one(path: Path) -> Spectrum:
    (spectrum,) = read(path, technique=Technique.RAMAN)
    return spectrum


def relative(found: np.ndarray, expected: np.ndarray) -> float:
    """Largest difference relative to the expected value at that point."""
    return float(np.max(np.abs(found - expected) / np.abs(expected)))


@pytest.fixture
def triple(data_dir: Path) -> dict[str, Spectrum]:
    homes = {"wdf": "renishaw-wdf", "txt": "csv-excel", "spc": "grams-spc"}
    return {suffix: one(data_dir / "formats" / home / f"{TRIPLE}.{suffix}") for suffix, home in homes.items()}


def test_wdf_and_text_are_equal_on_the_axis_of_the_instrument(triple: dict[str, Spectrum]) -> None:
    wdf, txt = triple["wdf"], triple["txt"]
    assert wdf.axis_kind is txt.axis_kind
    assert np.max(np.abs(wdf.axis - txt.axis)) <= 5.1e-7  # text is rounded to six decimals
    assert relative(txt.values, wdf.values) < SAME


def test_the_spc_is_the_wdf_interpolated_as_the_vendor_does(triple: dict[str, Spectrum]) -> None:
    """WiRE resamples to an even axis, counted down from its end in float32, and interpolates linearly.

    x_k = float32(x_end - float32(k range) / float32(n - 1)), k = 0 ... n - 1.
    """
    wdf, spc = triple["wdf"], triple["spc"]
    assert spc.axis[[0, -1]] == pytest.approx(wdf.axis[[0, -1]], abs=1e-6)
    low, high = np.float32(wdf.axis[0]), np.float32(wdf.axis[-1])
    steps = np.arange(spc.axis.size, dtype=np.float32)
    back = steps * (high - low) / np.float32(spc.axis.size - 1)
    common = (high - back)[::-1].astype(np.float64)
    assert np.max(np.abs(common - spc.axis)) < 2e-4
    assert relative(spc.values, np.interp(common, wdf.axis, wdf.values)) < SAME


def test_on_the_axis_the_spc_states_the_two_agree_only_to_a_ten_thousandth(
    triple: dict[str, Spectrum],
) -> None:
    wdf, spc = triple["wdf"], triple["spc"]
    difference = relative(spc.values, np.interp(spc.axis, wdf.axis, wdf.values))
    assert SAME < difference < 1e-4
    assert spc.values.max() < 0.95 * wdf.values.max()


def test_a_labspec_text_holds_the_numbers_of_its_original(data_dir: Path) -> None:
    """The two places are known for this one file only, so `.l6s` itself is refused."""
    text = one(data_dir / "formats" / f"{HORIBA}.txt")
    raw = (data_dir / "formats" / f"{HORIBA}.l6s").read_bytes()
    x = np.frombuffer(raw, "<f4", text.axis.size, X_PLACE)
    y = np.frombuffer(raw, "<f4", text.axis.size, Y_PLACE)
    assert np.max(np.abs(x - text.axis)) <= 0.0051
    assert relative(text.values, y) < 1e-5


@pytest.mark.parametrize(
    "file", [f"{HORIBA}.l6s", f"renishaw-wdf/{TRIPLE.partition('/')[0]}/PST_Reflex532_Z050_010_10000msx2.wxd"]
)
def test_originals_of_unknown_layout_are_refused(data_dir: Path, file: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data_dir / "formats" / file)
    assert caught.value.remedy
