"""Is what the model was tested with also in what it was trained on?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from pigment_archive.encoder.split import Part
from pigment_archive.evaluation.diagnosis_limits import DiagnosisLimits
from pigment_archive.evaluation.examined import BoolArray, Examined
from pigment_archive.evaluation.findings import Finding, NotJudged, Question, Said, Verdict, named
from pigment_archive.evaluation.leaks import near_duplicates

_EXACT: Final = 1e-9
_REMEDY: Final = "Give both the same sample or object name, or withdraw one; then train again."


def leakage(examined: Examined, limits: DiagnosisLimits) -> list[Said]:
    """What training shares with the other parts: groups, samples, materials, equal and similar spectra."""
    training = examined.of_part(Part.TRAINING)
    unseen = examined.of_part(Part.VALIDATION, Part.TEST, Part.NEW_MATERIAL)
    if not training.any() or not unseen.any():
        why = "the records here are not those the model was trained and tested with"
        return [NotJudged(code="leakage", subject="split", why=why)]
    held_out = examined.of_part(Part.NEW_MATERIAL)
    return [
        _shared("shared_group", "object or sample", examined.groups, (training, unseen), limits),
        _shared("shared_sample", "sample", examined.samples, (training, unseen), limits),
        _shared("shared_material", "held-out material", examined.materials, (training, held_out), limits),
        *_copies(examined, (training, unseen), limits),
    ]


def _shared(
    code: str,
    what: str,
    names: Sequence[str | None],
    parts: tuple[BoolArray, BoolArray],
    limits: DiagnosisLimits,
) -> Finding:
    known, asked = ([names[row] for row in np.flatnonzero(part).tolist()] for part in parts)
    leaked = [name for name in asked if name is not None and name in set(known)]
    measured = f"unseen spectra, of {len(asked)}, whose {what} is in training as well"
    return _finding(code, measured, len(leaked) / max(len(asked), 1), sorted(set(leaked)), limits)


def _copies(examined: Examined, parts: tuple[BoolArray, BoolArray], limits: DiagnosisLimits) -> list[Finding]:
    """The findings `equal_spectra` and `near_duplicates`."""
    training, unseen = parts
    duplicates = near_duplicates(examined.prepared, np.flatnonzero(unseen), np.flatnonzero(training))
    near = {row: int(others[0]) for row, others in duplicates}
    equal = {
        row: other
        for row, other in near.items()
        if np.abs(examined.prepared[row] - examined.prepared[other]).max() <= _EXACT
    }
    found = []
    for code, what, copies in (
        ("equal_spectra", "the same numbers", equal),
        ("near_duplicates", "nearly the same numbers", {row: near[row] for row in near if row not in equal}),
    ):
        whom = [f"{_who(examined, row)} = {_who(examined, other)}" for row, other in copies.items()]
        measured = f"unseen spectra, of {unseen.sum()}, with {what} as one of training"
        found.append(_finding(code, measured, len(copies) / int(unseen.sum()), whom, limits))
    return found


def _who(examined: Examined, row: int) -> str:
    return f"{examined.materials[row] or 'unnamed'} {examined.samples[row]}"


def _finding(code: str, measured: str, share: float, whom: Sequence[str], limits: DiagnosisLimits) -> Finding:
    verdict, limit = limits.leaked.judge(share)
    return Finding(
        code=code,
        question=Question.LEAKAGE,
        subject="split",
        measured=f"share of the {measured}",
        value=share,
        threshold=limit,
        unit="fraction",
        verdict=verdict,
        **named(whom),
        remedy="" if verdict is Verdict.OK else _REMEDY,
    )
