"""`archive search`, `encode`, `map`: ask the archive."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

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
from pigment_archive.errors import UsageError

if TYPE_CHECKING:
    from pigment_archive.archive import Archive
    from pigment_archive.workflows.progress import Progress
    from pigment_archive.workflows.search import Answer, Answers, SearchOptions, SearchResult
    from pigment_archive.workflows.together import FusedAnswer

Together = Annotated[
    bool, typer.Option("--together", help="The files are of one sample: one answer, techniques fused.")
]
MapMethod = Literal["umap", "tsne", "pca"]
Number = TypeVar("Number", int, float)


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
    together: Together = False,
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
            fused = _fused(handle, result, options, bar) if together else None
        _show(result.answers, fused, as_json=as_json)
        render.refused(result.refused)
        if plot is not None:
            from pigment_archive.workflows.plot import plot_best_hit

            plot_best_hit(handle, result.asked[0], plot)
    finish(some_refused=bool(result.refused))


def _fused(archive: Archive, result: SearchResult, options: SearchOptions, progress: Progress) -> FusedAnswer:
    from pigment_archive.workflows.together import fuse

    return fuse(archive, result, options, progress=progress)


def _show(answers: Answers, fused: FusedAnswer | None = None, *, as_json: bool) -> None:
    from pigment_archive.cli import render

    if as_json:
        render.document(fused or answers)
        return
    if fused is not None:
        _show_fused(fused)
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


def _show_fused(answer: FusedAnswer) -> None:
    from pigment_archive.cli import render

    models = [technique.model for technique in answer.techniques]
    render.table(
        ("#", "material", "evidence", *models),
        [
            (
                str(one.rank),
                one.material,
                f"{one.evidence:+.2f}",
                *("" if (own := one.by_model[model]) is None else f"{own:+.2f}" for model in models),
            )
            for one in answer.materials
        ],
        title=f"{len(answer.answers)} spectra of one sample; evidence 0 = nothing said",
    )
    for technique in answer.techniques:
        if not technique.has_say:
            render.remark(
                f"{technique.model} adds nothing: of its own archive it tells no more than guessing"
            )
        elif not technique.on_unseen:
            render.remark(f"{technique.model} was weighed on spectra its encoder has seen: it says too much")


def encode_command(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or containers of spectra.")],
    *,
    model: Annotated[str, typer.Option("--model", help="Model version, for example raman-1.")],
    output: Annotated[Path, typer.Option("--output", help="File to write: .csv or .parquet.")],
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Write the latent index of spectra: mean and standard deviation per dimension, one row a spectrum.

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
    output: Annotated[
        Path, typer.Option("--output", help="File to write: .html to look around in, .png or .svg.")
    ] = Path("latent-map.html"),
    color_by: Annotated[str, typer.Option("--color-by", help="Fact that colours the points.")] = "material",
    method: Annotated[MapMethod, typer.Option("--method", help="Projection.")] = "umap",
    neighbors: Annotated[
        str | None,
        typer.Option("--neighbors", help="Neighbours (umap) or perplexities (tsne), a panel each: 5,10,30"),
    ] = None,
    min_dist: Annotated[
        str | None,
        typer.Option("--min-dist", help="Smallest distances (umap), a row of panels each: 0.1,0.5"),
    ] = None,
    where: Where = None,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Draw the latent space: one HTML page that opens offline, or a figure for a paper.

    Example: archive map raman-1 --neighbors 5,10,30 --min-dist 0.1,0.5 --output map.html
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.map import draw_map

    around, apart = _numbers("--neighbors", neighbors, int), _numbers("--min-dist", min_dist, float)
    with opened(archive) as handle, render.progress() as bar:
        report = draw_map(
            handle, model, output=output, color_by=color_by, method=method, neighbors=around, min_dist=apart,
            where=tuple(where or ()), progress=bar,
        )  # fmt: skip
    if as_json:
        render.document(report)
        return
    render.line(f"{report.points} records on {report.output}")
    for warning in report.warnings:
        render.remark(f"note  {warning}")


def _numbers(option: str, text: str | None, kind: type[Number]) -> tuple[Number, ...]:
    try:
        return tuple(kind(part) for part in text.split(",")) if text is not None else ()
    except ValueError as cause:
        wanted = "whole numbers" if kind is int else "numbers"
        raise UsageError(f"expected {wanted} with commas between them", where=f"{option} {text}") from cause
