from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.quality.shift import shift_between
from pigment_archive.records import Technique
from tests.unit.quality.samples import AXES, clean

AXIS = AXES[Technique.RAMAN]
STANDARD = (AXIS, clean().values)


@pytest.mark.parametrize("true", [-7.3, -0.8, -0.1, 0.0, 0.25, 1.0, 4.4])
def test_a_planted_shift_is_found(true) -> None:
    measured = (AXIS + true, clean(seed=1).values)
    assert shift_between(STANDARD, measured, furthest=20.0) == pytest.approx(true, abs=0.05)


def test_a_coarser_grid_and_a_background_do_not_move_it() -> None:
    grid = np.arange(150.0, 1250.0, 2.0)
    values = np.interp(grid, AXIS + 1.3, clean(seed=1).values) + 2.0 * grid
    assert shift_between(STANDARD, (grid, values), furthest=20.0) == pytest.approx(1.3, abs=0.15)


@pytest.mark.parametrize("true", [-0.03, 0.004, 0.05])
def test_it_works_in_kev(true) -> None:
    axis = AXES[Technique.XRF]
    one, other = (clean(Technique.XRF, seed=seed).values for seed in (0, 1))
    found = shift_between((axis, one), (axis + true, other), furthest=0.2)
    assert found == pytest.approx(true, abs=0.001)


@pytest.mark.parametrize(
    "measured",
    [
        (AXIS, clean(mineral=1).values),
        (AXIS + 30.0, clean().values),
        (AXIS + 5000.0, clean().values),
        (AXIS[:60], clean().values[:60]),
        (AXIS, np.ones(AXIS.size)),
    ],
    ids=["another mineral", "too far", "no overlap", "too short", "flat"],
)
def test_what_cannot_be_aligned_has_no_shift(measured) -> None:
    assert shift_between(STANDARD, measured, furthest=20.0) is None
