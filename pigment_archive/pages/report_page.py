"""The skeleton of every report: one HTML page that opens offline, prints well, and shows text as text.

::

    page = report_page(
        "Evaluation of raman-1",
        "4,079 spectra of the tier open",
        [Section("Retrieval", [Paragraph("…"), Table(("method", "top-1"), [("latent", "79.0 %")])])],
    )

Invariant: whatever a name, a label or a note holds is escaped; only `Drawing.svg`, made here, is markup.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS: Final = ("#1b4f72", "#a04000", "#1e8449", "#7d3c98", "#b7950b", "#5d6d7e", "#c0392b", "#148f77")

_DRAWN: Final[Any] = {
    "text.parse_math": False,
    "svg.hashsalt": "pigment_archive",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_NUMBER: Final = re.compile(r"[-−+]?\d[\d,]*(\.\d+)?(e[-+]?\d+)?( ?[%±(].*)?|–|-|")

_STYLE: Final = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 74rem; padding: 2rem 1.5rem 4rem; background: #fff; color: #1c2833;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.25rem; margin: 2.6rem 0 .6rem; padding-top: .9rem; border-top: 1px solid #d5dbdb; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
p { max-width: 62rem; margin: .5rem 0; }
p.note { color: #566573; margin-top: 0; }
p.warning { border-left: .3rem solid #b03a2e; background: #fdf0ee; padding: .6rem .9rem; }
nav ul { list-style: none; margin: 1rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
a { color: #1b4f72; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: .8rem 0; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: #566573; padding-bottom: .3rem; }
th, td { padding: .22rem .8rem .22rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid #eaeded; }
th { border-bottom: 1.5px solid #85929e; font-weight: 600; }
td.number, th.number { text-align: right; white-space: nowrap; }
td:first-child, th:first-child { min-width: 13rem; }
tr.marked td { font-weight: 600; background: #f4f8fb; }
figure { margin: 1rem 0; }
figure svg { max-width: 100%; height: auto; }
figcaption { color: #566573; max-width: 62rem; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } nav { display: none; }
  h2, h3 { break-after: avoid; } tr, figure { break-inside: avoid; } .scroll { overflow: visible; } }
"""


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of plain text; a warning stands out."""

    text: str
    warning: bool = False


@dataclass(frozen=True)
class Table:
    """A table of text cells; columns that hold numbers only are set to the right.

    Attributes:
        columns: Names of the columns.
        rows: One text a column in every row.
        caption: What the table shows, with its units; nothing if empty.
        marked: Indices of the rows that stand out.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Drawing:
    """A figure as SVG text, made by `drawing`, with the text under it."""

    svg: str
    caption: str = ""


Part = Heading | Paragraph | Table | Drawing


@dataclass(frozen=True)
class Section:
    """A part of the page with its own heading, listed at the top of the page."""

    heading: str
    parts: Sequence[Part]


def report_page(title: str, note: str, sections: Sequence[Section]) -> str:
    """A self-contained page: no script, no font, no picture and no style from elsewhere.

    Args:
        title: Heading of the page and name of the window.
        note: A line under it: what was measured, with what, when.
        sections: What follows, in order.
    """
    listed = "".join(
        f'<li><a href="#part-{place}">{escape(section.heading)}</a></li>'
        for place, section in enumerate(sections, start=1)
    )
    body = "\n".join(
        f'<section id="part-{place}">\n<h2>{escape(section.heading)}</h2>\n'
        + "\n".join(_markup(part) for part in section.parts)
        + "\n</section>"
        for place, section in enumerate(sections, start=1)
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{escape(title)}</h1>\n<p class="note">{escape(note)}</p>\n'
        f"<nav><ul>{listed}</ul></nav>\n{body}\n</body>\n</html>\n"
    )


def drawing(
    draw: Callable[[Figure], None], *, caption: str = "", width: float = 9.0, height: float = 4.0
) -> Drawing:
    """A figure of the pages' style; the same drawing gives the same bytes.

    Args:
        draw: Draws on an empty figure. Its texts are texts, never formulas.
        caption: The text under it.
        width: Width in inches of 72 points.
        height: Height in inches.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    text = io.StringIO()
    with mpl.rc_context(_DRAWN):
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure)
        figure.savefig(text, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    svg = text.getvalue()
    # the names of groups repeat from figure to figure; nothing refers to them
    return Drawing(re.sub(r'<g id="[^"]*"', "<g", svg[svg.index("<svg") :]), caption)


def _markup(part: Part) -> str:
    if isinstance(part, Heading):
        return f"<h3>{escape(part.text)}</h3>"
    if isinstance(part, Paragraph):
        return f"<p{' class=warning' if part.warning else ''}>{escape(part.text)}</p>"
    if isinstance(part, Drawing):
        caption = f"<figcaption>{escape(part.caption)}</figcaption>" if part.caption else ""
        return f"<figure>{part.svg}{caption}</figure>"
    return _table(part)


def _table(table: Table) -> str:
    numeric = [
        any(row[at] for row in table.rows) and all(_NUMBER.fullmatch(row[at]) for row in table.rows)
        for at in range(len(table.columns))
    ]

    def cell(tag: str, at: int, text: str) -> str:
        return f"<{tag}{' class=number' if numeric[at] else ''}>{escape(text)}</{tag}>"

    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    head = "".join(cell("th", at, text) for at, text in enumerate(table.columns))
    rows = "\n".join(
        f"<tr{' class=marked' if place in table.marked else ''}>"
        + "".join(cell("td", at, text) for at, text in enumerate(row))
        + "</tr>"
        for place, row in enumerate(table.rows)
    )
    return (
        f'<div class="scroll"><table>{caption}<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )
