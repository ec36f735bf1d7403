"""`archive ingest`: bring laboratory files in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pigment_archive.cli.options import ArchiveDir, Json, TechniqueOption, TierWord
from pigment_archive.cli.session import finish, opened

if TYPE_CHECKING:
    from pigment_archive.workflows.ingest import IngestReport


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("ingest")(ingest_command)


def ingest_command(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, .zip or .tar containers.")],
    *,
    collection: Annotated[str, typer.Option("--collection", help="Name of the collection.")] = "own",
    tier: Annotated[
        TierWord, typer.Option("--tier", help="How far the records may travel; sealed unless you say so.")
    ] = "sealed",
    technique: TechniqueOption = None,
    licence: Annotated[str | None, typer.Option("--licence", help="SPDX identifier of the files.")] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Read and report, write nothing; coverage of a grid is not tested."),
    ] = False,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Bring spectra into the archive. The same bytes again are reported as already here.

    Example: archive ingest kremer/ --collection kremer --tier open
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.ingest import ingest
    from pigment_archive.workflows.intake import IngestOptions

    options = IngestOptions.of(
        collection=collection, tier=tier, technique=technique, licence=licence, dry_run=dry_run
    )
    with opened(archive) as handle, render.progress() as bar:
        report = ingest(handle, paths, options, progress=bar)
    if as_json:
        render.document(report)
    else:
        _show(report, dry_run=dry_run)
    finish(some_refused=bool(report.refused))


def _show(report: IngestReport, *, dry_run: bool) -> None:
    from pigment_archive.cli import render

    verb = "would be stored" if dry_run else "stored"
    render.line(
        f"{report.stored} {verb}, {report.already_here} already here, {report.not_indexed} not indexed, "
        f"{report.needs_review} to review, {len(report.refused)} refused, {len(report.skipped)} skipped "
        f"({report.elapsed_s:.1f} s)"
    )
    render.refused(report.refused)
    for skipped in report.skipped:
        render.remark(f"skipped  {skipped.place}  {skipped.reason}")
    for reason, count in report.review_reasons.items():
        render.remark(f"to review  {count}  {reason}")
    for reason, count in report.not_indexed_reasons.items():
        render.remark(f"not indexed  {count}  {reason}")
