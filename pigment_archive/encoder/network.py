"""The network in torch, for training only; `forward.py` runs the same weights without torch."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from pigment_archive.encoder.architecture import VaeSettings


class Pass(NamedTuple):
    """One pass of a batch: reconstruction (n, g), mean (n, d), log_variance (n, d), float32."""

    reconstruction: Tensor
    mean: Tensor
    log_variance: Tensor


class Vae(nn.Module):
    """A variational autoencoder of fully connected layers (Kingma and Welling 2014, arXiv:1312.6114).

    While training, the latent is sampled, z = mean + exp(log_variance / 2) * e with e ~ N(0, 1); in
    evaluation z = mean. Tensor names are those of `architecture.tensor_shapes`.
    """

    def __init__(self, settings: VaeSettings, points: int) -> None:
        super().__init__()
        widths = (points, *settings.hidden)
        back = (settings.latent_dim, *reversed(widths))
        self.dropout = settings.dropout
        self.encoder = nn.ModuleList(nn.Linear(into, out) for into, out in pairwise(widths))
        self.mean = nn.Linear(widths[-1], settings.latent_dim)
        self.log_variance = nn.Linear(widths[-1], settings.latent_dim)
        self.decoder = nn.ModuleList(nn.Linear(into, out) for into, out in pairwise(back))

    def forward(self, prepared: Tensor) -> Pass:
        """Encode, sample and decode prepared spectra: float32 (n, g)."""
        hidden = prepared
        for layer in self.encoder:
            hidden = functional.dropout(functional.relu(layer(hidden)), self.dropout, self.training)
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        latent = mean
        if self.training:
            latent = mean + torch.exp(log_variance / 2) * torch.randn_like(mean)
        *layers, last = self.decoder
        for layer in layers:
            latent = functional.relu(layer(latent))
        return Pass(last(latent), mean, log_variance)
