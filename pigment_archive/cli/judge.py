"""`archive evaluate`: does a model earn its place?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pigment_archive.cli.options import ArchiveDir, Json
from pigment_archive.cli.session import opened


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command("evaluate")(evaluate_command)


def evaluate_command(
    model: Annotated[str, typer.Argument(help="Model version.")],
    *,
    tiers: Annotated[str, typer.Option("--tiers", help="Tiers to measure on, with commas.")] = "open",
    collection: Annotated[
        list[str] | None,
        typer.Option("--collection", help="Only records of this collection. Repeatable. (default: all)"),
    ] = None,
    folds: Annotated[
        int,
        typer.Option(
            "--folds", min=0, max=10, help="Train anew for so many folds and add them up. (default: 0, none)"
        ),
    ] = 0,
    output: Annotated[
        Path | None, typer.Option("--output", help="Write the tables with plots as a page: evaluation.html")
    ] = None,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Measure a model against the matchers everybody has, on samples and materials it has never seen.

    Example: archive evaluate raman-1 --output evaluation.html
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.evaluate import EvaluateOptions, evaluate
    from pigment_archive.workflows.options import tiers_of

    options = EvaluateOptions.of(tiers=tiers_of(tiers), collections=tuple(collection or ()), folds=folds)
    with opened(archive) as handle, render.progress() as bar:
        report = evaluate(handle, model, options, output=output, progress=bar)
    if as_json:
        render.document(report)
        return
    for text in report.lines():
        render.line(text)
    for table in report.tables():
        render.table(table.columns, table.rows, title=table.title)
        render.line(table.note)
    render.line(f"{report.seconds:.0f} s" + (f"; page: {report.output}" if report.output else ""))
