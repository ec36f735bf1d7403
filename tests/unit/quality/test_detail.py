from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.quality import THRESHOLDS
from pigment_archive.quality.detail import Cells
from pigment_archive.records import MaskBit, Technique
from tests.unit.quality.samples import AXES, clean

CELLS = Cells.of(THRESHOLDS.compared[Technique.RAMAN][0], THRESHOLDS.compared_coverage)
AXIS = AXES[Technique.RAMAN]
VALUES = clean().values
GOOD = np.zeros(AXIS.size, np.uint8)


def likeness(axis: np.ndarray, values: np.ndarray) -> float:
    one, other = CELLS.detail(AXIS, VALUES, GOOD), CELLS.detail(axis, values, np.zeros(axis.size, np.uint8))
    assert one is not None
    assert other is not None
    return float(one @ other)


def test_a_detail_is_a_vector_of_length_one() -> None:
    detail = CELLS.detail(AXIS, VALUES, GOOD)
    assert detail.dtype == np.float32
    assert detail.shape == (CELLS.edges.size - 3,)
    assert np.linalg.norm(detail) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    "values",
    [VALUES, 3.5 * VALUES + 40.0, VALUES + 2.0 * AXIS, VALUES + 3000 * np.exp(-(((AXIS - 700) / 500) ** 2))],
    ids=["the same", "gain and level", "slope", "fluorescence"],
)
def test_a_copy_stays_a_copy(values) -> None:
    assert likeness(AXIS, values) > THRESHOLDS.near_duplicate


def test_a_copy_on_another_grid_stays_a_copy() -> None:
    grid = np.arange(121.3, 1298.0, 0.97)
    assert likeness(grid, np.interp(grid, AXIS, VALUES)) > THRESHOLDS.near_duplicate


def test_a_second_measurement_is_no_copy() -> None:
    assert 0.9 < likeness(AXIS, clean(seed=1).values) < THRESHOLDS.near_duplicate


def test_another_mineral_is_not_even_near() -> None:
    assert likeness(AXIS, clean(mineral=1).values) < 0.5


def test_means_are_those_of_the_line_through_the_points() -> None:
    cells = Cells(np.array([0.0, 1.0, 2.0, 4.0, 5.0]), 0.5)
    detail = cells.detail(np.array([0.0, 2.0, 5.0]), np.array([0.0, 2.0, 8.0]), np.zeros(3, np.uint8))
    means = np.array([0.5, 1.5, 4.0, 7.0])
    expected = means[:-2] - 2 * means[1:-1] + means[2:]
    np.testing.assert_allclose(detail, expected / np.linalg.norm(expected), atol=1e-7)


def test_what_was_not_measured_has_no_detail() -> None:
    half = AXIS < 800.0
    detail = CELLS.detail(AXIS[half], VALUES[half], GOOD[half])
    beyond = CELLS.edges[2:-1] > 800.0
    assert (detail[beyond] == 0).all()
    assert np.abs(detail[~beyond]).sum() > 0


@pytest.mark.parametrize(
    ("values", "mask"),
    [
        (VALUES, np.where(AXIS > 300, MaskBit.USER, 0).astype(np.uint8)),
        (VALUES, np.full(AXIS.size, MaskBit.USER, np.uint8)),
        (np.full(AXIS.size, 3.3), GOOD),
        (3.3 * AXIS, GOOD),
        (np.zeros(AXIS.size), GOOD),
    ],
    ids=["too little", "nothing", "flat", "a slope", "zeros"],
)
def test_what_cannot_be_compared_has_none(values, mask) -> None:
    assert CELLS.detail(AXIS, values, mask) is None


@pytest.mark.parametrize("technique", list(AXES))
def test_every_technique_can_be_compared_in_its_first_range(technique) -> None:
    cells = Cells.of(THRESHOLDS.compared[technique][0], THRESHOLDS.compared_coverage)
    one = clean(technique)
    assert cells.detail(one.axis, one.values, one.mask) is not None
