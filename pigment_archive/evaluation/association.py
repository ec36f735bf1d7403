"""How much clusters of latents say about a fact, and how much of it the materials explain already."""

from __future__ import annotations

from typing import Final

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_mutual_info_score

from pigment_archive.evaluation.confounders import Confounder, shuffled_within
from pigment_archive.evaluation.diagnosis_limits import DiagnosisLimits
from pigment_archive.evaluation.examined import Examined, IntArray
from pigment_archive.evaluation.findings import Association, Finding, Question, Verdict, named

_FEWEST_OF_CLUSTER: Final = 3
_SEED: Final = 0


def clusters(examined: Examined, limits: DiagnosisLimits) -> IntArray:
    """k-means clusters of the latents, int64 (n,).

    k is the number of materials with three or more spectra, at least 2 and at most `limits.most_clusters`.
    """
    _, counts = np.unique(np.asarray(examined.alike, dtype=str), return_counts=True)
    wanted = int(np.clip((counts >= _FEWEST_OF_CLUSTER).sum(), 2, limits.most_clusters))
    different = len(np.unique(examined.latents, axis=0))
    if different < 2:
        return np.zeros(len(examined), dtype=np.int64)
    k = min(wanted, different)
    found = KMeans(n_clusters=k, n_init=2, random_state=_SEED).fit_predict(examined.latents)
    return np.asarray(found, dtype=np.int64)


def association(fact: Confounder, of_clusters: IntArray, limits: DiagnosisLimits) -> Association:
    """Measure one fact."""
    mine, rng = of_clusters[fact.rows], np.random.default_rng(_SEED)
    dealt = [
        adjusted_mutual_info_score(mine, shuffled_within(fact.codes, fact.alike, rng))
        for _ in range(limits.dealings)
    ]
    return Association(
        fact=fact.name,
        spectra=fact.rows.size,
        values=len(fact.values),
        with_fact=float(adjusted_mutual_info_score(mine, fact.codes)),
        with_material=float(adjusted_mutual_info_score(mine, fact.alike)),
        expected=float(np.mean(dealt)),
        spread=float(np.std(dealt)),
    )


def clusters_follow(fact: Confounder, measured: Association, limits: DiagnosisLimits) -> Finding:
    """The finding on whether clusters follow a fact further than the materials explain."""
    verdict, limit = limits.ami_excess.judge(measured.excess)
    if measured.excess <= limits.noise * measured.spread:
        verdict, limit = Verdict.OK, max(limits.ami_excess.look, limits.noise * measured.spread)
    return Finding(
        code="clusters_follow_fact",
        question=Question.ARTEFACT,
        subject=fact.name,
        measured=f"adjusted mutual information of clusters and {fact.name}, against {measured.expected:.3f} "
        f"that the materials explain ({measured.with_material:.3f} with the material itself)",
        value=measured.with_fact,
        threshold=measured.expected + limit,
        unit="AMI",
        verdict=verdict,
        **named(fact.values if verdict is not Verdict.OK else ()),
        remedy=""
        if verdict is Verdict.OK
        else f"Compare only within one {fact.name}, or train with more materials measured under several.",
    )
