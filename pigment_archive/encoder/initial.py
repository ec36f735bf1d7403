"""Where training starts: at the principal components, not at random."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from pigment_archive.encoder.network import Vae

_SMALL = 0.1
_LOG_VARIANCE = -6.0
_LEAST = 1e-6


def start_at_principal_components(model: Vae, prepared: Tensor) -> None:
    """Set the weights of a network behind the contrast stage to what needs no training.

    The shape becomes the first principal components of the contrast, each divided by its standard deviation
    to the power of `whitening`. The level becomes the first principal components of what the shape cannot
    reconstruct linearly, each with a standard deviation of 1. The linear decoder becomes the
    least-squares map back. A network with hidden layers keeps its random weights.

    Args:
        model: Changed in place.
        prepared: float32 (n, g), the training spectra.
    """
    settings = model.settings
    if settings.contrast is None:
        return
    with torch.no_grad():
        wide = prepared.double()
        centre, axes, spread = _components(model.contrast(prepared).double(), settings.shape_dim)
        weight = axes / spread[:, None] ** settings.whitening
        _set(model.mean, weight, -weight @ centre)
        model.log_variance.weight.zero_()
        model.log_variance.bias.fill_(_LOG_VARIANCE)
        if settings.level_dim:
            shape = model.encode(prepared)[0][:, : settings.shape_dim].double()
            rest = wide - _with_one(shape) @ _least_squares(shape, wide)
            _, axes, _ = _components(rest, settings.level_dim)
            found = wide @ axes.T
            weight = axes / found.std(0).clamp_min(_LEAST)[:, None]
            _set(model.level, weight, -weight @ wide.mean(0))
        if settings.linear_decoder:
            back = _least_squares(model.encode(prepared)[0].double(), wide)
            model.linear.weight.copy_(back[:-1].T)
            *_, (_, last), (_, bias) = model.decoder.named_parameters()
            last.mul_(_SMALL)
            bias.copy_(back[-1])


def _components(rows: Tensor, count: int) -> tuple[Tensor, Tensor, Tensor]:
    """Mean (w,), principal axes (count, w) and singular values (count,); zero axes beyond the last."""
    centre = rows.mean(0)
    _, spread, axes = torch.linalg.svd(rows - centre, full_matrices=False)
    kept = min(count, int((spread > spread[0] * _LEAST).sum()))
    wanted = torch.zeros(count, rows.shape[1], dtype=rows.dtype)
    wanted[:kept] = axes[:kept]
    sizes = torch.ones(count, dtype=rows.dtype)
    sizes[:kept] = spread[:kept]
    return centre, wanted, sizes


def _least_squares(known: Tensor, wanted: Tensor) -> Tensor:
    """Weights (d + 1, g), the last row for the constant, with a ridge of a millionth."""
    rows = _with_one(known)
    ridge = 1e-6 * len(rows) * torch.eye(rows.shape[1], dtype=rows.dtype)
    found: Tensor = torch.linalg.solve(rows.T @ rows + ridge, rows.T @ wanted)
    return found


def _with_one(rows: Tensor) -> Tensor:
    return torch.cat([rows, torch.ones(len(rows), 1, dtype=rows.dtype)], 1)


def _set(layer: nn.Linear, weight: Tensor, bias: Tensor) -> None:
    layer.weight.copy_(weight)
    layer.bias.copy_(bias)
