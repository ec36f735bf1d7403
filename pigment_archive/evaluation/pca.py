"""Principal components of the training part: the linear encoder every other one must beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pca:
    """Mean spectrum and directions of largest variance.

    Attributes:
        mean: float64 (g,), of the spectra it was fitted on.
        directions: float64 (k, g), orthonormal, by falling variance.
    """

    mean: FloatArray
    directions: FloatArray

    @classmethod
    def fit(cls, spectra: FloatArray) -> Pca:
        """All directions of (n, g) spectra; the eigenvectors of their covariance."""
        mean = spectra.mean(axis=0)
        centred = spectra - mean
        _, vectors = np.linalg.eigh(centred.T @ centred)
        return cls(mean, np.ascontiguousarray(vectors.T[::-1]))

    def scores(self, spectra: FloatArray, dimensions: int) -> FloatArray:
        """Coordinates (n, d) along the first directions."""
        return np.asarray((spectra - self.mean) @ self.directions[:dimensions].T)

    def reconstruct(self, spectra: FloatArray, dimensions: int) -> FloatArray:
        """What `dimensions` coordinates keep of the spectra, (n, g)."""
        return self.scores(spectra, dimensions) @ self.directions[:dimensions] + self.mean
