"""List the models, show a card, promote a version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.encoder import Card
from pigment_archive.starters import PREFIX, starter_path, starters
from pigment_archive.workflows.indexing import catch_up
from pigment_archive.workflows.reports import Report

Table = tuple[Sequence[str], Sequence[Sequence[str]]]


class ModelLine(Report):
    """One model version."""

    name: str = Field(description="Model version.")
    technique: str = Field(description="Technique it encodes.")
    current: bool = Field(
        description="True for the model that new spectra of the technique are encoded with."
    )
    records: int = Field(description="Records it was trained, validated and tested on.")
    digest: str = Field(description="SHA-256 of its card, which names the digests of all its files.")
    made_as: str = Field(description="Name its maker gave it; another one where that was taken here.")
    experimental: bool = Field(description="True if its maker calls it not yet good enough to rely on.")
    publishable: bool = Field(description="True if it was trained on open records only.")


class StarterLine(Report):
    """One model that ships with the program."""

    starter: str = Field(description="What `archive models import` takes, for example starter:raman.")
    technique: str = Field(description="Technique it encodes.")
    records: int = Field(description="Spectra it was trained, validated and tested on.")
    collections: tuple[str, ...] = Field(description="Collections they are of.")
    licence: str = Field(description="Licence of the model, empty if not stated.")
    experimental: bool = Field(description="True if it is not yet good enough to rely on.")
    digest: str = Field(description="Digest of the model.")
    here_as: str | None = Field(description="What this archive calls it; null if it was not imported.")


class ModelsReport(Report):
    """All models of an archive."""

    models: tuple[ModelLine, ...] = Field(description="One line a model version, by name.")
    starters: tuple[StarterLine, ...] = Field(
        (), description="One line a model that ships with the program; empty if they were not asked for."
    )

    def tables(self) -> Iterator[Table]:
        """The report for people: headings and rows; a star marks the current models."""
        yield (
            ("model", "technique", "trained on", "made as", "digest"),
            [
                (
                    ("* " if one.current else "  ") + one.name,
                    one.technique,
                    str(one.records),
                    one.made_as,
                    one.digest[:12],
                )
                for one in self.models
            ],
        )
        if self.starters:
            yield (
                ("ships with the program", "technique", "trained on", "licence", "here as"),
                [
                    (
                        one.starter,
                        one.technique + (" (experimental)" if one.experimental else ""),
                        f"{one.records}: {', '.join(one.collections)}",
                        one.licence,
                        one.here_as or "",
                    )
                    for one in self.starters
                ],
            )


def list_models(archive: Archive, *, with_starters: bool = False) -> ModelsReport:
    """Every model version, opened and checked; if asked for, those that ship with the program too."""
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
                made_as=bundle.card.model,
                experimental=bundle.card.description.experimental,
                publishable=bundle.card.publishable,
            )
        )
    here = {line.digest: line.name for line in lines}
    shipped = [_starter(name, here) for name in starters()] if with_starters else []
    return ModelsReport(models=tuple(lines), starters=tuple(shipped))


def _starter(name: str, here: Mapping[str, str]) -> StarterLine:
    # pyarrow: see the start-up rule
    from pigment_archive.encoder.exchange import open_exchanged, read_bundle_files

    path = starter_path(name)
    bundle = open_exchanged(path, read_bundle_files(path))
    card = bundle.card
    return StarterLine(
        starter=f"{PREFIX}{name}",
        technique=card.technique.value,
        records=card.training.spectra.total,
        collections=card.training.collections,
        licence=card.description.licence,
        experimental=card.description.experimental,
        digest=bundle.digest,
        here_as=here.get(bundle.digest),
    )


def show_model(archive: Archive, name: str) -> Card:
    """The card of a model version, opened and checked."""
    return archive.open_model(name).card


def promote(archive: Archive, name: str) -> None:
    """Bring the index of a model version up to date and make it current; the other index stays."""
    with archive.writing():
        bundle = archive.open_model(name)
        catch_up(archive, [name])
        archive.promote(bundle)
