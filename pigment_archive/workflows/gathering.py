"""Read a batch and join what is said about it, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from pigment_archive.archive import Archive
from pigment_archive.curation.statements import Statements, is_looser
from pigment_archive.errors import ArchiveError, InvalidFact
from pigment_archive.readers import Hints, ReadItem, count, scan
from pigment_archive.records import Tier
from pigment_archive.storage.accessions import Original
from pigment_archive.workflows.checking import counts_of, findings_of, notes_of
from pigment_archive.workflows.intake import Described, describe, hints_for, where_is
from pigment_archive.workflows.progress import Progress
from pigment_archive.workflows.reports import Skipped

Taken = tuple[ReadItem, list[Described]]


@dataclass
class Gathered:
    """What the reading found.

    Attributes:
        statements: What is said about it.
        items: Every item with the spectra that are new.
        already_here: Spectra the archive holds already.
        already_here_waiting: Of these, how many wait for review.
        refused: Errors with their items.
        skipped: Files that are no spectra.
        without_row: Places of files with spectra that no row of the sheet names.
        recognised: Spectra the profile recognised.
        checks: Check → new spectra with a warning or worse.
    """

    statements: Statements
    items: list[Taken] = field(default_factory=list)
    already_here: int = 0
    already_here_waiting: int = 0
    refused: list[tuple[ArchiveError, ReadItem]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    without_row: list[str] = field(default_factory=list)
    recognised: int = 0
    checks: dict[str, int] = field(default_factory=dict)

    def by_tier(self) -> dict[Tier, list[Taken]]:
        """The new spectra by their tier; those of one file are all of one."""
        tiers: dict[Tier, list[Taken]] = defaultdict(list)
        for item, described in self.items:
            tiers[described[0].tier].append((item, described))
        return dict(tiers)


def gather(
    archive: Archive, paths: Sequence[Path], statements: Statements, hints: Hints, *, progress: Progress
) -> Gathered:
    """Read everything and describe every spectrum.

    Raises:
        UsageError: A path does not exist or may not be read.
        SheetMistakes: Two rows of the sheet name one file equally closely.
    """
    known = {key: (place.tier, place.waits) for key, place in archive.accessions.known_originals().items()}
    gathered, total = Gathered(statements), count(paths, without=archive.root)
    for done, item in enumerate(
        scan(paths, hints=hints_for(statements, hints), without=archive.root), start=1
    ):
        if item.skipped:
            gathered.skipped.append(Skipped(file=item.file, member=item.member, reason=item.skipped))
        for error in (item.error, *item.refused):
            if error is not None:
                gathered.refused.append((error, item))
        _take(gathered, item, known)
        progress("reading", done, total)
    if statements.sheet is not None:
        statements.sheet.require_no_clash()
    _refuse_mixed_tiers(gathered)
    _note_checks(archive, gathered, progress)
    return gathered


def _take(gathered: Gathered, item: ReadItem, known: dict[Original, tuple[Tier, bool]]) -> None:
    described = [describe(spectrum, item, gathered.statements) for spectrum in item.spectra]
    _count_sources(gathered, item)
    new = [one for one in described if (item.sha256, one.spectrum.index) not in known]
    for one in described:
        held, waits = known.get((item.sha256, one.spectrum.index), (one.tier, False))
        if "tier" in one.said and is_looser(held, one.tier):
            gathered.refused.append((_already_looser(item, held, one.tier), item))
            break
        gathered.already_here_waiting += waits
    gathered.already_here += len(described) - len(new)
    known.update({(item.sha256, one.spectrum.index): (one.tier, False) for one in new})
    if new:
        gathered.items.append((item, new))


def _note_checks(archive: Archive, gathered: Gathered, progress: Progress) -> None:
    """Check every new spectrum; what is found goes into its notes and into the counts."""
    batch = (
        (item, one.spectrum, one.facts, one.technique, one.tier)
        for item, described in gathered.items
        for one in described
    )
    found = findings_of(archive, batch, progress=progress)
    gathered.checks, left = counts_of(found), iter(found)
    gathered.items = [
        (item, [replace(one, notes=(*one.notes, *notes_of(next(left), one.tier))) for one in described])
        for item, described in gathered.items
    ]


def _count_sources(gathered: Gathered, item: ReadItem) -> None:
    profile, sheet = gathered.statements.profile, gathered.statements.sheet
    if profile is not None:
        name = PurePosixPath(item.member or item.relative).name
        gathered.recognised += sum(profile.about(name, s) is not None for s in item.spectra)
    if sheet is not None and item.spectra and not sheet.mentions(where_is(item)):
        gathered.without_row.append(item.member or item.relative)


def _refuse_mixed_tiers(gathered: Gathered) -> None:
    """A file lies in one accession, so what is said about its spectra must be of one tier."""
    tiers: dict[Path, set[Tier]] = defaultdict(set)
    for item, described in gathered.items:
        tiers[item.source] |= {one.tier for one in described}
    mixed = {source for source, found in tiers.items() if len(found) > 1}
    for source in mixed:
        item = next(item for item, _ in gathered.items if item.source == source)
        gathered.refused.append((_mixed(item, tiers[source]), item))
    gathered.items = [taken for taken in gathered.items if taken[0].source not in mixed]


def _mixed(item: ReadItem, tiers: set[Tier]) -> InvalidFact:
    named = " and ".join(sorted(tiers))
    return InvalidFact(
        f"its spectra are said to be of the tiers {named}, but one file lies in one accession",
        where=item.file,
        remedy="Unpack the container, or give everything in the file one tier.",
    )


def _already_looser(item: ReadItem, held: Tier, asked: Tier) -> InvalidFact:
    return InvalidFact(
        f"it is here already in the tier {held.value} and stays so, but {asked.value} was asked for",
        where=item.member or item.file,
        remedy="Its tier is not changed by ingesting it again.",
    )
