"""`archive search`, `encode`, `map`: ask the archive."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pigment_archive.cli.options import (
    ArchiveDir,
    AudienceWord,
    Average,
    Columns,
    Every,
    Json,
    MaskFile,
    Region,
    TechniqueOption,
    Where,
)
from pigment_archive.cli.session import finish, opened

if TYPE_CHECKING:
    from pigment_archive.workflows.search import Answer, Answers

MapMethod = Literal["umap", "pca"]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("search")(search_command)
    app.command("encode")(encode_command)
    app.command("map")(map_command)


def search_command(
    files: Annotated[list[Path], typer.Argument(help="Files of unknown spectra.")],
    *,
    technique: TechniqueOption = None,
    columns: Columns = None,
    every: Every = 1,
    region: Region = None,
    mask: MaskFile = None,
    average: Average = False,
    top: Annotated[int, typer.Option("--top", min=1, max=1000, help="Hits to show.")] = 10,
    where: Where = None,
    approximate: Annotated[
        bool, typer.Option("--approximate", help="Use the graph where the index has one.")
    ] = False,
    audience: Annotated[AudienceWord, typer.Option("--audience", help="Who asks.")] = "owner",
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Write an SVG of the first unknown over its best hit.")
    ] = None,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Find the stored standards nearest to unknown spectra. Every record is compared (exact).

    Example: archive search unknown.txt --top 5 --where collection=rruff
    """
    from pigment_archive.workflows.ready import get_ready

    get_ready()
    from pigment_archive.cli import render
    from pigment_archive.workflows.search import SearchOptions, search_files

    options = SearchOptions.of(
        technique=technique, top=top, where=tuple(where or ()), exact=not approximate, audience=audience,
        columns=columns, every=every, region=region, mask=mask, average=average,
    )  # fmt: skip
    with opened(archive) as handle:
        with render.progress() as bar:
            result = search_files(handle, files, options, progress=bar)
        _show(result.answers, as_json=as_json)
        render.refused(result.refused)
        if plot is not None:
            from pigment_archive.workflows.plot import plot_best_hit

            plot_best_hit(handle, result.asked[0], plot)
    finish(some_refused=bool(result.refused))


def _show(answers: Answers, *, as_json: bool) -> None:
    from pigment_archive.cli import render

    if as_json:
        render.document(answers)
        return
    several = Counter(_file_of(answer) for answer in answers.answers)
    for answer in answers.answers:
        _show_one(answer, several=answer.query.index > 0 or several[_file_of(answer)] > 1)


def _file_of(answer: Answer) -> tuple[str | None, ...]:
    return (answer.query.file, answer.query.member, answer.query.sha256)


def _show_one(answer: Answer, *, several: bool) -> None:
    from pigment_archive.cli import render

    name = answer.query.file or "spectrum"
    place = f"{name} › {answer.query.member}" if answer.query.member else name
    if several:
        place += f"  ({answer.query.place or f'spectrum {answer.query.index + 1}'})"
    render.table(
        ("#", "material", "similarity", "distance", "sample", "collection", "record"),
        [
            (
                str(hit.rank),
                (hit.material or "?") + (" *" if hit.simulated else ""),
                f"{hit.spectral_similarity:.3f}",
                f"{hit.distance:.3f}",
                hit.sample or "",
                hit.collection,
                hit.record[:8],
            )
            for hit in answer.hits
        ],
        title=f"{place}  [{answer.model}, {'exact' if answer.exact else 'approximate'}]",
    )
    if any(hit.simulated for hit in answer.hits):
        render.line("* simulated, not measured")
    if not answer.hits:
        render.line("no record was found: none fits the conditions, or none is indexed for this audience")
    if not answer.complete:
        render.remark("not everything is in the index yet: a writer is at work, or run archive rebuild")


def encode_command(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or containers of spectra.")],
    *,
    model: Annotated[str, typer.Option("--model", help="Model version, for example raman-1.")],
    output: Annotated[Path, typer.Option("--output", help="File to write: .csv or .parquet.")],
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Write the latent index of spectra: mean and variance per dimension, one row a spectrum.

    Example: archive encode unknowns/ --model raman-1 --output latents.csv
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.encode import encode_files

    with opened(archive) as handle, render.progress() as bar:
        report = encode_files(handle, paths, model=model, output=output, progress=bar)
    if as_json:
        render.document(report)
    else:
        render.line(f"{report.encoded} spectra encoded with {report.model} into {report.output}")
        render.refused(report.refused)
    finish(some_refused=bool(report.refused))


def map_command(
    model: Annotated[str, typer.Argument(help="Model version, for example raman-1.")],
    *,
    output: Annotated[Path, typer.Option("--output", help="HTML file to write.")] = Path("latent-map.html"),
    color_by: Annotated[str, typer.Option("--color-by", help="Fact that colours the points.")] = "material",
    method: Annotated[MapMethod, typer.Option("--method", help="Projection.")] = "umap",
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Draw the latent space as one HTML page that opens offline.

    Example: archive map raman-1 --color-by material --output map.html
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.map import draw_map

    with opened(archive) as handle:
        report = draw_map(handle, model, output=output, color_by=color_by, method=method)
    if as_json:
        render.document(report)
    else:
        render.line(f"{report.points} records on {report.output}")
