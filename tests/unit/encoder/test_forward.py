from __future__ import annotations

import numpy as np
import pytest
import torch

from pigment_archive.encoder import Bundle, Network, VaeSettings
from pigment_archive.encoder.architecture import tensor_shapes
from pigment_archive.encoder.forward import BATCH_ROWS
from pigment_archive.encoder.golden import golden_inputs
from pigment_archive.encoder.network import Vae
from pigment_archive.errors import ModelMismatch

SETTINGS = VaeSettings()
POINTS = 566


@pytest.fixture(scope="module")
def model() -> Vae:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        return Vae(SETTINGS, POINTS).eval()


@pytest.fixture(scope="module")
def network(model: Vae) -> Network:
    return Network({name: tensor.numpy() for name, tensor in model.state_dict().items()})


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return np.random.default_rng(1).random((200, POINTS))


def test_torch_names_and_shapes_are_those_of_the_architecture(model: Vae) -> None:
    shapes = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    assert shapes == tensor_shapes(SETTINGS, POINTS)
    assert all(parameter.dtype == torch.float32 for parameter in model.parameters())


def test_numpy_agrees_with_torch(model: Vae, network: Network, rows: np.ndarray) -> None:
    with torch.no_grad():
        expected = model(torch.from_numpy(rows.astype(np.float32)))
    latents = network.encode(rows)
    np.testing.assert_allclose(latents.mean, expected.mean.numpy(), atol=1e-5)
    np.testing.assert_allclose(latents.variance, expected.log_variance.exp().numpy(), rtol=1e-5)
    np.testing.assert_allclose(network.decode(latents.mean), expected.reconstruction.numpy(), atol=1e-5)


def test_latents_do_not_depend_on_the_batch_they_are_encoded_in(network: Network, rows: np.ndarray) -> None:
    """Bitwise, for every batch size from 1 to 200."""
    whole = network.encode(rows)
    for size in range(1, len(rows) + 1):
        part = network.encode(rows[:size])
        assert part.mean.tobytes() == whole.mean[:size].tobytes()
        assert part.variance.tobytes() == whole.variance[:size].tobytes()


def test_latents_do_not_depend_on_the_row_or_the_neighbours(network: Network, rows: np.ndarray) -> None:
    alone = network.encode(rows[:1])
    for row in (*range(BATCH_ROWS), 128, 199):
        moved = rows[::-1].copy()
        moved[row] = rows[0]
        latents = network.encode(moved)
        assert latents.mean[row].tobytes() == alone.mean[0].tobytes()
        assert latents.variance[row].tobytes() == alone.variance[0].tobytes()


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
