"""`archive check`: look at files before they are brought in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pigment_archive.cli.options import (
    ArchiveDir,
    Average,
    Columns,
    Every,
    Json,
    MaskFile,
    Region,
    TechniqueOption,
)
from pigment_archive.cli.session import finish
from pigment_archive.errors import ArchiveMissing

if TYPE_CHECKING:
    from pigment_archive.archive import Archive
    from pigment_archive.workflows.check import CheckReport

MOST_SHOWN: Final = 100


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("check")(check_command)


def check_command(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, .zip or .tar containers.")],
    *,
    technique: TechniqueOption = None,
    columns: Columns = None,
    every: Every = 1,
    region: Region = None,
    mask: MaskFile = None,
    average: Average = False,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Check spectra before they are brought in. Writes nothing, and needs no archive.

    Each spectrum is checked alone, against the others, and against the archive if there is one. Exit status
    3: a file was refused or a check failed; warnings alone are 0.

    Example: archive check kremer/ --technique reflectance
    """
    from pigment_archive.workflows.ready import get_ready

    get_ready()
    from pigment_archive.cli import render
    from pigment_archive.workflows.check import CheckOptions, check

    options = CheckOptions.of(
        technique=technique, columns=columns, every=every, region=region, mask=mask, average=average
    )
    with _opened_if_there(archive) as handle, render.progress() as bar:
        report = check(handle, paths, options, progress=bar)
    if as_json:
        render.document(report)
    else:
        _show(report)
    finish(some_refused=bool(report.refused or report.failed))


@contextmanager
def _opened_if_there(archive: Path | None) -> Iterator[Archive | None]:
    """The archive, or None where none was named and there is none in the default place."""
    from pigment_archive.archive import Archive
    from pigment_archive.settings import Settings

    settings = Settings.from_environment(archive=archive)
    try:
        handle = Archive(settings)
    except ArchiveMissing:
        if "archive" in settings.model_fields_set:
            raise
        yield None
        return
    with handle:
        yield handle


def _show(report: CheckReport) -> None:
    from pigment_archive.cli import render

    shown = 0
    for each in report.checked:
        bad = [finding for finding in each.findings if finding.is_bad]
        if bad and shown < MOST_SHOWN:
            shown += 1
            render.line(each.place)
            for finding in bad:
                render.line(f"    {finding.verdict:8} {finding.check}: {finding.meaning}")
    if report.failed + report.warned > shown:
        render.line(f"{report.failed + report.warned - shown} more are not shown; --json lists them all")
    if report.checked:
        render.table(
            ("check", "ok", "warning", "failed", "not applicable"),
            [(name, *map(str, counts.values())) for name, counts in report.summary.items()],
        )
    against = f"and with {report.archive}" if report.archive else "no archive to compare with"
    render.line(
        f"{len(report.checked)} spectra checked: {report.failed} failed, {report.warned} with warnings, "
        f"{len(report.refused)} refused, {len(report.skipped)} files skipped; compared with each other, "
        f"{against} ({report.elapsed_s:.1f} s, {report.thresholds.id})"
    )
    render.refused(report.refused)
    for check, remedy in report.remedies().items():
        render.remark(f"remedy  {check}: {remedy}")
