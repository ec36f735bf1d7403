"""Check spectra as they are read: what ingest and `archive check` share. Writes nothing.

What is stored is read once, row group by row group, and compared in blocks; see `quality.batch`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pigment_archive.archive import Archive
from pigment_archive.preprocessing import Recipe, default_recipe
from pigment_archive.quality import Batch, Finding, Sitting, Stored
from pigment_archive.readers import ReadItem
from pigment_archive.records import Facts, Note, Spectrum, Technique, Tier
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE
from pigment_archive.workflows.progress import Progress, silent

_COLUMNS: Final = (
    "record", "sha256", "index", "technique", "axis_kind", "material", "sample", "session", "instrument",
    "measured_at",
)  # fmt: skip
Read = tuple[ReadItem, Spectrum, Facts, Technique | None, Tier]


def findings_of(
    archive: Archive | None, batch: Iterable[Read], *, progress: Progress = silent
) -> list[tuple[Finding, ...]]:
    """What the checks find wrong in every spectrum of a batch, in its order: warnings and failures.

    Args:
        archive: What is compared with; None compares within the batch only.
        batch: For each spectrum the item it was read from, the spectrum, and the facts, the technique and
            the tier its record will have.
        progress: Told how far the comparisons are.

    Raises:
        CorruptModel: The current model of a technique cannot be opened.
        IntegrityError: An accession is damaged.
    """
    checking = Checking(archive, only_bad=True)
    for item, spectrum, facts, technique, tier in batch:
        checking.add(item, spectrum, facts, technique, tier)
    return checking.finish(progress)


def notes_of(findings: Iterable[Finding], tier: Tier) -> tuple[Note, ...]:
    """What a record of this tier keeps of its findings: the bad ones that tell about no stricter tier."""
    return tuple(f.note() for f in findings if f.is_bad and f.may_be_told_in(tier))


def counts_of(findings: Iterable[Sequence[Finding]]) -> dict[str, int]:
    """Name of a check → number of spectra with a warning or worse, the largest first."""
    return dict(Counter(f.check.value for each in findings for f in each if f.is_bad).most_common())


class Checking:
    """One batch: `add` every spectrum as it is read, then `finish` once."""

    def __init__(self, archive: Archive | None, *, only_bad: bool = False) -> None:
        """Start an empty batch.

        Args:
            archive: What is compared with; None compares within the batch only.
            only_bad: Give warnings and failures alone.
        """
        self._archive = archive
        self._batch = Batch(only_bad=only_bad)
        self._added = 0
        self._recipes: dict[Technique, Recipe] = {}

    def add(
        self,
        item: ReadItem,
        spectrum: Spectrum,
        facts: Facts,
        technique: Technique | None,
        tier: Tier | None = None,
    ) -> None:
        """Take one spectrum; nothing of it needs to be kept by the caller."""
        self._added += 1
        place = item.member or item.relative
        self._batch.add(
            spectrum,
            facts,
            None if technique is None else self._recipe(technique),
            original=(item.sha256, spectrum.index),
            place=place if len(item.spectra) == 1 else f"{place} (spectrum {spectrum.index + 1})",
            tier=tier,
        )

    def finish(self, progress: Progress = silent) -> list[tuple[Finding, ...]]:
        """The findings of every spectrum, in the order in which the spectra were added."""
        for done in self._batch.compare_within():
            progress("comparing", done, self._added)
        if self._archive is not None:
            accessions = self._archive.accessions.ids()
            for done, accession in enumerate(accessions, start=1):
                self._compare_with(self._archive, accession)
                progress("comparing with stored", done, len(accessions))
        return self._batch.findings()

    def _compare_with(self, archive: Archive, accession: str) -> None:
        tier = archive.accessions.tier(accession)

        def wanted(columns: dict[str, Any]) -> bool:
            return _is_comparable(columns) and self._batch.wants(_stored(columns, tier))

        for columns, axis, values, mask in archive.accessions.measured(accession, _COLUMNS, wanted):
            self._batch.compare_with(_stored(columns, tier), axis, values, mask)

    def _recipe(self, technique: Technique) -> Recipe:
        """The recipe of the archive's current model, or the one a first model would be trained with."""
        if technique not in self._recipes:
            current = self._archive.description.models.get(technique) if self._archive else None
            self._recipes[technique] = (
                self._archive.open_model(current).recipe
                if self._archive is not None and current is not None
                else default_recipe(technique)
            )
        return self._recipes[technique]


def _is_comparable(columns: dict[str, Any]) -> bool:
    technique = columns["technique"]
    return technique is not None and AXIS_OF_TECHNIQUE[technique] == columns["axis_kind"]


def _stored(columns: dict[str, Any], tier: Tier) -> Stored:
    sitting = Sitting(
        technique=Technique(columns["technique"]),
        session=columns["session"],
        material=columns["material"],
        sample=columns["sample"],
        instrument=columns["instrument"],
        measured_at=columns["measured_at"],
        tier=tier,
        stored=True,
    )
    return Stored((columns["sha256"], columns["index"]), f"record {columns['record']}", sitting)
