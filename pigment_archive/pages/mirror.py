"""The mirror plot: an unknown above, its match below, on one axis."""

from __future__ import annotations

import io
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from pigment_archive.pages.axis_labels import AXIS_LABELS


@dataclass(frozen=True)
class Trace:
    """One prepared spectrum with its label; values float64 (g,)."""

    label: str
    values: npt.NDArray[np.float64]


def mirror_svg(title: str, axis_kind: str, grid: npt.NDArray[np.float64], query: Trace, match: Trace) -> str:
    """An SVG of the query above zero and the match mirrored below, both scaled to their own maximum.

    Args:
        title: Text over the plot.
        axis_kind: raman_shift, wavenumber, wavelength or energy: the label of the axis.
        grid: float64 (g,), the recipe's grid.
        query: The spectrum asked about.
        match: The record it is compared with.
    """
    # a name is text, never a formula; the same spectra give the same bytes
    with mpl.rc_context(
        {"text.parse_math": False, "svg.hashsalt": "pigment_archive", "svg.fonttype": "none"}
    ):
        return _drawn(title, axis_kind, grid, query, match)


def _drawn(title: str, axis_kind: str, grid: npt.NDArray[np.float64], query: Trace, match: Trace) -> str:
    figure = Figure(figsize=(9, 4.5), layout="constrained")
    axes = figure.add_subplot()
    for trace, sign, colour in ((query, 1.0, "#1b4f72"), (match, -1.0, "#a04000")):
        peak = np.abs(trace.values).max()
        values = sign * trace.values / (peak if peak > 0 else 1.0)
        axes.plot(grid, values, color=colour, linewidth=1.1, label=trace.label)
        axes.fill_between(grid, values, color=colour, alpha=0.12)
    axes.axhline(0.0, color="#333333", linewidth=0.6)
    axes.set(xlabel=AXIS_LABELS.get(axis_kind, axis_kind), ylabel="Prepared intensity", title=title)
    axes.set(xlim=(grid[0], grid[-1]), ylim=(-1.08, 1.08))
    axes.set_yticks([-1, -0.5, 0, 0.5, 1], ["1", "0.5", "0", "0.5", "1"])
    axes.legend(loc="upper right", frameon=False)
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return text.getvalue()
