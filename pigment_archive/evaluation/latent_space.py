"""Is the latent space alive, and do the spectra lie where the model has learnt anything?"""

from __future__ import annotations

from typing import Final

import numpy as np

from pigment_archive.encoder.split import Part
from pigment_archive.evaluation.diagnosis_limits import DiagnosisLimits
from pigment_archive.evaluation.examined import BoolArray, Examined, FloatArray, codes_of
from pigment_archive.evaluation.findings import Bound, Finding, NotJudged, Question, Said, Verdict, named

_BLOCK: Final = 512


def dimensions(examined: Examined, limits: DiagnosisLimits) -> list[Said]:
    """The findings `dead_dimensions` and `posterior_collapse`.

    Dead: ``Var_n m_nj < 0.01``. Collapsed: ``mean_n 1/2 (m_nj^2 + v_nj - 1 - log v_nj) < 0.01`` nats, which
    means that the posterior is the prior whatever the spectrum.
    """
    m, v = examined.latents, np.maximum(examined.variances, 1e-12)
    dead = m.var(axis=0) < limits.dead_variance
    nats = 0.5 * (m**2 + v - 1.0 - np.log(v)).mean(axis=0)
    return [
        _share("dead_dimensions", "latent dimensions that do not vary", dead, limits.dead),
        _share("posterior_collapse", "latent dimensions whose posterior is the prior",
               nats < limits.collapsed_nats, limits.collapsed),
    ]  # fmt: skip


def outside(examined: Examined, limits: DiagnosisLimits) -> tuple[list[Said], FloatArray]:
    """One finding `outside_training` for each collection, and the relative distance of every spectrum.

    The distance of a spectrum is that of its latent to the nearest training latent of another group, over the
    99 % quantile of the same of the training spectra themselves: above 1 is outside. In a collection as the
    training's, 1 % is expected; a share counts from four standard errors above it.

    Returns:
        The findings, and the distances, float64 (n,), empty where they cannot be judged.
    """
    training = examined.of_part(Part.TRAINING)
    if training.sum() < limits.fewest_queries:
        why = f"{training.sum()} training spectra are here, expected {limits.fewest_queries}"
        return [NotJudged(code="outside_training", subject="collection", why=why)], np.empty(0)
    distance = nearest_of_training(examined, training)
    farthest = float(np.quantile(distance[training], limits.outside_quantile))
    if not farthest > 0:
        why = "all training spectra have the same latent"
        return [NotJudged(code="outside_training", subject="collection", why=why)], np.empty(0)
    collections = np.array([str(name) for name in examined.fact("collection")])
    said: list[Said] = []
    for collection in np.unique(collections):
        asked = (collections == collection) & ~training
        said.append(_outside_of(str(collection), distance[asked] / farthest, limits))
    return said, distance / farthest


def nearest_of_training(examined: Examined, training: BoolArray) -> FloatArray:
    """Distance of each latent to the nearest training latent of another group, float64 (n,)."""
    _, groups = codes_of(examined.groups)
    z = examined.latents - examined.latents[training].mean(axis=0)
    standards, of = z[training], groups[training]
    squares = (standards**2).sum(axis=1)
    nearest = np.empty(len(z))
    for start in range(0, len(z), _BLOCK):
        block = slice(start, start + _BLOCK)
        distances = (z[block] ** 2).sum(axis=1)[:, None] + squares - 2.0 * z[block] @ standards.T
        distances[groups[block, None] == of] = np.inf
        nearest[block] = np.sqrt(np.maximum(distances.min(axis=1), 0.0))
    return nearest


def _outside_of(collection: str, distance: FloatArray, limits: DiagnosisLimits) -> Said:
    if distance.size < limits.fewest_queries:
        why = f"{distance.size} of its spectra are not of the training part, expected {limits.fewest_queries}"
        return NotJudged(code="outside_training", subject=f"collection {collection}", why=why)
    share, expected = float((distance > 1.0).mean()), 1.0 - limits.outside_quantile
    least = expected + limits.noise * float(np.sqrt(expected * (1.0 - expected) / distance.size))
    verdict, limit = limits.outside.judge(share)
    if share <= least:
        verdict, limit = Verdict.OK, max(limits.outside.look, least)
    return Finding(
        code="outside_training",
        question=Question.SPACE,
        subject=f"collection {collection}",
        measured=f"share of {distance.size} spectra that lie outside what the model was trained on",
        value=share,
        threshold=limit,
        unit="fraction",
        verdict=verdict,
        **named([collection] if verdict is not Verdict.OK else ()),
        remedy=""
        if verdict is Verdict.OK
        else "Distances of these mean little. Train with some of the collection, or adapt the model to it.",
    )


def _share(code: str, what: str, which: BoolArray, bound: Bound) -> Finding:
    verdict, limit = bound.judge(float(which.mean()))
    return Finding(
        code=code,
        question=Question.SPACE,
        subject=f"{which.size} dimensions",
        measured=f"share of {what}",
        value=float(which.mean()),
        threshold=limit,
        unit="fraction",
        verdict=verdict,
        remedy=""
        if verdict is Verdict.OK
        else "Lower the weight of the KL term, or train with fewer dimensions: what is dead tells nothing.",
    )
