"""The classifiers of `archive classify` and `archive evaluate`: their settings stand here, once.

=========  =======================================================================================
knn        vote of the 5 nearest by Euclidean distance, each with the inverse of its distance
nearest    the class of the nearest spectrum; scores every class, so it can be given probabilities
logistic   multinomial logistic regression, ridge penalty C = 1
svm        linear support vector machine, one class against the rest, C = 1
forest     random forest of 200 trees
=========  =======================================================================================

A vote of five is 0 for all but a few of a thousand classes, so `archive classify --method knn` uses
`nearest`: on unseen RRUFF samples top-1 82 % against 81 %, log loss 0.89 against 1.1. The SVM is linear,
since the pairwise votes of a radial kernel say who wins but not how clearly (expected calibration error
0.37 against 0.03).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

FloatArray = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.floating]
Method = Literal["knn", "nearest", "logistic", "svm", "forest"]

_TREES: Final = 200
_LEAST_SHARE: Final = 1e-3
_SPREAD: Final = 1.0
_BLOCK: Final = 512


class OverallScale(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Centre the dimensions and divide all of them by one number, so that the settings fit every model.

    x' = (x - mean) / s, with s the root of the mean variance of the dimensions. They keep their relative
    weight: a dead dimension stays small, where scaling each to 1 would make noise of it.
    """

    def fit(self, x: Vectors, y: object = None) -> Self:
        """Learn centre and scale of (n, d) vectors."""
        self.mean_ = x.mean(axis=0, dtype=np.float64)
        self.scale_ = float(np.sqrt(x.var(axis=0, dtype=np.float64).mean())) or 1.0
        return self

    def transform(self, x: Vectors) -> FloatArray:
        """The scaled vectors, float64 (n, d)."""
        return np.asarray((x - self.mean_) / self.scale_)


class NearestOfClass(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """The score of a class is -log(d + 1), d the distance to its nearest vector; equal ones: the first.

    1 is the spread of one scaled dimension: distances well below it count alike, those above it by their
    ratio. Without it the log loss on unseen RRUFF samples was 0.95 instead of 0.89.
    """

    def fit(self, x: Vectors, y: Sequence[str] | npt.NDArray[np.str_]) -> Self:
        """Keep the (n, d) vectors, ordered by their classes y."""
        order = np.argsort(y, kind="stable")
        self.classes_, self.starts_ = np.unique(np.asarray(y)[order], return_index=True)
        self.vectors_ = np.asarray(x, np.float64)[order]
        return self

    def decision_function(self, x: Vectors) -> FloatArray:
        """Score of every class, float64 (n, c)."""
        blocks = [x[start : start + _BLOCK] for start in range(0, len(x), _BLOCK)]
        nearest = [
            np.minimum.reduceat(distances(block, self.vectors_), self.starts_, axis=1) for block in blocks
        ]
        return -np.log(np.concatenate(nearest) + _SPREAD)

    def predict(self, x: Vectors) -> npt.NDArray[Any]:
        """The class of the nearest vector, (n,)."""
        return np.asarray(self.classes_[self.decision_function(x).argmax(axis=1)])


def make(method: Method, seed: int = 0) -> Any:
    """A new classifier of latents or prepared spectra, as scikit-learn has them: `fit(x, y)`, `predict(x)`.

    Args:
        method: See the module.
        seed: Of the SVM's order and the forest's trees; the others have no randomness.
    """
    if method == "forest":
        return RandomForestClassifier(n_estimators=_TREES, random_state=seed)
    return make_pipeline(OverallScale(), _scaled(method, seed))


def _scaled(method: Method, seed: int) -> Any:
    if method == "knn":
        return KNeighborsClassifier(n_neighbors=5, weights="distance")
    if method == "nearest":
        return NearestOfClass()
    if method == "logistic":
        return LogisticRegression(C=1.0, max_iter=1000, tol=1e-3)
    return LinearSVC(C=1.0, tol=1e-2, max_iter=5000, dual=True, random_state=seed)


def class_scores(trained: Any, x: Vectors) -> FloatArray:
    """Score of every class of a trained classifier, larger is better, in the order of `classes_`.

    Margins of an SVM, -log(distance + 1) of `nearest`; of the others log(p + 0.001), since a forest and a
    vote say 0 of a class that they only did not see.

    Returns:
        float64 (n, c).
    """
    if hasattr(trained, "decision_function") and not hasattr(trained, "predict_proba"):
        margins = np.asarray(trained.decision_function(x), np.float64)
        return np.stack([-margins, margins], axis=1) if margins.ndim == 1 else margins
    return np.log(np.asarray(trained.predict_proba(x), np.float64) + _LEAST_SHARE)


def distances(x: Vectors, library: Vectors) -> FloatArray:
    """Euclidean distance of every vector from every other: (n, d) and (m, d) give float64 (n, m)."""
    left, right = np.asarray(x, np.float64), np.asarray(library, np.float64)
    squares = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1) - 2.0 * left @ right.T
    return np.asarray(np.sqrt(np.maximum(squares, 0.0)))
