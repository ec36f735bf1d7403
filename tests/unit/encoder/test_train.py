from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.encoder import Bundle, VaeSettings
from pigment_archive.encoder.split import Part
from pigment_archive.encoder.split_table import read_split
from pigment_archive.encoder.train import Start, TrainingSet, train_model
from pigment_archive.errors import CorruptModel, ModelError, ModelMismatch, WriteFailed
from pigment_archive.preprocessing import default_recipe
from pigment_archive.records import Technique, Tier
from tests.unit.encoder.conftest import SETTINGS, small_recipe

BRIEF = SETTINGS.model_copy(update={"max_epochs": 2})
WEIGHTS = "weights.safetensors"


def train(data: TrainingSet, into: Path, settings: VaeSettings = BRIEF) -> Bundle:
    return train_model(data, recipe=small_recipe(), settings=settings, name="raman-1", into=into)


def test_a_trained_model_is_alive(bundle: Bundle) -> None:
    metrics = bundle.card.metrics
    assert metrics.reconstruction_mse.test < 0.25 * metrics.data_variance.test
    assert metrics.active_dimensions >= 4


def test_a_beta_that_drowns_the_data_collapses_the_latent_space(
    training_set: TrainingSet, tmp_path: Path
) -> None:
    """The negative control of the test above."""
    settings = VaeSettings(latent_dim=8, hidden=(64, 32), max_epochs=30, batch_size=32, beta=10.0)
    metrics = train(training_set, tmp_path, settings).card.metrics
    assert metrics.active_dimensions == 0
    assert metrics.reconstruction_mse.test > 0.9 * metrics.data_variance.test


def test_the_card_says_what_the_model_was_made_from(bundle: Bundle, training_set: TrainingSet) -> None:
    card = bundle.card
    count = len(training_set.records)
    assert (card.model, card.technique, card.recipe) == ("raman-1", Technique.RAMAN, small_recipe().id)
    assert card.training.groups == 72
    assert card.training.spectra.total == count
    assert (card.training.collections, card.training.tiers) == (("synthetic",), (Tier.OPEN,))
    assert len(card.training.log) >= card.training.best_epoch >= 1
    assert (card.training.labels, card.derived_from) == ("material", None)
    assert card.publishable


def test_one_sealed_spectrum_makes_the_model_unpublishable(training_set: TrainingSet, tmp_path: Path) -> None:
    tiers = [Tier.SEALED, *training_set.tiers[1:]]
    assert not train(replace(training_set, tiers=tiers), tmp_path).card.publishable


def test_the_weights_depend_on_the_contents_not_on_order_or_ids(
    training_set: TrainingSet, tmp_path: Path
) -> None:
    back = np.arange(len(training_set.records))[::-1]
    turned = TrainingSet(
        prepared=training_set.prepared[back],
        records=[f"other-{row}" for row in back],
        groups=[training_set.groups[row] for row in back],
        fingerprints=[training_set.fingerprints[row] for row in back],
        labels=[training_set.labels[row] for row in back],
        label=training_set.label,
        collections=training_set.collections,
        tiers=training_set.tiers,
    )
    first, second = train(training_set, tmp_path / "a"), train(turned, tmp_path / "b")
    assert first.card.sha256[WEIGHTS] == second.card.sha256[WEIGHTS]
    assert first.card.metrics == second.card.metrics


def test_trained_twice_the_weights_are_the_same_and_with_another_seed_others(
    training_set: TrainingSet, tmp_path: Path
) -> None:
    other = BRIEF.model_copy(update={"seed": 1})
    digests = [
        train(training_set, tmp_path / folder, settings).card.sha256[WEIGHTS]
        for folder, settings in (("a", BRIEF), ("b", BRIEF), ("c", other))
    ]
    assert digests[0] == digests[1] != digests[2]


def test_a_model_that_goes_on_says_from_which_and_a_frozen_one_keeps_its_latents(
    bundle: Bundle, training_set: TrainingSet, tmp_path: Path
) -> None:
    def gone_on(rate: float) -> Bundle:
        return train_model(
            training_set,
            recipe=small_recipe(),
            settings=BRIEF.model_copy(update={"encoder_rate": rate}),
            name="raman-2",
            into=tmp_path / f"{rate}",
            start=Start(bundle.digest, bundle.weights()),
        )

    frozen, free = gone_on(0.0), gone_on(1.0)
    assert frozen.card.derived_from == free.card.derived_from == bundle.digest
    before = bundle.encode(training_set.prepared).mean
    assert frozen.encode(training_set.prepared).mean.tobytes() == before.tobytes()
    assert free.encode(training_set.prepared).mean.tobytes() != before.tobytes()


def test_the_split_is_kept_with_the_model(bundle: Bundle, training_set: TrainingSet) -> None:
    split = read_split(bundle.path)
    assert set(split) == set(training_set.fingerprints)
    counts = bundle.card.training.spectra
    assert list(split.values()).count(Part.TEST) == counts.test
    by_group: dict[str, set[Part]] = {}
    for fingerprint, group in zip(training_set.fingerprints, training_set.groups, strict=True):
        by_group.setdefault(group, set()).add(split[fingerprint])
    assert all(len(parts) == 1 for parts in by_group.values())


def test_an_unreadable_split_names_itself(tmp_path: Path) -> None:
    (tmp_path / "split.parquet").write_bytes(b"nothing")
    with pytest.raises(CorruptModel, match=r"split\.parquet"):
        read_split(tmp_path)


def test_a_version_is_never_overwritten(training_set: TrainingSet, bundle: Bundle) -> None:
    with pytest.raises(ModelError, match="exists"):
        train(training_set, bundle.path.parent)
    assert Bundle.open(bundle.path, expected_digest=bundle.digest).digest == bundle.digest


def test_spectra_off_the_grid_are_refused_before_training(training_set: TrainingSet, tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch):
        train_model(
            training_set,
            recipe=default_recipe(Technique.RAMAN),
            settings=BRIEF,
            name="raman-1",
            into=tmp_path,
        )


def test_a_full_disk_leaves_nothing_behind(
    training_set: TrainingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pigment_archive.encoder.bundle_writer.os.fsync", full)
    with pytest.raises(WriteFailed, match="No space left"):
        train(training_set, tmp_path)
    assert list(tmp_path.iterdir()) == []
