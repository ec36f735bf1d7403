"""The course of a training: same seed, same weights; what is frozen stays; when it stops or fails."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from pigment_archive.encoder import ElboTerms, VaeSettings
from pigment_archive.encoder.course import Labelled
from pigment_archive.encoder.training import fit
from pigment_archive.errors import ModelError
from tests.unit.encoder.conftest import SETTINGS, synthetic_set

PLAIN = VaeSettings(latent_dim=2, hidden=(16,), max_epochs=6, batch_size=8, dropout=0.2)
SMALL = SETTINGS.model_copy(update={"max_epochs": 4})
BOTH = pytest.mark.parametrize("settings", [PLAIN, SMALL], ids=["plain", "contrast"])


def some(samples: slice, *, named: bool = True) -> Labelled:
    """Synthetic spectra of six materials; the samples that were asked for."""
    data = synthetic_set(minerals=6, samples=4, repeats=2)
    rows = [
        row for row, group in enumerate(data.groups) if int(group.partition("-s")[2]) in range(4)[samples]
    ]
    labels = [data.labels[row] if named else None for row in rows]
    return Labelled(data.prepared[rows], labels, [data.groups[row] for row in rows])


TRAINING, VALIDATION = some(slice(0, 3)), some(slice(3, 4))


@BOTH
def test_training_twice_gives_the_same_weights_and_another_seed_does_not(settings: VaeSettings) -> None:
    first, second = (fit(TRAINING, VALIDATION, settings) for _ in range(2))
    other = fit(TRAINING, VALIDATION, settings.model_copy(update={"seed": 1}))
    for name, tensor in first.weights.items():
        assert tensor.tobytes() == second.weights[name].tobytes()
        assert tensor.tobytes() != other.weights[name].tobytes()
    assert first.log == second.log


@BOTH
def test_training_leaves_the_state_of_torch_alone(settings: VaeSettings) -> None:
    state, threads = torch.random.get_rng_state(), torch.get_num_threads()
    fit(TRAINING, VALIDATION, settings)
    assert torch.equal(torch.random.get_rng_state(), state)
    assert torch.get_num_threads() == threads


def test_a_frozen_encoder_stays_and_the_rest_moves() -> None:
    start = fit(TRAINING, VALIDATION, SMALL.model_copy(update={"max_epochs": 1})).weights
    frozen, free = (
        fit(TRAINING, VALIDATION, SMALL.model_copy(update={"encoder_rate": rate}), start=start).weights
        for rate in (0.0, 0.5)
    )
    encoding = {f"{layer}.{kind}" for layer in ("mean", "level") for kind in ("weight", "bias")}
    assert {name for name in start if frozen[name].tobytes() == start[name].tobytes()} == encoding
    for name in encoding - {"level.weight", "level.bias"}:
        assert free[name].tobytes() != start[name].tobytes()


@pytest.mark.parametrize("epochs", range(1, 13))
def test_any_number_of_steps_can_be_gone(epochs: int) -> None:
    """One batch an epoch: the rise and fall of the learning rate has as many steps as epochs."""
    settings = SMALL.model_copy(update={"max_epochs": epochs, "batch_size": 4096, "augmentation": None})
    few = Labelled(TRAINING.prepared[::3], TRAINING.labels[::3], TRAINING.groups[::3])
    assert len(fit(few, VALIDATION, settings).log) == epochs


def test_training_draws_what_was_seen_better_than_the_start() -> None:
    losses = [epoch.validation for epoch in fit(TRAINING, VALIDATION, SETTINGS).log]
    assert min(loss.total for loss in losses[1:]) < losses[0].total


def test_materials_are_told_apart_by_their_labels() -> None:
    """In validation the contrastive term counts for spectra with a label of the training part alone."""
    settings = SMALL.model_copy(update={"temperature": 0.5})
    named = fit(TRAINING, VALIDATION, settings).log[-1]
    assert named.validation.contrastive > 0
    assert named.training.contrastive > 0
    unnamed = fit(TRAINING, some(slice(3, 4), named=False), settings).log[-1]
    assert unnamed.validation.contrastive == 0
    assert fit(some(slice(0, 3), named=False), VALIDATION, settings).log[-1].validation.contrastive == 0
    switched_off = fit(TRAINING, VALIDATION, settings.model_copy(update={"contrastive": 0.0})).log[-1]
    assert switched_off.training.contrastive == switched_off.validation.contrastive == 0


def test_the_total_is_the_sum_of_the_terms() -> None:
    settings = SMALL.model_copy(update={"reconstruction": 2.0, "contrastive": 0.5, "beta": 0.01})
    for epoch in fit(TRAINING, VALIDATION, settings).log:
        for terms in (epoch.training, epoch.validation):
            drawn = 2.0 * (terms.reconstruction + 0.01 * terms.kl)
            assert terms.total == pytest.approx(drawn + 0.5 * terms.contrastive, rel=1e-5)


def test_it_stops_early_and_keeps_the_weights_of_the_best_epoch() -> None:
    """A step size that is far too large, so that it gets worse before it gets better."""
    settings = PLAIN.model_copy(update={"max_epochs": 400, "patience": 5, "learning_rate": 0.05})
    fitted = fit(TRAINING, VALIDATION, settings)
    losses = [epoch.validation.total for epoch in fitted.log]
    assert len(losses) == fitted.best_epoch + 5 < 400
    assert losses[fitted.best_epoch - 1] == min(losses)


def test_progress_is_told_of_every_epoch() -> None:
    events: list[tuple[int, int, ElboTerms]] = []
    fitted = fit(TRAINING, VALIDATION, PLAIN, progress=lambda *event: events.append(event))
    assert events == [(epoch.epoch, 6, epoch.validation) for epoch in fitted.log]


def test_a_training_that_diverges_says_so() -> None:
    huge = Labelled(TRAINING.prepared * 1e30, TRAINING.labels, TRAINING.groups)
    with pytest.raises(ModelError, match="finite"):
        fit(huge, VALIDATION, PLAIN)


def test_spectra_without_any_label_can_be_learned_from() -> None:
    fitted = fit(some(slice(0, 3), named=False), some(slice(3, 4), named=False), SMALL)
    assert all(np.isfinite(tensor).all() for tensor in fitted.weights.values())
