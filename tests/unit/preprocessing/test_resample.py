from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from pigment_archive.errors import OutsideGrid
from pigment_archive.preprocessing import Resample
from pigment_archive.records import MaskBit, Quantity, Spectrum
from pigment_archive.units import AxisKind

STEP = Resample(lo=0.0, hi=10.0, points=11)


def spectrum(axis: list[float], values: list[float], mask: list[int] | None = None) -> Spectrum:
    fields = {} if mask is None else {"mask": np.array(mask, np.uint8)}
    return Spectrum(
        axis=axis, values=values, axis_kind=AxisKind.RAMAN_SHIFT, quantity=Quantity.INTENSITY, **fields
    )


def test_points_between_measurements_are_interpolated_linearly() -> None:
    values, covered = STEP.apply(spectrum([-1.0, 4.0, 12.0], [-2.0, 8.0, 24.0]))
    np.testing.assert_allclose(values, 2.0 * STEP.grid)
    assert covered.all()


def test_points_outside_the_measured_range_take_the_nearest_value() -> None:
    values, covered = STEP.apply(spectrum([2.5, 5.0, 7.5], [1.0, 4.0, 9.0]))
    assert (values[:3] == 1.0).all()
    assert (values[8:] == 9.0).all()
    assert covered.tolist() == [False] * 3 + [True] * 5 + [False] * 3


def test_points_in_a_masked_gap_take_the_nearest_value_the_lower_at_a_tie() -> None:
    bad = MaskBit.SATURATED.value
    values, covered = STEP.apply(
        spectrum([0, 2, 4, 6, 8, 10], [0.0, 1.0, 99.0, 99.0, 5.0, 5.0], [0, 0, bad, bad, 0, 0])
    )
    assert values.tolist() == [0.0, 0.5, 1.0, 1.0, 1.0, 1.0, 5.0, 5.0, 5.0, 5.0, 5.0]
    assert covered.tolist() == [True] * 3 + [False] * 5 + [True] * 3


def test_missing_values_are_a_gap_too() -> None:
    values, covered = STEP.apply(spectrum([0, 4, 5, 6, 10], [0.0, 2.0, np.nan, 4.0, 4.0]))
    assert values[5] == 2.0
    assert not covered[5]
    assert covered[[4, 6]].all()
    assert np.isfinite(values).all()


def test_a_wide_step_between_segments_is_a_gap_and_a_seam_is_none() -> None:
    axis = [0.0, 1.0, 2.0, 10.0, 11.0, 12.0, 13.0]
    pieces = ((0, 3), (3, 5), (5, 7))
    step = Resample(lo=0.0, hi=13.0, points=14)
    values, covered = step.apply(spectrum(axis, axis).changed(segments=pieces))
    assert covered.tolist() == [True] * 3 + [False] * 7 + [True] * 4
    assert values[5] == 2.0
    assert values[7] == 10.0
    _, whole = step.apply(spectrum(axis, axis))
    assert whole.all()


def test_a_spectrum_of_one_good_point_is_refused() -> None:
    with pytest.raises(OutsideGrid):
        STEP.apply(spectrum([0, 5, 10], [1.0, 2.0, 3.0], [0, 2, 2]))


def test_a_falling_window_is_refused() -> None:
    with pytest.raises(ValidationError, match="does not rise"):
        Resample(lo=10.0, hi=1.0, points=11)
