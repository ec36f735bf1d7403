"""Can the value of a fact be read from the latents of materials the reader has never seen?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pigment_archive.evaluation.confounders import Confounder, shuffled_within
from pigment_archive.evaluation.diagnosis_limits import DiagnosisLimits
from pigment_archive.evaluation.examined import BoolArray, Examined, FloatArray, IntArray, codes_of, means_by
from pigment_archive.evaluation.findings import Finding, NotJudged, Question, Verdict, named
from pigment_archive.evaluation.sittings import SITTINGS

_FOLDS: Final = 5
_SHRINKAGE: Final = 0.1
_SEED: Final = 0
_SEE_AXIS: Final = "Look at what is said of its axis and resolution, correct those, and train again."


@dataclass(frozen=True, eq=False)
class Reading:
    """How well each value is read: area under the ROC curve against all others, chance 0.5.

    Attributes:
        areas: float64 (k,), one for each value.
        chance: float64 (k,), the mean with values dealt out anew within the materials.
        spread: float64 (k,), its standard deviation.
    """

    areas: FloatArray
    chance: FloatArray
    spread: FloatArray


def read_fact(examined: Examined, fact: Confounder, limits: DiagnosisLimits) -> Finding | NotJudged:
    """The finding on whether a fact can be read from latents, without their material.

    Only crossed spectra are used. The mean latent of its material is taken from each, so that the material
    itself says nothing; what the axis of the spectrum would have to move by to explain the rest is added as
    one more dimension (`features`). Then a linear discriminant learns the values on four fifths of the
    materials (of the groups, where there are fewer than five materials) and reads them on the others.
    """
    divided, unit = _divided(examined, fact)
    if fact.crossed.size < limits.fewest_crossed or divided.max(initial=0) + 1 < _FOLDS:
        return NotJudged(
            code="readable_fact",
            subject=fact.name,
            why=f"{fact.crossed.size} spectra of {fact.materials} materials were measured under two or more "
            f"values, expected {limits.fewest_crossed} or more of at least {_FOLDS} {unit}",
        )
    read = _reading(features(examined, fact), fact, divided, limits.dealings)
    excess = read.areas - read.chance
    clear = excess > limits.noise * read.spread
    worst = int(np.argmax(np.where(clear, excess, -1.0) if clear.any() else excess / read.spread))
    verdict, limit = limits.area_excess.judge(float(excess[worst]))
    if not clear[worst]:
        verdict, limit = Verdict.OK, max(limits.area_excess.look, limits.noise * float(read.spread[worst]))
    order = [v for v in np.argsort(-excess) if clear[v] and excess[v] > limits.area_excess.look]
    return Finding(
        code="readable_fact",
        question=Question.ARTEFACT,
        subject=fact.name,
        measured=f"how often {fact.name} {fact.values[worst]} is told from the others by latents alone, on "
        f"unseen {unit}, against {read.chance[worst]:.2f} by chance; {fact.crossed.size} spectra of "
        f"{fact.materials} materials",
        value=float(read.areas[worst]),
        threshold=float(read.chance[worst] + limit),
        unit="ROC area",
        verdict=verdict,
        **named(f"{fact.values[v]} ({read.areas[v]:.2f})" for v in order),
        remedy=""
        if verdict is Verdict.OK
        else f"Do not read distances across {fact.name} as chemistry; compare within one. "
        + (_SEE_AXIS if fact.name in SITTINGS else ""),
    )


def features(examined: Examined, fact: Confounder) -> FloatArray:
    """What is left of crossed latents without their material, float64 (c, d + 1).

    ``r = z - mean(z of the material)``, over the overall spread of r; and ``(r . t) / (t . t)``, with t the
    latent's movement for one grid step: how far the axis would have to be moved to explain r. A shifted axis
    moves every material's latent in another direction, so no single direction of r shows it; this one does.
    """
    rows = fact.rows[fact.crossed]
    _, alike = np.unique(fact.alike[fact.crossed], return_inverse=True)
    latents, tangent = examined.latents[rows], examined.per_step[rows]
    rest = latents - means_by(alike, latents)[alike]
    along = (rest * tangent).sum(axis=1) / np.maximum((tangent**2).sum(axis=1), 1e-12)
    scale = np.sqrt(rest.var(axis=0).mean()) or 1.0
    middle = np.median(np.abs(along)) or 1.0
    return np.column_stack([rest / scale, np.clip(along / middle, -3.0, 3.0)])


def _divided(examined: Examined, fact: Confounder) -> tuple[IntArray, str]:
    """What is never divided between learning and reading: materials, or groups where there are too few."""
    _, alike = np.unique(fact.alike[fact.crossed], return_inverse=True)
    if alike.max(initial=-1) + 1 >= _FOLDS:
        return alike.astype(np.int64), "materials"
    return codes_of([examined.groups[row] for row in fact.rows[fact.crossed]])[1], "samples"


def _reading(x: FloatArray, fact: Confounder, divided: IntArray, dealings: int) -> Reading:
    rng = np.random.default_rng(_SEED)
    codes, alike = fact.codes[fact.crossed], fact.alike[fact.crossed]
    fold = rng.permutation(int(divided.max()) + 1)[divided] % _FOLDS
    solved = [_whitened(x[fold != f]) for f in range(_FOLDS)]
    k = len(fact.values)
    areas = _areas(x, codes, fold, solved, k)
    dealt = np.stack(
        [_areas(x, shuffled_within(codes, alike, rng), fold, solved, k) for _ in range(dealings)]
    )
    return Reading(areas, dealt.mean(axis=0), np.maximum(dealt.std(axis=0), 1e-9))


def _whitened(x: FloatArray) -> FloatArray:
    """Inverse of the shrunken covariance, float64 (d, d)."""
    covariance = np.cov(x, rowvar=False)
    ridge = _SHRINKAGE * np.trace(covariance) / len(covariance) + 1e-12
    return np.asarray(np.linalg.inv((1 - _SHRINKAGE) * covariance + ridge * np.eye(len(covariance))))


def _areas(x: FloatArray, codes: IntArray, fold: IntArray, solved: list[FloatArray], k: int) -> FloatArray:
    """Area under the ROC curve of each value against the others, by a linear discriminant, float64 (k,)."""
    scores = np.empty((len(x), k))
    for f, inverse in enumerate(solved):
        learnt, read = fold != f, fold == f
        middle = x[learnt].mean(axis=0)
        directions = inverse @ (means_by(codes[learnt], x[learnt], k) - middle).T
        scores[read] = (x[read] - middle) @ directions
    return np.array([_area(scores[:, value], codes == value) for value in range(k)])


def _area(scores: FloatArray, mine: BoolArray) -> float:
    """Share of the pairs of one of mine and one of the others in which mine scores higher."""
    ranks = np.empty(scores.size)
    ranks[np.argsort(scores, kind="stable")] = np.arange(1, scores.size + 1)
    n = int(mine.sum())
    if n in (0, scores.size):
        return 0.5
    return float((ranks[mine].sum() - n * (n + 1) / 2) / (n * (scores.size - n)))
