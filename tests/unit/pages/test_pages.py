"""The mirror plot: it holds the data, repeats exactly, and cannot be injected into."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np

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


def test_hostile_names_stay_text() -> None:
    evil = '</script><script>alert("x")</script>'
    svg = mirror_svg(evil, "raman_shift", GRID, Trace(evil, QUERY.values), MATCH)
    assert "<script" not in svg


def test_a_name_that_looks_like_a_formula_is_drawn_as_text() -> None:
    formula = r"$\frac{1}{0$"
    svg = mirror_svg(formula, "raman_shift", GRID, Trace(formula, QUERY.values), MATCH)
    assert svg.count(formula) >= 2
