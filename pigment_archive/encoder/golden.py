"""Golden vectors: inputs whose latents are known, to prove that a bundle still encodes as it did."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt

from pigment_archive.encoder.forward import Latents, Network

ROWS = 8
TOLERANCE = 1e-5


def golden_inputs(points: int) -> npt.NDArray[np.float64]:
    """Synthetic prepared spectra, float64 (8, points), 0-1: a few Gaussian bands each, of no real sample."""
    random = np.random.default_rng(20_240_229)
    grid = np.linspace(0.0, 1.0, points)
    centres = random.uniform(0.05, 0.95, (ROWS, 5, 1))
    widths = random.uniform(0.005, 0.05, (ROWS, 5, 1))
    heights = random.uniform(0.1, 1.0, (ROWS, 5, 1))
    spectra = (heights * np.exp(-0.5 * ((grid - centres) / widths) ** 2)).sum(axis=1)
    return np.asarray(spectra / spectra.max(axis=1, keepdims=True))


def golden_bytes(network: Network) -> bytes:
    """`golden.npz`: inputs (float64), mean and variance (float32) as this network encodes them now."""
    inputs = golden_inputs(network.points)
    latents = network.encode(inputs)
    buffer = io.BytesIO()
    np.savez(buffer, inputs=inputs, mean=latents.mean, variance=latents.variance)
    return buffer.getvalue()


def agrees(content: bytes, network: Network) -> bool:
    """Whether the network encodes the golden inputs as written, within 1e-5 of a mean's standard deviation.

    Raises:
        EOFError, KeyError, ValueError, zipfile.BadZipFile: The content is not what `golden_bytes` writes.
        ModelMismatch: The inputs are of another length than the network's.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as golden:
        inputs, expected = golden["inputs"], Latents(golden["mean"], golden["variance"])
    found = network.encode(inputs)
    scale = np.maximum(expected.mean.std(axis=0), 1.0)
    return bool(
        found.mean.shape == expected.mean.shape
        and (np.abs(found.mean - expected.mean) <= TOLERANCE * scale).all()
        and np.allclose(found.variance, expected.variance, rtol=10 * TOLERANCE, atol=TOLERANCE)
    )
