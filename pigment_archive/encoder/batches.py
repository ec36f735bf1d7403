"""Which spectra meet in a batch: two of each material, from different samples where there are any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.intp]


class Batches:
    """Draws batches in which every label occurs exactly twice.

    A spectrum without a label is a label of its own: its second half is the same spectrum, varied anew. A
    label is drawn in proportion to the root of its number of spectra, so that neither the common
    materials nor the many with one spectrum fill the batches.
    """

    def __init__(
        self, labels: Sequence[str | None], groups: Sequence[str], *, size: int, random: np.random.Generator
    ) -> None:
        members: dict[tuple[str, str | int], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for row, (label, group) in enumerate(zip(labels, groups, strict=True)):
            key = ("row", row) if label is None else ("label", label)
            members[key][group].append(row)
        self._members = [list(by_group.values()) for by_group in members.values()]
        counts = [sum(map(len, by_group)) for by_group in self._members]
        self._weights = np.sqrt(counts) / np.sqrt(counts).sum()
        self._pairs = max(1, min(size // 2, len(self._members)))
        self._steps = max(1, round(sum(counts) / (2 * self._pairs)))
        self._random = random

    @property
    def steps(self) -> int:
        """Batches in one epoch: about as many spectra are drawn as there are."""
        return self._steps

    def epoch(self) -> Iterator[Rows]:
        """Rows of each batch, (2k,): rows 2i and 2i + 1 have one label."""
        for _ in range(self._steps):
            chosen = self._random.choice(len(self._members), self._pairs, replace=False, p=self._weights)
            yield np.array([row for member in chosen for row in self._pair(self._members[member])], np.intp)

    def _pair(self, by_group: list[list[int]]) -> tuple[int, int]:
        if len(by_group) > 1:
            first, second = self._random.choice(len(by_group), 2, replace=False)
            return self._one(by_group[first]), self._one(by_group[second])
        only = by_group[0]
        if len(only) > 1:
            first, second = self._random.choice(only, 2, replace=False)
            return int(first), int(second)
        return only[0], only[0]

    def _one(self, rows: list[int]) -> int:
        place = self._random.integers(len(rows))
        return rows[place]
