"""Temperature: as sure as the scores deserve, no more."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.answers.temperature import HOTTEST, fit_temperature, log_probabilities


def queries(temperature: float, count: int = 4000, classes: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Scores, and truths drawn with the probabilities that a temperature makes of them."""
    random = np.random.default_rng(1)
    scores = random.normal(size=(count, classes))
    noise = random.gumbel(size=scores.shape)
    return scores, (scores / temperature + noise).argmax(axis=1)


@pytest.mark.parametrize("temperature", [0.05, 0.4, 2.0])
def test_the_temperature_that_made_the_truths_is_found(temperature: float) -> None:
    assert fit_temperature(*queries(temperature)) == pytest.approx(temperature, rel=0.15)


def test_scores_that_tell_nothing_leave_every_class_as_probable() -> None:
    scores, _ = queries(1.0)
    truth = np.random.default_rng(2).permutation(np.arange(len(scores)) % 6)
    probabilities = np.exp(log_probabilities(scores, fit_temperature(scores, truth)))
    assert np.abs(probabilities - 1 / 6).max() < 0.05


def test_probabilities_sum_to_one_and_leave_out_what_cannot_be() -> None:
    scores = np.array([[1.0, -np.inf, 3.0], [0.0, 0.0, -np.inf]])
    for failing in (0.0, 0.1):
        np.testing.assert_allclose(np.exp(log_probabilities(scores, 0.5, failing)).sum(axis=1), 1.0)
    assert np.exp(log_probabilities(scores, 0.5))[0, 1] == 0.0


def test_a_share_of_failures_bounds_what_is_said_against_a_class() -> None:
    scores = np.array([[1000.0, 0.0]])
    assert log_probabilities(scores, 1.0)[0, 1] == pytest.approx(-1000.0)
    assert log_probabilities(scores, 1.0, 0.05)[0, 1] == pytest.approx(np.log(0.05 / 2))


def test_the_order_of_classes_never_changes() -> None:
    scores, _ = queries(1.0, count=50)
    for temperature in (0.01, 1.0, HOTTEST):
        assert (log_probabilities(scores, temperature).argmax(axis=1) == scores.argmax(axis=1)).all()
