"""The course of a training: one epoch after another, and what the averaged weights make of unseen samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from pigment_archive.encoder.architecture import VaeSettings
from pigment_archive.encoder.batches import Batches
from pigment_archive.encoder.initial import start_at_principal_components
from pigment_archive.encoder.loss import ElboTerms, contrastive, negative_elbo
from pigment_archive.encoder.network import Pass, Vae
from pigment_archive.encoder.vary import Variation

MOMENTUM = 0.99
WARM_UP = 0.1
LARGEST_GRADIENT = 5.0
_DRAWING = ("decoder", "linear", "log_variance")


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Prepared spectra to learn from or to judge by.

    Attributes:
        prepared: float64 (n, g).
        labels: What each is, None where nobody said; spectra of one label are drawn together.
        groups: Sample or object of each.
    """

    prepared: npt.NDArray[np.float64]
    labels: Sequence[str | None]
    groups: Sequence[str]


class Course:
    """A network on its way, and the running average of its weights, which is what is kept.

    The learning rate rises over the first tenth of the steps and falls to nothing along a cosine. Every
    batch is varied; the network draws the varied spectrum it was shown.
    """

    def __init__(
        self,
        training: Labelled,
        validation: Labelled,
        settings: VaeSettings,
        *,
        start: Mapping[str, npt.NDArray[np.float32]] | None,
    ) -> None:
        self._settings = settings
        self._rows, self._unseen = _float32(training.prepared), _float32(validation.prepared)
        self._judged = _Judged(validation, training)
        points = training.prepared.shape[1]
        self._model = Vae(settings, points)
        if start is None:
            start_at_principal_components(self._model, self._rows)
        else:
            self._model.load_state_dict({name: torch.from_numpy(value) for name, value in start.items()})
        self._average = {name: tensor.clone() for name, tensor in self._model.state_dict().items()}
        self._variation = Variation(settings.augmentation, points) if settings.augmentation else None
        self._batches = Batches(
            training.labels,
            training.groups,
            size=settings.batch_size,
            random=np.random.default_rng(settings.seed),
        )
        self._optimizer, rates = _optimizer(self._model, settings)
        steps = settings.max_epochs * self._batches.steps + 1
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimizer,
            rates,
            total_steps=steps,
            pct_start=max(WARM_UP, 2 / steps),  # a rise of no step divides by zero
        )
        self._step = 0

    def run_epoch(self) -> ElboTerms:
        """One pass over the training spectra; mean of the batches' terms, with sampling and variation."""
        self._model.train()
        terms = []
        for rows in self._batches.epoch():
            batch = self._rows[torch.from_numpy(rows)]
            shown = self._variation(batch) if self._variation else batch
            loss, found = self._loss(shown, self._model(shown))
            self._optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(self._model.parameters(), LARGEST_GRADIENT)
            self._optimizer.step()
            self._schedule.step()
            self._follow()
            terms.append(found)
        return _mean(terms)

    def validate(self) -> ElboTerms:
        """The averaged weights on the validation part, without sampling or variation."""
        settings = self._settings
        judge = Vae(settings, self._rows.shape[1])
        judge.load_state_dict(self._average)
        judge.eval()
        with torch.no_grad():
            output = judge(self._unseen)
            loss, terms = negative_elbo(self._unseen, output, settings)
            if not settings.contrastive:
                return terms
            told = self._judged.loss(
                self._shape(output.mean), self._shape(judge.encode(self._rows)[0]), settings.temperature
            )
            total = loss.item() + settings.contrastive * told.item()
        return terms.model_copy(update={"contrastive": told.item(), "total": total})

    def weights(self) -> dict[str, npt.NDArray[np.float32]]:
        """The averaged weights, named as in `architecture.tensor_shapes`."""
        return {name: tensor.numpy().copy() for name, tensor in self._average.items()}

    def _loss(self, shown: Tensor, output: Pass) -> tuple[Tensor, ElboTerms]:
        settings = self._settings
        loss, terms = negative_elbo(shown, output, settings)
        if not settings.contrastive:
            return loss, terms
        pair = torch.arange(len(shown)) // 2
        right = pair[:, None] == pair
        itself = torch.eye(len(shown), dtype=torch.bool)
        shape = self._shape(output.mean)
        told = contrastive(shape, shape, right, itself, settings.temperature)
        loss = loss + settings.contrastive * told
        return loss, terms.model_copy(update={"contrastive": told.item(), "total": loss.item()})

    def _shape(self, mean: Tensor) -> Tensor:
        return mean[:, : self._settings.shape_dim]

    def _follow(self) -> None:
        """The average follows the weights: at first closely, later with a memory of 100 steps."""
        self._step += 1
        momentum = min(MOMENTUM, self._step / (self._step + 10))
        with torch.no_grad():
            for name, tensor in self._model.state_dict().items():
                self._average[name].lerp_(tensor, 1 - momentum)


class _Judged:
    """Which of the training spectra are right for which validation spectrum."""

    def __init__(self, validation: Labelled, training: Labelled) -> None:
        codes = {
            label: code for code, label in enumerate(dict.fromkeys(training.labels)) if label is not None
        }
        asked = torch.tensor([-1 if label is None else codes.get(label, -1) for label in validation.labels])
        known = torch.tensor([-2 if label is None else codes[label] for label in training.labels])
        self._right = asked[:, None] == known
        self._none = torch.zeros_like(self._right)

    def loss(self, asked: Tensor, known: Tensor, temperature: float) -> Tensor:
        return contrastive(asked, known, self._right, self._none, temperature)


def _optimizer(model: Vae, settings: VaeSettings) -> tuple[torch.optim.Optimizer, list[float]]:
    """Adam with one step size for what draws and one for what encodes; without the latter at a rate of 0."""
    drawing = [weight for name, weight in model.named_parameters() if name.startswith(_DRAWING)]
    encoding = [weight for name, weight in model.named_parameters() if not name.startswith(_DRAWING)]
    rates = [settings.learning_rate]
    groups = [{"params": drawing, "lr": settings.learning_rate}]
    if settings.encoder_rate > 0:
        rates.append(settings.learning_rate * settings.encoder_rate)
        groups.append({"params": encoding, "lr": rates[-1]})
    else:
        for weight in encoding:
            weight.requires_grad_(False)
    return torch.optim.Adam(groups), rates


def _float32(rows: npt.NDArray[np.float64]) -> Tensor:
    return torch.from_numpy(rows.astype(np.float32))


def _mean(terms: list[ElboTerms]) -> ElboTerms:
    names = ElboTerms.model_fields
    return ElboTerms(**{name: sum(getattr(one, name) for one in terms) / len(terms) for name in names})
