"""Draw the latent space of a model: a page to look around in, or a figure for a paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pydantic import Field

from pigment_archive.answers.where import parse_where
from pigment_archive.archive import Archive
from pigment_archive.errors import UsageError
from pigment_archive.evaluation.maps import Layout, Method, Projection, project, projections
from pigment_archive.pages.latent_map import Heading, MapRecords, latent_map_html
from pigment_archive.pages.map_groups import group_by
from pigment_archive.records import FIELDS
from pigment_archive.storage.files import write_atomically
from pigment_archive.workflows.map_reading import Gathered, gather_for_map
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reports import Report

_FORMS: Final = (".html", ".png", ".svg")
_MOST_ABREAST: Final = 3
_NAMES: Final[dict[Method, str]] = {"umap": "UMAP", "tsne": "t-SNE", "pca": "PCA"}


class MapReport(Report):
    """What is on a latent map, and where it was written."""

    model: str = Field(description="Model version.")
    method: str = Field(description="How the latents were projected: umap, tsne or pca.")
    color_by: str = Field(description="The fact that colours the points.")
    panels: tuple[str, ...] = Field(description="The settings of each panel, in words.")
    points: int = Field(description="Records on the map.")
    left_out: int = Field(description="Records beyond the most a map shows; which ones was drawn by lot.")
    warnings: tuple[str, ...] = Field(description="What somebody who sees the map must know.")
    output: str = Field(description="The file that was written.")


def draw_map(
    archive: Archive,
    model: str,
    *,
    output: Path,
    color_by: str = "material",
    method: Method = "umap",
    neighbors: Sequence[int] = (),
    min_dist: Sequence[float] = (),
    where: Sequence[str] = (),
    progress: Progress = silent,
) -> MapReport:
    """Project the indexed records of a model and write the map. Shows all tiers: it is the owner's map.

    Args:
        archive: Where the records are.
        model: Model version whose latents are shown.
        output: File to write, an interactive page (.html) or a figure (.png, .svg).
        color_by: Flat name of the fact that colours the points.
        method: umap, tsne or pca.
        neighbors: Numbers of neighbours (UMAP) or perplexities (t-SNE), a panel each.
        min_dist: Smallest distances on the map (UMAP), a row of panels each.
        where: Conditions on facts; all must hold.
        progress: Told how far it is.

    Raises:
        UsageError: `color_by` is no fact or no record states it, the form is unknown, a condition or setting
            is wrong, or there are fewer than three records.
        ModelNotFound: There is no model of that name.
    """
    form = output.suffix.lower()
    _check(color_by, form, output)
    bundle = archive.open_model(model)
    read = gather_for_map(
        archive, bundle, parse_where(where), color_by, with_spectra=form == ".html", progress=progress
    )
    panels = projections(method, len(read.ids), neighbors, min_dist)
    if all(value is None for value in read.colour):
        raise UsageError(f"no record on the map states its {color_by}", where=f"--color-by {color_by}")
    layouts: list[Layout] = []
    progress("projecting", 0, len(panels))
    for layout in project(read.latents, panels):
        layouts.append(layout)
        progress("projecting", len(layouts), len(panels))
    note = f"{len(read.ids)} records, {_NAMES[method]} of the latents of {model}, coloured by {color_by}"
    heading = Heading(f"Latent map of {model}", note, read.warnings)
    content = _content(form, heading, layouts, read, legend=color_by, columns=_columns(panels))
    write_atomically(output, content)
    return MapReport(
        model=model,
        method=method,
        color_by=color_by,
        panels=tuple(layout.title for layout in layouts),
        points=len(read.ids),
        left_out=read.left_out,
        warnings=read.warnings,
        output=str(output),
    )


def _check(color_by: str, form: str, output: Path) -> None:
    if color_by not in FIELDS:
        raise UsageError(f"there is no fact called {color_by!r}", where=f"--color-by {color_by}")
    if form not in _FORMS:
        raise UsageError(
            f"expected a file that ends in {', '.join(_FORMS)}",
            where=f"--output {output}",
            remedy="A page to look around in is .html, figures for a paper are .png and .svg.",
        )
    if not output.parent.is_dir():
        raise UsageError("there is no such folder", where=str(output.parent), remedy="Make it first.")


def _content(
    form: str, heading: Heading, layouts: Sequence[Layout], read: Gathered, *, legend: str, columns: int
) -> bytes:
    groups = group_by(read.colour)
    if read.spectra is not None:
        records = MapRecords(read.ids, groups, read.facts, read.spectra, read.axis_kind)
        return latent_map_html(heading, layouts, records, columns=columns).encode()
    try:
        from pigment_archive.pages.latent_map_figure import latent_map_figure
    except ImportError as cause:
        raise UsageError(
            f"the library {cause.name} is not installed",
            where=f"--output {form}",
            remedy='Install it with: pip install "pigment-archive[maps]", or write a page: --output map.html',
        ) from cause
    return latent_map_figure(
        layouts, groups, legend=legend.replace("_", " "), warnings=heading.warnings, columns=columns,
        form="png" if form == ".png" else "svg",
    )  # fmt: skip


def _columns(panels: Sequence[Projection]) -> int:
    """A row a min_dist where both settings vary; else as many abreast as can be looked at."""
    across = len({panel.neighbors for panel in panels})
    return across if 1 < across < len(panels) else min(len(panels), _MOST_ABREAST)
