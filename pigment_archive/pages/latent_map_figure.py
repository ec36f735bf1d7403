"""The latent map for a paper: the same panels and groups as PNG or SVG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import product
from typing import Any, Final, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from pigment_archive.evaluation.maps import Layout
from pigment_archive.pages.map_groups import Group, Groups, Shape

MOST_VECTORS: Final = 20_000  # beyond, an SVG is slow to open: the points become a picture inside it
LONGEST_NAME: Final = 40
_MARKS: Final[dict[Shape, str]] = {"disc": "o", "square": "s", "triangle": "^"}
_PANEL_INCHES: Final = 3.2
_LEGEND_INCHES: Final = 2.4
_DPI: Final = 300


def latent_map_figure(
    layouts: Sequence[Layout],
    groups: Groups,
    *,
    legend: str,
    warnings: Sequence[str] = (),
    columns: int = 1,
    form: Literal["png", "svg"] = "svg",
) -> bytes:
    """A figure with a panel for each layout, `columns` side by side, and the legend on their right.

    What a reader must be warned of stands below; title and caption are left to the paper.

    Groups differ by colour and by shape. An SVG holds its text as text; beyond 20,000 points they are one
    picture of 300 dots an inch a panel. The same map gives the same bytes.
    """
    # a name is text, never a formula
    style: dict[Any, Any] = {
        "text.parse_math": False, "svg.hashsalt": "pigment_archive", "svg.fonttype": "none", "font.size": 8,
        "axes.linewidth": 0.6,
    }  # fmt: skip
    with mpl.rc_context(style):
        figure = _drawn(layouts, groups, columns, legend)
        if warnings:
            figure.supxlabel("; ".join(warnings), fontsize=7, color="#9c2f00")
        content = io.BytesIO()
        known = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        figure.savefig(content, format=form, dpi=_DPI, metadata=known)
        return content.getvalue()


def _drawn(layouts: Sequence[Layout], groups: Groups, columns: int, legend: str) -> Figure:
    rows = -(-len(layouts) // columns)
    size = (columns * _PANEL_INCHES + _LEGEND_INCHES, rows * _PANEL_INCHES)
    figure = Figure(figsize=size, layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False)
    for place, axes in enumerate(panels.flat):
        if place < len(layouts):
            _panel(axes, layouts[place], groups)
        else:
            axes.set_axis_off()
    figure.legend(
        handles=[_handle(group) for group in groups.entries],
        loc="outside right upper", title=legend, alignment="left", frameon=False, borderaxespad=0.2,
        handletextpad=0.2, labelspacing=0.35,
    )  # fmt: skip
    return figure


def _panel(axes: Axes, layout: Layout, groups: Groups) -> None:
    count = len(groups.codes)
    area = 14.0 if count < 1500 else 6.0 if count < MOST_VECTORS else 2.0
    colours = np.array([group.colour for group in groups.entries])[groups.codes]
    # faint groups behind; the others mixed as they come, so that none hides another of its shape
    for faint, shape in product((True, False), _MARKS):
        wanted = [group.faint == faint and group.shape == shape for group in groups.entries]
        chosen = np.array(wanted)[groups.codes]
        axes.scatter(
            layout.positions[chosen, 0], layout.positions[chosen, 1], s=area / 3 if faint else area,
            c=colours[chosen].tolist(), marker=_MARKS[shape], linewidths=0, alpha=0.8,
            rasterized=count > MOST_VECTORS,
        )  # fmt: skip
    axes.set_title(layout.title, fontsize=8)
    axes.set(xticks=[], yticks=[])
    axes.set_box_aspect(1)
    low, high = layout.positions.min(axis=0), layout.positions.max(axis=0)
    reach = 0.53 * (float((high - low).max()) or 1.0)
    middle = np.asarray((low + high) / 2)
    axes.set(xlim=middle[0] + np.array([-reach, reach]), ylim=middle[1] + np.array([-reach, reach]))


def _handle(group: Group) -> Line2D:
    name = group.name if len(group.name) <= LONGEST_NAME else f"{group.name[: LONGEST_NAME - 1]}…"
    # a leading underscore would hide the entry
    label = f"\N{ZERO WIDTH SPACE}{name}" if name.startswith("_") else name
    return Line2D(
        [], [], linestyle="", marker=_MARKS[group.shape], color=group.colour, markersize=5, label=label
    )
