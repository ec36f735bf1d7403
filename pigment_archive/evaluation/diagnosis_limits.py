"""Every number that decides a finding of `archive diagnose`, with the reason for it."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.evaluation.findings import Bound
from pigment_archive.quality import THRESHOLDS
from pigment_archive.records import Technique


def _bound(look: float, act: float, description: str) -> Bound:
    field: Bound = Field(Bound(look=look, act=act), description=description)
    return field


def _shifts() -> dict[Technique, Bound]:
    """A session as a whole counts for more than one spectrum: half above the ingest's warning is too much."""
    return {
        technique: Bound(look=limits.warning, act=1.5 * limits.warning)
        for technique, limits in THRESHOLDS.axis_shift.items()
    }


class DiagnosisLimits(BaseModel):
    """The limits of all findings. Frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    noise: float = Field(
        4.0,
        description="Standard errors, a ratio, by which a value must differ from chance before it counts: "
        "20 facts of up to 40 values are hundreds of comparisons, and 3 would be met by chance.",
    )
    fewest_of_value: int = Field(
        10, description="Spectra that a value of a fact must have to be examined, a count."
    )
    most_values: int = Field(
        40, description="Values of a fact that are examined, the most frequent, a count."
    )
    fewest_crossed: int = Field(
        40,
        description="Crossed spectra below which no reader is trained: it has one number to learn a latent "
        "dimension, a count.",
    )
    dealings: int = Field(30, description="Times a fact is dealt out anew to know chance, a count.")
    most_clusters: int = Field(
        64, description="Most k-means clusters, a count: more would hold few spectra each."
    )
    ami_excess: Bound = _bound(
        0.03,
        0.1,
        "AMI of clusters and fact beyond what the materials explain; 0.1 is a third of what RRUFF's "
        "clusters tell about its minerals.",
    )
    area_excess: Bound = _bound(
        0.05, 0.15, "Area under ROC beyond chance; a session off by one grid step gives about 0.2."
    )
    shift: dict[Technique, Bound] = Field(
        default_factory=_shifts,
        description="Axis of a session against the others, axis unit: look from the ingest check's warning, "
        "act from 1.5 times it.",
    )
    width: Bound = _bound(
        1.15,
        1.3,
        "Width of the finest detail over that of the same materials elsewhere, a ratio: RRUFF's four "
        "lasers differ by up to 1.06, every 8 cm-1 with lines between gives 1.5.",
    )
    fewest_materials: int = Field(
        5,
        description="Materials that axis and resolution of a session are judged from, a count: below, the "
        "standard error of a median is not known.",
    )
    error_ratio: Bound = _bound(
        2.0, 6.0, "Reconstruction error of unseen spectra over that of training spectra, a ratio."
    )
    retrieval_gap: Bound = _bound(
        0.05,
        0.1,
        "Points of top-1 lost from training to unseen queries beyond what the cosine of their spectra "
        "loses, a fraction; below 0.05 it is within the error of 200 queries.",
    )
    fewest_queries: int = Field(50, description="Queries or spectra a part needs to be judged, a count.")
    leaked: Bound = _bound(
        0.0,
        0.01,
        "Share of unseen spectra that are also in training; any is one too many, above 1 % the "
        "figures of the model mean less than they say.",
    )
    fewest_samples: int = Field(
        30, description="Samples a class should have, a count: below, its spread is unknown."
    )
    fewest_of_category: int = Field(500, description="Spectra a category should have, a count.")
    sigmas: float = Field(
        3.0, description="Control limits over the standard deviation, a ratio (Shewhart 1931)."
    )
    run: int = Field(
        8, description="Sessions in a row on one side that are no chance (Western Electric), a count."
    )
    fewest_sessions: int = Field(8, description="Sessions with the reference that a chart needs, a count.")
    most_of_baseline: int = Field(
        12, description="First sessions that the others are compared with, a count."
    )
    dead_variance: float = Field(
        0.01, description="Variance of a latent dimension, without unit, below which it is dead."
    )
    dead: Bound = _bound(
        0.5,
        0.9,
        "Share of dead dimensions: half of them cost nothing, nearly all leave no room for materials.",
    )
    collapsed_nats: float = Field(
        0.01,
        description="KL below which a posterior is the prior, in nats (a unit of information).",
    )
    collapsed: Bound = _bound(0.5, 0.9, "Share of the dimensions whose posterior is the prior, a fraction.")
    outside_quantile: float = Field(
        0.99,
        description="Quantile of the training spectra's own distances beyond which a spectrum is outside.",
    )
    outside: Bound = _bound(
        0.05, 0.2, "Share of a collection's unseen spectra that lie outside; 0.01 is expected, a fraction."
    )


LIMITS: Final = DiagnosisLimits()
