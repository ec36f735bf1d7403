"""Measure a model against what everybody already has, on samples and materials it has never seen."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle
from pigment_archive.encoder.split import FOLDS
from pigment_archive.evaluation.leaks import Leak, find_leaks
from pigment_archive.evaluation.library import Encoded, Library, without_equals
from pigment_archive.evaluation.open_set import Evidence, gather_evidence, open_set_table
from pigment_archive.evaluation.query_sets import QUERY_SETS
from pigment_archive.evaluation.reconstruction import (
    PARTS,
    Errors,
    Example,
    errors,
    examples,
    reconstruction_table,
)
from pigment_archive.evaluation.results import ClassifierTable, Evaluation
from pigment_archive.evaluation.retrieval_table import Asked, ask_all, confusions, retrieval_tables
from pigment_archive.evaluation.supervised import classifier_table
from pigment_archive.pages.evaluation_page import evaluation_page
from pigment_archive.records import Tier
from pigment_archive.storage.files import write_atomically
from pigment_archive.units import AXIS_UNITS
from pigment_archive.workflows.evaluate_report import EvaluateReport
from pigment_archive.workflows.examining import encoded_by, library_of, trained_anew
from pigment_archive.workflows.options import Options
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.usable import Usable, gather_enough

FEWEST: Final = 20


class EvaluateOptions(Options):
    """What to measure on."""

    tiers: tuple[Tier, ...] = Field((Tier.OPEN,), min_length=1, description="Tiers whose records are used.")
    collections: tuple[str, ...] = Field((), description="Collections whose records are used; all if empty.")
    folds: int = Field(0, ge=0, le=FOLDS, description="Folds to train anew for; 0 measures the model itself.")


@dataclass(eq=False)
class _Findings:
    """What the folds found, added up."""

    asked: dict[str, Asked] = field(default_factory=dict)
    errors: list[Errors] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    leaks: dict[tuple[str, str, str], Leak] = field(default_factory=dict)
    parts: Counter[str] = field(default_factory=Counter)
    classifiers: ClassifierTable | None = None
    examples: tuple[Example, ...] = ()


def evaluate(
    archive: Archive,
    model: str,
    options: EvaluateOptions | None = None,
    *,
    output: Path | None = None,
    progress: Progress = silent,
    **said: object,
) -> EvaluateReport:
    """Retrieval, classification, reconstruction and open set of a model, each beside its baselines.

    Args:
        archive: The open archive; nothing is written into it.
        model: Model version.
        options: What to measure on; from Python also as keywords: `folds=3`.
        output: The page to write; none if None.
        progress: Told about records, matchers and epochs.

    Raises:
        ModelNotFound: There is no model of that name.
        UsageError: Fewer than 20 records can be used.
        ModelError: A fold has too few samples to split, or its training diverged.
    """
    started = time.perf_counter()
    chosen = options or EvaluateOptions.of(**said)
    bundle = archive.open_model(model)
    usable, left_out = gather_enough(
        archive, bundle, chosen, fewest=FEWEST, verb="evaluate", progress=progress
    )
    library, dropped = without_equals(library_of(usable, bundle))
    findings = _examined(bundle, usable, library, chosen.folds, progress)
    report = EvaluateReport(
        model=model,
        digest=bundle.digest,
        folds=chosen.folds,
        tiers=tuple(tier.value for tier in chosen.tiers),
        collections=tuple(sorted({one.collection for one in usable})),
        spectra=len(library),
        left_out=dict(left_out),
        identical=dropped.identical,
        renamed=dropped.renamed,
        parts={part: findings.parts[part] for part in PARTS if findings.parts[part]},
        evaluation=_evaluation(findings),
        seconds=round(time.perf_counter() - started, 1),
        output=None if output is None else str(output),
    )
    if output is not None:
        _write_page(output, report, bundle, findings.examples)
    return report


def _write_page(output: Path, report: EvaluateReport, bundle: Bundle, examples: tuple[Example, ...]) -> None:
    kind = bundle.recipe.axis_kind
    page = evaluation_page(
        f"Evaluation of {report.model}",
        [report.note, *report.remarks],
        report.evaluation,
        examples,
        axis=f"{kind.value.replace('_', ' ')}, {AXIS_UNITS[kind]}",
    )
    write_atomically(output, page.encode())


def _examined(
    bundle: Bundle, usable: Sequence[Usable], library: Library, folds: int, progress: Progress
) -> _Findings:
    findings = _Findings()
    for place, encoded in enumerate(_encodings(bundle, usable, library, folds, progress)):
        leaks = find_leaks(encoded)
        stage = f"matchers, fold {place}" if folds else "matchers"
        ask_all(encoded, leaks, findings.asked, told=partial(progress, stage, total=None))
        findings.errors.append(errors(encoded))
        evidence = gather_evidence(encoded, leaks)
        findings.evidence += [evidence] if evidence is not None else []
        findings.leaks |= {(leak.kind, leak.record, leak.part): leak for leak in leaks.found}
        findings.parts.update(encoded.parts.tolist())
        if place == 0:
            findings.examples = examples(encoded)
            findings.classifiers = classifier_table(
                encoded, leaks, told=lambda done, total: progress("classifiers", done, total)
            )
    return findings


def _encodings(
    bundle: Bundle, usable: Sequence[Usable], library: Library, folds: int, progress: Progress
) -> Iterator[Encoded]:
    """The library as the model sees it, or as each model of a cross-validation does."""
    if folds == 0:
        yield encoded_by(bundle, library)
    for fold in range(folds):
        with trained_anew(bundle, usable, fold, progress) as other:
            yield encoded_by(other, library)


def _evaluation(findings: _Findings) -> Evaluation:
    return Evaluation(
        retrieval=retrieval_tables(findings.asked.values()),
        not_asked=tuple(one.title for one in QUERY_SETS if one.name not in findings.asked),
        confusions=confusions(findings.asked.values()),
        classifiers=findings.classifiers,
        reconstruction=reconstruction_table(findings.errors),
        open_set=open_set_table(findings.evidence) if findings.evidence else None,
        leaks=tuple(findings.leaks.values()),
    )
