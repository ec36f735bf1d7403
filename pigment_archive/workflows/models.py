"""List the models, show a card, promote a version."""

from __future__ import annotations

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.encoder import Card
from pigment_archive.workflows.indexing import catch_up
from pigment_archive.workflows.reports import Report


class ModelLine(Report):
    """One model version."""

    name: str = Field(description="Model version.")
    technique: str = Field(description="Technique it encodes.")
    current: bool = Field(
        description="True for the model that new spectra of the technique are encoded with."
    )
    records: int = Field(description="Records it was trained, validated and tested on.")
    digest: str = Field(description="SHA-256 of its card, which names the digests of all its files.")
    publishable: bool = Field(description="True if it was trained on open records only.")


class ModelsReport(Report):
    """All models of an archive."""

    models: tuple[ModelLine, ...] = Field(description="One line a model version, by name.")


def list_models(archive: Archive) -> ModelsReport:
    """Every model version, opened and checked."""
    current = set(archive.description.models.values())
    lines = []
    for name in archive.models.names():
        bundle = archive.open_model(name)
        lines.append(
            ModelLine(
                name=name,
                technique=bundle.card.technique.value,
                current=name in current,
                records=bundle.card.training.spectra.total,
                digest=bundle.digest,
                publishable=bundle.card.publishable,
            )
        )
    return ModelsReport(models=tuple(lines))


def show_model(archive: Archive, name: str) -> Card:
    """The card of a model version, opened and checked."""
    return archive.open_model(name).card


def promote(archive: Archive, name: str) -> None:
    """Bring the index of a model version up to date and make it current; the other index stays."""
    with archive.writing():
        bundle = archive.open_model(name)
        catch_up(archive, [name])
        archive.promote(bundle)
