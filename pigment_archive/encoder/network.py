"""The network in torch, for training only; `forward.py` runs the same weights without torch."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from pigment_archive.encoder.architecture import VaeSettings
from pigment_archive.encoder.contrast import contrast_matrix


class Pass(NamedTuple):
    """One pass of a batch, float32: reconstruction (n, g), mean and log_variance (n, d).

    The level is as the decoder takes it, not yet weighed for distances.
    """

    reconstruction: Tensor
    mean: Tensor
    log_variance: Tensor


class Vae(nn.Module):
    """A variational autoencoder (Kingma and Welling 2014, arXiv:1312.6114); see `VaeSettings` for its form.

    While training, the latent is sampled, z = mean + exp(log_variance / 2) * e with e ~ N(0, 1); in
    evaluation z = mean. Tensor names are those of `architecture.tensor_shapes`.
    """

    def __init__(self, settings: VaeSettings, points: int) -> None:
        super().__init__()
        widths = (points, *settings.hidden)
        back = (settings.latent_dim, *settings.decoder_widths, points)
        self.settings = settings
        self.matrix: Tensor
        self.encoder = nn.ModuleList(nn.Linear(into, out) for into, out in pairwise(widths))
        self.mean = nn.Linear(widths[-1], settings.shape_dim)
        self.log_variance = nn.Linear(widths[-1], settings.latent_dim)
        if settings.level_dim:
            self.level = nn.Linear(points, settings.level_dim)
        self.decoder = nn.ModuleList(nn.Linear(into, out) for into, out in pairwise(back))
        if settings.linear_decoder:
            self.linear = nn.Linear(settings.latent_dim, points, bias=False)
        if settings.contrast is not None:
            matrix = contrast_matrix(settings.contrast, points).astype(np.float32)
            self.register_buffer("matrix", torch.from_numpy(matrix), persistent=False)

    def contrast(self, prepared: Tensor) -> Tensor:
        """The contrast stage: float32 (n, g); see `contrast.contrast_of`."""
        contrast = self.settings.contrast
        if contrast is None:
            return prepared
        level = torch.log1p((prepared.clamp_min(0) / contrast.floor) ** 2)
        return functional.normalize(level @ self.matrix, dim=1, eps=1e-4) * math.sqrt(prepared.shape[1])

    def encode(self, prepared: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log variance of the posterior, float32 (n, d) each."""
        settings = self.settings
        hidden = self.contrast(prepared)
        for layer in self.encoder:
            hidden = functional.dropout(functional.relu(layer(hidden)), settings.dropout, self.training)
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        if settings.contrast is not None:
            mean = functional.normalize(mean, dim=1) * math.sqrt(settings.shape_dim)
        if settings.level_dim:
            mean = torch.cat([mean, self.level(prepared)], dim=1)
        return mean, log_variance

    def decode(self, latent: Tensor) -> Tensor:
        """Prepared spectra of latents, float32 (n, g)."""
        hidden = latent
        *layers, last = self.decoder
        for layer in layers:
            hidden = functional.relu(layer(hidden))
        drawn: Tensor = last(hidden)
        return drawn + self.linear(latent) if self.settings.linear_decoder else drawn

    def forward(self, prepared: Tensor) -> Pass:
        """Encode, sample and decode prepared spectra: float32 (n, g)."""
        mean, log_variance = self.encode(prepared)
        latent = mean
        if self.training:
            latent = mean + torch.exp(log_variance / 2) * torch.randn_like(mean)
        return Pass(self.decode(latent), mean, log_variance)
