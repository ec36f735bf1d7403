"""Accessions → index: prepare, encode, upsert. The one path by which records become searchable.

An index holds every accession of its tier, of each the records that its model can encode. `catch_up` puts in
what is missing: after an ingest, after a crash, after a correction, after a model was promoted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

import numpy as np

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle
from pigment_archive.preprocessing import Prepared
from pigment_archive.records import Record, Status, Tier, flatten
from pigment_archive.storage.index.contents import read_contents, write_contents
from pigment_archive.storage.index.port import Index, Point
from pigment_archive.storage.index.schema import Value
from pigment_archive.storage.steps import Checkpoint, IngestStep, no_checkpoint
from pigment_archive.workflows.progress import Progress, silent

BATCH: Final = 512
LeftOut = dict[str, Counter[str]]


def points_of(records: Sequence[Record], bundle: Bundle) -> tuple[list[Point], Counter[str]]:
    """Points of the records that the model can encode, and why the others of its technique are left out.

    Args:
        records: Any records; those of another technique or waiting for review are passed over.
        bundle: The model, with the recipe that everything is prepared with.

    Returns:
        The points, and the number of records left out by the code of the reason.
    """
    own = [r for r in records if r.technique is bundle.card.technique and r.status is Status.ACTIVE]
    outcomes = bundle.recipe.prepare_many(record.spectrum for record in own)
    ready = [(r, p) for r, p in zip(own, outcomes, strict=True) if isinstance(p, Prepared)]
    left_out = Counter(outcome.code for outcome in outcomes if not isinstance(outcome, Prepared))
    if not ready:
        return [], left_out
    latents = bundle.encode(np.stack([prepared.values for _, prepared in ready]))
    points = [
        Point(
            record=record.record,
            latent=mean,
            variance=variance,
            spectrum=prepared.values.astype(np.float32),
            raw=prepared.raw.astype(np.float32),
            payload=_payload(record, prepared, bundle),
        )
        for (record, prepared), mean, variance in zip(ready, latents.mean, latents.variance, strict=True)
    ]
    return points, left_out


def catch_up(
    archive: Archive,
    models: Iterable[str] | None = None,
    *,
    progress: Progress = silent,
    checkpoint: Checkpoint = no_checkpoint,
) -> LeftOut:
    """Put every accession into the index of every given model; what is up to date is not read.

    Args:
        archive: Must be writing.
        models: Model versions; the current ones of all techniques if None.
        progress: Told about every batch.
        checkpoint: Told after the upserts and after the flush.

    Returns:
        For each accession that was put in: records left out, by the code of the reason.
    """
    left_out: LeftOut = defaultdict(Counter)
    versions = {accession: archive.accessions.version(accession) for accession in archive.accessions.ids()}
    for model in models if models is not None else sorted(archive.description.models.values()):
        held: dict[str, int] = {}
        for tier in Tier:
            held |= read_contents(archive.index_folder(tier, model))
        missing = [accession for accession in versions if held.get(accession) != versions[accession]]
        if not missing:
            continue
        bundle = archive.open_model(model)
        for tier in Tier:
            of_tier = {a: versions[a] for a in missing if archive.accessions.tier(a) is tier}
            if of_tier:
                _fill(
                    archive,
                    bundle,
                    tier,
                    of_tier,
                    left_out=left_out,
                    progress=progress,
                    checkpoint=checkpoint,
                )
    return left_out


class Adopted(NamedTuple):
    """What became of a new model: whether it is current, and the number of records in its indexes."""

    current: bool
    indexed: int


def adopt(archive: Archive, bundle: Bundle, *, progress: Progress = silent) -> Adopted:
    """Build the index of a new model over the stored records; it becomes current if its technique has none.

    Only while writing. Doing it again changes nothing.
    """
    catch_up(archive, [bundle.name], progress=progress)
    technique = bundle.card.technique
    if technique not in archive.description.models:
        archive.promote(bundle)
    with archive.indexes_for_reading(Tier, bundle) as indexes:
        indexed = sum(index.count() for index in indexes)
    return Adopted(archive.description.models[technique] == bundle.name, indexed)


def _fill(
    archive: Archive,
    bundle: Bundle,
    tier: Tier,
    accessions: dict[str, int],
    *,
    left_out: LeftOut,
    progress: Progress,
    checkpoint: Checkpoint,
) -> None:
    folder = archive.index_folder(tier, bundle.name)
    with archive.index_for_writing(tier, bundle) as index:
        for accession in accessions:
            left_out[accession] += _put(archive, index, bundle, accession, progress)
        checkpoint(IngestStep.INDEX_UPSERTED)
        index.flush()
        checkpoint(IngestStep.INDEX_FLUSHED)
    write_contents(folder, read_contents(folder) | accessions)


def _put(archive: Archive, index: Index, bundle: Bundle, accession: str, progress: Progress) -> Counter[str]:
    left_out: Counter[str] = Counter()
    done = 0
    for records in in_batches(archive.accessions.read(accession)):
        points, codes = points_of(records, bundle)
        index.delete({record.record for record in records} - {point.record for point in points})
        index.upsert(points)
        left_out += codes
        done += len(records)
        progress(f"indexing for {bundle.name}", done, None)
    return left_out


def in_batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    """Records in lists of at most 512, so that memory does not grow with the accession."""
    while batch := list(islice(records, BATCH)):
        yield batch


def _payload(record: Record, prepared: Prepared, bundle: Bundle) -> dict[str, Value]:
    place = record.provenance
    payload: dict[str, Value] = {name: v for name, v in flatten(record).items() if v is not None}
    payload |= {
        "model": bundle.name,
        "accession": place.accession,
        "source": place.source,
        "sha256": place.sha256,
        "index": place.index,
        "covered_from": prepared.covered_from,
        "covered_to": prepared.covered_to,
    }
    return payload | ({"member": place.member} if place.member is not None else {})
