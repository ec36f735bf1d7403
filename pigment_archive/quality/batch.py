"""A batch under check: every spectrum alone, the batch against itself, and against what is stored.

Of a spectrum only its detail is kept, and a few measurements of every sample of a session, so a batch may
be larger than memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.preprocessing import Recipe
from pigment_archive.quality.alone import check_alone
from pigment_archive.quality.detail import Cells
from pigment_archive.quality.finding import Check, Finding, not_applicable
from pigment_archive.quality.neighbours import Label, Neighbours, Original
from pigment_archive.quality.originals import duplicated_bytes
from pigment_archive.quality.session import Sessions, Sitting
from pigment_archive.quality.thresholds import THRESHOLDS, Thresholds
from pigment_archive.records import Facts, Spectrum, Technique, Tier

FloatArray = npt.NDArray[np.float64]

UNKNOWN: Final = "the technique or the unit of the axis is not known"
NOTHING_TO_COMPARE: Final = "it covers too little of every compared range, or is flat there"


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored record, as far as a batch is compared with it.

    Attributes:
        original: SHA-256 of its file, and its position there.
        place: The record, for messages.
        sitting: Technique, material, sample, session; and its tier.
    """

    original: Original
    place: str
    sitting: Sitting


class Batch:
    """One batch: `add` every spectrum, `compare_within`, then ask for the `findings`.

    In between, every stored record is shown to `wants`, and the wanted ones to `compare_with`.
    """

    def __init__(self, limits: Thresholds = THRESHOLDS, *, only_bad: bool = False) -> None:
        """Start an empty batch.

        Args:
            limits: What the verdicts rest on.
            only_bad: Keep and give warnings and failures alone, which needs a tenth of the memory.
        """
        self._limits = limits
        self._only_bad = only_bad
        self._alone: list[tuple[Finding, ...]] = []
        self._originals: list[Original] = []
        self._times: Counter[Original] = Counter()
        self._stored: dict[Original, Tier] = {}
        self._sittings: list[Sitting | None] = []
        self._sessions = Sessions(limits)
        self._rows: list[tuple[Technique, int, int] | str] = []
        self._neighbours: dict[Technique, list[Neighbours]] = {}
        self._offered: Counter[Technique] = Counter()

    def add(
        self,
        spectrum: Spectrum,
        facts: Facts,
        recipe: Recipe | None,
        *,
        original: Original,
        place: str,
        tier: Tier | None = None,
    ) -> None:
        """Take one spectrum.

        Args:
            spectrum: The spectrum as acquired.
            facts: What its record would say about it.
            recipe: Recipe of its technique, None where that is not known.
            original: SHA-256 of its file, and its position there.
            place: Its file, for messages of its neighbours.
            tier: Tier its record will have; None if it is not to be stored.
        """
        self._alone.append(self._kept(check_alone(spectrum, recipe, self._limits)))
        self._originals.append(original)
        self._times[original] += 1
        if recipe is None or recipe.axis_kind is not spectrum.axis_kind:
            self._sittings.append(None)
            self._rows.append(UNKNOWN)
            return
        sitting, good = Sitting.of(facts, recipe.technique, tier), spectrum.mask == 0
        self._sittings.append(sitting)
        self._sessions.add(sitting, spectrum.axis[good], spectrum.values[good])
        for number, neighbours in enumerate(self._of(recipe.technique)):
            detail = neighbours.cells.detail(spectrum.axis, spectrum.values, spectrum.mask)
            if detail is not None:
                row = neighbours.add(detail, Label(original, facts.material.name, place, tier))
                self._rows.append((recipe.technique, number, row))
                return
        self._rows.append(NOTHING_TO_COMPARE)

    def compare_within(self) -> Iterator[int]:
        """Compare the batch with itself; yields the number of spectra done after every block."""
        before = 0
        for neighbours in chain(*self._neighbours.values()):
            for done in neighbours.compare_within():
                yield before + done
            before += len(neighbours)

    def wants(self, stored: Stored) -> bool:
        """Whether the numbers of a stored record are needed. Each record is shown once."""
        tier, technique = stored.sitting.tier, stored.sitting.technique
        if tier is not None and stored.original in self._times:
            self._stored[stored.original] = tier
        if technique not in self._neighbours:
            return self._sessions.wants(stored.sitting)
        self._offered[technique] += 1
        return self._offered[technique] <= self._limits.most_records or self._sessions.wants(stored.sitting)

    def compare_with(
        self, stored: Stored, axis: FloatArray, values: FloatArray, mask: npt.NDArray[np.uint8]
    ) -> None:
        """Compare with a wanted record; its arrays are as `Spectrum` has them."""
        sitting = stored.sitting
        if self._sessions.wants(sitting):
            self._sessions.add(sitting, axis[mask == 0], values[mask == 0])
        for neighbours in self._neighbours.get(sitting.technique, ()):
            detail = neighbours.cells.detail(axis, values, mask) if len(neighbours) else None
            if detail is not None:
                label = Label(stored.original, sitting.material, stored.place, sitting.tier)
                neighbours.compare_with(detail, label)

    def findings(self) -> list[tuple[Finding, ...]]:
        """All findings of every spectrum, in the order in which the spectra were added."""
        for neighbours in chain(*self._neighbours.values()):
            neighbours.finish()
        return [self._findings(place) for place in range(len(self._alone))]

    def _findings(self, place: int) -> tuple[Finding, ...]:
        original, row, sitting = self._originals[place], self._rows[place], self._sittings[place]
        if isinstance(row, str):
            compared = not_applicable(Check.NEAR_DUPLICATE, row), not_applicable(Check.OTHER_NAME, row)
        else:
            technique, number, there = row
            compared = self._neighbours[technique][number].findings(there, self._offered[technique])
        shift = (
            not_applicable(Check.AXIS_SHIFT, UNKNOWN) if sitting is None else self._sessions.finding(sitting)
        )
        again = duplicated_bytes(self._times[original], self._stored.get(original))
        return self._kept((*self._alone[place], again, *compared, shift))

    def _kept(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(f for f in findings if f.is_bad) if self._only_bad else findings

    def _of(self, technique: Technique) -> list[Neighbours]:
        if technique not in self._neighbours:
            ranges = self._limits.compared[technique]
            cells = [Cells.of(one, self._limits.compared_coverage) for one in ranges]
            self._neighbours[technique] = [Neighbours(one, self._limits) for one in cells]
        return self._neighbours[technique]
