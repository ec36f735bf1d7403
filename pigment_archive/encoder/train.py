"""Make a model from prepared spectra: split, fit, measure, and write the bundle."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import save

from pigment_archive import __version__
from pigment_archive.encoder.architecture import VaeSettings
from pigment_archive.encoder.bundle import CARD, GOLDEN, RECIPE, SPLIT, WEIGHTS, Bundle
from pigment_archive.encoder.bundle_writer import write_bundle
from pigment_archive.encoder.card import Card, Counts, Description, Metrics, PerPart, TrainingFacts
from pigment_archive.encoder.course import Labelled
from pigment_archive.encoder.forward import Network
from pigment_archive.encoder.golden import golden_bytes
from pigment_archive.encoder.split import Part, split_by_group
from pigment_archive.encoder.split_table import split_bytes
from pigment_archive.encoder.training import Fit, Progress, fit
from pigment_archive.errors import ModelMismatch
from pigment_archive.preprocessing import Recipe
from pigment_archive.records import Tier

ACTIVE_VARIANCE = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class TrainingSet:
    """Prepared spectra and what training must know about each; all of one length n.

    Attributes:
        prepared: float64 (n, g), values on the recipe's grid.
        records: Record ids.
        groups: Sample or object of each; a group is never divided between parts of the split.
        fingerprints: `Spectrum.fingerprint` of each; equal spectra are never divided either.
        labels: What each is, by which spectra are drawn together; None where it is not named.
        label: The fact the labels are, `material` as a rule.
        collections: Collection of each.
        tiers: Tier of each.
    """

    prepared: npt.NDArray[np.float64]
    records: Sequence[str]
    groups: Sequence[str]
    fingerprints: Sequence[str]
    labels: Sequence[str | None]
    label: str
    collections: Sequence[str]
    tiers: Sequence[Tier]

    def ordered(self) -> TrainingSet:
        """The same set in the order of the fingerprints: record ids are random, contents are not."""
        order = sorted(range(len(self.records)), key=lambda row: (self.fingerprints[row], self.groups[row]))
        return TrainingSet(
            prepared=self.prepared[order],
            records=[self.records[row] for row in order],
            groups=[self.groups[row] for row in order],
            fingerprints=[self.fingerprints[row] for row in order],
            labels=[self.labels[row] for row in order],
            label=self.label,
            collections=[self.collections[row] for row in order],
            tiers=[self.tiers[row] for row in order],
        )

    def labelled(self, parts: Sequence[Part], wanted: Part) -> Labelled:
        """The spectra of one part of the split."""
        rows = [row for row, part in enumerate(parts) if part is wanted]
        return Labelled(
            self.prepared[rows], [self.labels[row] for row in rows], [self.groups[row] for row in rows]
        )


@dataclass(frozen=True, slots=True)
class Start:
    """The model that a training goes on from.

    Attributes:
        digest: Digest of its bundle, noted on the new card.
        weights: Its tensors; recipe and shape of the network are the same.
    """

    digest: str
    weights: Mapping[str, npt.NDArray[np.float32]]


def train_model(
    data: TrainingSet,
    *,
    recipe: Recipe,
    settings: VaeSettings,
    name: str,
    into: Path,
    start: Start | None = None,
    description: Description | None = None,
    progress: Progress | None = None,
) -> Bundle:
    """Train one model version and write its bundle to `into / name`.

    The result depends on the contents of the set and the seed, not on order or record ids.

    Args:
        data: What to learn from.
        recipe: The recipe the spectra were prepared with.
        settings: Shape of the network and schedule.
        name: Name of the model version, as `Catalogue.next_name` gives it.
        into: The directory of the models.
        start: The model to go on from; the principal components if None.
        description: What people say of it, for the card.
        progress: Told about every epoch.

    Returns:
        The bundle as read back and checked.

    Raises:
        ModelError: Too few samples to split, the training diverged, or the version exists.
        ModelMismatch: The spectra are not on the recipe's grid.
        WriteFailed: The bundle could not be written.
    """
    if data.prepared.shape != (len(data.records), recipe.resample.points):
        raise ModelMismatch(
            f"spectra of shape {data.prepared.shape} do not fit recipe {recipe.id}", where=name
        )
    data = data.ordered()
    parts = split_by_group(
        data.groups, data.fingerprints, data.labels, seed=settings.seed, fold=settings.fold
    )
    training, validation = (data.labelled(parts, part) for part in (Part.TRAINING, Part.VALIDATION))
    fitted = fit(training, validation, settings, start=start.weights if start else None, progress=progress)
    network = Network(fitted.weights, settings)
    files = _files(data, parts, recipe, fitted, network)
    rows = {part: data.prepared[[member is part for member in parts]] for part in Part}
    card = Card(
        model=name,
        technique=recipe.technique,
        window=recipe.window,
        recipe=recipe.id,
        architecture=settings,
        training=_facts(data, rows, fitted),
        metrics=measure(network, rows),
        publishable=set(data.tiers) == {Tier.OPEN},
        description=description or Description(),
        derived_from=start.digest if start else None,
        created_at=datetime.now(UTC),
        sha256={file: hashlib.sha256(content).hexdigest() for file, content in files.items()},
    )
    write_bundle(into / name, {**files, CARD: card.model_dump_json(indent=2).encode()})
    return Bundle.open(into / name)


def measure(network: Network, rows: dict[Part, npt.NDArray[np.float64]]) -> Metrics:
    """Reconstruction error, data variance and active dimensions of a network on the parts of a split."""

    def error(spectra: npt.NDArray[np.float64]) -> float:
        return float(((network.decode(network.encode(spectra).mean) - spectra) ** 2).mean())

    def variance(spectra: npt.NDArray[np.float64]) -> float:
        return float(spectra.var(axis=0).mean())

    activity = network.encode(rows[Part.TRAINING]).mean.var(axis=0)
    return Metrics(
        reconstruction_mse=_per_part(error, rows),
        data_variance=_per_part(variance, rows),
        active_dimensions=int((activity > ACTIVE_VARIANCE).sum()),
    )


def _files(
    data: TrainingSet, parts: Sequence[Part], recipe: Recipe, fitted: Fit, network: Network
) -> dict[str, bytes]:
    """Every file of the bundle but its card."""
    return {
        RECIPE: recipe.model_dump_json(indent=2).encode(),
        WEIGHTS: save(fitted.weights),
        GOLDEN: golden_bytes(network),
        SPLIT: split_bytes(data.fingerprints, data.groups, parts),
    }


def _per_part(
    number: Callable[[npt.NDArray[np.float64]], float], rows: dict[Part, npt.NDArray[np.float64]]
) -> PerPart:
    return PerPart(
        **{part.value: number(spectra) if len(spectra) else None for part, spectra in rows.items()}
    )


def _facts(data: TrainingSet, rows: dict[Part, npt.NDArray[np.float64]], fitted: Fit) -> TrainingFacts:
    return TrainingFacts(
        spectra=Counts(**{part.value: len(spectra) for part, spectra in rows.items()}),
        groups=len(set(data.groups)),
        labels=data.label,
        collections=tuple(sorted(set(data.collections))),
        tiers=tuple(sorted(set(data.tiers))),
        torch=str(torch.__version__),
        numpy=np.__version__,
        software=__version__,
        seconds=round(fitted.seconds, 3),
        best_epoch=fitted.best_epoch,
        log=fitted.log,
    )
