"""Offsets of sessions from differences between pairs."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.evaluation.offsets import Difference, offsets


def differences(true, *, materials=40, noise=0.3, seed=0):
    rng = np.random.default_rng(seed)
    sessions = range(len(true))
    return [
        Difference(material, one, other, true[one] - true[other] + rng.normal(0.0, noise))
        for material in range(materials)
        for one in sessions
        for other in range(one)
    ]


@pytest.mark.parametrize("moved", range(4))
def test_the_one_that_moved_is_found_and_the_others_stay(moved):
    true = [0.0] * 4
    true[moved] = 2.0
    found = offsets(differences(true), [10, 10, 10, 10])
    for session, offset in enumerate(found):
        assert offset.value == pytest.approx(true[session], abs=4 * max(offset.error, 0.05))
        assert offset.materials == 40
    assert found[moved].error < 0.2


def test_of_two_the_larger_is_right():
    found = offsets(differences([0.0, 2.0]), [90, 10])
    assert found[0].value == 0.0
    assert found[1].value == pytest.approx(2.0, abs=0.2)
    assert offsets(differences([0.0, 2.0]), [10, 90])[0].value == pytest.approx(-2.0, abs=0.2)


def test_a_bad_material_in_four_does_not_draw_along():
    spoilt = [d._replace(value=d.value + 50.0 * (d.material % 4 == 0)) for d in differences([0.0, 0.0, 2.0])]
    assert offsets(spoilt, [9, 9, 9])[2].value == pytest.approx(2.0, abs=0.5)


def test_a_session_without_a_difference_has_no_error_to_trust():
    found = offsets([Difference(0, 0, 1, 1.0)], [5, 5, 5])
    assert found[2].materials == 0
    assert found[2].error == float("inf")


def test_the_error_says_how_far_it_may_be_off():
    off = [
        offset.value / offset.error
        for seed in range(60)
        for offset in offsets(differences([0.0, 0.0, 0.0], seed=seed), [1, 1, 1])
        if offset.value
    ]
    assert 0.5 < np.std(off) < 2.0
