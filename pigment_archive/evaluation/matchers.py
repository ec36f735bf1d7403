"""What is compared: the matchers everybody already has, the latent, and encoders that learned nothing.

A matcher makes a vector of every spectrum; the nearest by Euclidean distance is its answer. A cosine is the
distance of vectors scaled to length 1, a correlation that of centred ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.signal import savgol_filter

from pigment_archive.evaluation.distances import unit
from pigment_archive.evaluation.library import Encoded, FloatArray, Library
from pigment_archive.evaluation.pca import Pca

Kind = Literal["classical", "pca", "latent", "control"]

SQUARE_ROOT_COSINES: Final = ("square_root_cosine", "square_root_cosine_acquired")
LATENT: Final = "latent"
RESCORED: Final = "latent_rescored"
PCA_DIMENSIONS: Final = (32, 64, 128)
LEAST_REFLECTANCE: Final = 1e-3
_WINDOW: Final = 11
_DEGREE: Final = 2


@dataclass(frozen=True, eq=False)
class Matcher:
    """One way of finding.

    Attributes:
        name: Stable name, in the JSON.
        title: The same for people.
        kind: What sort of way it is; `control` learned nothing.
        points: float64 (n, k), the vector of each spectrum.
        rescored: Whether the nearest are put in order by the spectra themselves, as a search does.
    """

    name: str
    title: str
    kind: Kind
    points: FloatArray
    rescored: bool = False


def matchers(encoded: Encoded, *, seed: int = 0) -> Iterator[Matcher]:
    """Every way of finding that has a meaning for this library, one after the other.

    Args:
        encoded: A library as one model sees it; PCA is fitted on its training part, if it has one.
        seed: Of the controls.
    """
    library = encoded.library
    for name, title, vectors in _classical(library):
        yield Matcher(name, title, "classical", vectors)
    if encoded.training.any():
        pca = Pca.fit(library.prepared[encoded.training])
        for dimensions in PCA_DIMENSIONS:
            if dimensions <= library.grid.size:
                scores = pca.scores(library.prepared, dimensions)
                yield Matcher(f"pca_{dimensions}", f"PCA-{dimensions}", "pca", scores)
    latents = encoded.latents.astype(np.float64)
    yield Matcher(LATENT, "latent", "latent", latents)
    yield Matcher(RESCORED, "latent, rescored", "latent", latents, rescored=True)
    random = np.random.default_rng(seed)
    plane = random.standard_normal((library.grid.size, latents.shape[1]))
    yield Matcher(
        "random_projection",
        "random projection (control)",
        "control",
        library.prepared @ plane,
    )
    yield Matcher("shuffled", "shuffled labels (control)", "control", random.permutation(latents))


def _classical(library: Library) -> Iterator[tuple[str, str, FloatArray]]:
    """Name, title and vectors of the classical matchers."""
    linear, acquired = _ranged(library.linear), library.acquired
    yield "cosine_acquired", "cosine, acquired", unit(_ranged(acquired))
    yield SQUARE_ROOT_COSINES[0], "square-root cosine, prepared", unit(np.sqrt(linear))
    yield "correlation", "correlation (HQI), prepared", _centred(linear)
    yield "derivative", "first derivative, prepared", unit(_derivative(linear))
    if library.baseline:
        yield "cosine", "cosine, prepared", unit(linear)
        yield SQUARE_ROOT_COSINES[1], "square-root cosine, acquired", unit(np.sqrt(_ranged(acquired)))
        yield "correlation_acquired", "correlation (HQI), acquired", _centred(acquired)
    if library.reflectance:
        absorption = -np.log(np.maximum(acquired, LEAST_REFLECTANCE))
        yield "spectral_angle", "spectral angle", unit(acquired)
        yield "log_derivative", "derivative of log(1/R)", unit(_derivative(absorption))


def square_root_cosines(library: Library) -> FloatArray:
    """The vectors whose products are the square-root cosines of the prepared spectra, (n, g)."""
    return unit(np.sqrt(_ranged(library.linear)))


def _ranged(rows: FloatArray) -> FloatArray:
    """Each row scaled to 0-1."""
    low = rows.min(axis=1, keepdims=True)
    span = rows.max(axis=1, keepdims=True) - low
    return np.asarray((rows - low) / np.where(span > 0, span, 1.0))


def _centred(rows: FloatArray) -> FloatArray:
    return unit(rows - rows.mean(axis=1, keepdims=True))


def _derivative(rows: FloatArray) -> FloatArray:
    """Savitzky-Golay: the slope of a parabola through 11 grid points."""
    return np.asarray(savgol_filter(rows, min(_WINDOW, rows.shape[1]), _DEGREE, deriv=1, axis=1))
