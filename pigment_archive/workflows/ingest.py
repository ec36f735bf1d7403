"""Bring files in: read → check → one accession, whole or not at all → ledger → index.

Everything that can refuse has run before the first byte is written. The same bytes, in whatever container and
under whatever name, are already here.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.errors import ArchiveError, InvalidFact, UsageError
from pigment_archive.readers import Hints, ReadItem, count, scan
from pigment_archive.records import Record, Spectrum, Technique, Tier
from pigment_archive.storage.accession_builder import AccessionBuilder
from pigment_archive.storage.quarantine import Quarantine
from pigment_archive.storage.quarantine import Refusal as QuarantinedRefusal
from pigment_archive.storage.steps import Checkpoint, no_checkpoint
from pigment_archive.workflows.indexing import catch_up
from pigment_archive.workflows.intake import IngestOptions, Kept, record_of, review_reason
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reports import Refusal, Report, Skipped

QUARANTINED_BYTES: Final = 64 * 2**20
STRICTNESS: Final = {tier: place for place, tier in enumerate((Tier.OPEN, Tier.AGGREGATE, Tier.SEALED))}


class IngestReport(Report):
    """What became of every spectrum of one ingest."""

    accessions: tuple[str, ...] = Field(description="Ids of the accessions that were made.")
    stored: int = Field(description="Records stored; on a dry run, that would be stored.")
    already_here: int = Field(description="Spectra whose bytes the archive already holds.")
    not_indexed: int = Field(description="Stored records that no current model can search.")
    needs_review: int = Field(description="Stored records that wait for an answer.")
    refused: tuple[Refusal, ...] = Field(description="Items that were not taken, with code and reason.")
    skipped: tuple[Skipped, ...] = Field(
        description="Files that are no spectra: tables about spectra, texts."
    )
    not_indexed_reasons: dict[str, int] = Field(description="Why records are not indexed, with counts.")
    review_reasons: dict[str, int] = Field(description="Why records wait for review, with counts.")
    elapsed_s: float = Field(description="Wall time in s.")


@dataclass
class _Gathered:
    """What the reading found, before anything is written."""

    items: list[tuple[ReadItem, list[Spectrum]]] = field(default_factory=list)
    already_here: int = 0
    refused: list[tuple[ArchiveError, ReadItem]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def ingest(
    archive: Archive,
    paths: Sequence[Path | str],
    options: IngestOptions | None = None,
    *,
    progress: Progress = silent,
    checkpoint: Checkpoint = no_checkpoint,
    **said: object,
) -> IngestReport:
    """Bring files, folders and containers into the archive as one accession.

    Args:
        archive: The open archive.
        paths: What to bring in.
        options: What is said about all of it; from Python also as keywords: `collection="kremer"`.
        progress: Told how far it is.
        checkpoint: Told after every named step (crash tests).

    Raises:
        UsageError: A path does not exist, may not be read, or lies in the archive itself.
        ArchiveLocked: Another process is writing.
        WriteFailed: The disk refused. Nothing of this ingest is left, or all of it is and only the index is
            behind, which the next ingest or a rebuild makes good.
    """
    chosen = options or IngestOptions.of(**said)
    started = time.monotonic()
    sources = [Path(path) for path in paths]
    for source in sources:
        if source.resolve().is_relative_to(archive.root.resolve()):
            raise UsageError("this lies in the archive itself", where=str(source))
    if chosen.dry_run:
        gathered = _gather(archive, sources, chosen, progress)
        return _report(
            gathered, chosen, (), left_out=Counter(), current=archive.description.models, started=started
        )
    with archive.writing():
        catch_up(archive, progress=progress)
        gathered = _gather(archive, sources, chosen, progress)
        _keep_refused(archive, gathered)
        for model in archive.description.models.values():
            archive.open_model(model)
        accessions = _store(archive, gathered, chosen, checkpoint) if gathered.items else ()
        left_out = catch_up(archive, progress=progress, checkpoint=checkpoint)
    missing = sum((left_out[accession] for accession in accessions), Counter[str]())
    return _report(
        gathered, chosen, accessions, left_out=missing, current=archive.description.models, started=started
    )


def _gather(archive: Archive, paths: list[Path], options: IngestOptions, progress: Progress) -> _Gathered:
    known = {original: place.tier for original, place in archive.accessions.known_originals().items()}
    gathered, total = _Gathered(), count(paths, without=archive.root)
    items = scan(paths, hints=Hints(options.technique), without=archive.root)
    for done, item in enumerate(items, start=1):
        if item.skipped:
            gathered.skipped.append(Skipped(file=item.file, member=item.member, reason=item.skipped))
        for error in (item.error, *item.refused):
            if error is not None:
                gathered.refused.append((error, item))
        new = [s for s in item.spectra if (item.sha256, s.index) not in known]
        known.update({(item.sha256, spectrum.index): options.tier for spectrum in new})
        held = {known[item.sha256, spectrum.index] for spectrum in item.spectra}
        looser = [tier for tier in Tier if tier in held and STRICTNESS[tier] < STRICTNESS[options.tier]]
        if looser:
            gathered.refused.append((_already_looser(item, looser[0], options.tier), item))
        gathered.already_here += len(item.spectra) - len(new)
        if new:
            gathered.items.append((item, new))
        progress("reading", done, total)
    return gathered


def _already_looser(item: ReadItem, held: Tier, asked: Tier) -> InvalidFact:
    return InvalidFact(
        f"it is here already in the tier {held.value} and stays so, but {asked.value} was asked for",
        where=item.member or item.file,
        remedy="Its tier is not changed by ingesting it again.",
    )


def _store(
    archive: Archive, gathered: _Gathered, options: IngestOptions, checkpoint: Checkpoint
) -> tuple[str, ...]:
    at = datetime.now(UTC)
    with archive.accessions.begin(options.tier, checkpoint=checkpoint) as builder:
        places = _add_sources(builder, gathered)
        builder.commit(_records(gathered, options, builder.accession, places, at))
    return (builder.accession,)


def _add_sources(builder: AccessionBuilder, gathered: _Gathered) -> dict[Path, str]:
    places: dict[Path, str] = {}
    for item, _ in gathered.items:
        beside = PurePosixPath(item.relative).parent
        names = {item.source: item.relative} | {path: str(beside / path.name) for path in item.companions}
        for path, name in names.items():
            if path not in places:
                places[path] = builder.add_source(path, name).source
    return places


def _records(
    gathered: _Gathered, options: IngestOptions, accession: str, places: dict[Path, str], at: datetime
) -> Iterator[Record]:
    for item, spectra in gathered.items:
        kept = Kept(
            accession=accession,
            source=places[item.source],
            companion=next((places[path] for path in item.companions), None),
            at=at,
        )
        for spectrum in spectra:
            yield record_of(spectrum, item, options, kept)


def _keep_refused(archive: Archive, gathered: _Gathered) -> None:
    quarantine = Quarantine(archive.root)
    kept = {item.source for item, _ in gathered.items}
    for error, item in gathered.refused:
        alone = item.member is None and item.error is not None and item.source not in kept
        wanted = alone and item.sha256 and item.size <= QUARANTINED_BYTES
        content = item.source.read_bytes() if wanted else None
        quarantine.put(QuarantinedRefusal.of(error, item.file, item.member), content)


def _report(
    gathered: _Gathered,
    options: IngestOptions,
    accessions: tuple[str, ...],
    *,
    left_out: Counter[str],
    current: Collection[Technique],
    started: float,
) -> IngestReport:
    new = [(s, s.technique or options.technique) for _, spectra in gathered.items for s in spectra]
    reviews = Counter(reason for s, technique in new if (reason := review_reason(s, technique)))
    without_model = Counter(
        f"no model for {technique.value} yet"
        for s, technique in new
        if technique is not None and technique not in current and not review_reason(s, technique)
    )
    not_indexed = without_model + left_out
    return IngestReport(
        accessions=accessions,
        stored=len(new),
        already_here=gathered.already_here,
        not_indexed=not_indexed.total(),
        needs_review=reviews.total(),
        refused=tuple(Refusal.of(error, item.file, item.member) for error, item in gathered.refused),
        skipped=tuple(gathered.skipped),
        not_indexed_reasons=dict(not_indexed.most_common()),
        review_reasons=dict(reviews.most_common()),
        elapsed_s=round(time.monotonic() - started, 3),
    )
