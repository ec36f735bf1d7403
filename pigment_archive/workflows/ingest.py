"""Bring files in: read → check → one accession a tier, whole or not at all → ledger → index.

Everything that can refuse has run before the first byte is written. The same bytes, in whatever container and
under whatever name, are already here.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from pigment_archive.archive import Archive
from pigment_archive.curation.statements import Statements
from pigment_archive.errors import UsageError
from pigment_archive.records import Record
from pigment_archive.storage.accession_builder import AccessionBuilder
from pigment_archive.storage.quarantine import Quarantine
from pigment_archive.storage.quarantine import Refusal as QuarantinedRefusal
from pigment_archive.storage.steps import Checkpoint, no_checkpoint
from pigment_archive.workflows.gathering import Gathered, Taken, gather
from pigment_archive.workflows.indexing import catch_up
from pigment_archive.workflows.ingest_report import IngestReport, report_of
from pigment_archive.workflows.intake import IngestOptions, Kept, record_of
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reading import hints_of, remember
from pigment_archive.workflows.statements import remember_columns, statements_of

__all__ = ["IngestOptions", "IngestReport", "ingest"]

QUARANTINED_BYTES: Final = 64 * 2**20


def ingest(
    archive: Archive,
    paths: Sequence[Path | str],
    options: IngestOptions | None = None,
    *,
    progress: Progress = silent,
    checkpoint: Checkpoint = no_checkpoint,
    **said: object,
) -> IngestReport:
    """Bring files, folders and containers into the archive, as one accession a tier.

    Args:
        archive: The open archive.
        paths: What to bring in.
        options: What is said about all of it; from Python also as keywords: `collection="kremer"`.
        progress: Told how far it is.
        checkpoint: Told after every named step (crash tests).

    Raises:
        UsageError: A path does not exist, may not be read, or lies in the archive itself; what is said
            cannot be.
        SheetMistakes: The sheet says what cannot be; all mistakes are named, nothing was written.
        ArchiveLocked: Another process is writing.
        WriteFailed: The disk refused. Nothing of this ingest is left, or all of it is and only the index is
            behind, which the next ingest or a rebuild makes good.
    """
    chosen = options or IngestOptions.of(**said)
    started = time.monotonic()
    sources = [Path(path) for path in paths]
    _require_outside(archive, sources)
    statements, hints = _statements(archive, chosen), hints_of(archive, chosen)
    if chosen.dry_run:
        gathered = gather(archive, sources, statements, hints, progress=progress)
        return report_of(
            gathered, current=archive.description.models, left_out=Counter(), dry_run=True, started=started
        )
    with archive.writing():
        catch_up(archive, progress=progress)
        gathered = gather(archive, sources, statements, hints, progress=progress)
        _keep_refused(archive, gathered)
        for model in archive.description.models.values():
            archive.open_model(model)
        if statements.sheet is not None:
            remember_columns(archive, statements.sheet)
        accessions = tuple(_store(archive, gathered, checkpoint))
        remember(archive, chosen, (one.spectrum for _, new in gathered.items for one in new))
        left_out = catch_up(archive, progress=progress, checkpoint=checkpoint)
    missing = sum((left_out[accession] for accession in accessions), Counter[str]())
    return report_of(
        gathered,
        accessions,
        current=archive.description.models,
        left_out=missing,
        dry_run=False,
        started=started,
    )


def _require_outside(archive: Archive, sources: Sequence[Path]) -> None:
    for source in sources:
        if source.resolve().is_relative_to(archive.root.resolve()):
            raise UsageError("this lies in the archive itself", where=str(source))


def _statements(archive: Archive, options: IngestOptions) -> Statements:
    return statements_of(
        archive, options, profile=options.profile, collection=options.collection, tier=options.tier
    )


def _store(archive: Archive, gathered: Gathered, checkpoint: Checkpoint) -> Iterator[str]:
    """One accession a tier."""
    at = datetime.now(UTC)
    for tier, items in gathered.by_tier().items():
        with archive.accessions.begin(tier, checkpoint=checkpoint) as builder:
            places = _add_sources(builder, items)
            builder.commit(_records(items, builder.accession, places, at))
        yield builder.accession


def _add_sources(builder: AccessionBuilder, items: Sequence[Taken]) -> dict[Path, str]:
    places: dict[Path, str] = {}
    for item, _ in items:
        beside = PurePosixPath(item.relative).parent
        names = {item.source: item.relative} | {path: str(beside / path.name) for path in item.companions}
        for path, name in names.items():
            if path not in places:
                places[path] = builder.add_source(path, name).source
    return places


def _records(
    items: Sequence[Taken], accession: str, places: dict[Path, str], at: datetime
) -> Iterator[Record]:
    for item, described in items:
        kept = Kept(
            accession=accession,
            source=places[item.source],
            companion=next((places[path] for path in item.companions), None),
            at=at,
        )
        for one in described:
            yield record_of(one, item, kept)


def _keep_refused(archive: Archive, gathered: Gathered) -> None:
    quarantine = Quarantine(archive.root)
    kept = {item.source for item, _ in gathered.items}
    for error, item in gathered.refused:
        alone = item.member is None and item.error is not None and item.source not in kept
        wanted = alone and item.sha256 and item.size <= QUARANTINED_BYTES
        content = item.source.read_bytes() if wanted else None
        quarantine.put(QuarantinedRefusal.of(error, item.file, item.member), content)
