"""Say what unknown spectra are: a classifier learns the latents of the index, for this call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle
from pigment_archive.encoder.split_table import trained_groups
from pigment_archive.errors import ModelError, UsageError
from pigment_archive.evaluation.calibration import NONE_PRIOR, Calibrated, Examples, calibrate
from pigment_archive.evaluation.retrieval import without_relabelled_duplicates
from pigment_archive.records import FIELDS, Spectrum, Tier
from pigment_archive.workflows.classify_report import (
    Calibration,
    Classified,
    Classifier,
    ClassifyReport,
    Learnt,
    Outcome,
)
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reading import ReadingOptions
from pigment_archive.workflows.search import Origin, about_each, query_of, technique_of
from pigment_archive.workflows.usable import group_of

SHOWN: Final = 10
MethodWord = Literal["knn", "logistic", "svm", "forest"]


class ClassifyOptions(ReadingOptions):
    """How to classify."""

    label: str = Field("material", description="The fact to be told.")
    method: MethodWord = Field("knn", description="The classifier.")
    model: str | None = Field(None, description="Model version; the current one of the technique if None.")
    tiers: tuple[Tier, ...] = Field(tuple(Tier), min_length=1, description="Tiers to learn from.")


@dataclass(frozen=True, eq=False)
class _Trained:
    calibrated: Calibrated
    report: Classifier


def classify_files(
    archive: Archive,
    files: Sequence[Path | str],
    options: ClassifyOptions | None = None,
    *,
    progress: Progress = silent,
    **said: object,
) -> ClassifyReport:
    """What each spectrum of the files is, with probabilities; nothing that was learnt is kept.

    Args:
        archive: The open archive.
        files: Files of unknown spectra.
        options: How; from Python also as keywords: `label="material"`, `method="logistic"`.
        progress: Told about the rounds of training and the spectra.

    Raises:
        UsageError: There is no such fact, or a file does not exist.
        ModelNotFound: There is no such model, or none for the technique.
        ModelError: Too little is known of the label to learn it.
        ArchiveError: Nothing could be classified: why the first spectrum could not.
    """
    chosen = options or ClassifyOptions.of(**said)
    if chosen.label not in FIELDS:
        raise UsageError(f"there is no fact called {chosen.label!r}", where=f"--label {chosen.label}")
    trained: dict[str, _Trained] = {}

    def answer(spectrum: Spectrum, origin: Origin) -> Classified:
        technique = technique_of(spectrum, chosen.technique)
        bundle = archive.open_model(chosen.model) if chosen.model else archive.current_model(technique)
        prepared = bundle.recipe.prepare(spectrum)
        if bundle.name not in trained:
            trained[bundle.name] = _train(archive, bundle, chosen, progress)
        calibrated = trained[bundle.name].calibrated
        probabilities = calibrated.probabilities(bundle.encode(prepared.values[None]).mean)[0]
        return Classified(
            query=query_of(spectrum, origin, technique, prepared),
            model=bundle.name,
            outcomes=_outcomes(calibrated.classes.tolist(), probabilities.tolist()),
        )

    answers, refused = about_each(archive, files, chosen, answer, stage="classifying", progress=progress)
    return ClassifyReport(
        label=chosen.label,
        method=chosen.method,
        tiers=tuple(tier.value for tier in chosen.tiers),
        none_prior=NONE_PRIOR,
        classifiers=tuple(one.report for _, one in sorted(trained.items())),
        answers=answers,
        refused=refused,
    )


def _train(archive: Archive, bundle: Bundle, options: ClassifyOptions, progress: Progress) -> _Trained:
    """Learn the label from the index of a model."""
    examples, left_out = _examples(archive, bundle, options)
    method = "nearest" if options.method == "knn" else options.method
    try:
        calibrated = calibrate(
            method, examples, progress=lambda done, total: progress(f"learning {bundle.name}", done, total)
        )
    except ModelError as cause:
        raise ModelError(
            f"{options.label} cannot be learnt: {cause.problem}", where=bundle.name, remedy=cause.remedy
        ) from cause
    learnt, alone = _learnt(examples, set(calibrated.classes.tolist()))
    if alone:
        spectra = sum(one.spectra for one in alone)
        left_out[f"of {len(alone)} values with a single sample, which only knn can answer"] = spectra
    report = Classifier(
        model=bundle.name,
        learnt=learnt,
        not_learnt=tuple(one.value for one in alone),
        left_out=dict(left_out),
        calibration=Calibration(
            temperature=calibrated.temperature,
            known=calibrated.known,
            unknown=calibrated.unknown,
            on_unseen=calibrated.on_unseen,
            **calibrated.quality._asdict(),
        ),
    )
    return _Trained(calibrated, report)


def _examples(archive: Archive, bundle: Bundle, options: ClassifyOptions) -> tuple[Examples, Counter[str]]:
    """The latents of the index that state the label, and the number left out by reason."""
    with archive.indexes_for_reading(options.tiers, bundle) as indexes:
        stored = [point for index in indexes for point in index.scan(vectors=("latent",))]
    stating = [point for point in stored if options.label in point.payload]
    if not stating:
        raise ModelError(
            f"none of its {len(stored)} indexed records states {options.label}",
            where=bundle.name,
            remedy="State it with archive review, or learn from other --tiers.",
        )
    vectors = np.stack([point.vectors["latent"] for point in stating])
    labels = [str(point.payload[options.label]) for point in stating]
    kept = without_relabelled_duplicates([vector.tobytes().hex() for vector in vectors], labels)
    groups = np.array([group_of(point.payload, str(point.payload["sha256"])) for point in stating])
    seen = trained_groups(bundle.path)
    unseen = np.zeros(len(groups), bool) if seen is None else ~np.isin(groups, sorted(seen))
    reasons = {
        f"do not state {options.label}": len(stored) - len(stating),
        "equal to another, or of two values": int((~kept).sum()),
    }
    counted = Counter({reason: count for reason, count in reasons.items() if count})
    return Examples(vectors, np.array(labels), groups, unseen)[kept], counted


def _learnt(examples: Examples, classes: set[str]) -> tuple[tuple[Learnt, ...], tuple[Learnt, ...]]:
    """Every value with its counts: those learnt, and the others."""
    spectra = Counter(examples.labels.tolist())
    pairs = set(zip(examples.labels.tolist(), examples.groups.tolist(), strict=True))
    samples = Counter(label for label, _ in pairs)
    values = [Learnt(value=v, samples=samples[v], spectra=spectra[v]) for v in sorted(spectra)]
    return tuple(v for v in values if v.value in classes), tuple(v for v in values if v.value not in classes)


def _outcomes(classes: list[str], probabilities: list[float]) -> tuple[Outcome, ...]:
    """The ten most probable values, and none of these wherever it ranks; equal ones by name."""
    values = [*classes, None]
    order = sorted(range(len(values)), key=lambda i: (-probabilities[i], values[i] is None, values[i] or ""))
    ranked = [
        Outcome(rank=rank, value=values[i], probability=min(1.0, probabilities[i]))
        for rank, i in enumerate(order, start=1)
    ]
    return tuple(one for one in ranked if one.rank <= SHOWN or one.value is None)
