"""Golden vectors: inputs whose latents are known, to prove that a bundle still encodes as it did."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt

from pigment_archive.encoder.forward import Network
from pigment_archive.encoder.stored_zip import read_stored
from pigment_archive.errors import CorruptModel

ROWS = 8
TOLERANCE = 1e-5
Floats = npt.NDArray[np.floating]


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
    """Whether the network encodes the golden inputs as written.

    A mean may differ by 1e-5 of the latent's standard deviation: the root of the variance over the golden
    inputs, averaged over the dimensions, as a Euclidean distance sees them. A variance may differ by 1e-5 of
    itself. To both the rounding to float32 is added.

    Raises:
        CorruptModel: The content is not what `golden_bytes` writes.
        ModelMismatch: The inputs are of another length than the network's.
    """
    inputs, mean, variance = _arrays(content)
    with np.errstate(all="ignore"):  # numbers that run over do not agree
        found = network.encode(np.asarray(inputs, dtype=np.float64))
        if not found.mean.shape == found.variance.shape == mean.shape == variance.shape:
            return False
        spread = float(np.sqrt(mean.var(axis=0, dtype=np.float64).mean()))
        return _close(found.mean, mean, TOLERANCE * spread) and _close(
            found.variance, variance, TOLERANCE * np.abs(variance)
        )


def _close(found: Floats, expected: Floats, tolerance: float | Floats) -> bool:
    """Within the tolerance and one step of float32; never where a number is not finite."""
    if not np.isfinite(found).all() or not np.isfinite(expected).all():
        return False
    rounding = np.spacing(np.abs(expected.astype(np.float32)))
    return bool((np.abs(found - expected) <= tolerance + rounding).all())


def _arrays(content: bytes) -> list[Floats]:
    """Inputs, mean and variance: tables of at least one row. Nothing larger than the content is made."""
    names = ("inputs.npy", "mean.npy", "variance.npy")
    members = read_stored(content, dict.fromkeys(names, len(content)), where="golden.npz")
    arrays = [_array(members[name], where=f"golden.npz/{name}") for name in names]
    if any(array.ndim != 2 or not array.size or array.dtype.kind != "f" for array in arrays):
        raise CorruptModel("expected tables of real numbers", where="golden.npz")
    return arrays


def _array(content: bytes, *, where: str) -> Floats:
    try:
        array: Floats = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    except (EOFError, MemoryError, ValueError) as cause:
        raise CorruptModel("it is no array as numpy writes them, or is cut", where=where) from cause
    return array
