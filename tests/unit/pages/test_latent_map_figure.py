"""The latent map for a paper: every group and panel is there, the same twice, and names are text."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from pigment_archive.evaluation.maps import Layout
from pigment_archive.pages import latent_map_figure as module
from pigment_archive.pages.latent_map_figure import latent_map_figure
from pigment_archive.pages.map_groups import group_by

MATERIALS = [f"material {k % 25}" for k in range(200)]
LAYOUTS = [Layout(f"n_neighbors = {k}", np.random.default_rng(k).normal(size=(200, 2))) for k in (5, 10, 30)]


def svg(materials: list[str], **options: object) -> str:
    return latent_map_figure(LAYOUTS, group_by(materials), legend="material", columns=2, **options).decode()  # type: ignore[arg-type]


def test_panels_legend_and_warnings_are_there_the_same_twice() -> None:
    text = svg(MATERIALS, warnings=("all records are simulated",))
    assert ET.fromstring(text).tag.endswith("svg")
    for words in (
        "n_neighbors = 5",
        "n_neighbors = 30",
        "material 3",
        "(others)",
        "all records are simulated",
    ):
        assert f">{words}</text>" in text
    assert text == svg(MATERIALS, warnings=("all records are simulated",))


def test_png_is_a_picture() -> None:
    png = latent_map_figure(LAYOUTS[:1], group_by(MATERIALS), legend="material", form="png")
    assert png.startswith(b"\x89PNG")


def test_points_are_vectors_until_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "<image" not in svg(MATERIALS)
    monkeypatch.setattr(module, "MOST_VECTORS", 100)
    assert "<image" in svg(MATERIALS)


def test_names_are_text_whatever_they_look_like() -> None:
    names = [r"$\frac{1}{0$", "<script>alert(1)</script>", "_hidden", "x" * 90]
    text = svg([names[k % 4] for k in range(200)])
    assert r"$\frac{1}{0$" in text
    assert "<script" not in text
    assert "_hidden" in text
    assert "x" * 41 not in text
