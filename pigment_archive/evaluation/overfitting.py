"""Does the model know its training spectra better than others it has not seen?"""

from __future__ import annotations

from typing import Final

import numpy as np

from pigment_archive.encoder.split import Part
from pigment_archive.errors import UsageError
from pigment_archive.evaluation.diagnosis_limits import DiagnosisLimits
from pigment_archive.evaluation.examined import BoolArray, Examined, FloatArray
from pigment_archive.evaluation.findings import Finding, NotJudged, Question, Said, Verdict
from pigment_archive.evaluation.retrieval import leave_one_sample_out

UNSEEN: Final[dict[str, Part | None]] = {
    "unseen samples": Part.TEST,
    "unseen materials": Part.NEW_MATERIAL,
    "spectra from outside": None,
}
"""What the model was not trained on, by name; None is in no part of its split."""


def reconstruction_errors(examined: Examined) -> FloatArray:
    """Mean squared error of each spectrum's reconstruction, prepared units squared, float64 (n,)."""
    return np.asarray(((examined.prepared - examined.reconstructed) ** 2).mean(axis=1))


def error_ratios(examined: Examined, limits: DiagnosisLimits) -> list[Said]:
    """One finding `error_ratio` for each kind of unseen spectra: its error over that of the training part."""
    errors, training = reconstruction_errors(examined), examined.of_part(Part.TRAINING)
    said: list[Said] = []
    for name, part in UNSEEN.items():
        unseen = examined.of_part(part)
        fewest = limits.fewest_queries
        if unseen.sum() < fewest or training.sum() < fewest:
            why = f"{unseen.sum()} of them and {training.sum()} training spectra are here, expected {fewest}"
            said.append(NotJudged(code="error_ratio", subject=name, why=why))
            continue
        ratio = float(errors[unseen].mean() / max(errors[training].mean(), 1e-30))
        verdict, limit = limits.error_ratio.judge(ratio)
        said.append(
            Finding(
                code="error_ratio",
                question=Question.OVERFITTING,
                subject=name,
                measured=f"reconstruction error of {unseen.sum()} {name} over that of {training.sum()} of "
                f"training ({errors[unseen].mean():.2e} over {errors[training].mean():.2e})",
                value=ratio,
                threshold=limit,
                unit="ratio",
                verdict=verdict,
                remedy=""
                if verdict is Verdict.OK
                else "Do not trust reconstructions of what the model has not seen. Train with more samples, "
                "more augmentation or fewer epochs.",
            )
        )
    return said


def retrieval_gap(examined: Examined, limits: DiagnosisLimits) -> Said:
    """The finding `retrieval_gap`: top-1 lost from training to unseen queries, beyond what the spectra lose.

    ``gap = (latent_training - latent_test) - (cosine_training - cosine_test)``. The queries of one part may
    simply be harder, and the cosine of prepared spectra, which learned nothing, shows by how much. What
    remains counts from two of its standard errors, those of a share of as many queries.
    """
    queries = {part: _askable(examined, part) for part in (Part.TRAINING, Part.TEST)}
    try:
        latent, cosine = (
            [_top_1(vectors, examined, asked, metric) for asked in queries.values()]
            for vectors, metric in ((examined.latents, "euclid"), (examined.prepared, "cosine"))
        )
    except UsageError:
        return NotJudged(code="retrieval_gap", subject="top-1", why="no material has a second sample to find")
    fewest = min(number for _, number in latent)
    if fewest < limits.fewest_queries:
        why = f"{fewest} queries of one part can be asked, expected {limits.fewest_queries}"
        return NotJudged(code="retrieval_gap", subject="top-1", why=why)
    gap = (latent[0][0] - latent[1][0]) - (cosine[0][0] - cosine[1][0])
    error = np.sqrt(sum(max(share * (1 - share), 0.01) / number for share, number in latent))
    verdict, limit = limits.retrieval_gap.judge(gap)
    if gap <= 2.0 * error:
        verdict, limit = Verdict.OK, max(limits.retrieval_gap.look, 2.0 * float(error))
    return Finding(
        code="retrieval_gap",
        question=Question.OVERFITTING,
        subject="top-1",
        measured=f"top-1 lost from training to unseen samples, beyond what their spectra lose: latent "
        f"{latent[0][0]:.1%} to {latent[1][0]:.1%}, cosine {cosine[0][0]:.1%} to {cosine[1][0]:.1%}; "
        f"{latent[1][1]} unseen queries",
        value=gap,
        threshold=limit,
        unit="fraction",
        verdict=verdict,
        remedy=""
        if verdict is Verdict.OK
        else "The model has learnt its samples by heart: fewer epochs, more samples a material.",
    )


def _askable(examined: Examined, part: Part) -> BoolArray:
    named = np.array([material is not None for material in examined.materials], dtype=bool)
    return named & examined.of_part(part)


def _top_1(vectors: FloatArray, examined: Examined, asked: BoolArray, metric: str) -> tuple[float, int]:
    """Top-1 of these queries against everything, and their number."""
    report = leave_one_sample_out(
        vectors,
        examined.alike,
        examined.groups,
        queries=asked,
        metric="cosine" if metric == "cosine" else "euclid",
        top=(1,),
    )
    return report.top[1], report.queries
