"""Which classes and categories are too small to be learnt or judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

from pigment_archive.evaluation.diagnosis_limits import DiagnosisLimits
from pigment_archive.evaluation.examined import Examined
from pigment_archive.evaluation.findings import Finding, NotJudged, Question, Said, Verdict, named

CATEGORIES: Final = ("material_role", "material_origin", "collection")
"""Facts that divide the materials into few large categories."""


def class_sizes(examined: Examined, limits: DiagnosisLimits) -> list[Said]:
    """The findings `small_classes`, `single_samples`, and `small_categories` for each category stated.

    A class is a material. Its size is counted in samples, since many spectra of one piece teach that piece.
    """
    samples: dict[str, set[str]] = defaultdict(set)
    spectra: Counter[str] = Counter()
    for material, sample in zip(examined.materials, examined.samples, strict=True):
        if material is not None:
            samples[material].add(sample)
            spectra[material] += 1
    if not samples:
        classes: list[Said] = [
            NotJudged(code="small_classes", subject="material", why="no material is named")
        ]
    else:
        classes = [_small_classes(samples, spectra, limits), _single_samples(samples)]
    return classes + [_small_categories(examined, fact, limits) for fact in CATEGORIES]


def _small_classes(samples: dict[str, set[str]], spectra: Counter[str], limits: DiagnosisLimits) -> Finding:
    small = [name for name in samples if len(samples[name]) < limits.fewest_samples]
    order = sorted(small, key=lambda name: (-len(samples[name]), -spectra[name], name))
    return Finding(
        code="small_classes",
        question=Question.CLASSES,
        subject="material",
        measured=f"materials, of {len(samples)}, with fewer than {limits.fewest_samples} samples",
        value=len(small),
        threshold=0,
        unit="count",
        verdict=Verdict.LOOK if small else Verdict.OK,
        **named(
            f"{name} ({_count(len(samples[name]), 'sample')}, {spectra[name]} spectra)" for name in order
        ),
        remedy="Collect samples of those that matter most; the named ones lack least." if small else "",
    )


def _single_samples(samples: dict[str, set[str]]) -> Finding:
    single = sorted(name for name, known in samples.items() if len(known) == 1)
    return Finding(
        code="single_samples",
        question=Question.CLASSES,
        subject="material",
        measured=f"materials, of {len(samples)}, with one sample only: they can be found, but never tested",
        value=len(single),
        threshold=0,
        unit="count",
        verdict=Verdict.LOOK if single else Verdict.OK,
        **named(single),
        remedy="Add a second sample of each that a figure of this model is to speak for." if single else "",
    )


def _small_categories(examined: Examined, fact: str, limits: DiagnosisLimits) -> Said:
    counts = Counter(str(value) for value in examined.fact(fact) if value is not None)
    if not counts:
        return NotJudged(code="small_categories", subject=fact, why="it is not stated")
    small = {name: n for name, n in counts.items() if n < limits.fewest_of_category}
    return Finding(
        code="small_categories",
        question=Question.CLASSES,
        subject=fact,
        measured=f"categories, of {len(counts)}, with fewer than {limits.fewest_of_category} spectra",
        value=len(small),
        threshold=0,
        unit="count",
        verdict=Verdict.LOOK if small else Verdict.OK,
        **named(f"{name} ({n} spectra)" for name, n in sorted(small.items(), key=lambda item: item[1])),
        remedy="Say nothing about such a category as a whole before it has grown." if small else "",
    )


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
