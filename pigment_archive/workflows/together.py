"""Ask about one sample with several spectra, of one technique or more: one fused answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pigment_archive.answers.fused import FusedAnswer, FusedMaterial, FusedTechnique
from pigment_archive.answers.fusion import evidence, fused
from pigment_archive.answers.temperature import HOTTEST
from pigment_archive.archive import Archive
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.search import Asked, SearchOptions, SearchResult
from pigment_archive.workflows.weighing import Weight, plain_scores, weigh

__all__ = ["FusedAnswer", "fuse"]


def fuse(
    archive: Archive, found: SearchResult, options: SearchOptions, *, progress: Progress = silent
) -> FusedAnswer:
    """One answer from the answers about several spectra, all taken to be of one sample.

    Args:
        archive: The open archive.
        found: What `search_files` found for each spectrum by itself.
        options: What it was asked with.
        progress: Told about the stored spectra that weigh each technique.

    Raises:
        ModelError: A technique has too few samples stored to tell how far it can be believed.
    """
    by_model: dict[str, list[Asked]] = defaultdict(list)
    for one in found.asked:
        by_model[one.bundle.name].append(one)
    weights = {name: weigh(archive, by_model[name][0].bundle, options, progress) for name in sorted(by_model)}
    told = {name: _evidence(by_model[name], weight) for name, weight in weights.items()}
    return FusedAnswer(
        materials=_ranked(told, weights, options.top),
        techniques=tuple(_technique(by_model[name], weight) for name, weight in weights.items()),
        answers=found.answers.answers,
    )


def _evidence(asked: Sequence[Asked], weight: Weight) -> dict[str, float]:
    """Evidence of one technique by plain name; nothing where no candidate names a material."""
    scores = [named for one in asked if (named := plain_scores(one.answer.materials))]
    known = sorted(weight.known)
    return evidence(scores, known, weight.temperature) if scores else dict.fromkeys(known, 0.0)


def _ranked(
    told: dict[str, dict[str, float]], weights: dict[str, Weight], top: int
) -> tuple[FusedMaterial, ...]:
    written = {key: name for weight in weights.values() for key, name in weight.known.items()}
    ranked = list(fused(list(told.values())).items())[:top]
    return tuple(
        FusedMaterial(
            rank=rank,
            material=written[key],
            evidence=total,
            by_model={model: said.get(key) for model, said in told.items()},
        )
        for rank, (key, total) in enumerate(ranked, start=1)
    )


def _technique(asked: Sequence[Asked], weight: Weight) -> FusedTechnique:
    bundle = asked[0].bundle
    return FusedTechnique(
        technique=bundle.card.technique,
        model=bundle.name,
        spectra=len(asked),
        materials=len(weight.known),
        temperature=weight.temperature,
        fitted_on=weight.fitted_on,
        on_unseen=weight.on_unseen,
        has_say=weight.temperature < HOTTEST,
    )
