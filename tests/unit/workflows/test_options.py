"""What a person types for tiers, window and training is checked once, and told as it was typed."""

from __future__ import annotations

import pytest

from pigment_archive.errors import UsageError
from pigment_archive.records import Tier
from pigment_archive.workflows.options import tiers_of, window_of
from pigment_archive.workflows.train import TrainOptions


def test_tiers_and_windows_are_read() -> None:
    assert tiers_of("open, sealed") == (Tier.OPEN, Tier.SEALED)
    assert window_of("350:2500.5") == (350.0, 2500.5)


@pytest.mark.parametrize("text", ["", "open,", "secret", "open;sealed"])
def test_what_is_no_tier_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="the tiers are open") as caught:
        tiers_of(text)
    assert caught.value.where == f"--tiers {text}"


@pytest.mark.parametrize("text", ["350", "350-2500", "a:b", "1:2:3", "900:300", "300:300", "-1:300", "nan:1"])
def test_what_is_no_window_is_told(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        window_of(text)
    assert caught.value.where == f"--window {text}"


@pytest.mark.parametrize(
    ("said", "place"),
    [({"latent_dim": 7}, "latent_dim"), ({"seed": -1}, "seed"), ({"max_epochs": 0}, "max_epochs"),
     ({"tiers": ()}, "tiers"), ({"tiers": ("secret",)}, "tiers.0"), ({"epochs": 3}, "epochs")],
)  # fmt: skip
def test_what_training_cannot_take_is_told(said: dict[str, object], place: str) -> None:
    with pytest.raises(UsageError) as caught:
        TrainOptions.of(**said)
    assert caught.value.where == f"option {place}"
