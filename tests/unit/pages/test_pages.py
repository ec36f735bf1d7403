"""Plots and pages: they hold the data, repeat exactly, open offline and cannot be injected into."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np

from pigment_archive.pages.latent_map import MapPoints, latent_map_html
from pigment_archive.pages.mirror import Trace, mirror_svg

GRID = np.linspace(150, 1280, 50)
QUERY = Trace("unknown", np.exp(-((GRID - 343) ** 2) / 200))
MATCH = Trace("cinnabar", np.exp(-((GRID - 253) ** 2) / 200))


def test_mirror_plot_is_svg_and_the_same_twice() -> None:
    svg = mirror_svg("unknown over cinnabar", "raman_shift", GRID, QUERY, MATCH)
    assert ET.fromstring(svg).tag.endswith("svg")
    assert "Raman shift" in svg
    assert "cinnabar" in svg
    assert svg == mirror_svg("unknown over cinnabar", "raman_shift", GRID, QUERY, MATCH)


def test_mirror_plot_of_a_zero_spectrum_does_not_divide_by_zero() -> None:
    assert "svg" in mirror_svg("t", "raman_shift", GRID, QUERY, Trace("zero", np.zeros_like(GRID)))


def points(count: int, group: str = "azurite") -> MapPoints:
    return MapPoints(np.random.default_rng(0).random((count, 2)), [group] * count, ["label"] * count)


def test_map_needs_nothing_from_the_net() -> None:
    page = latent_map_html("map", "umap", points(5))
    assert 'src="http' not in page
    assert "cdn." not in page.split("</script>", 1)[0][:200]


def test_map_names_twenty_groups_and_gathers_the_rest() -> None:
    many = MapPoints(np.zeros((30, 2)), [f"material {i}" for i in range(30)], ["x"] * 30)
    page = latent_map_html("map", "pca", many)
    assert "(others)" in page
    assert "(others)" not in latent_map_html("map", "pca", points(30))


def test_hostile_names_stay_text() -> None:
    evil = '</script><script>alert("x")</script>'
    hostile = MapPoints(np.zeros((1, 2)), [evil], [evil])
    assert "<script>alert" not in latent_map_html(evil, evil, hostile)
    svg = mirror_svg(evil, "raman_shift", GRID, Trace(evil, QUERY.values), MATCH)
    assert "<script" not in svg


def test_a_name_that_looks_like_a_formula_is_drawn_as_text() -> None:
    formula = r"$\frac{1}{0$"
    svg = mirror_svg(formula, "raman_shift", GRID, Trace(formula, QUERY.values), MATCH)
    assert svg.count(formula) >= 2
