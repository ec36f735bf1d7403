"""Open set: can the model say that a material is not in the library?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.evaluation.auroc import estimated_area, roc_points
from pigment_archive.evaluation.distances import squared_distances
from pigment_archive.evaluation.leaks import Leaks
from pigment_archive.evaluation.library import NOT_NAMED, UNSEEN, Codes, Encoded, FloatArray, Library
from pigment_archive.evaluation.matchers import square_root_cosines
from pigment_archive.evaluation.query_sets import QuerySet
from pigment_archive.evaluation.questions import BLOCK, Questions, questions
from pigment_archive.evaluation.ranks import rescored
from pigment_archive.evaluation.results import OpenSetScore, OpenSetTable

MOST_HELD_OUT: Final = 60
LEAST_OF_EACH: Final = 10
CROSS_FITS: Final = 5
FEATURES: Final = ("distance", "rescored cosine", "margin to the second material", "reconstruction error")
"""What the combined score is made of, the columns of `Evidence.features`."""

_ANY_UNSEEN: Final = (
    QuerySet("material", "any unseen spectrum, by material", UNSEEN),
    QuerySet("sample", "any unseen spectrum, by sample", UNSEEN, find="sample"),
)


@dataclass(frozen=True, eq=False)
class Evidence:
    """What one fold found out about its q known and unknown queries.

    Attributes:
        query_set: What a query finds where it is known.
        known: bool (q,), whether the material is in the library.
        groups: Group of each query.
        materials: Material (or sample) of each query: the unit of cross-fitting.
        cosine: float64 (q,), the largest square-root cosine.
        features: float64 (q, 4), see `FEATURES`.
        held_out: Materials held out of the library.
        library: Spectra searched.
    """

    query_set: QuerySet
    known: npt.NDArray[np.bool_]
    groups: Sequence[str]
    materials: Codes
    cosine: FloatArray
    features: FloatArray
    held_out: int
    library: int


def gather_evidence(encoded: Encoded, leaks: Leaks, *, seed: int = 0) -> Evidence | None:
    """Hold up to 60, at most a third, of the materials of the unseen parts out, and ask about all of them.

    Where no materials are named, samples are held out. None where fewer than ten queries of either sort
    remain.
    """
    for query_set in _ANY_UNSEEN:
        evidence = _evidence(encoded, leaks, query_set, seed)
        if min(evidence.known.sum(), (~evidence.known).sum()) >= LEAST_OF_EACH:
            return evidence
    return None


def open_set_table(folds: Sequence[Evidence]) -> OpenSetTable:
    """The scores on the queries of all folds.

    The third is a likelihood ratio: a logistic regression of known against unknown over `FEATURES`, each
    scaled to mean 0 and variance 1, fitted in five parts so that no query's material has a say in its own
    score; left out where there are fewer than five materials of either sort.
    """
    known = np.concatenate([fold.known for fold in folds])
    names = np.concatenate([np.asarray(fold.groups) for fold in folds])
    groups = np.unique(names, return_inverse=True)[1].astype(np.int64)
    features = np.concatenate([fold.features for fold in folds])
    materials = np.concatenate([fold.materials for fold in folds])
    scores = {
        ("distance", "distance of the nearest latent"): -features[:, 0],
        ("cosine", "largest square-root cosine"): np.concatenate([fold.cosine for fold in folds]),
    }
    if min(np.unique(materials[known]).size, np.unique(materials[~known]).size) >= CROSS_FITS:
        combined = f"likelihood ratio of {', '.join(FEATURES)}"
        scores["combined", combined] = cross_fitted(features, known, materials)
    return OpenSetTable(
        find=folds[0].query_set.find,
        held_out=sum(fold.held_out for fold in folds),
        known=int(known.sum()),
        known_groups=len(set(names[known])),
        unknown=int((~known).sum()),
        unknown_groups=len(set(names[~known])),
        library=int(np.median([fold.library for fold in folds])),
        rows=tuple(
            OpenSetScore(
                score=score,
                title=title,
                auroc=estimated_area(values, known, groups),
                roc=roc_points(values, known),
            )
            for (score, title), values in scores.items()
        ),
    )


def cross_fitted(
    features: FloatArray, known: npt.NDArray[np.bool_], materials: Codes, *, seed: int = 0
) -> FloatArray:
    """Log odds of being known, (q,), each from a fit without the query's material.

    Args:
        features: float64 (q, f).
        known: bool (q,), the truth.
        materials: int (q,); a material is never divided.
        seed: Which materials are left out together.
    """
    from sklearn.linear_model import LogisticRegression

    fold = np.zeros(known.size, dtype=np.int64)
    random = np.random.default_rng(seed)
    for kind in (True, False):  # each fifth needs some of both
        names = random.permutation(np.unique(materials[known == kind]))
        place = {int(name): at % CROSS_FITS for at, name in enumerate(names)}
        fold[known == kind] = [place[int(name)] for name in materials[known == kind]]
    odds = np.zeros(known.size)
    for left_out in range(CROSS_FITS):
        asked = fold == left_out
        fitted = ~asked & ~np.isin(materials, materials[asked])
        if not asked.any() or np.unique(known[fitted]).size < 2:
            continue
        mean, spread = features[fitted].mean(axis=0), features[fitted].std(axis=0)
        scaled = (features - mean) / np.where(spread > 0, spread, 1.0)
        model = LogisticRegression(C=1.0, class_weight="balanced").fit(scaled[fitted], known[fitted])
        odds[asked] = model.decision_function(scaled[asked])
    return odds


def _evidence(encoded: Encoded, leaks: Leaks, query_set: QuerySet, seed: int) -> Evidence:
    library = encoded.library
    asked = questions(encoded, query_set, barred=leaks.barred, alike=leaks.alike)
    unseen = np.isin(encoded.parts, UNSEEN) & (asked.targets != NOT_NAMED) & ~leaks.barred
    names = np.unique(asked.targets[unseen])
    count = min(MOST_HELD_OUT, names.size // 3)
    held_out = np.isin(asked.targets, np.random.default_rng(seed).permutation(names)[:count])
    unknown = np.flatnonzero(unseen & held_out)
    rows = np.concatenate([asked.rows[~held_out[asked.rows]], unknown])
    cosine, features = _features(encoded, asked, rows, ~held_out)
    return Evidence(
        query_set=query_set,
        known=~held_out[rows],
        groups=[library.groups[row] for row in rows],
        materials=asked.targets[rows],
        cosine=cosine,
        features=features,
        held_out=count,
        library=int((~held_out).sum()),
    )


def _features(
    encoded: Encoded, asked: Questions, rows: Codes, in_library: npt.NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray]:
    """The largest square-root cosine (q,) and the features (q, 4) of each query."""
    library, latents = encoded.library, encoded.latents.astype(np.float64)
    spectra = square_root_cosines(library)
    error = ((encoded.reconstruction[rows] - library.prepared[rows]) ** 2).mean(axis=1)
    cosine, features = np.zeros(rows.size), np.zeros((rows.size, len(FEATURES)))
    features[:, 3] = np.log(error + np.finfo(float).tiny)
    for start in range(0, rows.size, BLOCK):
        block = rows[start : start + BLOCK]
        allowed = asked.allowed(block) & in_library
        distances, _ = squared_distances(latents, block)
        distances = np.where(allowed, np.sqrt(np.maximum(distances, 0.0)), np.inf)
        similar = np.where(allowed, spectra[block] @ spectra.T, -1.0)
        for place, row in enumerate(block):
            at = start + place
            cosine[at] = similar[place].max()
            features[at, :3] = _of_one(library, asked.targets, int(row), distances[place])
    return cosine, features


def _of_one(library: Library, targets: Codes, row: int, distances: FloatArray) -> tuple[float, float, float]:
    """Nearest distance, best cosine after rescoring, and its margin to the best of another material."""
    chosen, cosine = rescored(library, row, distances)
    if chosen.size == 0:
        return 0.0, 0.0, 0.0
    best = float(cosine.max())
    others = cosine[targets[chosen] != targets[chosen[cosine.argmax()]]]
    return float(distances[chosen[0]]), best, best - float(others.max(initial=0.0))
