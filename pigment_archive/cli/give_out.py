"""`archive release`: what may leave."""

from __future__ import annotations

from typing import Annotated

import typer

from pigment_archive.cli.options import ArchiveDir, Json
from pigment_archive.cli.session import opened

release = typer.Typer(help="Build what may leave the archive.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(release, name="release")


@release.command("build")
def build_command(
    model: Annotated[str, typer.Argument(help="Model whose latents are clustered, for example raman-1.")],
    name: Annotated[str | None, typer.Option("--name", help="Name of the release. [default: YEAR.N]")] = None,
    cells: Annotated[
        int | None, typer.Option("--cells", min=1, help="k-means cells. [default: one for 25 pieces]")
    ] = None,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Cluster the open records' latents and write the cells of at least 10 objects as a deposit folder.

    Example: archive release build raman-1
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.release import build_release

    with opened(archive) as handle:
        report = build_release(handle, model, name=name, cells=cells)
    if as_json:
        render.document(report)
        return
    render.line(f"release {report.name}: {report.published} cells published, {report.withheld} withheld")
    if report.unnamed:
        render.remark(f"left out  {report.unnamed} records that name neither object nor sample")
    render.line(report.folder)
