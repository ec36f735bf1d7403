"""Near-duplicates, and the same spectrum under another name: in a batch, and in what is stored.

Everything is compared in blocks, as matrix products of details: memory does not grow with the archive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.quality.detail import Cells
from pigment_archive.quality.finding import Check, Finding, Verdict, not_applicable, strictness
from pigment_archive.quality.material_names import plain_name
from pigment_archive.quality.thresholds import Thresholds
from pigment_archive.records import Tier

Details = npt.NDArray[np.float32]
Codes = npt.NDArray[np.int64]
Original = tuple[str, int]

BLOCK: Final = 2048


@dataclass(frozen=True, slots=True)
class Label:
    """Who a compared spectrum is.

    Attributes:
        original: SHA-256 of its file, and its position there: a spectrum is never a duplicate of itself.
        material: Name of its material.
        place: File or record, for messages.
        tier: Tier of its record; None for a spectrum that is not to be stored.
    """

    original: Original
    material: str | None
    place: str
    tier: Tier | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    similarity: float
    label: Label

    def beats(self, other: _Match | None) -> bool:
        """A match in a more open tier is kept, that more records may tell it; then the most similar one."""
        return other is None or self._key() < other._key()

    def _key(self) -> tuple[int, float]:
        tier = self.label.tier
        return (-1 if tier is None else strictness(tier)), -self.similarity


@dataclass(slots=True)
class _Codes:
    """Originals and names as numbers, so that blocks of pairs can be told apart at once."""

    originals: dict[Original, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)

    def of(self, labels: Sequence[Label]) -> tuple[Codes, Codes]:
        originals = [self.originals.setdefault(label.original, len(self.originals)) for label in labels]
        plain = [plain_name(label.material) for label in labels]
        names = [-1 if name is None else self.names.setdefault(name, len(self.names)) for name in plain]
        return np.array(originals, np.int64), np.array(names, np.int64)


class Neighbours:
    """The details of the spectra of a batch in one range, and the best match of each so far."""

    def __init__(self, cells: Cells, limits: Thresholds) -> None:
        self.cells = cells
        self._limits = limits
        self._labels: list[Label] = []
        self._rows: list[Details] = []
        self._nearest: list[float] = []
        self._copies: list[_Match | None] = []
        self._renamed: list[_Match | None] = []
        self._codes = _Codes()
        self._packed: tuple[Details, Codes, Codes] | None = None
        self._compared = 0
        self._waiting: dict[Tier | None, tuple[list[Details], list[Label]]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, detail: Details, label: Label) -> int:
        """Take one spectrum of the batch; returns its row."""
        self._rows.append(detail)
        self._labels.append(label)
        self._nearest.append(-1.0)
        self._copies.append(None)
        self._renamed.append(None)
        self._packed = None
        return len(self._rows) - 1

    def compare_within(self) -> Iterator[int]:
        """Compare the batch with itself, with its first `most_in_batch` spectra if it is larger.

        Yields:
            The number of spectra done, after every block.
        """
        partners = min(len(self._rows), self._limits.most_in_batch)
        for start in range(0, partners, BLOCK):
            stop = min(start + BLOCK, partners)
            self._meet(self._pack()[0][start:stop], self._labels[start:stop])
            yield stop

    def compare_with(self, detail: Details, label: Label) -> None:
        """Compare the batch with a stored spectrum, as soon as there are enough for a block."""
        details, labels = self._waiting.setdefault(label.tier, ([], []))
        details.append(detail)
        labels.append(label)
        self._compared += 1
        if len(details) == BLOCK:
            self._flush(label.tier)

    def finish(self) -> None:
        """Compare the batch with what is still waiting."""
        for tier in list(self._waiting):
            self._flush(tier)

    def findings(self, row: int, stored: int) -> tuple[Finding, Finding]:
        """Near-duplicate, and same spectrum under another name, of one row of the batch.

        Args:
            row: The row, as `add` returned it.
            stored: Number of stored records of the technique, whether they were compared or not.
        """
        threshold, among = self._limits.near_duplicate, self._among(stored)
        copy, renamed = self._copies[row], self._renamed[row]
        duplicate = Finding(
            check=Check.NEAR_DUPLICATE,
            verdict=Verdict.OK if copy is None else Verdict.WARNING,
            value=self._nearest[row] if copy is None else copy.similarity,
            threshold=threshold,
            unit="ratio",
            meaning=f"no copy{among}" if copy is None else f"nearly the same as {copy.label.place}",
            remedy="" if copy is None else "Keep one of them, if both are the same measurement.",
            about=None if copy is None else copy.label.tier,
        )
        return duplicate, self._other_name(row, renamed, among)

    def _other_name(self, row: int, match: _Match | None, among: str) -> Finding:
        own, threshold = self._labels[row].material, self._limits.near_duplicate
        if own is None:
            return not_applicable(Check.OTHER_NAME, "the material is not stated")
        if match is None:
            meaning = f"no copy has another name{among}"
            return Finding(
                check=Check.OTHER_NAME, verdict=Verdict.OK, threshold=threshold, unit="ratio", meaning=meaning
            )
        return Finding(
            check=Check.OTHER_NAME,
            verdict=Verdict.FAILED,
            value=match.similarity,
            threshold=threshold,
            unit="ratio",
            meaning=f"named {own} here, but {match.label.material} in {match.label.place}",
            remedy="Find out which name is right, or whether both mean the same.",
            about=match.label.tier,
        )

    def _among(self, stored: int) -> str:
        partners = min(len(self._rows), self._limits.most_in_batch)
        of_batch = f" of {len(self._rows)}" if partners < len(self._rows) else ""
        of_stored = f" of {stored}" if self._compared < stored else ""
        return f" among {partners}{of_batch} of the batch and {self._compared}{of_stored} stored"

    def _flush(self, tier: Tier | None) -> None:
        details, labels = self._waiting.pop(tier)
        self._meet(np.stack(details), labels)

    def _pack(self) -> tuple[Details, Codes, Codes]:
        if self._packed is None:
            self._packed = np.stack(self._rows), *self._codes.of(self._labels)
        return self._packed

    def _meet(self, details: Details, labels: Sequence[Label]) -> None:
        rows, originals, names = self._pack()
        other_originals, other_names = self._codes.of(labels)
        for start in range(0, len(rows), BLOCK):
            stop = min(start + BLOCK, len(rows))
            similar = rows[start:stop] @ details.T
            similar[originals[start:stop, None] == other_originals[None, :]] = -1.0
            best = similar.max(axis=1)
            self._nearest[start:stop] = np.maximum(self._nearest[start:stop], best).tolist()
            for row in np.flatnonzero(best >= self._limits.near_duplicate).tolist():
                alike = similar[row]
                self._keep(self._copies, start + row, alike, labels)
                own = names[start + row]
                if own >= 0:
                    differs = (other_names >= 0) & (other_names != own)
                    self._keep(self._renamed, start + row, np.where(differs, alike, -1.0), labels)

    def _keep(
        self, kept: list[_Match | None], row: int, similar: npt.NDArray[np.float32], labels: Sequence[Label]
    ) -> None:
        place = int(np.argmax(similar))
        if similar[place] >= self._limits.near_duplicate:
            match = _Match(min(float(similar[place]), 1.0), labels[place])
            if match.beats(kept[row]):
                kept[row] = match
