"""The loss of the encoder, term by term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from torch import Tensor

    from pigment_archive.encoder.architecture import VaeSettings
    from pigment_archive.encoder.network import Pass


class ElboTerms(BaseModel):
    """The loss in its parts.

    total = settings.reconstruction * (reconstruction + beta * kl) + settings.contrastive * contrastive
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reconstruction: float = Field(
        description="Squared error, prepared units, summed or averaged over the grid."
    )
    kl: float = Field(
        description="Kullback-Leibler divergence of the posterior from N(0, 1), in nats (unit)."
    )
    contrastive: float = Field(0.0, description="How badly materials are told apart, in nats (unit).")
    total: float = Field(description="What training makes small, prepared units.")


def negative_elbo(target: Tensor, output: Pass, settings: VaeSettings) -> tuple[Tensor, ElboTerms]:
    """Reconstruction and KL of a batch as a tensor to differentiate, and as numbers.

    Averaged over the n spectra of the batch::

        reconstruction = sum_g (x_g - x'_g)^2                 or the mean over g
        kl             = 1/2 sum_d (m_d^2 + v_d - 1 - log v_d)

    x: the spectrum to be drawn; x': its reconstruction; m, v: mean and variance of the posterior. A larger
    `beta` draws every posterior towards N(0, 1): the latent space gets smoother, and dimensions that
    do not pay for themselves fall silent. Values prepared to 0-1 have little variance (0.03 a grid
    point), so beta = 1 with the sum, and already 1e-2 with the mean, silences all of them. Of a shape, on the
    sphere, the sum of m_d^2 is fixed, and beta weighs only its variances.

    Source: Higgins et al. 2017 (beta-VAE), ICLR.
    """
    errors = (target - output.reconstruction).pow(2)
    reconstruction = errors.sum(1).mean() if settings.reduction == "sum" else errors.mean()
    divergence = output.mean.pow(2) + output.log_variance.exp() - 1 - output.log_variance
    kl = 0.5 * divergence.sum(1).mean()
    total = settings.reconstruction * (reconstruction + settings.beta * kl)
    terms = ElboTerms(reconstruction=reconstruction.item(), kl=kl.item(), total=total.item())
    return total, terms


def contrastive(queries: Tensor, others: Tensor, right: Tensor, barred: Tensor, temperature: float) -> Tensor:
    """How badly each query is told from other materials: the mean over the queries that have a right other.

    ::

        L_i = -1/|P_i| sum_(j in P_i) log( exp(s_ij / t) / sum_(k not barred) exp(s_ik / t) )

    s_ij: cosine of the latents of query i and other j; P_i: the others of its material; t: temperature. With
    a smaller t only the nearest others of other materials push.

    Args:
        queries: float32 (n, d).
        others: float32 (m, d).
        right: bool (n, m), whether other j is of query i's material.
        barred: bool (n, m), what must not be compared: the query itself, its own sample.
        temperature: t, positive.

    Source: Khosla et al. 2020 (supervised contrastive learning), arXiv:2004.11362.
    """
    from torch.nn import functional

    cosines = functional.normalize(queries, dim=1) @ functional.normalize(others, dim=1).T
    logits = (cosines / temperature).masked_fill(barred, -1e9)
    shares = logits - logits.logsumexp(1, keepdim=True)
    right = right & ~barred
    counts = right.sum(1)
    losses = -(shares * right).sum(1) / counts.clamp_min(1)
    return losses.sum() / (counts > 0).sum().clamp_min(1)
