"""`archive init`, `demo`, `info`, `verify`, `rebuild`, `upgrade`: keep the house."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from pigment_archive.cli.options import ArchiveDir, Json
from pigment_archive.cli.session import opened
from pigment_archive.errors import IntegrityError


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("demo")(demo_command)
    app.command("init")(init_command)
    app.command("info")(info_command)
    app.command("verify")(verify_command)
    app.command("rebuild")(rebuild_command)
    app.command("upgrade")(upgrade_command)


def demo_command(
    folder: Annotated[Path, typer.Argument(help="New folder for the demo.")], as_json: Json = False
) -> None:
    """Simulate a small collection from published band positions and walk the whole road with it.

    Example: archive demo my-demo
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.demo import run_demo

    with render.progress() as bar:
        report = run_demo(folder, progress=bar)
    if as_json:
        render.document(report)
        return
    called = "archive" if shutil.which("archive") else sys.argv[0]
    for text in report.lines(called):
        render.line(text)


def init_command(
    with_starters: Annotated[
        bool, typer.Option("--starters", help="Take in the models that ship with the program.")
    ] = False,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Make a new, empty archive.

    Example: archive init --archive pigments
    """
    from pigment_archive.cli import render
    from pigment_archive.settings import Settings
    from pigment_archive.workflows.init import init

    report = init(Settings.from_environment(archive=archive).archive, with_starters=with_starters)
    if as_json:
        render.document(report)
    else:
        ready = f", with the models {', '.join(report.models)}" if report.models else ""
        render.line(f"made an empty archive in {report.archive}{ready}")


def info_command(archive: ArchiveDir = None, as_json: Json = False) -> None:
    """Say what the archive holds.

    Example: archive info
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.info import info

    with opened(archive) as handle:
        report = info(handle)
    render.report(report, as_json=as_json)


def verify_command(
    quick: Annotated[bool, typer.Option("--quick", help="Do not read the content of every file.")] = False,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Check every byte, then what the bytes mean, then the index. Repairs nothing.

    Example: archive verify
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.verify import verify

    with opened(archive) as handle, render.progress() as bar:
        report = verify(handle, quick=quick, progress=bar)
    if as_json:
        render.document(report)
    else:
        for finding in report.findings:
            render.line(f"{finding.where}: {finding.problem}. {finding.remedy}".rstrip())
        render.line(report.summary())
    if report.findings:
        raise typer.Exit(IntegrityError.exit_status)


def rebuild_command(archive: ArchiveDir = None, as_json: Json = False) -> None:
    """Make every index again from the accessions and the models.

    Example: archive rebuild
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.rebuild import rebuild

    with opened(archive) as handle, render.progress() as bar:
        report = rebuild(handle, progress=bar)
    if as_json:
        render.document(report)
        return
    for built in report.indexes:
        render.line(f"{built.tier}/{built.model}: {built.records} records")
    render.line(f"{len(report.indexes)} indexes rebuilt")


def upgrade_command(archive: ArchiveDir = None, as_json: Json = False) -> None:
    """Bring an archive of an earlier version to this version's form.

    Example: archive upgrade
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.upgrade import upgrade

    with opened(archive) as handle:
        report = upgrade(handle)
    if as_json:
        render.document(report)
    else:
        render.line(report.summary())
