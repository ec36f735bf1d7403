from __future__ import annotations

import numpy as np
import pytest
import torch

from pigment_archive.encoder import Bundle, Network, VaeSettings, default_network
from pigment_archive.encoder.architecture import tensor_shapes
from pigment_archive.encoder.contrast import contrast_of
from pigment_archive.encoder.forward import BATCH_ROWS
from pigment_archive.encoder.golden import golden_inputs
from pigment_archive.encoder.network import Vae
from pigment_archive.errors import ModelMismatch
from pigment_archive.records import Technique

POINTS = 566
RAMAN = default_network(Technique.RAMAN)
FORMS = {
    "plain": VaeSettings(),
    "shape and level": RAMAN,
    "shape alone": RAMAN.model_copy(update={"level_dim": 0, "linear_decoder": False, "decoder": None}),
    "slopes": default_network(Technique.REFLECTANCE),
}


@pytest.fixture(scope="module", params=FORMS)
def model(request: pytest.FixtureRequest) -> Vae:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        return Vae(FORMS[request.param], POINTS).eval()


@pytest.fixture(scope="module")
def network(model: Vae) -> Network:
    return Network({name: tensor.numpy() for name, tensor in model.state_dict().items()}, model.settings)


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return np.random.default_rng(1).random((200, POINTS))


def test_torch_names_and_shapes_are_those_of_the_architecture(model: Vae) -> None:
    shapes = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    assert shapes == tensor_shapes(model.settings, POINTS)
    assert all(parameter.dtype == torch.float32 for parameter in model.parameters())


def test_numpy_agrees_with_torch(model: Vae, network: Network, rows: np.ndarray) -> None:
    with torch.no_grad():
        expected = model(torch.from_numpy(rows.astype(np.float32)))
    latents, weights = network.encode(rows), model.settings.weights
    np.testing.assert_allclose(latents.mean, expected.mean.numpy() * weights, atol=3e-5)
    np.testing.assert_allclose(latents.variance, expected.log_variance.exp().numpy() * weights**2, rtol=3e-5)
    np.testing.assert_allclose(network.decode(latents.mean), expected.reconstruction.numpy(), atol=3e-5)


def test_the_shape_lies_on_a_sphere_and_the_level_weighs_what_was_said(
    model: Vae, network: Network, rows: np.ndarray
) -> None:
    settings = model.settings
    if settings.contrast is None:
        assert (settings.weights == 1).all()
        return
    latents = network.encode(rows).mean
    lengths = np.linalg.norm(latents[:, : settings.shape_dim], axis=1)
    np.testing.assert_allclose(lengths, np.sqrt(settings.shape_dim), rtol=1e-6)
    heavier = settings.model_copy(update={"level_weight": 2 * settings.level_weight})
    other = Network({name: tensor.numpy() for name, tensor in model.state_dict().items()}, heavier)
    doubled = np.repeat([1.0, 2.0], [settings.shape_dim, settings.level_dim])
    np.testing.assert_allclose(other.encode(rows).mean, latents * doubled, rtol=1e-6)
    np.testing.assert_allclose(other.decode(latents * doubled), network.decode(latents), atol=1e-6)


def test_contrast_is_what_the_encoder_sees(model: Vae, network: Network, rows: np.ndarray) -> None:
    stage = model.settings.contrast
    expected = rows if stage is None else contrast_of(rows, stage)
    np.testing.assert_array_equal(network.contrast(rows), expected)


def test_latents_do_not_depend_on_the_batch_they_are_encoded_in(network: Network, rows: np.ndarray) -> None:
    """Bitwise, around the 64 rows that are computed at a time."""
    whole = network.encode(rows)
    for size in (1, 2, 3, 63, 64, 65, 128, 199, 200):
        part = network.encode(rows[:size])
        assert part.mean.tobytes() == whole.mean[:size].tobytes()
        assert part.variance.tobytes() == whole.variance[:size].tobytes()


def test_latents_do_not_depend_on_the_row_or_the_neighbours(network: Network, rows: np.ndarray) -> None:
    alone = network.encode(rows[:1])
    for row in (*range(0, BATCH_ROWS, 7), BATCH_ROWS - 1, BATCH_ROWS, 128, 199):
        moved = rows[::-1].copy()
        moved[row] = rows[0]
        latents = network.encode(moved)
        assert latents.mean[row].tobytes() == alone.mean[0].tobytes()
        assert latents.variance[row].tobytes() == alone.variance[0].tobytes()


def test_latents_do_not_depend_on_the_order_of_the_rows(network: Network, rows: np.ndarray) -> None:
    order = np.random.default_rng(4).permutation(len(rows))
    whole, shuffled = network.encode(rows), network.encode(rows[order])
    assert shuffled.mean.tobytes() == whole.mean[order].tobytes()
    assert shuffled.variance.tobytes() == whole.variance[order].tobytes()


def test_latents_do_not_depend_on_the_memory_order_of_the_rows(network: Network, rows: np.ndarray) -> None:
    assert (
        network.encode(np.asfortranarray(rows)).mean.tobytes()
        == network.encode(rows).mean.tobytes()
        == network.encode(np.repeat(rows, 2, axis=0)[::2]).mean.tobytes()
    )


def test_no_rows_give_no_latents(network: Network) -> None:
    latents = network.encode(np.empty((0, POINTS)))
    assert latents.mean.shape == latents.variance.shape == (0, 64)
    assert network.decode(latents.mean).shape == (0, POINTS)


@pytest.mark.parametrize("shape", [(POINTS,), (2, POINTS - 1), (1, 2, POINTS)])
def test_rows_of_another_length_are_a_mismatch(network: Network, shape: tuple[int, ...]) -> None:
    with pytest.raises(ModelMismatch, match="566"):
        network.encode(np.zeros(shape))


def test_variances_are_positive_and_types_are_fixed(bundle: Bundle) -> None:
    latents = bundle.encode(golden_inputs(bundle.network.points))
    assert latents.mean.dtype == latents.variance.dtype == np.float32
    assert (latents.variance > 0).all()
    assert bundle.decode(latents.mean).dtype == np.float64
