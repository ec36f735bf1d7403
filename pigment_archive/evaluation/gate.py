"""The gate a model should pass before its latents mean anything; `archive train` prints the verdict."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

MIN_TOP_1: Final = 0.65
MAX_ERROR_RATIO: Final = 0.25


class GateReport(BaseModel):
    """Two measurements of a model on samples it has not seen, each with its limit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    top_1: float = Field(ge=0, le=1, description="Leave-one-sample-out top-1 of the latents, 0-1.")
    error_ratio: float = Field(description="Reconstruction MSE over the variance of the data, a ratio.")
    failures: tuple[str, ...] = Field(description="The criteria not met, in words; empty when passed.")

    @property
    def passed(self) -> bool:
        """Whether every criterion is met."""
        return not self.failures


def latent_gate(*, top_1: float, reconstruction_mse: float, data_variance: float) -> GateReport:
    """Judge a model by retrieval and reconstruction together; each alone is easily fooled.

    Measured on 207 queries of unseen RRUFF samples, 64 dimensions, MSE as a share of the variance:

    ========================================  =======  =====  =======================================
    encoder                                    top-1    MSE   verdict
    ========================================  =======  =====  =======================================
    trained, defaults                          77 %     0.10  passes
    constant                                    0 %     1.00  fails both
    random numbers for latents                  0 %     any   fails retrieval
    untrained network (3 seeds)               73-76 %   2.7   fails reconstruction: random weights keep
                                                              distances, so retrieval alone lets it pass
    random projection, fitted decoder         76-81 %   0.10  passes
    PCA                                        78 %     0.03  passes
    ========================================  =======  =====  =======================================

    So the gate tells a model that learned nothing from one that did, not a good one from a plain one:
    a random projection with a least-squares decoder passes as PCA does.

    Args:
        top_1: Share of unseen samples whose nearest neighbour is of their material.
        reconstruction_mse: Mean squared error per grid point on the test part.
        data_variance: Variance per grid point of the test part.
    """
    ratio = reconstruction_mse / data_variance if data_variance > 0 else float("inf")
    failures = []
    if not top_1 >= MIN_TOP_1:
        failures.append(f"retrieval: top-1 {top_1:.1%}, expected at least {MIN_TOP_1:.0%}")
    if not ratio <= MAX_ERROR_RATIO:
        failures.append(
            f"reconstruction: MSE {ratio:.2f} of the data's variance, expected at most {MAX_ERROR_RATIO:g}"
        )
    return GateReport(top_1=top_1, error_ratio=ratio, failures=tuple(failures))
