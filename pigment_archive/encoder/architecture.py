"""The shape of a network and how it is trained, as frozen data."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, Self

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, model_validator

from pigment_archive.encoder.augmentation import Augmentation
from pigment_archive.encoder.contrast import Contrast

FloatArray = npt.NDArray[np.float64]


class VaeSettings(BaseModel):
    """Everything that decides a variational autoencoder but the data.

    With `contrast` the encoder is two linear maps behind a fixed stage, and the latent has two parts::

        c     = contrast(x)                                    see `contrast.Contrast`
        shape = sqrt(d - k) (A c + a) / ||A c + a||            d - k numbers: what it is
        level = B x + b                                        k numbers: how strong, on what background
        z     = (shape, w level)                               the posterior mean

    x: prepared spectrum (g); d: `latent_dim`; k: `level_dim`; w: `level_weight`. Distances are those of the
    shapes, but for little; the decoder takes the level back out, z → (shape, level) → prepared.

    Without it the encoder is the textbook's: prepared (g) → hidden[0] → … → mean (d), with ReLU and, in
    training, dropout after every hidden layer. The decoder has ReLU layers of the widths `decoder`, and
    a linear map beside them if `linear_decoder`. `default_network` gives the settings of a technique; a
    field left out here means what it meant to models of earlier versions.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    latent_dim: int = Field(64, ge=2, le=256, description="Length d of the latent index.")
    contrast: Contrast | None = Field(None, description="The fixed first stage; null for none.")
    level_dim: int = Field(0, ge=0, le=128, description="Numbers k of the latent that hold the level.")
    level_weight: float = Field(
        0.12, gt=0, le=1, description="What the level counts in a distance, without unit; more = more."
    )
    hidden: tuple[int, ...] = Field(
        (512, 256), max_length=4, description="Widths of the encoder's hidden layers; none with contrast."
    )
    decoder: tuple[int, ...] | None = Field(
        None,
        max_length=4,
        description="Hidden layers of the decoder; null = the encoder's, reversed.",
    )
    linear_decoder: bool = Field(False, description="Whether a linear map stands beside the decoder.")
    dropout: float = Field(
        0.0, ge=0, lt=1, description="Fraction of hidden units silenced in training; more = smoother, slower."
    )
    reconstruction: float = Field(
        1.0, gt=0, description="Weight of reconstruction and KL against the contrastive term, without unit."
    )
    beta: float = Field(
        1e-3,
        gt=0,
        description="Weight of the KL term, without unit; more = smoother space, worse reconstruction.",
    )
    reduction: Literal["sum", "mean"] = Field(
        "sum",
        description="Squared error over the grid points: sum or mean. With mean, beta weighs g times more.",
    )
    contrastive: float = Field(
        0.0,
        ge=0,
        description="Weight of the contrastive term, without unit; more = materials drawn further apart.",
    )
    temperature: float = Field(
        0.05, gt=0, description="Of the contrastive term, without unit; less = only the nearest others count."
    )
    augmentation: Augmentation | None = Field(
        None, description="How spectra are varied in training; null for not at all."
    )
    learning_rate: float = Field(1e-3, gt=0, description="Step size of Adam, without unit.")
    encoder_rate: float = Field(
        1.0, ge=0, le=1, description="Step size of the encoder's mean, as a share of learning_rate."
    )
    whitening: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Of the principal components a linear encoder starts at, 0-1; 1 = all equal.",
    )
    batch_size: int = Field(64, ge=2, le=4096, description="Spectra in one step of Adam.")
    max_epochs: int = Field(300, ge=1, description="Most passes over the training spectra.")
    patience: int = Field(
        20, ge=1, description="Epochs without a better validation loss after which training stops."
    )
    fold: int = Field(0, ge=0, le=9, description="Tenth of samples and of materials that is held out.")
    seed: int = Field(0, ge=0, description="Seed of split, initial weights, batches, dropout and sampling.")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.contrast is None) != bool(self.hidden):
            raise ValueError("an encoder has either hidden layers or the contrast stage")
        if self.level_dim >= self.latent_dim - 1 or (self.level_dim and self.contrast is None):
            raise ValueError("the level is the smaller part of a latent behind the contrast stage")
        return self

    @property
    def shape_dim(self) -> int:
        """Numbers of the latent that hold the shape: all but the level."""
        return self.latent_dim - self.level_dim

    @property
    def decoder_widths(self) -> tuple[int, ...]:
        """Widths of the decoder's hidden layers."""
        return tuple(reversed(self.hidden)) if self.decoder is None else self.decoder

    @property
    def weights(self) -> FloatArray:
        """What each number of the latent counts in a distance: float64 (d,)."""
        return np.repeat([1.0, self.level_weight], [self.shape_dim, self.level_dim])


def tensor_shapes(settings: VaeSettings, points: int) -> dict[str, tuple[int, ...]]:
    """Name and shape of every tensor of the network, for an input of `points` grid points.

    Weights are (out, in), biases (out,), as torch keeps them.
    """
    widths = (points, *settings.hidden)
    layers = {f"encoder.{i}": (out, into) for i, (into, out) in enumerate(pairwise(widths))}
    layers["mean"] = (settings.shape_dim, widths[-1])
    layers["log_variance"] = (settings.latent_dim, widths[-1])
    if settings.level_dim:
        layers["level"] = (settings.level_dim, points)
    back = (settings.latent_dim, *settings.decoder_widths, points)
    layers |= {f"decoder.{i}": (out, into) for i, (into, out) in enumerate(pairwise(back))}
    shapes: dict[str, tuple[int, ...]] = {}
    for name, (out, into) in layers.items():
        shapes[f"{name}.weight"] = (out, into)
        shapes[f"{name}.bias"] = (out,)
    if settings.linear_decoder:
        shapes["linear.weight"] = (points, settings.latent_dim)
    return shapes
