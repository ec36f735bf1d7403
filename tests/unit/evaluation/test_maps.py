"""Projections: which panels are asked for, that they repeat, and that they show what is there."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from pigment_archive.errors import UsageError
from pigment_archive.evaluation.maps import MOST_TSNE, Layout, Method, project, projections


def two_clusters(each: int = 40) -> np.ndarray:
    random = np.random.default_rng(0)
    centres = np.repeat([[0.0] * 16, [20.0] + [0.0] * 15], each, axis=0)
    return (centres + random.normal(size=(2 * each, 16))).astype(np.float32)


def gap(layout: Layout, each: int = 40) -> float:
    """Distance of the clusters' centres in units of their mean radius."""
    first, second = layout.positions[:each], layout.positions[each:]
    radius = np.mean([np.linalg.norm(half - half.mean(axis=0), axis=1).mean() for half in (first, second)])
    return float(np.linalg.norm(first.mean(axis=0) - second.mean(axis=0)) / radius)


def test_a_panel_for_every_pair_a_row_for_every_distance() -> None:
    titles = [panel.title for panel in projections("umap", 100, (5, 10, 5), (0.1, 0.5))]
    assert titles == [
        "n_neighbors = 5, min_dist = 0.1",
        "n_neighbors = 10, min_dist = 0.1",
        "n_neighbors = 5, min_dist = 0.5",
        "n_neighbors = 10, min_dist = 0.5",
    ]


@pytest.mark.parametrize(
    ("method", "count", "title"),
    [
        ("umap", 100, "n_neighbors = 15, min_dist = 0.1"),
        ("umap", 4, "n_neighbors = 3, min_dist = 0.1"),
        ("tsne", 100, "perplexity = 30"),
        ("tsne", 10, "perplexity = 9"),
        ("pca", 3, "principal components 1 and 2"),
    ],
)
def test_without_settings_there_is_one_panel_that_fits(method: Method, count: int, title: str) -> None:
    assert [panel.title for panel in projections(method, count)] == [title]


@pytest.mark.parametrize(
    ("method", "count", "neighbors", "min_dist", "problem"),
    [
        ("umap", 2, (), (), "there are 2 records"),
        ("umap", 10, (10,), (), "expected 2 to 9 neighbours"),
        ("umap", 10, (1,), (), "expected 2 to 9 neighbours"),
        ("umap", 10, (), (1.5,), "distance of 0 to 1"),
        ("umap", 10, (), (float("nan"),), "distance of 0 to 1"),
        ("umap", 99, tuple(range(2, 9)), (0.1, 0.5), "14 panels"),
        ("tsne", 10, (5,), (0.1,), "belongs to umap"),
        ("tsne", MOST_TSNE + 1, (), (), "takes too long"),
        ("pca", 10, (5,), (), "no neighbours"),
    ],
)
def test_what_cannot_be_is_refused(
    method: Method, count: int, neighbors: tuple[int, ...], min_dist: tuple[float, ...], problem: str
) -> None:
    with pytest.raises(UsageError, match=problem):
        projections(method, count, neighbors, min_dist)


def test_pca_keeps_a_plane_as_it_is_and_names_its_variance() -> None:
    random = np.random.default_rng(1)
    plane = random.normal(size=(50, 2)) * [3.0, 1.0]
    turned = plane @ np.linalg.qr(random.normal(size=(16, 16)))[0][:2]
    (layout,) = project(turned.astype(np.float32), projections("pca", 50))
    shares = plane.var(axis=0) / plane.var(axis=0).sum()
    assert f"{shares[0]:.0%}" in layout.title
    between = np.linalg.norm(plane[:, None] - plane, axis=2)
    assert np.linalg.norm(layout.positions[:, None] - layout.positions, axis=2) == pytest.approx(
        between, abs=1e-5
    )


def test_equal_latents_make_a_map_of_one_point() -> None:
    (layout,) = project(np.ones((5, 16), dtype=np.float32), projections("pca", 5))
    assert np.ptp(layout.positions) == 0
    assert "0% and 0%" in layout.title


def test_umap_finds_the_clusters_the_same_way_twice_and_differs_by_its_settings() -> None:
    latents, panels = two_clusters(), projections("umap", 80, (5, 20), (0.1, 0.5))
    layouts = list(project(latents, panels))
    assert [layout.title for layout in layouts] == [panel.title for panel in panels]
    assert min(map(gap, layouts)) > 3
    again = list(project(latents, panels))
    assert all((a.positions == b.positions).all() for a, b in zip(layouts, again, strict=True))
    assert len({layout.positions.tobytes() for layout in layouts}) == 4


def test_umap_draws_the_fewest_records_there_may_be_and_equal_ones() -> None:
    for latents in (two_clusters(2)[:3], np.ones((6, 16), dtype=np.float32)):
        (layout,) = project(latents, projections("umap", len(latents)))
        assert np.isfinite(layout.positions).all()


def test_tsne_finds_the_clusters_the_same_way_twice() -> None:
    latents, panels = two_clusters(), projections("tsne", 80, (10,))
    (layout,) = project(latents, panels)
    assert gap(layout) > 3
    (again,) = project(latents, panels)
    assert (again.positions == layout.positions).all()


def test_noise_has_no_clusters() -> None:
    noise = np.random.default_rng(2).normal(size=(80, 16)).astype(np.float32)
    (layout,) = project(noise, projections("tsne", 80, (10,)))
    assert gap(layout) < 1


@pytest.mark.parametrize(("method", "library"), [("umap", "umap"), ("tsne", "sklearn.manifold")])
def test_a_missing_library_is_said(method: Method, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match="not installed"):
        list(project(two_clusters(), projections(method, 80)))
