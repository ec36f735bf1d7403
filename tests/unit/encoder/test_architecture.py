"""The settings of a network: what fits together, which tensors it has, and what old cards mean."""

from __future__ import annotations

import json

import numpy as np
import pytest
from pydantic import ValidationError

from pigment_archive.encoder import Bundle, Card, VaeSettings, default_network
from pigment_archive.encoder.architecture import tensor_shapes
from pigment_archive.encoder.augmentation import Augmentation
from pigment_archive.encoder.contrast import Contrast
from pigment_archive.encoder.network import Vae
from pigment_archive.preprocessing import default_recipe
from pigment_archive.records import Technique

STAGE = Contrast(floor=0.1, kind="band_pass", narrow=1.0)
OLD = {
    "latent_dim": 32, "hidden": [16, 8], "dropout": 0.0, "beta": 0.001, "reduction": "sum",
    "learning_rate": 0.001, "batch_size": 64, "max_epochs": 300, "patience": 20, "seed": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"contrast": STAGE, "hidden": (64,)}, "either hidden layers or the contrast"),
        ({"contrast": None, "hidden": ()}, "either hidden layers or the contrast"),
        ({"contrast": STAGE, "hidden": (), "latent_dim": 8, "level_dim": 7}, "smaller part"),
        ({"contrast": None, "level_dim": 2}, "smaller part"),
        ({"latent_dim": 1}, "latent_dim"),
        ({"level_weight": 0.0}, "level_weight"),
    ],
)
def test_what_does_not_fit_together_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        VaeSettings(**wrong)


def test_control_what_fits_together_is_taken() -> None:
    settings = VaeSettings(contrast=STAGE, hidden=(), latent_dim=8, level_dim=6, level_weight=0.5)
    assert settings.shape_dim == 2
    np.testing.assert_array_equal(settings.weights, [1.0] * 2 + [0.5] * 6)


@pytest.mark.parametrize("technique", list(Technique))
def test_every_technique_has_a_network_whose_tensors_are_those_of_torch(technique: Technique) -> None:
    settings, points = default_network(technique), default_recipe(technique).resample.points
    shapes = {name: tuple(tensor.shape) for name, tensor in Vae(settings, points).state_dict().items()}
    assert shapes == tensor_shapes(settings, points)
    assert settings.latent_dim == 64
    assert VaeSettings.model_validate_json(settings.model_dump_json()) == settings


@pytest.mark.parametrize("technique", list(Technique))
def test_a_default_varies_what_its_recipe_makes(technique: Technique) -> None:
    """Values that span 0 to 1 must again; where the recipe takes the root, what adds up is squared."""
    steps = {step.step for step in default_recipe(technique).steps}
    found = default_network(technique).augmentation
    assert isinstance(found, Augmentation)
    if found.adds_up == "squares":
        assert technique is not Technique.REFLECTANCE
    if technique is Technique.REFLECTANCE:
        assert (found.adds_up, found.rescale) == ("kubelka_munk", False)
    if technique is Technique.RAMAN:
        assert (found.adds_up, found.rescale) == ("squares", "scale_range" in steps)


def test_a_plain_network_has_the_tensors_it_always_had() -> None:
    shapes = tensor_shapes(VaeSettings.model_validate(OLD), 20)
    names = ("encoder.0", "encoder.1", "mean", "log_variance", "decoder.0", "decoder.1", "decoder.2")
    assert set(shapes) == {f"{name}.{kind}" for name in names for kind in ("weight", "bias")}
    assert (shapes["mean.weight"], shapes["decoder.0.weight"]) == ((32, 8), (8, 32))
    assert shapes["decoder.2.weight"] == (20, 16)


def test_an_old_card_still_means_the_plain_network(bundle: Bundle) -> None:
    said = json.loads(bundle.card.model_dump_json())
    said["architecture"] = OLD
    del said["training"]["labels"]
    for epoch in said["training"]["log"]:
        del epoch["training"]["contrastive"], epoch["validation"]["contrastive"]
    card = Card.model_validate(said)
    settings = card.architecture
    assert (settings.contrast, settings.level_dim, settings.linear_decoder) == (None, 0, False)
    assert (settings.contrastive, settings.augmentation, settings.reconstruction) == (0.0, None, 1.0)
    assert settings.decoder_widths == (8, 16)
    assert (settings.weights == 1).all()
    assert card.training.labels == "material"
    assert card.training.log[0].training.contrastive == 0.0
