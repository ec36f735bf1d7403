from __future__ import annotations

import pytest

from pigment_archive.evaluation import latent_gate


def test_a_model_that_meets_both_limits_passes() -> None:
    report = latent_gate(top_1=0.65, reconstruction_mse=0.25, data_variance=1.0)
    assert report.passed
    assert (report.top_1, report.error_ratio, report.failures) == (0.65, 0.25, ())


@pytest.mark.parametrize(
    ("top_1", "mse", "variance", "named"),
    [
        (0.64, 0.1, 1.0, ["retrieval"]),
        (0.80, 0.26, 1.0, ["reconstruction"]),
        (0.00, 1.0, 1.0, ["retrieval", "reconstruction"]),
        (0.80, 0.0, 0.0, ["reconstruction"]),
        (0.80, float("nan"), 1.0, ["reconstruction"]),
    ],
)
def test_each_limit_missed_is_named(top_1: float, mse: float, variance: float, named: list[str]) -> None:
    report = latent_gate(top_1=top_1, reconstruction_mse=mse, data_variance=variance)
    assert not report.passed
    assert [failure.split(":")[0] for failure in report.failures] == named
