"""The terms of the loss, against cases computed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from pigment_archive.encoder import VaeSettings
from pigment_archive.encoder.loss import contrastive, negative_elbo
from pigment_archive.encoder.network import Pass

ONES = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
NONE = torch.zeros(3, 3, dtype=torch.bool)


def told(right: list[list[int]], barred: list[list[int]], temperature: float = 0.5) -> float:
    pairs = (torch.tensor(cells, dtype=torch.bool) for cells in (right, barred))
    return contrastive(ONES, 3.0 * ONES, *pairs, temperature).item()


def test_the_loss_is_the_negative_elbo_term_by_term() -> None:
    target = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
    output = Pass(
        reconstruction=torch.tensor([[0.0, 0.0], [0.5, 0.5]]),
        mean=torch.tensor([[1.0], [-1.0]]),
        log_variance=torch.tensor([[0.0], [np.log(2.0)]]),
    )
    kl = 0.5 * (1.0 + (1.0 + 2.0 - 1.0 - np.log(2.0))) / 2
    for reduction, reconstruction in (("sum", 0.75), ("mean", 0.375)):
        settings = VaeSettings(beta=0.1, reduction=reduction, reconstruction=2.0)
        loss, terms = negative_elbo(target, output, settings)
        assert terms.reconstruction == pytest.approx(reconstruction)
        assert terms.kl == pytest.approx(kl)
        assert terms.contrastive == 0.0
        assert loss.item() == pytest.approx(terms.total) == pytest.approx(2 * (reconstruction + 0.1 * kl))


def test_the_contrastive_term_of_a_case_computed_by_hand() -> None:
    """Cosines 1, 0, 1 over t = 0.5: exp 2, 0, 2. Row 0 has one right other, row 1 none, row 2 two."""
    everything = 2 * math.exp(2) + 1
    first = -math.log(math.exp(2) / everything)
    third = -(math.log(math.exp(2) / everything) + math.log(1 / everything)) / 2
    right = [[1, 0, 0], [0, 0, 0], [0, 1, 1]]
    assert told(right, NONE.tolist()) == pytest.approx((first + third) / 2, rel=1e-6)


def test_barred_pairs_count_neither_as_right_nor_as_wrong() -> None:
    alone = -math.log(math.exp(2) / (math.exp(2) + 1))
    right, barred = [[1, 0, 1], [0, 0, 0], [0, 0, 0]], [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert told(right, barred) == pytest.approx(alone, rel=1e-6)
    assert told(right, NONE.tolist()) != pytest.approx(alone, rel=1e-2)


def test_nothing_right_costs_nothing_and_has_a_gradient_of_zero() -> None:
    assert told(NONE.tolist(), NONE.tolist()) == 0.0
    queries = ONES.clone().requires_grad_()
    contrastive(queries, ONES, torch.eye(3) > 0, torch.eye(3) > 0, 0.5).backward()
    assert torch.equal(queries.grad, torch.zeros_like(queries))


def test_a_smaller_temperature_looks_at_the_nearest_wrong_ones_alone() -> None:
    """The gradient on the near wrong other, as a share of that on both."""
    query = torch.tensor([[1.0, 0.0, 0.0]])
    right = torch.tensor([[True, False, False]])

    def share(temperature: float) -> float:
        others = torch.tensor([[1.0, 0.1, 0.1], [0.8, 0.6, 0.0], [0.0, 0.0, 1.0]], requires_grad=True)
        contrastive(query, others, right, torch.zeros_like(right), temperature).backward()
        sizes = others.grad.norm(dim=1)
        return (sizes[1] / (sizes[1] + sizes[2])).item()

    assert share(0.05) > 0.99 > 0.7 > share(1.0)
