"""Probabilities that mean what they say, "none of these" included, measured on samples held out.

The records are divided into five folds of whole samples, and the classes into five folds of whole classes.
Each round learns without one fold of either and asks about both: a held-out sample of a class that was
learnt says how sure to be of a class, one of a class that was not says how an unknown looks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from pigment_archive.answers.temperature import fit_temperature, log_probabilities
from pigment_archive.errors import ModelError
from pigment_archive.evaluation.classifiers import Method, OverallScale, class_scores, distances, make

FloatArray = npt.NDArray[np.float64]
Names = npt.NDArray[np.str_]
Flags = npt.NDArray[np.bool_]

NONE_PRIOR: Final = 0.2
FOLDS: Final = 5
FEWEST_CLASSES: Final = 3
FEWEST_ASKED: Final = 10
ENOUGH_UNSEEN: Final = 50
MOST_ASKED: Final = 4000
_BINS: Final = 10


@dataclass(frozen=True, eq=False)
class Examples:
    """What is learnt from.

    Attributes:
        vectors: (n, d), latents or prepared spectra.
        labels: Class of each, (n,).
        groups: Sample or object of each, (n,): what is never divided between folds.
        unseen: bool (n,), True where the encoder was not trained on the spectrum.
    """

    vectors: npt.NDArray[np.floating]
    labels: Names
    groups: Names
    unseen: Flags

    def __getitem__(self, rows: npt.NDArray[Any]) -> Examples:
        """The examples of these rows, numbers or flags."""
        return Examples(self.vectors[rows], self.labels[rows], self.groups[rows], self.unseen[rows])

    @property
    def repeated(self) -> set[str]:
        """The labels of two groups or more."""
        pairs = set(zip(self.labels.tolist(), self.groups.tolist(), strict=True))
        names, counts = np.unique([label for label, _ in sorted(pairs)], return_counts=True)
        return set(names[counts > 1].tolist())


class Quality(NamedTuple):
    """How good the probabilities were on held-out queries, `NONE_PRIOR` of them of no class learnt.

    `calibration_error`: mean distance between probability of the first answer and share of right first
    answers in ten bins of probability, 0-1 (expected calibration error). `log_loss`: mean -log of the
    probability of the truth, in nats. `brier`: mean squared distance from the truth, 0-2. `accuracy`: share
    of right first answers, 0-1.
    """

    accuracy: float
    calibration_error: float
    log_loss: float
    brier: float


@dataclass(frozen=True, eq=False)
class Asked:
    """Held-out queries and what a round made of them.

    Attributes:
        scores: float64 (m, c), -inf for a class that the round did not learn.
        nearest: float64 (m,), distance to the nearest spectrum that the round learnt.
        truth: Column of the right class, -1 where the round did not learn it, (m,).
        unseen: bool (m,), True where the encoder was not trained on the spectrum.
    """

    scores: FloatArray
    nearest: FloatArray
    truth: npt.NDArray[np.int64]
    unseen: Flags


@dataclass(frozen=True, eq=False)
class Calibrated:
    """A trained classifier that answers with probabilities.

    Attributes:
        classes: Its classes, sorted, (c,).
        temperature: See `answers.temperature`.
        known: Number of held-out queries of classes learnt that it was calibrated with.
        unknown: Number of those of classes not learnt.
        on_unseen: True if the encoder had been trained on none of them.
        quality: On these queries.
    """

    classes: Names
    temperature: float
    known: int
    unknown: int
    on_unseen: bool
    quality: Quality
    _trained: Any
    _scale: OverallScale
    _learnt: FloatArray
    _none: LogisticRegression

    def probabilities(self, vectors: npt.NDArray[np.floating]) -> FloatArray:
        """Probability of every class and, in the last column, of none of them: float64 (n, c + 1), sum 1."""
        nearest = distances(self._scale.transform(vectors), self._learnt).min(axis=1)
        return _outcomes(class_scores(self._trained, vectors), nearest, self.temperature, self._none)


def calibrate(
    method: Method,
    examples: Examples,
    *,
    seed: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Calibrated:
    """Train a classifier on all examples, and learn on held-out ones what its scores are worth.

    p_k = (1 - p_none) softmax(s / T)_k, with the temperature T of the least log loss where the class was
    learnt. p_none is a logistic regression on the log distance to the nearest spectrum learnt (farther:
    rather none) and the log odds of the best class (surer: rather not), weighted so that one unknown in five
    is of no class learnt (`NONE_PRIOR`); for another share the odds p_none / (1 - p_none) are in proportion.

    `nearest` learns every class, the others those of two groups or more; spectra of the rest still serve as
    examples of "none". Where at least 50 queries of either kind are spectra that the encoder was not
    trained on, only these calibrate: it places its own training spectra too well.

    Args:
        method: Which classifier.
        examples: What to learn from, without equal spectra under two labels.
        seed: Of the folds of classes and of the classifier.
        progress: Told about the rounds and the final training.

    Raises:
        ModelError: Fewer than three classes of two groups, or too few held-out queries of either kind.
    """
    repeated = examples.repeated
    if len(repeated) < FEWEST_CLASSES:
        raise ModelError(
            f"{len(repeated)} values have two samples or more, expected {FEWEST_CLASSES}",
            remedy="Ingest more, or say which sample or object each spectrum is of.",
        )
    learnt = examples if method == "nearest" else examples[np.isin(examples.labels, sorted(repeated))]
    asked = []
    for done, (kept, held) in enumerate(_rounds(examples, seed), start=1):
        kept &= np.isin(examples.labels, learnt.labels)
        asked.append(_ask(make(method, seed), examples[kept], examples[held], np.unique(learnt.labels)))
        progress(done, FOLDS + 1)
    trained = make(method, seed).fit(learnt.vectors, learnt.labels)
    progress(FOLDS + 1, FOLDS + 1)
    return _calibrated(trained, learnt, _chosen(asked))


def _rounds(examples: Examples, seed: int) -> list[tuple[Flags, Flags]]:
    """Which examples each round keeps, and which it holds out; the samples of one class are dealt in turn."""
    first = dict(zip(examples.groups[::-1].tolist(), examples.labels[::-1].tolist(), strict=True))
    dealt = {name: place % FOLDS for place, name in enumerate(sorted(first, key=lambda g: (first[g], g)))}
    by_group = np.array([dealt[group] for group in examples.groups])
    labels, codes = np.unique(examples.labels, return_inverse=True)
    by_class = (np.random.default_rng(seed).permutation(len(labels)) % FOLDS)[codes]
    held = [(by_group == fold) | (by_class == fold) for fold in range(FOLDS)]
    return [(~out, out) for out in held]


def _ask(classifier: Any, kept: Examples, held: Examples, names: Names) -> Asked:
    """Train on what is kept and ask about what is held out; `names` are the columns."""
    classifier.fit(kept.vectors, kept.labels)
    scores = np.full((len(held.labels), len(names)), -np.inf)
    scores[:, np.searchsorted(names, classifier.classes_)] = class_scores(classifier, held.vectors)
    scale = OverallScale().fit(kept.vectors)
    nearest = distances(scale.transform(held.vectors), scale.transform(kept.vectors)).min(axis=1)
    columns = np.minimum(np.searchsorted(names, held.labels), len(names) - 1)
    was_learnt = np.isin(held.labels, classifier.classes_)
    return Asked(scores, nearest, np.where(was_learnt, columns, -1), held.unseen)


def _chosen(rounds: list[Asked]) -> tuple[Asked, bool]:
    """The queries that calibrate, and whether the encoder had seen none of them."""
    truth, unseen = (np.concatenate([getattr(one, name) for one in rounds]) for name in ("truth", "unseen"))
    on_unseen = min((unseen & (truth >= 0)).sum(), (unseen & (truth < 0)).sum()) >= ENOUGH_UNSEEN
    rows = np.flatnonzero(unseen) if on_unseen else np.arange(len(truth))
    counts = (truth[rows] >= 0).sum(), (truth[rows] < 0).sum()
    if min(counts) < FEWEST_ASKED:
        raise ModelError(
            f"{counts[0]} spectra of values learnt and {counts[1]} of others can be held out, "
            f"expected {FEWEST_ASKED} of each to calibrate with",
            remedy="Ingest more samples of each value.",
        )
    rows = rows[:: -(-len(rows) // MOST_ASKED)]
    scores = np.concatenate([one.scores for one in rounds])[rows]
    nearest = np.concatenate([one.nearest for one in rounds])[rows]
    return Asked(scores, nearest, truth[rows], unseen[rows]), bool(on_unseen)


def _calibrated(trained: Any, learnt: Examples, chosen: tuple[Asked, bool]) -> Calibrated:
    asked, on_unseen = chosen
    known = asked.truth >= 0
    weights = np.where(known, (1 - NONE_PRIOR) / known.mean(), NONE_PRIOR / (~known).mean())
    temperature = fit_temperature(asked.scores[known], asked.truth[known])
    signs = _signs(log_probabilities(asked.scores, temperature), asked.nearest)
    none = LogisticRegression().fit(signs, ~known, sample_weight=weights)
    scale = OverallScale().fit(learnt.vectors)
    return Calibrated(
        classes=trained.classes_,
        temperature=temperature,
        known=int(known.sum()),
        unknown=int((~known).sum()),
        on_unseen=on_unseen,
        quality=quality(_outcomes(asked.scores, asked.nearest, temperature, none), asked.truth, weights),
        _trained=trained,
        _scale=scale,
        _learnt=scale.transform(learnt.vectors),
        _none=none,
    )


def _outcomes(
    scores: FloatArray, nearest: FloatArray, temperature: float, none: LogisticRegression
) -> FloatArray:
    logs = log_probabilities(scores, temperature)
    absent = none.predict_proba(_signs(logs, nearest))[:, 1:]
    return np.concatenate([np.exp(logs) * (1.0 - absent), absent], axis=1)


def _signs(logs: FloatArray, nearest: FloatArray) -> FloatArray:
    """What tells an unknown: log distance to the nearest, log odds of the best class; float64 (m, 2)."""
    best = np.minimum(logs.max(axis=1), -1e-9)
    return np.stack([np.log(nearest + 1e-6), best - np.log(-np.expm1(best))], axis=1)


def quality(probabilities: FloatArray, truth: npt.NDArray[np.int64], weights: FloatArray) -> Quality:
    """How good probabilities are.

    Args:
        probabilities: (m, c + 1), none in the last column.
        truth: Column of the right class, -1 for none, (m,).
        weights: Weight of each query, (m,).
    """
    rows = np.arange(len(truth))
    right = probabilities[rows, truth]
    surest, hit = probabilities.max(axis=1), probabilities.argmax(axis=1) == truth % probabilities.shape[1]
    bins = np.minimum((surest * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(bins, weights=weights * (surest - hit), minlength=_BINS)
    brier = (probabilities**2).sum(axis=1) - 2.0 * right + 1.0
    return Quality(
        accuracy=float(np.average(hit, weights=weights)),
        calibration_error=float(np.abs(gaps).sum() / weights.sum()),
        log_loss=float(np.average(-np.log(np.maximum(right, 1e-12)), weights=weights)),
        brier=float(np.average(brier, weights=weights)),
    )
