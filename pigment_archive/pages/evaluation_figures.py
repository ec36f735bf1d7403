"""The figures of an evaluation: intervals of every matcher, ROC curves, reconstructions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pigment_archive.evaluation.reconstruction import Example
from pigment_archive.evaluation.results import MatcherRow, OpenSetTable, RetrievalTable
from pigment_archive.pages.report_page import COLOURS, Drawing, drawing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_OF_KIND: Final = {
    "classical": COLOURS[0],
    "pca": COLOURS[2],
    "latent": COLOURS[1],
    "control": COLOURS[5],
}
_LINE_HEIGHT: Final = 0.24


def intervals_drawing(table: RetrievalTable) -> Drawing:
    """Top-1 of every matcher with its interval, the best on top; a line at the better square-root cosine."""
    rows = sorted(table.rows, key=lambda row: row.strict.top[1].value)
    against = next(row for row in table.rows if row.title == table.square_root)

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        axes.axvline(100 * against.strict.top[1].value, color="#aab7b8", linewidth=1, linestyle="--")
        for place, row in enumerate(rows):
            _interval(axes, place, row)
        axes.set_yticks(range(len(rows)), [row.title for row in rows])
        axes.set(xlim=(-1, 101), ylim=(-0.7, len(rows) - 0.3), xlabel="top-1, % of queries")
        axes.grid(axis="x", color="#eaeded")
        axes.set_axisbelow(True)

    caption = (
        f"Top-1 with 95 % intervals over {table.groups} samples. Dashed: {table.square_root}. "
        "Neighbouring intervals overlap even where a paired difference is sure: the table has those."
    )
    return drawing(draw, caption=caption, height=0.9 + _LINE_HEIGHT * len(rows))


def _interval(axes: object, place: int, row: MatcherRow) -> None:
    top = row.strict.top[1]
    colour = _OF_KIND[row.kind]
    axes.plot([100 * top.low, 100 * top.high], [place, place], color=colour, linewidth=1.6)  # type: ignore[attr-defined]
    axes.plot([100 * top.value], [place], "o", color=colour, markersize=4.5)  # type: ignore[attr-defined]


def roc_drawing(table: OpenSetTable) -> Drawing:
    """The ROC curve of every score."""

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], color="#aab7b8", linewidth=1, linestyle="--")
        for row, colour in zip(table.rows, COLOURS, strict=False):
            unknown, known = zip(*row.roc, strict=True)
            axes.plot(unknown, known, color=colour, label=f"{row.score}: {row.auroc.value:.3f}")
        axes.set(xlabel="unknown accepted, share", ylabel="known accepted, share")
        axes.set(xlim=(0, 1), ylim=(0, 1.01), aspect="equal")
        axes.legend(loc="lower right", frameon=False, title="AUROC")

    return drawing(draw, caption="Dashed: chance.", width=5.0, height=4.6)


def examples_drawing(examples: Sequence[Example], unit: str) -> Drawing:
    """Unseen spectra over their reconstructions, one panel each."""

    def draw(figure: Figure) -> None:
        panels = figure.subplots(len(examples), 1, sharex=True, squeeze=False)[:, 0]
        for axes, example in zip(panels, examples, strict=True):
            axes.plot(example.grid, example.prepared, color="#85929e", linewidth=1.3, label="prepared")
            axes.plot(
                example.grid, example.reconstruction, color=COLOURS[1], linewidth=1, label="reconstruction"
            )
            axes.set_title(example.title, loc="left", fontsize=9)
            axes.margins(x=0)
        panels[0].legend(loc="best", frameon=False)
        panels[-1].set_xlabel(unit)

    caption = "Unseen spectra, prepared as the encoder sees them, and what the decoder gives back."
    return drawing(draw, caption=caption, height=0.4 + 1.9 * len(examples))
