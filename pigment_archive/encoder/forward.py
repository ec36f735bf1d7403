"""Run a trained network in numpy: the same answer for every batch size, and no torch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pigment_archive.encoder.architecture import VaeSettings
from pigment_archive.encoder.contrast import contrast_of
from pigment_archive.errors import ModelMismatch

FloatArray = npt.NDArray[np.float64]
BATCH_ROWS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Latents:
    """What the encoder says about m spectra; row i belongs to spectrum i.

    Attributes:
        mean: float32 (m, d), the mean of the posterior: the latent index.
        variance: float32 (m, d), the variance of the posterior, positive.
    """

    mean: npt.NDArray[np.float32]
    variance: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Layer:
    """y = x W' + b, with W' float64 (in, out) and b float64 (out,)."""

    weight: FloatArray
    bias: FloatArray

    def __call__(self, rows: FloatArray) -> FloatArray:
        return rows @ self.weight + self.bias


class Network:
    """The forward pass of `network.Vae` in evaluation.

    Everything is computed in float64 on batches of exactly 64 rows, the last one padded with zeros, and
    rounded to float32 once at the end. Matrix products of one shape treat every row alike, so a
    spectrum's latent does not depend on which or how many others are encoded with it.
    """

    def __init__(self, tensors: Mapping[str, npt.NDArray[np.float32]], settings: VaeSettings) -> None:
        """Take the tensors named as in `architecture.tensor_shapes`; names and shapes are trusted."""
        self._encoder = _layers(tensors, "encoder")
        self._mean = _layer(tensors, "mean")
        self._log_variance = _layer(tensors, "log_variance")
        self._decoder = _layers(tensors, "decoder")
        self._level = _layer(tensors, "level") if settings.level_dim else None
        self._linear = (
            np.ascontiguousarray(tensors["linear.weight"].T, np.float64) if settings.linear_decoder else None
        )
        self._settings = settings

    @property
    def points(self) -> int:
        """Number of grid points g."""
        return int(self._decoder[-1].bias.size)

    @property
    def latent_dim(self) -> int:
        """Length d of a latent."""
        return self._settings.latent_dim

    def encode(self, prepared: FloatArray) -> Latents:
        """Posterior mean and variance of prepared spectra.

        Args:
            prepared: float64 (m, g), values on the grid of the model's recipe.

        Raises:
            ModelMismatch: The rows do not have g values.
        """
        rows = _checked(prepared, self.points, "prepared values")
        mean = np.empty((len(rows), self.latent_dim), np.float32)
        variance = np.empty_like(mean)
        for start, count, batch in _batches(rows):
            hidden = self.contrast(batch)
            for layer in self._encoder:
                hidden = np.maximum(layer(hidden), 0.0)
            mean[start : start + count] = self._weighed(self._mean(hidden), batch)[:count]
            spread = np.exp(self._log_variance(hidden)) * self._settings.weights**2
            variance[start : start + count] = spread[:count]
        return Latents(mean, variance)

    def decode(self, latents: npt.NDArray[np.floating]) -> FloatArray:
        """The prepared spectra that latents stand for: float64 (m, g).

        Args:
            latents: (m, d), posterior means or averages of them.

        Raises:
            ModelMismatch: The rows do not have d values.
        """
        rows = _checked(latents, self.latent_dim, "latent values")
        decoded = np.empty((len(rows), self.points))
        for start, count, batch in _batches(rows):
            latent = batch / self._settings.weights
            hidden = latent
            for layer in self._decoder[:-1]:
                hidden = np.maximum(layer(hidden), 0.0)
            drawn = self._decoder[-1](hidden)
            if self._linear is not None:
                drawn += latent @ self._linear
            decoded[start : start + count] = drawn[:count]
        return decoded

    def contrast(self, prepared: FloatArray) -> FloatArray:
        """What spectra are compared by: their contrast, float64 (m, g); themselves without that stage."""
        stage = self._settings.contrast
        return prepared if stage is None else contrast_of(prepared, stage)

    def _weighed(self, mean: FloatArray, batch: FloatArray) -> FloatArray:
        """The latent: shape on the sphere and level beside it, each with its weight."""
        if self._settings.contrast is None:
            return mean
        lengths = np.sqrt((mean * mean).mean(axis=1, keepdims=True))
        shape = mean / np.maximum(lengths, 1e-12)
        if self._level is None:
            return np.asarray(shape)
        return np.hstack([shape, self._level(batch)]) * self._settings.weights


def _layer(tensors: Mapping[str, npt.NDArray[np.float32]], name: str) -> _Layer:
    weight = np.ascontiguousarray(tensors[f"{name}.weight"].T, dtype=np.float64)
    return _Layer(weight, tensors[f"{name}.bias"].astype(np.float64))


def _layers(tensors: Mapping[str, npt.NDArray[np.float32]], stack: str) -> tuple[_Layer, ...]:
    count = sum(name.startswith(f"{stack}.") and name.endswith(".bias") for name in tensors)
    return tuple(_layer(tensors, f"{stack}.{index}") for index in range(count))


def _checked(rows: npt.NDArray[np.floating], width: int, what: str) -> FloatArray:
    if rows.ndim != 2 or rows.shape[1] != width:
        raise ModelMismatch(
            f"rows of shape {rows.shape} were given, but the model takes {width} {what} a row",
            remedy="Prepare the spectra with the recipe of this model.",
        )
    return np.asarray(rows, dtype=np.float64)


def _batches(rows: FloatArray) -> Iterator[tuple[int, int, FloatArray]]:
    """Start, count and 64 rows at a time, padded with zeros."""
    for start in range(0, len(rows), BATCH_ROWS):
        piece = rows[start : start + BATCH_ROWS]
        batch = np.zeros((BATCH_ROWS, rows.shape[1]))
        batch[: len(piece)] = piece
        yield start, len(piece), batch
