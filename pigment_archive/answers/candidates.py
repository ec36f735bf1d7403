"""From one encoded spectrum to ranked hits: nearest latents first, then the spectra decide the order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.answers.answer import Hit, MaterialScore
from pigment_archive.answers.rescoring import common_cosine
from pigment_archive.storage.index.filters import Filter
from pigment_archive.storage.index.port import Index, IndexHit

CANDIDATES: Final = 50


@dataclass(frozen=True)
class Question:
    """One encoded query.

    Attributes:
        latent: float32 (d,), posterior mean.
        spectrum: float64 (g,), prepared with the model's recipe.
        contrast: What spectra are compared by, (m, g) to (m, g): `Network.contrast` of the model.
        grid: float64 (g,), the recipe's grid in the axis unit.
        measured: Lowest and highest axis value that was measured.
    """

    latent: npt.NDArray[np.float32]
    spectrum: npt.NDArray[np.float64]
    grid: npt.NDArray[np.float64]
    measured: tuple[float, float]
    contrast: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]


def find_hits(
    indexes: Sequence[Index], question: Question, *, top: int, where: Filter | None = None, exact: bool = True
) -> tuple[tuple[Hit, ...], tuple[MaterialScore, ...]]:
    """The `top` hits over all indexes, and the materials among the rescored candidates.

    At least 50 nearest latents are candidates; they are ordered by the cosine of their contrast on the
    common range, then by distance, then by record id.
    """
    wanted = max(top, CANDIDATES)
    found = chain.from_iterable(
        index.query(question.latent, top=wanted, where=where, exact=exact, vectors=("spectrum",))
        for index in indexes
    )
    nearest = sorted(found, key=lambda hit: (hit.distance, hit.record))[:wanted]
    if not nearest:
        return (), ()
    similarities = _similarities(question, nearest)
    order = sorted(
        range(len(nearest)),
        key=lambda i: (-similarities[i], nearest[i].distance, nearest[i].record),
    )
    hits = tuple(_hit(rank, nearest[i], similarities[i]) for rank, i in enumerate(order[:top], start=1))
    return hits, _materials([(nearest[i].payload, similarities[i]) for i in order])


def _similarities(question: Question, nearest: Sequence[IndexHit]) -> list[float]:
    spectra = np.stack([hit.vectors["spectrum"] for hit in nearest]).astype(np.float64)
    ranges = np.array(
        [[hit.payload["covered_from"], hit.payload["covered_to"]] for hit in nearest], np.float64
    )
    compared = question.contrast(np.vstack([question.spectrum, spectra]))
    cosine = common_cosine(compared[0], compared[1:], question.grid, question.measured, ranges)
    return [float(value) for value in cosine]


def _hit(rank: int, found: IndexHit, similarity: float) -> Hit:
    facts = found.payload
    return Hit.model_validate(
        {
            "rank": rank,
            "record": found.record,
            "material": facts.get("material"),
            "sample": facts.get("sample"),
            "collection": facts["collection"],
            "tier": facts["tier"],
            "simulated": facts["simulated"],
            "distance": found.distance,
            "spectral_similarity": similarity,
        }
    )


def _materials(candidates: Sequence[tuple[Any, float]]) -> tuple[MaterialScore, ...]:
    best: dict[str, float] = {}
    for facts, similarity in candidates:
        name = facts.get("material")
        if name is not None:
            best[name] = max(best.get(name, 0.0), similarity)
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        MaterialScore(rank=rank, material=name, score=score)
        for rank, (name, score) in enumerate(ranked, start=1)
    )
