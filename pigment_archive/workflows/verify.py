"""Check an archive: every byte first, then what the bytes mean, then the index against the accessions.

Nothing is repaired. What is damaged is named once, by its path.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from pydantic import Field

from pigment_archive.archive import COPIES, Archive
from pigment_archive.encoder import Bundle
from pigment_archive.errors import ArchiveError
from pigment_archive.records import Technique, Tier
from pigment_archive.storage import layout
from pigment_archive.storage.index.comparison import differing_files
from pigment_archive.storage.index.contents import read_contents
from pigment_archive.storage.index.port import Point, StoredPoint
from pigment_archive.storage.index.schema import VECTOR_NAMES
from pigment_archive.storage.inspection import inspect_archive
from pigment_archive.storage.ledger import Event
from pigment_archive.workflows.indexing import in_batches, points_of
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reports import Report

REBUILD: Final = "Make it again with archive rebuild."


class FoundDamage(Report):
    """One thing that is not what was written."""

    where: str = Field(description="Path in the archive; line n for a line of the ledger.")
    code: str = Field(description="What happened to it, for example changed or missing.")
    problem: str = Field(description="The same for people.")
    remedy: str = Field(description="What to do about it.")


class VerifyReport(Report):
    """What was checked and what was found."""

    quick: bool = Field(description="True if the content of files was not read.")
    accessions: int = Field(description="Accessions checked.")
    records: int = Field(description="Records read; 0 on a quick check.")
    indexes: int = Field(description="Indexes compared with the accessions; 0 on a quick check.")
    findings: tuple[FoundDamage, ...] = Field(description="Everything found; empty if all is well.")

    def summary(self) -> str:
        """One line for people."""
        how = "quick check" if self.quick else f"{self.records} records, {self.indexes} indexes"
        found = f"{len(self.findings)} findings" if self.findings else "nothing is damaged"
        return f"{self.accessions} accessions, {how}: {found}"


def verify(archive: Archive, *, quick: bool = False, progress: Progress = silent) -> VerifyReport:
    """Check everything; `quick` trusts the content of files and does not compare the indexes.

    Raises:
        ArchiveLocked: Another process is writing: what it has half done would look like damage.
    """
    with archive.undisturbed():
        found = [
            FoundDamage(where=f.where, code=f.code.value, problem=f.problem, remedy=f.remedy)
            for f in inspect_archive(archive.root, quick=quick)
        ]
        accessions = len(archive.accessions.ids())
        records = indexes = 0
        if not quick and not found:
            records = sum(1 for a in archive.accessions.ids() for _ in archive.accessions.read(a))
            found += _not_promoted(archive)
            expected = _expected_indexes(archive)
            for tier, model in expected:
                progress("indexes", indexes, len(expected))
                found += _index_findings(archive, tier, model)
                indexes += 1
    return VerifyReport(
        quick=quick, accessions=accessions, records=records, indexes=indexes, findings=tuple(found)
    )


def _not_promoted(archive: Archive) -> Iterator[FoundDamage]:
    """Current models in archive.toml that are not the last ones promoted in the ledger."""
    last: dict[Technique, str] = {}
    for line in archive.ledger.lines():
        if line.event == Event.MODEL_PROMOTED:
            last[archive.open_model(line.subject).card.technique] = line.subject
    for technique in sorted(last.keys() | archive.description.models.keys()):
        promoted, said = last.get(technique), archive.description.models.get(technique)
        if promoted != said:
            yield FoundDamage(
                where=layout.DESCRIPTION,
                code="changed",
                problem=f"the current {technique.value} model is {said}, but {promoted} was promoted last",
                remedy=f"archive models promote {promoted or said}",
            )


def _expected_indexes(archive: Archive) -> list[tuple[Tier, str]]:
    """The indexes that are there, and those of current models that should be."""
    tiers = {archive.accessions.tier(accession) for accession in archive.accessions.ids()}
    current = archive.description.models.values()
    return sorted({*archive.indexes(), *((tier, model) for tier in tiers for model in current)})


def _index_findings(archive: Archive, tier: Tier, model: str) -> list[FoundDamage]:
    """What is wrong with one index: it is not complete, its bytes are damaged, or it holds something else."""
    return (
        _unfinished(archive, tier, model)
        or list(_damaged_files(archive, tier, model))
        or list(_differences(archive, tier, model))
    )


def _damaged_files(archive: Archive, tier: Tier, model: str) -> Iterator[FoundDamage]:
    """Files that are not the same in the index and in the copy that readers open."""
    where, folder = f"{layout.INDEX}/{tier.value}/{model}", archive.index_folder(tier, model)
    try:
        for name in differing_files(folder, folder / COPIES):
            yield _damaged(f"{where}/{name}", "it is not the same in the copy for readers")
    except ArchiveError as error:
        yield FoundDamage(where=where, code=error.code, problem=error.problem, remedy=error.remedy or REBUILD)


def _differences(archive: Archive, tier: Tier, model: str) -> Iterator[FoundDamage]:
    """Every record of the index that is not what the accessions and the model give, and the reverse."""
    where = f"{layout.INDEX}/{tier.value}/{model}"
    try:
        bundle = archive.open_model(model)
        with archive.indexes_for_reading((tier,), bundle) as (index,):
            held = read_contents(archive.index_folder(tier, model))
            expected: set[str] = set()
            for points in _expected_points(archive, held, bundle):
                expected |= {point.record for point in points}
                stored = {p.record: p for p in index.get([p.record for p in points], VECTOR_NAMES)}
                for point in points:
                    problem = _difference(point, stored.get(point.record))
                    if problem:
                        yield _damaged(f"{where}: record {point.record}", problem)
            if index.count() != len(expected):
                for orphan in index.scan():
                    if orphan.record not in expected:
                        yield _damaged(f"{where}: record {orphan.record}", "no accession has it")
    except ArchiveError as error:
        yield FoundDamage(where=where, code=error.code, problem=error.problem, remedy=error.remedy or REBUILD)


def _unfinished(archive: Archive, tier: Tier, model: str) -> list[FoundDamage]:
    """Accessions that the index of a current model should hold; an older model's index stays as it was."""
    if model not in archive.description.models.values():
        return []
    held = read_contents(archive.index_folder(tier, model))
    return [
        FoundDamage(
            where=f"{layout.INDEX}/{tier.value}/{model}: accession {accession}",
            code="unfinished",
            problem="it is not (wholly) in the index",
            remedy="Run the interrupted command again, or archive rebuild.",
        )
        for accession in archive.accessions.ids()
        if archive.accessions.tier(accession) is tier
        and held.get(accession) != archive.accessions.version(accession)
    ]


def _expected_points(archive: Archive, held: dict[str, int], bundle: Bundle) -> Iterator[list[Point]]:
    for accession in archive.accessions.ids():
        if held.get(accession) == archive.accessions.version(accession):
            for records in in_batches(archive.accessions.read(accession)):
                yield points_of(records, bundle)[0]


def _difference(expected: Point, stored: StoredPoint | None) -> str | None:
    if stored is None:
        return "it is in the accessions but not in the index"
    if dict(stored.payload) != dict(expected.payload):
        return "its facts are not those of the accession"
    for name in VECTOR_NAMES:
        if not np.array_equal(stored.vectors[name], getattr(expected, name)):
            return f"its {name} is not what the accession and the model give"
    return None


def _damaged(where: str, problem: str) -> FoundDamage:
    return FoundDamage(where=where, code="index_differs", problem=problem, remedy=REBUILD)
