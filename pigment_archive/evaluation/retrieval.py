"""How often an unseen sample's material is found among its nearest neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.errors import UsageError
from pigment_archive.evaluation.distances import first_right, squared_distances, unit

_BLOCK = 256


class RetrievalReport(BaseModel):
    """Leave-one-sample-out retrieval: the share of queries answered rightly among the k nearest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: Literal["euclid", "cosine"] = Field(description="What makes a spectrum near.")
    queries: int = Field(ge=1, description="Number of queries that could have been answered.")
    library: int = Field(ge=2, description="Number of spectra searched, the query's sample included.")
    top: dict[int, float] = Field(description="Share, 0-1, of queries whose material is among the k nearest.")


def leave_one_sample_out(
    vectors: npt.NDArray[np.floating],
    materials: Sequence[str],
    samples: Sequence[str],
    *,
    queries: npt.NDArray[np.bool_] | None = None,
    metric: Literal["euclid", "cosine"] = "euclid",
    top: tuple[int, ...] = (1, 3, 5),
) -> RetrievalReport:
    """Search every query among all spectra but those of its own sample; exact, ties by position.

    Only materials with at least two samples can be found, so only their spectra are queries. A vector
    that is the same for everything is at distance 0 from the whole library; such ties count as
    not found, so that a constant encoder finds nothing.

    Args:
        vectors: (n, d), latents or prepared spectra, duplicates already removed
            (`without_relabelled_duplicates`).
        materials: Material of each, (n,).
        samples: Sample of each, (n,).
        queries: bool (n,), for example the test part of a model's split; all if None.
        metric: Euclidean distance, or 1 - cosine.
        top: The k to report.

    Raises:
        UsageError: No query has another sample of its material.
    """
    points = np.asarray(vectors, dtype=np.float64)
    if metric == "cosine":
        points = unit(points)
    material, sample = _codes(materials), _codes(samples)
    asked = _answerable(material, sample)
    if queries is not None:
        asked &= queries
    (rows,) = np.nonzero(asked)
    if rows.size == 0:
        raise UsageError("no query has another sample of its material to find")
    ranks = np.concatenate(
        [
            _ranks(points, material, sample, rows[start : start + _BLOCK])
            for start in range(0, rows.size, _BLOCK)
        ]
    )
    shares = {k: float((ranks <= k).mean()) for k in top}
    return RetrievalReport(metric=metric, queries=rows.size, library=len(points), top=shares)


def without_relabelled_duplicates(
    fingerprints: Sequence[str], materials: Sequence[str]
) -> npt.NDArray[np.bool_]:
    """Which spectra to keep, bool (n,): the first of equal spectra, none if they have several materials."""
    names: dict[str, set[str]] = {}
    for fingerprint, material in zip(fingerprints, materials, strict=True):
        names.setdefault(fingerprint, set()).add(material)
    seen: set[str] = set()
    keep = np.zeros(len(fingerprints), dtype=bool)
    for row, fingerprint in enumerate(fingerprints):
        keep[row] = fingerprint not in seen and len(names[fingerprint]) == 1
        seen.add(fingerprint)
    return keep


def _codes(names: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.unique(np.asarray(names), return_inverse=True)[1].astype(np.int64)


def _answerable(material: npt.NDArray[np.int64], sample: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    pairs = np.unique(np.stack([material, sample]), axis=1)
    samples_of_material = np.bincount(pairs[0])
    return np.asarray(samples_of_material[material] >= 2)


def _ranks(
    points: npt.NDArray[np.float64],
    material: npt.NDArray[np.int64],
    sample: npt.NDArray[np.int64],
    rows: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """The place of the nearest right spectrum of each query row; its own sample is not there."""
    distances, slack = squared_distances(points, rows)
    distances[sample[rows, None] == sample] = np.inf
    return first_right(distances, slack, material[rows, None] == material)
