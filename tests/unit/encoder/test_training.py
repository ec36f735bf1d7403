from __future__ import annotations

import numpy as np
import pytest
import torch

from pigment_archive.encoder import ElboTerms, VaeSettings
from pigment_archive.encoder.loss import negative_elbo
from pigment_archive.encoder.network import Pass
from pigment_archive.encoder.training import fit
from pigment_archive.errors import ModelError

SMALL = VaeSettings(latent_dim=2, hidden=(16,), max_epochs=6, batch_size=8, dropout=0.2)


def rows(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((count, 12))


def test_the_loss_is_the_negative_elbo_term_by_term() -> None:
    prepared = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
    output = Pass(
        reconstruction=torch.tensor([[0.0, 0.0], [0.5, 0.5]]),
        mean=torch.tensor([[1.0], [-1.0]]),
        log_variance=torch.tensor([[0.0], [np.log(2.0)]]),
    )
    kl = 0.5 * (1.0 + (1.0 + 2.0 - 1.0 - np.log(2.0))) / 2
    for reduction, reconstruction in (("sum", 0.75), ("mean", 0.375)):
        loss, terms = negative_elbo(prepared, output, beta=0.1, reduction=reduction)
        assert terms.reconstruction == pytest.approx(reconstruction)
        assert terms.kl == pytest.approx(kl)
        assert loss.item() == pytest.approx(terms.total) == pytest.approx(reconstruction + 0.1 * kl)


def test_training_twice_gives_the_same_weights_and_another_seed_does_not() -> None:
    first, second = (fit(rows(40, 0), rows(10, 1), SMALL) for _ in range(2))
    other = fit(rows(40, 0), rows(10, 1), SMALL.model_copy(update={"seed": 1}))
    for name, tensor in first.weights.items():
        assert tensor.tobytes() == second.weights[name].tobytes()
        assert tensor.tobytes() != other.weights[name].tobytes()
    assert first.log == second.log


def test_training_leaves_the_state_of_torch_alone() -> None:
    state, threads = torch.random.get_rng_state(), torch.get_num_threads()
    fit(rows(40, 0), rows(10, 1), SMALL)
    assert torch.equal(torch.random.get_rng_state(), state)
    assert torch.get_num_threads() == threads


def test_it_stops_early_and_keeps_the_weights_of_the_best_epoch() -> None:
    settings = SMALL.model_copy(update={"max_epochs": 500, "patience": 5, "learning_rate": 0.02})
    fitted = fit(rows(40, 0), rows(10, 1), settings)
    losses = [epoch.validation.total for epoch in fitted.log]
    assert len(losses) == fitted.best_epoch + 5 < 500
    assert losses[fitted.best_epoch - 1] == min(losses)
    shortened = fit(rows(40, 0), rows(10, 1), settings.model_copy(update={"max_epochs": fitted.best_epoch}))
    assert all(
        shortened.weights[name].tobytes() == tensor.tobytes() for name, tensor in fitted.weights.items()
    )


def test_progress_is_told_of_every_epoch() -> None:
    told: list[tuple[int, int, ElboTerms]] = []
    fitted = fit(rows(40, 0), rows(10, 1), SMALL, progress=lambda *event: told.append(event))
    assert told == [(epoch.epoch, 6, epoch.validation) for epoch in fitted.log]


def test_a_training_that_diverges_says_so() -> None:
    with pytest.raises(ModelError, match="finite"):
        fit(rows(40, 0) * 1e30, rows(10, 1), SMALL)
