"""The stored records that a model can learn from or be measured on, prepared with its recipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle
from pigment_archive.errors import ModelMismatch, QualityError, UsageError
from pigment_archive.preprocessing import Prepared, Recipe
from pigment_archive.records import Record, Status, Tier, flatten
from pigment_archive.workflows.progress import Progress, silent


@dataclass(frozen=True, eq=False)
class Usable:
    """One record, prepared.

    Attributes:
        record: Record id.
        prepared: Values of the recipe, acquired values on its grid and what was covered.
        group: Its object, else its sample, else its file: what is never divided between parts of a split.
        fingerprint: `Spectrum.fingerprint`: equal for equal spectra, whatever they are called.
        collection: The collection it belongs to.
        tier: Its tier.
        material: Its material, None where it is not named.
        facts: All its facts by their flat names (`records.FIELDS`), without those not stated.
    """

    record: str
    prepared: Prepared
    group: str
    fingerprint: str
    collection: str
    tier: Tier
    material: str | None
    facts: Mapping[str, object]

    @property
    def sample(self) -> str:
        """The piece measured, else its group."""
        return str(self.facts.get("sample", self.group))


def gather(
    archive: Archive,
    recipe: Recipe,
    tiers: Iterable[Tier],
    *,
    collections: Sequence[str] = (),
    progress: Progress = silent,
) -> tuple[list[Usable], Counter[str]]:
    """Every active record of the recipe's technique, in the order of the accessions.

    Args:
        archive: The open archive.
        recipe: What the spectra are prepared with.
        tiers: Tiers to read.
        collections: Only of these collections; of all if empty.
        progress: Told about the records read.

    Returns:
        The records, and the number left out by the code of the reason.
    """
    wanted = set(tiers)
    usable: list[Usable] = []
    left_out: Counter[str] = Counter()
    for accession in archive.accessions.ids():
        if archive.accessions.tier(accession) not in wanted:
            continue
        for record in archive.accessions.read(accession):
            if record.technique is not recipe.technique or record.status is not Status.ACTIVE:
                continue
            if collections and record.collection not in collections:
                continue
            try:
                usable.append(_usable(record, recipe.prepare(record.spectrum)))
            except (QualityError, ModelMismatch) as refusal:
                left_out[refusal.code] += 1
            progress("preparing", len(usable), None)
    return usable, left_out


class Chosen(Protocol):
    """Options that choose records."""

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """Tiers to read."""

    @property
    def collections(self) -> tuple[str, ...]:
        """Only of these collections; of all if empty."""


def gather_enough(
    archive: Archive,
    bundle: Bundle,
    chosen: Chosen,
    *,
    fewest: int,
    verb: str,
    progress: Progress,
) -> tuple[list[Usable], Counter[str]]:
    """As `gather`, for a question that needs some records to be answered.

    Args:
        archive: The open archive.
        bundle: The model that is asked about, with its recipe.
        chosen: Tiers and collections to read.
        fewest: Records that are needed.
        verb: The command that asks, for the message.
        progress: Told about the records read.

    Raises:
        UsageError: There are fewer.
    """
    usable, left_out = gather(
        archive, bundle.recipe, chosen.tiers, collections=chosen.collections, progress=progress
    )
    if len(usable) < fewest:
        raise UsageError(
            f"{len(usable)} records can be used, expected {fewest} or more",
            where=f"{verb} {bundle.name}",
            remedy="Name other --tiers or another --collection, or ingest more.",
        )
    return usable, left_out


def group_of(facts: Mapping[str, object], file: str) -> str:
    """Object, else sample, else the file's digest: what is never divided between parts of a split."""
    return str(facts.get("object") or facts.get("sample") or file)


def prepared_values(usable: Sequence[Usable]) -> npt.NDArray[np.float64]:
    """Their prepared values as one float64 array (n, g)."""
    return np.stack([one.prepared.values for one in usable])


def _usable(record: Record, prepared: Prepared) -> Usable:
    facts = {name: value for name, value in flatten(record).items() if value is not None}
    return Usable(
        record=record.record,
        prepared=prepared,
        group=group_of(facts, record.provenance.sha256),
        fingerprint=record.spectrum.fingerprint(),
        collection=record.collection,
        tier=record.rights.tier,
        material=record.facts.material.name,
        facts=facts,
    )
