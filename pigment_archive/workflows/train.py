"""Train an encoder on the stored records of a technique, measure it on unseen samples, build its index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle, ElboTerms, VaeSettings
from pigment_archive.encoder.split import Part
from pigment_archive.encoder.split_table import read_split
from pigment_archive.encoder.train import TrainingSet, train_model
from pigment_archive.errors import ModelError, ModelMismatch, QualityError, UsageError
from pigment_archive.evaluation import (
    GateReport,
    RetrievalReport,
    latent_gate,
    leave_one_sample_out,
    without_relabelled_duplicates,
)
from pigment_archive.preprocessing import Recipe, default_recipe
from pigment_archive.records import Record, Status, Technique, Tier
from pigment_archive.storage.ledger import Event
from pigment_archive.workflows.indexing import catch_up
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reports import Report

FEWEST: Final = 20


class TrainOptions(BaseModel):
    """How to train."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tiers: tuple[Tier, ...] = Field((Tier.OPEN,), min_length=1, description="Tiers to train on.")
    window: tuple[float, float] | None = Field(None, description="Window in the axis unit.")
    latent_dim: int = Field(64, ge=2, le=128, description="Dimensions of the latent space.")
    seed: int = Field(0, ge=0, description="Seed of split, weights and order.")
    max_epochs: int | None = Field(None, ge=1, description="Most passes over the data; None: the default.")


class TrainReport(Report):
    """What was made and how good it is on samples it has never seen."""

    model: str = Field(description="Model version.")
    current: bool = Field(description="True if it is now the current model of its technique.")
    spectra: int = Field(description="Spectra it was trained, validated and tested on.")
    left_out: dict[str, int] = Field(description="Records not used, with the code of the reason.")
    epochs: int = Field(description="Epochs run.")
    seconds: float = Field(description="Wall time of the training in s.")
    latent_dim: int = Field(description="Dimensions of the latent space.")
    active_dimensions: int = Field(description="Latent dimensions that vary over the training part.")
    test_mse: float = Field(description="Reconstruction MSE on unseen samples, prepared units.")
    test_variance: float = Field(description="Variance of the unseen samples' spectra, prepared units.")
    latent: RetrievalReport | None = Field(
        description="Leave-one-sample-out retrieval of unseen samples by latent; null if none can be asked."
    )
    spectrum: RetrievalReport | None = Field(description="The same by cosine of the prepared spectra.")
    gate: GateReport | None = Field(description="Verdict on the two together; null without retrieval.")
    indexed: int = Field(description="Records in the model's indexes.")

    def lines(self) -> list[str]:
        """The report for people."""
        said = [
            f"{self.model}: trained on {self.spectra} spectra in {self.epochs} epochs, {self.seconds:.1f} s"
            + ("; now current" if self.current else "; archive models promote makes it current"),
            f"active latent dimensions: {self.active_dimensions} of {self.latent_dim}",
            f"unseen samples: reconstruction MSE {self.test_mse:.2e}, "
            f"{self.test_mse / self.test_variance:.3f} of their variance",
        ]
        for name, report in (("latent", self.latent), ("spectrum cosine", self.spectrum)):
            if report is not None:
                shares = ", ".join(f"top-{k} {share:.1%}" for k, share in report.top.items())
                said.append(f"unseen samples by {name}: {shares} ({report.queries} queries)")
        if self.gate is not None:
            said += [f"below the gate: {failure}" for failure in self.gate.failures]
        said.append(f"indexed {self.indexed} records")
        return said


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


