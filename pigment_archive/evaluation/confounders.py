"""Facts about how a spectrum was measured, which should leave no trace in its latent.

A fact can be told from the material only where a material was measured under two values of it: these spectra
are *crossed*. A fact of which every material has one value only is *nested*: whatever it does to the spectra
looks like chemistry, and no computation can tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pigment_archive.evaluation.diagnosis_limits import DiagnosisLimits
from pigment_archive.evaluation.examined import Examined, IntArray, codes_of
from pigment_archive.evaluation.findings import Finding, NotJudged, Question, Verdict, named

CONFOUNDERS: Final = (
    "session",
    "collection",
    "instrument",
    "instrument_serial",
    "sample_custodian",
    "laser_wavelength",
    "laser_power",
    "resolution",
    "geometry",
    "objective",
    "grating",
    "detector",
    "tube_voltage",
    "tube_filter",
    "integration_time",
    "atmosphere",
    "white_reference",
    "sample_preparation",
    "sample_particle_size",
    "statistic",
)
"""Flat names of the facts that are examined (`records.FIELDS`)."""

_MOST_NUMBERS: Final = 12


@dataclass(frozen=True, eq=False)
class Confounder:
    """One fact with the spectra that state it.

    Attributes:
        name: Flat name of the fact.
        values: The values that enough spectra have, as text.
        rows: Places of these spectra among those examined, int64 (m,).
        codes: Which value each of them has, int64 (m,).
        alike: Which material each of them is of, int64 (m,).
        crossed: Places in `rows` of the spectra of materials with two or more of the values, int64 (c,).
        materials: How many materials that are.
    """

    name: str
    values: list[str]
    rows: IntArray
    codes: IntArray
    alike: IntArray
    crossed: IntArray
    materials: int


def confounder(examined: Examined, name: str, limits: DiagnosisLimits) -> Confounder | NotJudged:
    """The fact as far as it is stated; why it cannot be examined, if it cannot."""
    stated = _as_text(examined.fact(name))
    counts = Counter(text for text in stated if text is not None)
    frequent = [value for value, n in counts.most_common(limits.most_values) if n >= limits.fewest_of_value]
    if len(frequent) < 2:
        why = (
            f"{len(frequent)} value is stated for {limits.fewest_of_value} or more spectra, two are needed"
            if counts
            else "it is not stated"
        )
        return NotJudged(code="artefact", subject=name, why=why)
    kept = set(frequent)
    rows = np.flatnonzero([text in kept for text in stated])
    values, codes = codes_of([str(stated[row]) for row in rows])
    everybody = examined.alike
    _, alike = codes_of([everybody[row] for row in rows])
    pairs = np.unique(np.stack([alike, codes]), axis=1)
    several = np.bincount(pairs[0], minlength=int(alike.max()) + 1) > 1
    return Confounder(name, values, rows, codes, alike, np.flatnonzero(several[alike]), int(several.sum()))


def nested(fact: Confounder) -> Finding | None:
    """The finding that a fact cannot be told from the material at all; None where it can somewhere."""
    if fact.materials:
        return None
    return Finding(
        code="cannot_be_told_apart",
        question=Question.ARTEFACT,
        subject=fact.name,
        measured=f"materials measured under two or more values of {fact.name}",
        value=0.0,
        threshold=1.0,
        unit="count",
        verdict=Verdict.LOOK,
        **named(fact.values),
        remedy=f"Measure some materials under another {fact.name}; until then nobody can say whether a "
        f"cluster is a material or its {fact.name}.",
    )


def shuffled_within(codes: IntArray, alike: IntArray, rng: np.random.Generator) -> IntArray:
    """The values of a fact dealt out anew among the spectra of each material, int64 (m,)."""
    dealt = np.empty_like(codes)
    dealt[np.argsort(alike, kind="stable")] = codes[np.lexsort((rng.random(codes.size), alike))]
    return dealt


def _as_text(stated: Sequence[object]) -> list[str | None]:
    """Values as text; numbers of which there are many different ones as their quarter."""
    numbers = {value for value in stated if isinstance(value, float | int)}
    if len(numbers) <= _MOST_NUMBERS:
        return [
            None if value is None else f"{value:g}" if isinstance(value, float) else str(value)
            for value in stated
        ]
    edges = np.quantile([v for v in stated if isinstance(v, float | int)], [0.25, 0.5, 0.75])
    names = [f"up to {edge:g}" for edge in edges] + [f"above {edges[-1]:g}"]
    return [
        names[int(np.searchsorted(edges, value))] if isinstance(value, float | int) else None
        for value in stated
    ]
