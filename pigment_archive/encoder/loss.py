"""The loss of a variational autoencoder, term by term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from torch import Tensor

    from pigment_archive.encoder.network import Pass


class ElboTerms(BaseModel):
    """The negative evidence lower bound in its parts: total = reconstruction + beta * kl."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reconstruction: float = Field(
        description="Squared error, prepared units, summed or averaged over the grid."
    )
    kl: float = Field(
        description="Kullback-Leibler divergence of the posterior from N(0, 1), in nats (unit)."
    )
    total: float = Field(description="What training makes small, prepared units.")


def negative_elbo(
    prepared: Tensor, output: Pass, *, beta: float, reduction: Literal["sum", "mean"]
) -> tuple[Tensor, ElboTerms]:
    """The loss of a batch as a tensor to differentiate, and its terms as numbers.

    Averaged over the n spectra of the batch::

        reconstruction = sum_g (x_g - x'_g)^2                 or the mean over g
        kl             = 1/2 sum_d (m_d^2 + v_d - 1 - log v_d)

    x: prepared values; x': their reconstruction; m, v: mean and variance of the posterior. A larger
    `beta` draws every posterior towards N(0, 1): the latent space gets smoother, and dimensions that
    do not pay for themselves fall silent. Values prepared to 0-1 have little variance (0.03 a grid
    point), so beta = 1 with the sum, and already 1e-2 with the mean, silences all of them.

    Source: Higgins et al. 2017 (beta-VAE), ICLR.
    """
    errors = (prepared - output.reconstruction).pow(2)
    reconstruction = errors.sum(1).mean() if reduction == "sum" else errors.mean()
    divergence = output.mean.pow(2) + output.log_variance.exp() - 1 - output.log_variance
    kl = 0.5 * divergence.sum(1).mean()
    total = reconstruction + beta * kl
    return total, ElboTerms(reconstruction=reconstruction.item(), kl=kl.item(), total=total.item())
