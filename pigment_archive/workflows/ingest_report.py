"""What an ingest reports."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection
from typing import Final

from pydantic import Field

from pigment_archive.curation.statement import facts_said, flat_facts, sources_of
from pigment_archive.readers import ReadItem
from pigment_archive.records import Technique
from pigment_archive.workflows.gathering import Gathered
from pigment_archive.workflows.intake import Described
from pigment_archive.workflows.reports import Refusal, Report, Skipped
from pigment_archive.workflows.statements import SheetUse

MOST_UNDERSTOOD: Final = 20


class Understood(Report):
    """What would be kept of one spectrum: its facts, each with its source."""

    file: str = Field(description="The file as it was given.")
    member: str | None = Field(None, description="Member of the container, if the file is one.")
    index: int = Field(description="Position of the spectrum in its file, from 0.")
    facts: dict[str, str] = Field(description="Every fact that is known, as text, by its flat name.")
    sources: dict[str, str] = Field(description="Who said what does not come from the file.")
    review: str | None = Field(description="Why it would wait for review; null if it would not.")


class IngestReport(Report):
    """What became of every spectrum of one ingest."""

    accessions: tuple[str, ...] = Field(description="Ids of the accessions that were made, one a tier.")
    stored: int = Field(description="Records stored; on a dry run, that would be stored.")
    already_here: int = Field(description="Spectra whose bytes the archive already holds.")
    already_here_waiting: int = Field(0, description="Of these, how many wait for review.")
    not_indexed: int = Field(description="Stored records that no current model can search.")
    needs_review: int = Field(description="Stored records that wait for an answer.")
    refused: tuple[Refusal, ...] = Field(description="Items that were not taken, with code and reason.")
    skipped: tuple[Skipped, ...] = Field(
        description="Files that are no spectra: tables about spectra, texts."
    )
    not_indexed_reasons: dict[str, int] = Field(description="Why records are not indexed, with counts.")
    review_reasons: dict[str, int] = Field(description="Why records wait for review, with counts.")
    checks: dict[str, int] = Field({}, description="Check → stored spectra with a warning or worse.")
    sheet: SheetUse | None = Field(None, description="What became of the sheet; null if there was none.")
    profile_recognised: int | None = Field(
        None, description="Spectra the profile recognised; null without a profile."
    )
    understood: tuple[Understood, ...] = Field(
        (), description="On a dry run, what was understood of the first spectra."
    )
    elapsed_s: float = Field(description="Wall time in s.")


def report_of(
    gathered: Gathered,
    accessions: tuple[str, ...] = (),
    *,
    current: Collection[Technique],
    left_out: Counter[str],
    dry_run: bool,
    started: float,
) -> IngestReport:
    """The report of one ingest.

    Args:
        gathered: What was read.
        accessions: Accessions that were made of it.
        current: Techniques that have a model.
        left_out: Records that their model cannot encode, by the code of the reason.
        dry_run: Nothing was written; what was understood is told instead.
        started: When it began, by the monotonic clock, in s.
    """
    new = [one for _, described in gathered.items for one in described]
    reviews = Counter(one.review for one in new if one.review)
    not_indexed = left_out + Counter(
        f"no model for {one.technique.value} yet"
        for one in new
        if one.technique is not None and one.technique not in current and not one.review
    )
    sheet = gathered.statements.sheet
    return IngestReport(
        accessions=accessions,
        stored=len(new),
        already_here=gathered.already_here,
        already_here_waiting=gathered.already_here_waiting,
        not_indexed=not_indexed.total(),
        needs_review=reviews.total(),
        refused=tuple(Refusal.of(error, item.file, item.member) for error, item in gathered.refused),
        skipped=tuple(gathered.skipped),
        not_indexed_reasons=dict(not_indexed.most_common()),
        review_reasons=dict(reviews.most_common()),
        checks=gathered.checks,
        sheet=SheetUse.of(sheet, gathered.without_row) if sheet else None,
        profile_recognised=gathered.recognised if gathered.statements.profile else None,
        understood=_understood(gathered) if dry_run else (),
        elapsed_s=round(time.monotonic() - started, 3),
    )


def _understood(gathered: Gathered) -> tuple[Understood, ...]:
    """The first spectra, one a file as long as there are files."""
    firsts = [(item, described[0]) for item, described in gathered.items]
    others = [(item, one) for item, described in gathered.items for one in described[1:]]
    return tuple(_understood_of(*pair) for pair in (firsts + others)[:MOST_UNDERSTOOD])


def _understood_of(item: ReadItem, described: Described) -> Understood:
    spectrum, axis = described.spectrum, described.spectrum.axis
    facts = flat_facts(facts_said(spectrum.facts, described.said))
    own = {
        "collection": described.collection,
        "tier": described.tier.value,
        "technique": described.technique.value if described.technique else None,
        "axis": f"{spectrum.axis_kind.value}, {axis[0]:g} to {axis[-1]:g} {spectrum.axis_unit}",
        "quantity": spectrum.quantity.value,
    }
    others = {name: one.value for name, one in described.said.items() if name.startswith("rights_")}
    known = {name: value for name, value in {**own, **facts, **others}.items() if value is not None}
    return Understood(
        file=item.file,
        member=item.member,
        index=spectrum.index,
        facts={name: str(value) for name, value in known.items()},
        sources={"collection": "default", "tier": "default"} | sources_of(described.said),
        review=described.review,
    )
