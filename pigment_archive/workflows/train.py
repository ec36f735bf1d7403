"""Train an encoder on the stored records of a technique, measure it on unseen samples, build its index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.encoder import ElboTerms, VaeSettings
from pigment_archive.encoder.train import TrainingSet, train_model
from pigment_archive.errors import ModelError, UsageError
from pigment_archive.preprocessing import default_recipe
from pigment_archive.records import Technique, Tier
from pigment_archive.storage.models import staging_model
from pigment_archive.workflows.indexing import catch_up
from pigment_archive.workflows.options import Options
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.train_report import TrainReport, report_on
from pigment_archive.workflows.usable import Usable, gather, prepared_values

FEWEST: Final = 20


class TrainOptions(Options):
    """How to train."""

    tiers: tuple[Tier, ...] = Field((Tier.OPEN,), min_length=1, description="Tiers to train on.")
    window: tuple[float, float] | None = Field(None, description="Window in the axis unit.")
    network: VaeSettings = Field(VaeSettings(), description="Shape of the network and how it is trained.")


def tiers_of(text: str) -> tuple[Tier, ...]:
    """The tiers that a list with commas names.

    Raises:
        UsageError: One of them is no tier.
    """
    try:
        return tuple(Tier(part.strip()) for part in text.split(","))
    except ValueError as cause:
        raise UsageError(f"the tiers are {', '.join(Tier)}", where=f"--tiers {text}") from cause


def _technique(word: Technique | str) -> Technique:
    try:
        return Technique(word)
    except ValueError as cause:
        raise UsageError(f"the techniques are {', '.join(Technique)}", where=f"technique {word}") from cause


def window_of(text: str) -> tuple[float, float]:
    """The window that LO:HI says, in the axis unit.

    Raises:
        UsageError: It is not two numbers, the first smaller.
    """
    try:
        low, high = (float(part) for part in text.split(":"))
    except ValueError as cause:
        raise UsageError("expected LO:HI, for example 350:2500", where=f"--window {text}") from cause
    if not 0 <= low < high:
        raise UsageError("the first number must be the smaller one", where=f"--window {text}")
    return low, high


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
        options: How; from Python also as keywords: `network=VaeSettings(latent_dim=32)`.
        progress: Told about records read and epochs.

    Raises:
        UsageError: There is no such technique, or the window does not rise.
        ModelError: Fewer than 20 usable spectra, too few samples to split, or the training diverged.
        ArchiveLocked: Another process is writing.
    """
    chosen, wanted = options or TrainOptions.of(**said), _technique(technique)
    recipe = default_recipe(wanted, chosen.window)
    with archive.writing():
        usable, left_out = gather(archive, recipe, chosen.tiers, progress=progress)
        if len(usable) < FEWEST:
            raise ModelError(
                f"{len(usable)} {wanted.value} spectra of the tiers "
                f"{', '.join(chosen.tiers)} can be used, expected {FEWEST} or more",
                where=f"train {wanted.value}",
                remedy="Ingest more, with a --tier that may be trained on, or say --tiers.",
            )
        data = _training_set(usable)
        name = archive.next_model(wanted, chosen.window)
        with staging_model(archive.root, name) as folder:
            train_model(
                data,
                recipe=recipe,
                settings=chosen.network,
                name=name,
                into=folder,
                progress=_epochs(progress),
            )
        bundle = archive.open_model(name)
        catch_up(archive, [bundle.name], progress=progress)
        current = wanted not in archive.description.models
        if current:
            archive.promote(bundle)
        with archive.indexes_for_reading(Tier, bundle) as indexes:
            indexed = sum(index.count() for index in indexes)
    return report_on(bundle, data, left_out=dict(left_out), current=current, indexed=indexed)


def _training_set(usable: list[Usable]) -> TrainingSet:
    return TrainingSet(
        prepared=prepared_values(usable),
        records=[one.record for one in usable],
        groups=[one.group for one in usable],
        fingerprints=[one.fingerprint for one in usable],
        materials=[one.material for one in usable],
        collections=[one.collection for one in usable],
        tiers=[one.tier for one in usable],
    )


def _epochs(progress: Progress) -> Callable[[int, int, ElboTerms], None]:
    def told(epoch: int, most: int, terms: ElboTerms) -> None:
        progress("training epochs", epoch, most)

    return told
