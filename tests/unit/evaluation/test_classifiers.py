"""Classifiers and their probabilities, on invented samples of invented classes."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import ModelError
from pigment_archive.evaluation import calibration
from pigment_archive.evaluation.calibration import Examples, Quality, calibrate, quality
from pigment_archive.evaluation.classifiers import (
    Method,
    NearestOfClass,
    OverallScale,
    class_scores,
    make,
)

METHODS: tuple[Method, ...] = ("knn", "nearest", "logistic", "svm", "forest")
CALIBRATED: tuple[Method, ...] = ("nearest", "logistic", "svm", "forest")
DIMENSIONS = 8
KNOWN, UNKNOWN = 20, 10


@pytest.fixture(autouse=True)
def small_forest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pigment_archive.evaluation.classifiers._TREES", 30)


def invented(
    seed: int, classes: int = KNOWN, samples: int = 6, repeats: int = 2, spread: float = 0.5, first: int = 0
) -> Examples:
    """Class centres, samples around them, repeats close to their sample; the centres are always the same."""
    random = np.random.default_rng(seed)
    vectors, labels, groups = [], [], []
    for number in range(first, first + classes):
        centre = np.random.default_rng([1, number]).normal(size=DIMENSIONS)
        for sample in range(samples):
            piece = centre + spread * random.normal(size=DIMENSIONS)
            for _ in range(repeats):
                vectors.append(piece + 0.05 * random.normal(size=DIMENSIONS))
                labels.append(f"c{number:02d}")
                groups.append(f"s{seed}-{number}-{sample}")
    count = len(labels)
    return Examples(np.array(vectors, np.float32), np.array(labels), np.array(groups), np.ones(count, bool))


def asked(method: Method, learnt: Examples) -> tuple[Quality, np.ndarray, np.ndarray]:
    """Quality on new samples, one in five of a class not learnt; p of none where known, and where unknown."""
    calibrated = calibrate(method, learnt)
    known, unknown = invented(99), invented(99, classes=UNKNOWN, first=KNOWN)
    probabilities = calibrated.probabilities(np.concatenate([known.vectors, unknown.vectors]))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0)
    there = len(known.labels)
    truth = np.searchsorted(calibrated.classes, known.labels)
    truth = np.concatenate([truth, np.full(len(unknown.labels), -1)])
    weights = np.where(truth >= 0, 0.8 / there, 0.2 / len(unknown.labels))
    none = probabilities[:, -1]
    return quality(probabilities, truth, weights), none[:there], none[there:]


@pytest.mark.parametrize("method", METHODS)
def test_every_classifier_learns_and_scores_every_class(method: Method) -> None:
    learnt, new = invented(0), invented(5)
    trained = make(method).fit(learnt.vectors, learnt.labels)
    assert (trained.predict(new.vectors) == new.labels).mean() > 0.7
    scores = class_scores(trained, new.vectors)
    assert scores.shape == (len(new.labels), KNOWN)
    agree = trained.classes_[scores.argmax(axis=1)] == trained.predict(new.vectors)
    assert agree.mean() > 0.99


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_classifier(method: Method) -> None:
    learnt, new = invented(0), invented(5)
    first, second = (make(method, 3).fit(learnt.vectors, learnt.labels) for _ in range(2))
    np.testing.assert_array_equal(class_scores(first, new.vectors), class_scores(second, new.vectors))


def test_two_classes_have_two_scores() -> None:
    learnt = invented(0, classes=2)
    for method in METHODS:
        trained = make(method).fit(learnt.vectors, learnt.labels)
        assert class_scores(trained, learnt.vectors).shape == (len(learnt.labels), 2)


def test_a_dead_dimension_stays_small_and_a_constant_is_no_trouble() -> None:
    vectors = np.random.default_rng(0).normal(size=(200, 3)) * [100.0, 50.0, 1e-3] + 7.0
    scaled = OverallScale().fit(vectors).transform(vectors)
    assert scaled.var(axis=0).mean() == pytest.approx(1.0)
    assert scaled[:, 2].std() < 1e-4
    assert (OverallScale().fit(vectors[:1]).transform(vectors[:1]) == 0).all()


def test_the_nearest_of_a_class_is_the_nearest() -> None:
    learnt, new = invented(0), invented(5)
    scores = NearestOfClass().fit(learnt.vectors, learnt.labels).decision_function(new.vectors)
    gaps = np.linalg.norm(new.vectors[:, None].astype(float) - learnt.vectors[None], axis=2)
    for column, name in enumerate(sorted(set(learnt.labels))):
        expected = -np.log(gaps[:, learnt.labels == name].min(axis=1) + 1.0)
        np.testing.assert_allclose(scores[:, column], expected, atol=1e-6)


@pytest.mark.parametrize("method", CALIBRATED)
def test_probabilities_of_new_samples_mean_what_they_say(method: Method) -> None:
    found, none_if_known, none_if_unknown = asked(method, invented(0))
    assert found.accuracy > 0.65
    assert found.calibration_error < 0.12
    above = (none_if_unknown[:, None] > none_if_known[None]).mean()
    assert above > 0.75


@pytest.mark.parametrize("method", CALIBRATED)
def test_without_a_temperature_they_do_not(method: Method, monkeypatch: pytest.MonkeyPatch) -> None:
    calibrated = asked(method, invented(0))[0]
    monkeypatch.setattr(calibration, "fit_temperature", lambda scores, truth: 1.0)
    untouched = asked(method, invented(0))[0]
    assert untouched.log_loss > calibrated.log_loss


def test_shuffled_labels_give_no_confidence() -> None:
    learnt = invented(0)
    names = sorted(set(learnt.groups))
    swapped = dict(zip(names, np.random.default_rng(0).permutation(names), strict=True))
    label_of = dict(zip(learnt.groups.tolist(), learnt.labels.tolist(), strict=True))
    wrong = np.array([label_of[swapped[group]] for group in learnt.groups])
    calibrated = calibrate("nearest", Examples(learnt.vectors, wrong, learnt.groups, learnt.unseen))
    assert calibrated.quality.accuracy < 0.35
    assert calibrated.quality.calibration_error < 0.1
    assert np.median(calibrated.probabilities(invented(5).vectors)[:, :-1].max(axis=1)) < 0.3


def test_folds_that_divide_samples_are_too_sure() -> None:
    learnt = invented(0, repeats=4, spread=0.8)
    alone = np.array([f"{group}-{row}" for row, group in enumerate(learnt.groups)])
    divided = Examples(learnt.vectors, learnt.labels, alone, learnt.unseen)
    right, wrong = (calibrate("nearest", examples).temperature for examples in (learnt, divided))
    assert wrong < right / 2


def test_only_what_the_encoder_has_not_seen_calibrates_where_there_is_enough() -> None:
    learnt = invented(0, samples=8)
    seen = np.array([int(group.rsplit("-", 1)[1]) < 4 for group in learnt.groups])
    centres = np.array([learnt.vectors[learnt.labels == label].mean(axis=0) for label in learnt.labels])
    drawn_in = np.where(seen[:, None], 0.9 * centres + 0.1 * learnt.vectors, learnt.vectors)
    told = calibrate("logistic", Examples(drawn_in, learnt.labels, learnt.groups, ~seen))
    untold = calibrate("logistic", Examples(drawn_in, learnt.labels, learnt.groups, np.zeros_like(seen)))
    assert (told.on_unseen, untold.on_unseen) == (True, False)
    assert told.temperature > untold.temperature
    assert told.known + told.unknown < untold.known + untold.unknown


def test_only_the_nearest_knows_classes_of_a_single_sample() -> None:
    many, single = invented(0), invented(7, classes=5, samples=1, first=KNOWN)
    both = [np.concatenate(pair) for pair in zip(vars(many).values(), vars(single).values(), strict=True)]
    learnt = Examples(*both)
    assert len(calibrate("nearest", learnt).classes) == KNOWN + 5
    assert calibrate("logistic", learnt).classes.tolist() == sorted(many.repeated)
    found = calibrate("nearest", learnt).probabilities(single.vectors)
    assert (found[:, :-1].argmax(axis=1) >= KNOWN).all()


def test_too_little_to_learn_from_is_said() -> None:
    with pytest.raises(ModelError, match="2 values have two samples or more, expected 3"):
        calibrate("nearest", invented(0, classes=2))
    with pytest.raises(ModelError, match="expected 10 of each to calibrate with"):
        calibrate("nearest", invented(0, classes=3, samples=2, repeats=1))


def test_a_large_set_is_thinned_only_where_it_calibrates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration, "MOST_ASKED", 100)
    calibrated = calibrate("nearest", invented(0))
    assert 50 <= calibrated.known + calibrated.unknown <= 100
    assert len(calibrated.classes) == KNOWN


def test_progress_ends_with_the_last_training() -> None:
    told: list[tuple[int, int]] = []
    calibrate("nearest", invented(0), progress=lambda done, total: told.append((done, total)))
    assert told == [(step, 6) for step in range(1, 7)]


def test_quality_of_what_is_known_by_hand() -> None:
    probabilities = np.array([[0.8, 0.1, 0.1], [0.2, 0.2, 0.6]])
    found = quality(probabilities, np.array([0, 1]), np.array([1.0, 3.0]))
    assert found.accuracy == 0.25
    assert found.calibration_error == pytest.approx((1 * 0.2 + 3 * 0.6) / 4)
    assert found.log_loss == pytest.approx(-(np.log(0.8) + 3 * np.log(0.2)) / 4)
    assert found.brier == pytest.approx((0.06 + 3 * (0.04 + 0.64 + 0.36)) / 4)
