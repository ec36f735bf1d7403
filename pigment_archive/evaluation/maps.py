"""Latents on a plane: UMAP for neighbourhoods, PCA for a quick and exactly repeatable view."""

from __future__ import annotations

import warnings
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Method = Literal["umap", "pca"]


def project(
    latents: npt.NDArray[np.float32], method: Method, *, neighbors: int = 15, min_dist: float = 0.1
) -> FloatArray:
    """Positions of the latents on a plane.

    Args:
        latents: float32 (n, d), n at least 3.
        method: `pca`: the two directions of largest variance. `umap`: McInnes, Healy & Melville 2018
            (arXiv 1802.03426), seeded, so that the same latents give the same map on the same machine.
        neighbors: UMAP only: points looked at around each; larger shows more of the whole.
        min_dist: UMAP only: smallest distance on the map; larger spreads the clusters.

    Returns:
        float64 (n, 2), without unit; axes of a UMAP have no meaning by themselves.
    """
    centred = latents.astype(np.float64) - latents.mean(axis=0, dtype=np.float64)
    if method == "umap" and len(latents) > neighbors:
        return _umap(centred, neighbors, min_dist)
    left, singular, _ = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(left[:, :2] * singular[:2], dtype=np.float64)


def _umap(latents: FloatArray, neighbors: int, min_dist: float) -> FloatArray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # umap warns about its own seed and about sklearn's renamings
        from umap import UMAP

        mapper = UMAP(n_neighbors=neighbors, min_dist=min_dist, random_state=0, n_jobs=1)
        return np.asarray(mapper.fit_transform(latents), dtype=np.float64)
