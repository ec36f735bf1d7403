"""Say what an archive holds."""

from __future__ import annotations

from collections import Counter

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.workflows.reports import Report


class InfoReport(Report):
    """The holdings of an archive, counted from its accessions."""

    archive: str = Field(description="Folder of the archive.")
    format: int = Field(description="Version of its form on disk.")
    accessions: int = Field(description="Number of accessions.")
    records: int = Field(description="Number of records.")
    by_tier: dict[str, int] = Field(description="Records by tier.")
    by_technique: dict[str, int] = Field(description="Records by technique.")
    by_collection: dict[str, int] = Field(description="Records by collection.")
    needs_review: dict[str, int] = Field(description="Records that wait for review, by reason.")
    simulated: int = Field(description="Records that were computed, not measured.")
    materials: int = Field(description="Different materials named.")
    current_models: dict[str, str] = Field(description="Current model of each technique.")
    indexes: dict[str, str] = Field(description="State of each index, by tier/model.")

    def lines(self) -> list[str]:
        """The report for people."""

        def counted(counts: dict[str, int]) -> str:
            return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"

        models = ", ".join(f"{t}: {m}" for t, m in self.current_models.items()) or "none yet"
        said = [
            f"{self.archive}: format {self.format}",
            f"{self.records} records of {self.materials} materials in {self.accessions} accessions",
            f"tiers: {counted(self.by_tier)}",
            f"techniques: {counted(self.by_technique)}",
            f"collections: {counted(self.by_collection)}",
            f"models: {models}",
        ]
        if self.simulated:
            said.append(f"simulated: {self.simulated}")
        said += [f"to review: {count} ({reason})" for reason, count in self.needs_review.items()]
        return said


def info(archive: Archive) -> InfoReport:
    """Count what the accessions hold; reads facts, no spectra."""
    rows = [facts for a in archive.accessions.ids() for facts in archive.accessions.facts(a)]

    def counted(name: str) -> dict[str, int]:
        return dict(Counter(str(row[name]) for row in rows if row.get(name) is not None).most_common())

    description = archive.description
    return InfoReport(
        archive=str(archive.root),
        format=description.format,
        accessions=len(archive.accessions.ids()),
        records=len(rows),
        by_tier=counted("tier"),
        by_technique=counted("technique"),
        by_collection=counted("collection"),
        needs_review=counted("review"),
        simulated=sum(bool(row.get("simulated")) for row in rows),
        materials=len(counted("material")),
        current_models={t.value: model for t, model in description.models.items()},
        indexes={
            f"{tier.value}/{model}": archive.index_state(tier, model) for tier, model in archive.indexes()
        },
    )
