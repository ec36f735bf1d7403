"""The shape of a network and how it is trained, as frozen data."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class VaeSettings(BaseModel):
    """Everything that decides a variational autoencoder but the data.

    The network is::

        encoder      prepared (g) → hidden[0] → … → hidden[-1] → mean (d), log variance (d)
        decoder      latent (d) → hidden[-1] → … → hidden[0] → prepared (g)

    with ReLU after every hidden layer, and dropout after those of the encoder while training.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    latent_dim: int = Field(64, ge=2, le=256, description="Length d of the latent index.")
    hidden: tuple[int, ...] = Field(
        (512, 256), min_length=1, max_length=4, description="Widths of the encoder's hidden layers."
    )
    dropout: float = Field(
        0.0, ge=0, lt=1, description="Fraction of hidden units silenced in training; more = smoother, slower."
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
    learning_rate: float = Field(1e-3, gt=0, description="Step size of Adam, without unit.")
    batch_size: int = Field(64, ge=2, le=4096, description="Spectra in one step of Adam.")
    max_epochs: int = Field(300, ge=1, description="Most passes over the training spectra.")
    patience: int = Field(
        20, ge=1, description="Epochs without a better validation loss after which training stops."
    )
    fold: int = Field(0, ge=0, le=9, description="Tenth of samples and of materials that is held out.")
    seed: int = Field(0, ge=0, description="Seed of split, initial weights, batches, dropout and sampling.")


def tensor_shapes(settings: VaeSettings, points: int) -> dict[str, tuple[int, ...]]:
    """Name and shape of every tensor of the network, for an input of `points` grid points.

    Weights are (out, in), biases (out,), as torch keeps them.
    """
    widths = (points, *settings.hidden)
    layers = {f"encoder.{i}": (out, into) for i, (into, out) in enumerate(pairwise(widths))}
    layers |= dict.fromkeys(("mean", "log_variance"), (settings.latent_dim, widths[-1]))
    back = (settings.latent_dim, *reversed(widths))
    layers |= {f"decoder.{i}": (out, into) for i, (into, out) in enumerate(pairwise(back))}
    shapes: dict[str, tuple[int, ...]] = {}
    for name, (out, into) in layers.items():
        shapes[f"{name}.weight"] = (out, into)
        shapes[f"{name}.bias"] = (out,)
    return shapes
