"""Where training starts: already better than a mean, and already telling materials apart."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from pigment_archive.encoder import Network, VaeSettings
from pigment_archive.encoder.initial import start_at_principal_components
from pigment_archive.encoder.network import Vae
from pigment_archive.encoder.train import TrainingSet
from tests.unit.encoder.conftest import POINTS, SETTINGS


def started(settings: VaeSettings, rows: np.ndarray, *, start: bool = True) -> Vae:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model = Vae(settings, POINTS).eval()
    if start:
        start_at_principal_components(model, as_tensor(rows))
    return model


def as_tensor(rows: np.ndarray) -> Tensor:
    return torch.from_numpy(rows.astype(np.float32))


def network_of(model: Vae) -> Network:
    return Network({name: tensor.numpy() for name, tensor in model.state_dict().items()}, model.settings)


def found_by_shape(model: Vae, data: TrainingSet) -> float:
    """How often the nearest spectrum of another sample is of the same material."""
    shapes = network_of(model).encode(data.prepared).mean[:, : model.settings.shape_dim]
    distances = np.linalg.norm(shapes[:, None] - shapes, axis=2)
    groups, labels = np.array(data.groups), np.array(data.labels)
    distances[groups[:, None] == groups] = np.inf
    return float((labels[distances.argmin(axis=1)] == labels).mean())


def error_of(model: Vae, rows: np.ndarray) -> float:
    network = network_of(model)
    return float(((network.decode(network.encode(rows).mean) - rows) ** 2).mean())


def test_the_start_reconstructs_better_than_the_mean_and_random_weights_do_not(
    training_set: TrainingSet,
) -> None:
    rows = training_set.prepared
    variance = rows.var(axis=0).mean()
    assert error_of(started(SETTINGS, rows), rows) < 0.3 * variance
    assert error_of(started(SETTINGS, rows, start=False), rows) > variance


def test_at_the_start_the_nearest_shapes_are_of_the_same_material(training_set: TrainingSet) -> None:
    assert found_by_shape(started(SETTINGS, training_set.prepared), training_set) > 0.9


def test_control_without_axes_nothing_is_found(training_set: TrainingSet) -> None:
    model = started(SETTINGS, training_set.prepared)
    with torch.no_grad():
        model.mean.weight.copy_(torch.randn_like(model.mean.weight))
        model.mean.weight[:, :] = model.mean.weight.mean()
    assert found_by_shape(model, training_set) < 0.5


def test_axes_are_those_of_a_singular_value_decomposition(training_set: TrainingSet) -> None:
    model = started(SETTINGS, training_set.prepared)
    seen = model.contrast(as_tensor(training_set.prepared)).double().numpy()
    _, sizes, axes = np.linalg.svd(seen - seen.mean(axis=0), full_matrices=False)
    expected = axes[: SETTINGS.shape_dim] / np.sqrt(sizes[: SETTINGS.shape_dim, None])
    found = model.mean.weight.detach().numpy()
    signs = np.sign((found * expected).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(found * signs, expected, atol=1e-4 * np.abs(expected).max())


def test_the_level_has_a_spread_of_one(training_set: TrainingSet) -> None:
    model = started(SETTINGS, training_set.prepared)
    level = model.level(as_tensor(training_set.prepared)).detach()
    torch.testing.assert_close(level.std(0), torch.ones(SETTINGS.level_dim), rtol=1e-3, atol=0)
    torch.testing.assert_close(level.mean(0), torch.zeros(SETTINGS.level_dim), rtol=0, atol=1e-3)


@pytest.mark.parametrize("count", [2, 4, 7])
def test_fewer_spectra_than_dimensions_are_no_failure(training_set: TrainingSet, count: int) -> None:
    settings = SETTINGS.model_copy(update={"latent_dim": 24, "level_dim": 8})
    few = training_set.prepared[::18][:count]
    model = started(settings, few)
    used = (model.mean.weight.abs().sum(1) > 0).sum().item()
    assert used == count - 1
    latents = network_of(model).encode(training_set.prepared)
    assert np.isfinite(latents.mean).all()
    assert np.isfinite(latents.variance).all()
    assert np.isfinite(error_of(model, few))


def test_equal_spectra_give_finite_latents(training_set: TrainingSet) -> None:
    model = started(SETTINGS, np.repeat(training_set.prepared[:1], 5, axis=0))
    assert np.isfinite(network_of(model).encode(training_set.prepared).mean).all()


def test_a_plain_network_keeps_its_random_weights(training_set: TrainingSet) -> None:
    plain = VaeSettings(latent_dim=4, hidden=(16,))
    before, after = (started(plain, training_set.prepared, start=start) for start in (False, True))
    for name, tensor in before.state_dict().items():
        assert torch.equal(tensor, after.state_dict()[name])
