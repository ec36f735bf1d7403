"""From a readable item to records: who and what a spectrum is, and whether it must wait for review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from pigment_archive import __version__
from pigment_archive.readers import ReadItem
from pigment_archive.records import (
    Provenance,
    Quantity,
    Record,
    Rights,
    Spectrum,
    Status,
    Technique,
    Tier,
    new_record_id,
)
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE
from pigment_archive.units import AxisKind
from pigment_archive.workflows.options import Options


def _printable(text: str) -> str:
    if not text.isprintable() or text != text.strip() or not text:
        raise ValueError("expected printable text without spaces around it")
    return text


Name = Annotated[str, AfterValidator(_printable)]
_YES = frozenset({"true", "yes", "1"})


class IngestOptions(Options):
    """What the person says about everything in one ingest."""

    collection: Name = Field("own", description="Collection of the records.")
    tier: Tier = Field(Tier.SEALED, description="Tier of the records; sealed unless somebody says otherwise.")
    technique: Technique | None = Field(None, description="Technique, where the file does not say.")
    licence: Name | None = Field(None, description="SPDX identifier of the files.")
    dry_run: bool = Field(False, description="Read and report; write nothing.")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the original of an item is kept: accession, paths inside it, and since when."""

    accession: str
    source: str
    companion: str | None
    at: datetime


def record_of(spectrum: Spectrum, item: ReadItem, options: IngestOptions, kept: Kept) -> Record:
    """The record of one spectrum that was read from `item`."""
    technique = spectrum.technique or options.technique
    review = review_reason(spectrum, technique)
    return Record(
        record=new_record_id(),
        collection=options.collection,
        technique=technique,
        status=Status.NEEDS_REVIEW if review else Status.ACTIVE,
        review=review,
        simulated=_is_simulated(spectrum),
        facts=spectrum.facts,
        rights=Rights(tier=options.tier, licence=options.licence),
        provenance=Provenance(
            accession=kept.accession,
            source=kept.source,
            companion=kept.companion,
            member=item.member,
            index=spectrum.index,
            sha256=item.sha256,
            reader=item.reader,
            software=__version__,
            ingested_at=kept.at,
            notes=spectrum.notes,
        ),
        spectrum=spectrum,
    )


def review_reason(spectrum: Spectrum, technique: Technique | None) -> str | None:
    """Why a spectrum cannot be searched before somebody answers; None if nothing is open."""
    if technique is None:
        return "the technique is not stated"
    expected = AXIS_OF_TECHNIQUE[technique]
    if spectrum.axis_kind is AxisKind.UNKNOWN:
        return "the unit of the axis is not stated"
    if spectrum.axis_kind is not expected:
        return f"the axis measures {spectrum.axis_kind.value}, but {technique.value} needs {expected.value}"
    if spectrum.quantity is Quantity.UNKNOWN:
        return "what the values measure is not stated"
    return None


def _is_simulated(spectrum: Spectrum) -> bool:
    said = {key.lower(): value for key, value in spectrum.header.items()}
    return said.get("simulated", "").strip().lower() in _YES
