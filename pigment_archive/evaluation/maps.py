"""Latents on a plane: UMAP for neighbourhoods, t-SNE for small clusters, PCA for a quick and exact view.

A map is drawn with several settings at once, since one picture alone misleads: what stays together in every
panel is near in the latent space; what changes from panel to panel is the method's own doing.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import UsageError

FloatArray = npt.NDArray[np.float64]
Method = Literal["umap", "tsne", "pca"]

FEWEST: Final = 3
MOST_PANELS: Final = 12
MOST_TSNE: Final = 20_000  # about five minutes on 2 cores; 100,000 would take most of an hour
DEFAULT_NEIGHBORS: Final[dict[Method, int]] = {"umap": 15, "tsne": 30}
DEFAULT_MIN_DIST: Final = 0.1


@dataclass(frozen=True)
class Projection:
    """How one panel is projected.

    Attributes:
        method: `pca`: the two directions of largest variance. `umap`: McInnes, Healy & Melville 2018
            (arXiv 1802.03426). `tsne`: van der Maaten & Hinton 2008, Barnes-Hut.
        neighbors: UMAP: points looked at around each. t-SNE: the perplexity, about a third of that. Larger
            shows more of the whole and less of the detail. 0 for PCA.
        min_dist: UMAP only: smallest distance on the map, 0-1; larger spreads the clusters.
    """

    method: Method
    neighbors: int = 0
    min_dist: float = 0.0

    @property
    def title(self) -> str:
        """The settings in words."""
        if self.method == "umap":
            return f"n_neighbors = {self.neighbors}, min_dist = {self.min_dist:g}"
        return f"perplexity = {self.neighbors}" if self.method == "tsne" else "principal components 1 and 2"


@dataclass(frozen=True, eq=False)
class Layout:
    """One panel: its title and float64 (n, 2) positions, without unit.

    Axes of UMAP and t-SNE have no meaning by themselves, and neither has the size of the gap between two
    clusters.
    """

    title: str
    positions: FloatArray


def projections(
    method: Method, count: int, neighbors: Sequence[int] = (), min_dist: Sequence[float] = ()
) -> list[Projection]:
    """The panels asked for: every min_dist with every number of neighbours, a row a min_dist.

    Args:
        method: How to project.
        count: Records there are.
        neighbors: Numbers of neighbours (UMAP) or perplexities (t-SNE), 2 to `count` - 1. Default: 15 or 30,
            less where there are fewer records.
        min_dist: UMAP only, 0-1. Default: 0.1.

    Raises:
        UsageError: Too few or too many records, too many panels, or a setting that cannot be.
    """
    if count < FEWEST:
        raise UsageError(f"there are {count} records to map, expected at least {FEWEST}", where="map")
    _check(method, count, neighbors, min_dist)
    if method == "pca":
        return [Projection("pca")]
    around = tuple(dict.fromkeys(neighbors)) or (min(DEFAULT_NEIGHBORS[method], count - 1),)
    apart = tuple(dict.fromkeys(min_dist)) or (DEFAULT_MIN_DIST,)
    if method == "tsne":
        return [Projection("tsne", value) for value in around]
    return [Projection("umap", value, distance) for distance, value in product(apart, around)]


def _check(method: Method, count: int, neighbors: Sequence[int], min_dist: Sequence[float]) -> None:
    if neighbors and method == "pca":
        raise UsageError("PCA looks at no neighbours", where="--neighbors", remedy="Leave it out.")
    if min_dist and method != "umap":
        raise UsageError(f"min_dist belongs to umap, not to {method}", where="--min-dist")
    for value in neighbors:
        if not 2 <= value < count:
            raise UsageError(
                f"expected 2 to {count - 1} neighbours, for {count} records", where=f"--neighbors {value}"
            )
    for distance in min_dist:
        if not 0 <= distance <= 1:
            raise UsageError("expected a distance of 0 to 1", where=f"--min-dist {distance:g}")
    if (panels := max(1, len(neighbors)) * max(1, len(min_dist))) > MOST_PANELS:
        raise UsageError(f"{panels} panels were asked for, expected at most {MOST_PANELS}", where="map")
    if method == "tsne" and count > MOST_TSNE:
        raise UsageError(
            f"t-SNE of {count} records takes too long, expected at most {MOST_TSNE}",
            where="--method tsne",
            remedy="Draw it with --method umap, or fewer records with --where key=value.",
        )


def project(latents: npt.NDArray[np.float32], panels: Sequence[Projection]) -> Iterator[Layout]:
    """The latents on a plane, once a panel. Seeded: the same latents give the same map on the same machine.

    Args:
        latents: float32 (n, d), n at least 3, d at least 2.
        panels: As `projections` made them for n records, all of one method.

    Raises:
        UsageError: The library that projects is not installed.
    """
    centred = latents.astype(np.float64) - latents.mean(axis=0, dtype=np.float64)
    match panels[0].method:
        case "pca":
            yield _pca(centred)
        case "tsne":
            for panel in panels:
                yield Layout(panel.title, _tsne(centred, panel.neighbors))
        case "umap":
            yield from _umap(centred, panels)


def _pca(centred: FloatArray) -> Layout:
    scores, shares = _components(centred)
    title = f"principal components 1 and 2 ({shares[0]:.0%} and {shares[1]:.0%} of the variance)"
    return Layout(title, scores)


def _components(centred: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Scores on the first two principal components, and the share of the variance of each."""
    left, singular, right = np.linalg.svd(centred, full_matrices=False)
    # the sign of a component is a matter of chance: its largest loading is made positive
    loadings = right[:2]
    signs = np.sign(loadings[[0, 1], np.abs(loadings).argmax(axis=1)])
    total = float((singular**2).sum())
    shares = singular[:2] ** 2 / (total if total > 0 else 1.0)
    return np.asarray(left[:, :2] * singular[:2] * signs, dtype=np.float64), shares


