from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.quality import THRESHOLDS, Verdict
from pigment_archive.quality.saturation import saturation
from pigment_archive.records import MaskBit, Technique
from tests.unit.quality.samples import AXES, bands, clean, spectrum

LIMITS = THRESHOLDS.saturation
AXIS = AXES[Technique.RAMAN]


def test_marked_points_are_counted() -> None:
    mask = np.zeros(AXIS.size, np.uint8)
    mask[:10] = MaskBit.SATURATED | MaskBit.USER
    mask[10:20] = MaskBit.BAD_BAND
    found = saturation(clean().changed(mask=mask), LIMITS)
    assert found.verdict is Verdict.WARNING
    assert found.value == pytest.approx(10 / AXIS.size)


def test_a_band_cut_off_is_found_without_a_mark() -> None:
    values = np.minimum(clean().values, 700.0)
    found = saturation(spectrum(AXIS, values), LIMITS)
    assert found.verdict is Verdict.FAILED
    assert found.value == pytest.approx((values == 700.0).mean())


def test_a_plateau_at_the_end_is_found() -> None:
    values = np.array(clean().values)
    values[-5:] = 5000.0
    assert saturation(spectrum(AXIS, values), LIMITS).verdict is Verdict.WARNING


def test_the_rounded_top_of_a_band_is_not_saturated() -> None:
    values = np.round(bands(AXIS, [600.0], 300.0, 50.0))
    assert (values == values.max()).sum() > 50
    assert saturation(spectrum(AXIS, values), LIMITS).value == 0.0


@pytest.mark.parametrize("technique", list(AXES))
def test_a_clean_spectrum_passes(technique) -> None:
    assert saturation(clean(technique), LIMITS).verdict is Verdict.OK


def test_a_flat_spectrum_is_not_saturated() -> None:
    assert saturation(spectrum(AXIS, np.ones(AXIS.size)), LIMITS).verdict is Verdict.OK


def test_missing_values_are_no_plateau() -> None:
    values = np.array(clean().values)
    values[100:200] = np.nan
    assert saturation(spectrum(AXIS, values), LIMITS).value == 0.0
