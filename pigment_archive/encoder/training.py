"""Fit the network: Adam on the training part, stopped early by the validation part."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from pigment_archive.encoder.architecture import VaeSettings
from pigment_archive.encoder.card import Epoch
from pigment_archive.encoder.course import Course, Labelled
from pigment_archive.encoder.loss import ElboTerms
from pigment_archive.errors import ModelError

Progress = Callable[[int, int, ElboTerms], None]
"""Called after every epoch with its number, the most there can be, and the validation terms."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The outcome of a training: float32 tensors of the best epoch, and how it went.

    Attributes:
        weights: Tensors named as in `architecture.tensor_shapes`.
        log: Loss terms of every epoch.
        best_epoch: The epoch the weights are of, from 1; 0 if those it went on from are kept.
        seconds: Wall time.
    """

    weights: dict[str, npt.NDArray[np.float32]]
    log: tuple[Epoch, ...]
    best_epoch: int
    seconds: float


def fit(
    training: Labelled,
    validation: Labelled,
    settings: VaeSettings,
    *,
    start: Mapping[str, npt.NDArray[np.float32]] | None = None,
    progress: Progress | None = None,
) -> Fit:
    """Train a variational autoencoder on prepared spectra.

    The same data in the same order, settings and machine give the same weights. Torch's random state
    and number of threads are left as they were.

    Args:
        training: What Adam sees.
        validation: What decides when to stop; other samples than the training part's.
        settings: Shape and schedule.
        start: Weights of a model of the same shape to go on from, which are kept if nothing is better;
            its own start if None.
        progress: Told about every epoch.

    Raises:
        ModelError: The loss became infinite or not a number.
    """
    started = time.perf_counter()
    log: list[Epoch] = []
    best, best_loss, weights = 0, math.inf, {}
    with _seeded_on_one_thread(settings.seed):
        course = Course(training, validation, settings, start=start)
        if start is not None:
            best_loss, weights = course.validate().total, course.weights()
        for epoch in range(1, settings.max_epochs + 1):
            seen, unseen = course.run_epoch(), course.validate()
            if not math.isfinite(seen.total + unseen.total):
                raise ModelError(
                    "the training loss is no longer a finite number",
                    remedy="Train with a smaller learning rate, and check the prepared spectra.",
                )
            log.append(Epoch(epoch=epoch, training=seen, validation=unseen))
            if progress is not None:
                progress(epoch, settings.max_epochs, unseen)
            if unseen.total < best_loss:
                best, best_loss, weights = epoch, unseen.total, course.weights()
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