def _start(centred: FloatArray, reach: float) -> npt.NDArray[np.float32]:
    """Where UMAP and t-SNE begin: the principal components, from -`reach` to `reach`.

    So that what is far apart stays far apart. Rounded, since these methods blow the last bits of a float up
    into another map, and those bits depend on the number of processors; then shaken, so that no two records
    begin in the same place.
    """
    scores, _ = _components(centred)
    largest = float(np.abs(scores).max()) or 1.0
    shaken = np.round(scores / largest, 4) + np.random.default_rng(0).normal(scale=1e-5, size=scores.shape)
    return np.asarray(shaken * reach, dtype=np.float32)


def _tsne(latents: FloatArray, perplexity: int) -> FloatArray:
    with _from_the_maps_extra():
        from sklearn.manifold import TSNE
    mapper = TSNE(perplexity=perplexity, init=_start(latents, 3e-4), random_state=0, n_jobs=-1)
    return np.asarray(mapper.fit_transform(latents.astype(np.float32)), dtype=np.float64)


def _nearest(latents: FloatArray, most: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The `most` nearest of each, itself among them, by distance: indices and distances, (n, most) each.

    Exact: 42 s for 100,000 latents of 64 dimensions on 2 cores, less than UMAP's own approximate search.
    """
    from sklearn.neighbors import NearestNeighbors

    searched = NearestNeighbors(n_neighbors=most, algorithm="brute").fit(latents)
    found = searched.kneighbors(latents, return_distance=False)
    # the search rounds as its number of threads has it; this does not
    distances = np.stack([np.linalg.norm(latents[near] - latents, axis=1) for near in found.T], axis=1)
    order = np.lexsort((found, distances), axis=1)
    sorted_by = np.take_along_axis
    return sorted_by(found, order, axis=1), sorted_by(distances, order, axis=1).astype(np.float32)


def _umap(latents: FloatArray, panels: Sequence[Projection]) -> Iterator[Layout]:
    """All panels share one search for neighbours, for the most that any of them wants."""
    with _from_the_maps_extra(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # umap warns about its own seed and about sklearn's renamings
        from umap import UMAP
    indices, distances = _nearest(latents, max(panel.neighbors for panel in panels))
    start = _start(latents, 10.0)
    for panel in panels:
        near = (indices[:, : panel.neighbors].copy(), distances[:, : panel.neighbors].copy())
        mapper = UMAP(
            n_neighbors=panel.neighbors, min_dist=panel.min_dist, precomputed_knn=near, init=start,
            random_state=0, n_jobs=1,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            positions = mapper.fit_transform(latents)
        yield Layout(panel.title, np.asarray(positions, dtype=np.float64))


@contextmanager
def _from_the_maps_extra() -> Iterator[None]:
    try:
        yield
    except ImportError as cause:
        raise UsageError(
            f"the library {cause.name} is not installed",
            where="map",
            remedy='Install it with: pip install "pigment-archive[maps]", or use --method pca.',
        ) from cause
