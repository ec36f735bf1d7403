"""Train an encoder on the stored records of a technique, measure it on unseen samples, build its index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle, ElboTerms, VaeSettings, default_network
from pigment_archive.encoder.card import Description
from pigment_archive.encoder.train import Start, train_model
from pigment_archive.errors import ModelError, UsageError
from pigment_archive.preprocessing import default_recipe
from pigment_archive.records import FIELDS, Technique, Tier
from pigment_archive.storage.models import staging_model
from pigment_archive.workflows.indexing import adopt
from pigment_archive.workflows.model_sources import sources_of
from pigment_archive.workflows.options import Options
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.train_report import TrainReport, report_on
from pigment_archive.workflows.training_set import training_set
from pigment_archive.workflows.transfer import compare
from pigment_archive.workflows.usable import gather

FEWEST: Final = 20
TRANSFER_RATE: Final = 0.03
TRANSFER: Final[dict[str, object]] = {"max_epochs": 60, "patience": 15}


class TrainOptions(Options):
    """How to train."""

    tiers: tuple[Tier, ...] = Field((Tier.OPEN,), min_length=1, description="Tiers to train on.")
    collections: tuple[str, ...] = Field((), description="Collections to train on; all if empty.")
    labels: str = Field("material", description="The fact by which spectra are drawn together.")
    window: tuple[float, float] | None = Field(None, description="Window in the axis unit.")
    start: str | None = Field(None, description="Model version to go on from.")
    freeze: bool = Field(False, description="Whether the latents of that model stay what they are.")
    latent_dim: int = Field(64, ge=8, le=256, description="Length of the latent index.")
    seed: int = Field(0, ge=0, description="Seed of split, weights and order.")
    max_epochs: int | None = Field(None, ge=1, description="Most epochs; the technique's default if null.")
    network: VaeSettings | None = Field(
        None, description="Shape of the network and how it is trained, instead of the technique's default."
    )


def _technique(word: Technique | str) -> Technique:
    try:
        return Technique(word)
    except ValueError as cause:
        raise UsageError(f"the techniques are {', '.join(Technique)}", where=f"technique {word}") from cause


def train(
    archive: Archive,
    technique: Technique | str,
    options: TrainOptions | None = None,
    *,
    progress: Progress = silent,
    **said: object,
) -> TrainReport:
    """Train the next model version of a technique and build its index; current if it is the first.

    Args:
        archive: The open archive.
        technique: What to train for.
        options: How; from Python also as keywords: `seed=1`.
        progress: Told about records read and epochs.

    Raises:
        UsageError: There is no such technique, label or collection, or the window does not rise.
        ModelNotFound: There is no model to go on from.
        ModelError: Fewer than 20 usable spectra, too few samples to split, or the training diverged.
        ArchiveLocked: Another process is writing.
    """
    chosen, wanted = options or TrainOptions.of(**said), _technique(technique)
    if chosen.labels not in FIELDS:
        raise UsageError(f"there is no fact called {chosen.labels!r}", where=f"--labels {chosen.labels}")
    with archive.writing():
        parent = _parent(archive, wanted, chosen)
        recipe = parent.recipe if parent else default_recipe(wanted, chosen.window)
        usable, left_out = gather(
            archive, recipe, chosen.tiers, collections=chosen.collections, progress=progress
        )
        _check_enough(len(usable), wanted, chosen)
        data = training_set(usable, chosen.labels)
        name = archive.next_model(wanted, recipe.window)
        with staging_model(archive.root, name) as folder:
            train_model(
                data,
                recipe=recipe,
                settings=_settings(wanted, chosen, parent),
                name=name,
                into=folder,
                start=Start(parent.digest, parent.weights()) if parent else None,
                description=Description(data=sources_of(usable)),
                progress=_epochs(progress),
            )
        bundle = archive.open_model(name)
        current, indexed = adopt(archive, bundle, progress=progress)
    report = report_on(bundle, data, left_out=dict(left_out), current=current, indexed=indexed)
    if parent is None:
        return report
    return report.model_copy(update={"transfer": compare(archive, parent, bundle, data, progress=progress)})


def _check_enough(count: int, technique: Technique, chosen: TrainOptions) -> None:
    if count < FEWEST:
        raise ModelError(
            f"{count} {technique.value} spectra of the tiers {', '.join(chosen.tiers)} can be used, "
            f"expected {FEWEST} or more",
            where=f"train {technique.value}",
            remedy="Ingest more, with a --tier that may be trained on, or say --tiers.",
        )


def _parent(archive: Archive, technique: Technique, chosen: TrainOptions) -> Bundle | None:
    """The model to go on from.

    Raises:
        UsageError: It is of another technique, or what it fixes was said as well.
    """
    if chosen.start is None:
        if chosen.freeze:
            raise UsageError(
                "only a model that is gone on from can be frozen", where="--freeze without --from"
            )
        return None
    parent = archive.open_model(chosen.start)
    if parent.card.technique is not technique:
        raise UsageError(
            f"{chosen.start} is for {parent.card.technique.value}", where=f"--from {chosen.start}"
        )
    if chosen.window is not None or chosen.network is not None:
        raise UsageError(
            "a model that is gone on from keeps its window and its form", where=f"--from {chosen.start}"
        )
    return parent


def _settings(technique: Technique, chosen: TrainOptions, parent: Bundle | None) -> VaeSettings:
    if chosen.network is not None:
        return chosen.network
    said: dict[str, object] = {"seed": chosen.seed}
    if chosen.max_epochs is not None:
        said |= {"max_epochs": chosen.max_epochs}
    if parent is not None:
        rate = 0.0 if chosen.freeze else TRANSFER_RATE
        return parent.card.architecture.model_copy(update={**TRANSFER, "encoder_rate": rate, **said})
    settings = default_network(technique)
    level = min(settings.level_dim, chosen.latent_dim // 4)
    return settings.model_copy(update={**said, "latent_dim": chosen.latent_dim, "level_dim": level})


def _epochs(progress: Progress) -> Callable[[int, int, ElboTerms], None]:
    def told(epoch: int, most: int, terms: ElboTerms) -> None:
        progress("training epochs", epoch, most)

    return told
