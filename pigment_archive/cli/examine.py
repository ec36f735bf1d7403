"""`archive diagnose`: look into a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pigment_archive.cli.options import ArchiveDir, Json
from pigment_archive.cli.session import opened

if TYPE_CHECKING:
    from pigment_archive.workflows.diagnose import Diagnosis


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("diagnose")(diagnose_command)


def diagnose_command(
    model: Annotated[str, typer.Argument(help="Model version, for example raman-1.")],
    *,
    tiers: Annotated[str, typer.Option("--tiers", help="Tiers to examine, with commas.")] = "open",
    collection: Annotated[
        list[str] | None, typer.Option("--collection", help="Only this collection. Repeatable.")
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            "--reference",
            help="Sample or material measured in every session. (default: what the sessions name)",
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", help="HTML page to write.")] = None,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Tell chemistry from artefact: sessions, instruments, overfitting, leaks, small classes, drift.

    Exit status 0 whatever is found; the verdicts are ok, look and act.

    Example: archive diagnose raman-1 --output diagnosis.html
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.diagnose import DiagnoseOptions, diagnose
    from pigment_archive.workflows.options import tiers_of

    options = DiagnoseOptions.of(
        tiers=tiers_of(tiers), collections=tuple(collection or ()), reference=reference
    )
    with opened(archive) as handle, render.progress() as bar:
        report = diagnose(handle, model, options, output=output, progress=bar)
    if as_json:
        render.document(report)
    else:
        _show(report)
    if output is not None:
        render.remark(f"written  {output}")


def _show(report: Diagnosis) -> None:
    from pigment_archive.cli import render

    render.table(
        ("verdict", "finding", "of", "value", "limit"),
        [(one.verdict.value, one.code, one.subject, *one.numbers) for one in report.findings],
        title=f"{report.model} on {report.spectra} spectra of {', '.join(report.collections)}",
    )
    for one in report.findings:
        if one.remedy:
            render.line(f"{one.verdict.value:4}  {one.code}, {one.subject}: {one.measured}")
            if one.whom:
                render.line(f"      concerns: {one.whom}")
            render.line(f"      {one.remedy}")
    if report.not_judged:
        render.line(f"{len(report.not_judged)} questions could not be judged; --json and the page say why")
    render.line(f"{report.elapsed_s:.1f} s")
