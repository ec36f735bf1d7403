"""The latent map: every record a point, coloured by a fact, in one HTML file that opens offline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
from plotly.colors import qualitative

MOST_COLOURS: Final = 20
OTHERS: Final = "(others)"


@dataclass(frozen=True)
class MapPoints:
    """What the map shows.

    Attributes:
        positions: float (n, 2), the projected latents, without unit.
        groups: The fact each point is coloured by.
        labels: The text shown when hovering over each point.
    """

    positions: npt.NDArray[np.float64]
    groups: Sequence[str]
    labels: Sequence[str]


def latent_map_html(
    title: str, note: str, points: MapPoints, query: tuple[float, float] | None = None
) -> str:
    """A self-contained page: WebGL scatter, one legend entry for each of the 20 largest groups.

    Args:
        title: Heading of the page.
        note: A line under the heading: what was projected and how.
        points: Positions, groups and hover texts.
        query: Position of the unknown, drawn as a star.
    """
    named = [name for name, _ in Counter(points.groups).most_common(MOST_COLOURS)]
    groups = np.array([group if group in set(named) else OTHERS for group in points.groups])
    figure = go.Figure()
    for name, colour in zip([*named, OTHERS], [*qualitative.Dark24[: len(named)], "#bbbbbb"], strict=True):
        chosen = np.flatnonzero(groups == name)
        if chosen.size:
            figure.add_trace(_scatter(name, colour, points, chosen))
    if query is not None:
        star = {"symbol": "star", "size": 16, "color": "black"}
        figure.add_trace(
            go.Scattergl(x=[query[0]], y=[query[1]], mode="markers", name="unknown", marker=star)
        )
    figure.update_layout(
        title={"text": _as_text(title), "subtitle": {"text": _as_text(note)}},
        template="plotly_white",
        hovermode="closest",
    )
    figure.update_xaxes(showticklabels=False, zeroline=False)
    figure.update_yaxes(showticklabels=False, zeroline=False, scaleanchor="x")
    figure.update_layout(legend={"title": {"text": ""}}, margin={"t": 90, "b": 20, "l": 20, "r": 20})
    page = figure.to_html(
        include_plotlyjs=True, full_html=True, default_height="96vh", config={"displaylogo": False}
    )
    return str(page)


def _scatter(name: str, colour: str, points: MapPoints, chosen: npt.NDArray[np.intp]) -> go.Scattergl:
    return go.Scattergl(
        x=points.positions[chosen, 0],
        y=points.positions[chosen, 1],
        mode="markers",
        name=_as_text(name),
        text=[_as_text(points.labels[i]) for i in chosen],
        hoverinfo="text",
        marker={"size": 6, "opacity": 0.8, "color": colour},
    )


def _as_text(label: str) -> str:
    return label.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
