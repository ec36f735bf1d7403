"""`archive ingest`: bring laboratory files in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pigment_archive.cli.options import (
    ArchiveDir,
    Average,
    CollectionName,
    ColumnOfSheet,
    Columns,
    Every,
    Fact,
    Json,
    Licence,
    MaskFile,
    Profile,
    Region,
    Sheet,
    TechniqueOption,
    TierOption,
)
from pigment_archive.cli.session import finish, opened

if TYPE_CHECKING:
    from pigment_archive.workflows.ingest import IngestReport
    from pigment_archive.workflows.statements import SheetUse

MOST_SHOWN: Final = 10


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("ingest")(ingest_command)


def ingest_command(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, .zip or .tar containers.")],
    *,
    collection: CollectionName = None,
    tier: TierOption = None,
    technique: TechniqueOption = None,
    licence: Licence = None,
    fact: Fact = None,
    sheet: Sheet = None,
    column: ColumnOfSheet = None,
    profile: Profile = None,
    columns: Columns = None,
    every: Every = 1,
    region: Region = None,
    mask: MaskFile = None,
    average: Average = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Read and report, write nothing; coverage of a grid is not tested."),
    ] = False,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Bring spectra into the archive. The same bytes again are reported as already here.

    What is said about them is joined as file < profile < sheet < options; every fact keeps who said it.

    Example: archive ingest kremer/ --profile kremer --sheet facts.xlsx --tier open --dry-run

    Example: archive ingest painting.hdr --mask regions.png --average
    """
    from pigment_archive.workflows.ready import get_ready

    get_ready()
    from pigment_archive.cli import render
    from pigment_archive.workflows.ingest import IngestOptions, ingest

    options = IngestOptions.of(
        collection=collection, tier=tier, technique=technique, licence=licence, facts=tuple(fact or ()),
        sheet=sheet, maps=tuple(column or ()), profile=profile, dry_run=dry_run,
        columns=columns, every=every, region=region, mask=mask, average=average,
    )  # fmt: skip
    with opened(archive) as handle, render.progress() as bar:
        report = ingest(handle, paths, options, progress=bar)
    if as_json:
        render.document(report)
    else:
        _show(report, dry_run=dry_run, profile=profile)
    finish(some_refused=bool(report.refused))


def _show(report: IngestReport, *, dry_run: bool, profile: str | None) -> None:
    from pigment_archive.cli import render

    _show_understood(report)
    verb = "would be stored" if dry_run else "stored"
    render.line(
        f"{report.stored} {verb}, {report.already_here} already here, {report.not_indexed} not indexed, "
        f"{report.needs_review} to review, {len(report.refused)} refused, {len(report.skipped)} skipped "
        f"({report.elapsed_s:.1f} s)"
    )
    if report.already_here_waiting:
        render.remark(f"already here, waits for review  {report.already_here_waiting}  see: archive review")
    if report.profile_recognised == 0:
        render.remark(f"profile {profile} recognised nothing: no name is written as it expects")
    if report.sheet is not None:
        show_sheet(report.sheet)
    render.refused(report.refused)
    for skipped in report.skipped:
        render.remark(f"skipped  {skipped.place}  {skipped.reason}")
    for name, count in report.checks.items():
        render.remark(
            f"check {name.replace('_', ' ')}  {count}  see: archive check, or the notes of the records"
        )
    for reason, count in report.review_reasons.items():
        render.remark(f"to review  {count}  {reason}")
    for reason, count in report.not_indexed_reasons.items():
        render.remark(f"not indexed  {count}  {reason}")


def show_sheet(use: SheetUse) -> None:
    """What became of a sheet, beside the result."""
    from pigment_archive.cli import render

    render.remark(f"{use.sheet}  {use.rows_used} of {use.rows} rows used")
    named_nothing = {"no file": use.rows_unused, "no spectrum of their file": use.rows_without_spectrum}
    for what, rows in named_nothing.items():
        if rows:
            numbers = ", ".join(map(str, rows[:MOST_SHOWN]))
            more = ", …" if len(rows) > MOST_SHOWN else ""
            render.remark(f"{use.sheet}  rows that name {what}: {numbers}{more}")
    if use.files_without_row:
        names = ", ".join(use.first_files_without_row[:MOST_SHOWN])
        more = ", …" if use.files_without_row > MOST_SHOWN else ""
        render.remark(f"{use.sheet}  {use.files_without_row} files without a row: {names}{more}")
    if use.columns_unknown:
        render.remark(f"{use.sheet}  columns that mean no fact: {', '.join(use.columns_unknown)}")
    for label, target in use.columns_remembered.items():
        render.remark(f'{use.sheet}  column "{label}" means {target}, as said with --map; remembered')


def _show_understood(report: IngestReport) -> None:
    from pigment_archive.cli import render

    for one in report.understood:
        place = f"{one.file} › {one.member}" if one.member else one.file
        render.table(
            ("fact", "value", "from"),
            [(name, value, one.sources.get(name, "file")) for name, value in one.facts.items()],
            title=f"{place}  (spectrum {one.index + 1})" if one.index else place,
        )
        if one.review:
            render.remark(f"would wait for review: {one.review}")
