"""Fit the network: Adam on the training part, stopped early by the validation part."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from pigment_archive.encoder.architecture import VaeSettings
from pigment_archive.encoder.card import Epoch
from pigment_archive.encoder.loss import ElboTerms, negative_elbo
from pigment_archive.encoder.network import Vae
from pigment_archive.errors import ModelError

Progress = Callable[[int, int, ElboTerms], None]
"""Called after every epoch with its number, the most there can be, and the validation terms."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The outcome of a training: float32 tensors of the best epoch, and how it went.

    Attributes:
        weights: Tensors named as in `architecture.tensor_shapes`.
        log: Loss terms of every epoch.
        best_epoch: The epoch the weights are of, from 1.
        seconds: Wall time.
    """

    weights: dict[str, npt.NDArray[np.float32]]
    log: tuple[Epoch, ...]
    best_epoch: int
    seconds: float


def fit(
    training: npt.NDArray[np.float64],
    validation: npt.NDArray[np.float64],
    settings: VaeSettings,
    *,
    progress: Progress | None = None,
) -> Fit:
    """Train a variational autoencoder on prepared spectra.

    The same data in the same order, settings and machine give the same weights. Torch's random state
    and number of threads are left as they were.

    Args:
        training: float64 (n, g), what Adam sees.
        validation: float64 (v, g), what decides when to stop; other samples than the training part's.
        settings: Shape and schedule.
        progress: Told about every epoch.

    Raises:
        ModelError: The loss became infinite or not a number.
    """
    started = time.perf_counter()
    train_rows, validation_rows = _float32(training), _float32(validation)
    log: list[Epoch] = []
    best, best_loss, weights = 0, math.inf, {}
    with _seeded_on_one_thread(settings.seed):
        model = Vae(settings, points=training.shape[1])
        optimizer = torch.optim.Adam(model.parameters(), lr=settings.learning_rate)
        for epoch in range(1, settings.max_epochs + 1):
            seen = _run_epoch(model, optimizer, train_rows, settings)
            unseen = _validate(model, validation_rows, settings)
            log.append(Epoch(epoch=epoch, training=seen, validation=unseen))
            if progress is not None:
                progress(epoch, settings.max_epochs, unseen)
            if unseen.total < best_loss:
                best, best_loss, weights = epoch, unseen.total, _copy_weights(model)
            elif epoch - best >= settings.patience:
                break
    return Fit(weights, tuple(log), best, time.perf_counter() - started)


@contextmanager
def _seeded_on_one_thread(seed: int) -> Iterator[None]:
    """Weights must not depend on the number of threads, and these matrices are too small to share.

    Two threads save a quarter of an epoch on two idle cores (0.19 against 0.26 s for RRUFF) and cost
    ten times as much when the cores are busy.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            yield
    finally:
        torch.set_num_threads(threads)


def _float32(rows: npt.NDArray[np.float64]) -> Tensor:
    return torch.from_numpy(rows.astype(np.float32))


def _run_epoch(
    model: Vae, optimizer: torch.optim.Optimizer, rows: Tensor, settings: VaeSettings
) -> ElboTerms:
    model.train()
    batches: list[ElboTerms] = []
    for members in torch.split(torch.randperm(len(rows)), settings.batch_size):
        batch = rows[members]
        loss, terms = negative_elbo(batch, model(batch), beta=settings.beta, reduction=settings.reduction)
        if not math.isfinite(terms.total):
            raise ModelError(
                "the training loss is no longer a finite number",
                remedy="Train with a smaller learning rate, and check the prepared spectra.",
            )
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        batches.append(terms)
    return _average(batches)


def _average(batches: list[ElboTerms]) -> ElboTerms:
    return ElboTerms(
        reconstruction=sum(terms.reconstruction for terms in batches) / len(batches),
        kl=sum(terms.kl for terms in batches) / len(batches),
        total=sum(terms.total for terms in batches) / len(batches),
    )


def _validate(model: Vae, rows: Tensor, settings: VaeSettings) -> ElboTerms:
    model.eval()
    with torch.no_grad():
        _, terms = negative_elbo(rows, model(rows), beta=settings.beta, reduction=settings.reduction)
    return terms


def _copy_weights(model: Vae) -> dict[str, npt.NDArray[np.float32]]:
    return {name: tensor.detach().numpy().copy() for name, tensor in model.state_dict().items()}
