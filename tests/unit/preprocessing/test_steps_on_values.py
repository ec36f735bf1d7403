"""signal, scale, scale_mean and square_root: the short steps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pigment_archive.errors import NoSignal
from pigment_archive.preprocessing import RequireSignal, ScaleMean, ScaleRange, SquareRoot

VALUES = arrays(np.float64, 20, elements=st.floats(-1e6, 1e6), unique=True).filter(lambda v: np.ptp(v) > 1e-3)


@pytest.mark.parametrize("level", [0.0, 1.0, -3.0, 1e6, 1e-12])
def test_a_constant_has_no_signal_at_any_level(level: float) -> None:
    values = np.full(30, level)
    with pytest.raises(NoSignal):
        RequireSignal().apply(values, values)


@pytest.mark.parametrize("level", [1.0, 1e6])
def test_rounding_to_float32_is_no_signal_but_a_part_in_a_thousand_is(level: float) -> None:
    wiggle = np.sin(np.arange(30.0))
    rounding = level * (1 + 6e-8 * wiggle)
    with pytest.raises(NoSignal):
        RequireSignal().apply(rounding, rounding)
    weak = level * (1 + 1e-3 * wiggle)
    assert RequireSignal().apply(weak, weak) is weak


def test_signal_is_relative_to_the_acquired_level_not_to_what_is_left_of_it() -> None:
    left = 1e-9 * np.sin(np.arange(30.0))
    with pytest.raises(NoSignal):
        RequireSignal().apply(left, np.full(30, 1.0))


@given(VALUES, st.floats(0.01, 100), st.floats(-100, 100))
def test_scaling_forgets_gain_and_offset(values: np.ndarray, gain: float, offset: float) -> None:
    scaled = ScaleRange().apply(values, values)
    assert scaled.min() == 0.0
    assert scaled.max() == 1.0
    np.testing.assert_allclose(ScaleRange().apply(gain * values + offset, values), scaled, atol=1e-5)


@given(VALUES, st.floats(0.01, 100))
def test_scaling_by_the_mean_forgets_gain_alone(values: np.ndarray, gain: float) -> None:
    scaled = ScaleMean().apply(values, values)
    assert np.abs(scaled).mean() == pytest.approx(1.0)
    np.testing.assert_allclose(ScaleMean().apply(gain * values, values), scaled, rtol=1e-9)
    lifted = np.abs(values) + np.abs(values).max()
    assert not np.allclose(ScaleMean().apply(lifted, lifted), scaled)


def test_zero_stays_zero_when_scaled_by_the_mean() -> None:
    values = np.array([0.0, 1.0, 0.0, 7.0])
    assert ScaleMean().apply(values, values).tolist() == [0.0, 0.5, 0.0, 3.5]


def test_one_high_channel_does_not_set_the_scale_of_the_mean() -> None:
    values = np.full(1000, 100.0)
    values[3:40] = 200.0
    spiked = values.copy()
    spiked[500] = 5000.0
    rest = np.arange(1000) != 500
    change = {
        step: np.ptp(step.apply(spiked, spiked)[rest]) / np.ptp(step.apply(values, values)[rest])
        for step in (ScaleMean(), ScaleRange())
    }
    assert change[ScaleMean()] > 0.9
    assert change[ScaleRange()] < 0.1


def test_the_square_root_of_a_negative_value_is_zero() -> None:
    values = np.array([-1.0, 0.0, 0.25, 4.0])
    assert SquareRoot().apply(values, values).tolist() == [0.0, 0.0, 0.5, 2.0]