@dataclass(frozen=True, eq=False)
class _Usable:
    """One record that can be trained on; `group` is its object, else its sample, else itself."""

    record: str
    values: npt.NDArray[np.float64]
    group: str
    fingerprint: str
    collection: str
    tier: Tier
    material: str | None


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
        options: How; from Python also as keywords: `latent_dim=32`.
        progress: Told about records read and epochs.

    Raises:
        ModelError: Fewer than 20 usable spectra, too few samples to split, or the training diverged.
        ArchiveLocked: Another process is writing.
    """
    chosen, wanted = options or TrainOptions.model_validate(said), Technique(technique)
    recipe = default_recipe(wanted, chosen.window)
    with archive.writing():
        usable, left_out = _gather(archive, recipe, chosen, progress)
        if len(usable) < FEWEST:
            raise ModelError(
                f"{len(usable)} {wanted.value} spectra of the tiers "
                f"{', '.join(chosen.tiers)} can be used, expected {FEWEST} or more",
                where=f"train {wanted.value}",
                remedy="Ingest more, with a --tier that may be trained on, or say --tiers.",
            )
        data = _training_set(usable)
        bundle = train_model(
            data,
            recipe=recipe,
            settings=_settings(chosen),
            name=archive.models.next_name(wanted, chosen.window),
            into=archive.models.directory,
            progress=_epochs(progress),
        )
        archive.ledger.append(Event.MODEL_ADDED, bundle.name, bundle.digest)
        current = wanted not in archive.description.models
        if current:
            archive.promote(bundle)
        catch_up(archive, [bundle.name], progress=progress)
        with archive.indexes_for_reading(Tier, bundle) as indexes:
            indexed = sum(index.count() for index in indexes)
    measured = _measure(bundle, data, {one.record: one.material for one in usable})
    return _report(bundle, measured, dict(left_out), current=current, indexed=indexed)


def _settings(options: TrainOptions) -> VaeSettings:
    settings = VaeSettings(latent_dim=options.latent_dim, seed=options.seed)
    return settings.model_copy(update={"max_epochs": options.max_epochs}) if options.max_epochs else settings


def _gather(
    archive: Archive, recipe: Recipe, options: TrainOptions, progress: Progress
) -> tuple[list[_Usable], Counter[str]]:
    usable: list[_Usable] = []
    left_out: Counter[str] = Counter()
    for accession in archive.accessions.ids():
        if archive.accessions.tier(accession) not in options.tiers:
            continue
        for record in archive.accessions.read(accession):
            if record.technique is not recipe.technique or record.status is not Status.ACTIVE:
                continue
            try:
                usable.append(_usable(record, recipe.prepare(record.spectrum).values))
            except (QualityError, ModelMismatch) as refusal:
                left_out[refusal.code] += 1
            progress("preparing", len(usable), None)
    return usable, left_out


def _usable(record: Record, values: npt.NDArray[np.float64]) -> _Usable:
    facts = record.facts
    return _Usable(
        record=record.record,
        values=values,
        group=facts.object.name or facts.sample.name or record.record,
        fingerprint=record.spectrum.fingerprint(),
        collection=record.collection,
        tier=record.rights.tier,
        material=facts.material.name,
    )


def _training_set(usable: list[_Usable]) -> TrainingSet:
    return TrainingSet(
        prepared=np.stack([one.values for one in usable]),
        records=[one.record for one in usable],
        groups=[one.group for one in usable],
        fingerprints=[one.fingerprint for one in usable],
        collections=[one.collection for one in usable],
        tiers=[one.tier for one in usable],
    )


@dataclass(frozen=True)
class _Measured:
    latent: RetrievalReport | None
    spectrum: RetrievalReport | None


def _measure(bundle: Bundle, data: TrainingSet, materials: dict[str, str | None]) -> _Measured:
    """Retrieval of the test part among everything else; without what names no material or names two."""
    split = read_split(bundle.path)
    named = [i for i, record in enumerate(data.records) if materials[record] is not None]
    names = [str(materials[data.records[i]]) for i in named]
    keep = without_relabelled_duplicates([data.fingerprints[i] for i in named], names)
    rows = [i for i, kept in zip(named, keep, strict=True) if kept]
    names = [str(materials[data.records[i]]) for i in rows]
    groups = [data.groups[i] for i in rows]
    unseen = np.array([split[data.records[i]] is Part.TEST for i in rows], dtype=bool)
    try:
        latents = bundle.encode(data.prepared[rows]).mean
        return _Measured(
            leave_one_sample_out(latents, names, groups, queries=unseen),
            leave_one_sample_out(data.prepared[rows], names, groups, queries=unseen, metric="cosine"),
        )
    except UsageError:
        return _Measured(None, None)


def _report(
    bundle: Bundle, measured: _Measured, left_out: dict[str, int], *, current: bool, indexed: int
) -> TrainReport:
    facts, metrics = bundle.card.training, bundle.card.metrics
    mse, variance = metrics.reconstruction_mse.test, metrics.data_variance.test
    gate = None
    if measured.latent is not None:
        gate = latent_gate(top_1=measured.latent.top[1], reconstruction_mse=mse, data_variance=variance)
    return TrainReport(
        model=bundle.name,
        current=current,
        spectra=facts.spectra.training + facts.spectra.validation + facts.spectra.test,
        left_out=left_out,
        epochs=len(facts.log),
        seconds=facts.seconds,
        latent_dim=bundle.card.architecture.latent_dim,
        active_dimensions=metrics.active_dimensions,
        test_mse=mse,
        test_variance=variance,
        latent=measured.latent,
        spectrum=measured.spectrum,
        gate=gate,
        indexed=indexed,
    )


def _epochs(progress: Progress) -> Callable[[int, int, ElboTerms], None]:
    def told(epoch: int, most: int, terms: ElboTerms) -> None:
        progress("training epochs", epoch, most)

    return told
