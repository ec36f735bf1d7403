"""What an evaluation says: tables of numbers, each with its 95 % interval and what it was measured on."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.evaluation.intervals import Estimate
from pigment_archive.evaluation.leaks import Leak


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Scores(_Part):
    """How often one matcher is right."""

    top: dict[int, Estimate] = Field(description="Share, 0-1, of queries answered among the k nearest.")
    over_square_root: Estimate = Field(
        description="Top-1 minus that of the better square-root cosine on the same queries, -1 to 1."
    )
    over_best: Estimate = Field(
        description="Top-1 minus that of the best classical or PCA matcher on the same queries, -1 to 1."
    )


class MatcherRow(_Part):
    """One matcher in one query set."""

    matcher: str = Field(description="Stable name of the matcher.")
    title: str = Field(description="The matcher in words.")
    kind: Literal["classical", "pca", "latent", "control"] = Field(
        description="What sort of matcher it is; a control learned nothing."
    )
    strict: Scores = Field(description="The material itself must be found.")
    related: Scores | None = Field(
        description="A material of the same mineral series counts as right; null where a sample is sought."
    )


class RetrievalTable(_Part):
    """Every matcher on one query set."""

    name: str = Field(description="Stable name of the query set.")
    title: str = Field(description="The query set in words.")
    queries: int = Field(description="Number of spectra that asked.")
    groups: int = Field(description="Number of samples or objects they are of.")
    materials: int = Field(description="Number of materials they are of.")
    searched: int = Field(description="Number of spectra a query meets, median.")
    square_root: str = Field(description="The better square-root cosine, which others are compared with.")
    best: str = Field(description="The best classical or PCA matcher, which others are compared with.")
    rows: tuple[MatcherRow, ...] = Field(description="One row a matcher.")


class Confusion(_Part):
    """Two materials that the latent takes for each other."""

    materials: tuple[str, str] = Field(description="The two names, in the order of the alphabet.")
    count: int = Field(description="Number of queries of one that were answered with the other.")
    series: str | None = Field(description="The mineral series both belong to; null if there is none.")


class ClassifierRow(_Part):
    """One classifier on one kind of vectors."""

    method: str = Field(description="knn, logistic, svm or forest.")
    vectors: Literal["latent", "prepared"] = Field(description="What it was trained on.")
    top_1: Estimate = Field(description="Share, 0-1, of test spectra given their own material.")
    seconds: float = Field(description="Time of training and asking in s.")


class ClassifierTable(_Part):
    """Four classifiers, trained on the training and validation part, asked about the test part."""

    materials: int = Field(description="Number of classes.")
    trained: int = Field(description="Number of spectra trained on.")
    queries: int = Field(description="Number of spectra asked about.")
    groups: int = Field(description="Number of samples or objects they are of.")
    rows: tuple[ClassifierRow, ...] = Field(description="One row a classifier and kind of vectors.")


class ReconstructionRow(_Part):
    """Reconstruction of one part of the split."""

    part: str = Field(description="Part of the split, or outside.")
    spectra: int = Field(description="Number of spectra.")
    groups: int = Field(description="Number of samples or objects they are of.")
    model: Estimate = Field(description="Mean squared error per grid point, squared prepared units.")
    pca: Estimate | None = Field(
        description="The same of PCA with as many dimensions, fitted on the training part; null without one."
    )
    ratio: Estimate | None = Field(description="The model's error over that of PCA, a ratio.")


class OpenSetScore(_Part):
    """How well one score tells known from unknown."""

    score: str = Field(description="Stable name of the score.")
    title: str = Field(description="The score in words.")
    auroc: Estimate = Field(description="Area under the ROC curve, 0-1; 0.5 is chance.")
    roc: tuple[tuple[float, float], ...] = Field(
        description="The curve: share of unknown queries accepted, share of known ones accepted, 0-1."
    )


class OpenSetTable(_Part):
    """Can it say that a material is not in the library?"""

    find: Literal["material", "sample"] = Field(description="What was held out of the library.")
    held_out: int = Field(description="Number of materials (or samples) held out of the library.")
    known: int = Field(description="Number of queries whose material is in the library.")
    known_groups: int = Field(description="Number of samples or objects they are of.")
    unknown: int = Field(description="Number of queries whose material is not.")
    unknown_groups: int = Field(description="Number of samples or objects they are of.")
    library: int = Field(description="Number of spectra searched.")
    rows: tuple[OpenSetScore, ...] = Field(description="One row a score.")


class Evaluation(_Part):
    """All tables of one model."""

    retrieval: tuple[RetrievalTable, ...] = Field(description="One table a query set.")
    not_asked: tuple[str, ...] = Field(description="Query sets without a query that can be answered.")
    confusions: tuple[Confusion, ...] = Field(description="What the latent confuses most, by count.")
    classifiers: ClassifierTable | None = Field(description="Null if no class has enough samples.")
    reconstruction: tuple[ReconstructionRow, ...] = Field(description="One row a part of the split.")
    open_set: OpenSetTable | None = Field(description="Null if too little can be held out.")
    leaks: tuple[Leak, ...] = Field(description="Unseen spectra that were seen; they were not asked.")
