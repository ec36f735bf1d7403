"""The `archive` command: its sub-commands, and the one place that turns errors into exit statuses."""

from __future__ import annotations

import sys

import typer

from pigment_archive import __version__
from pigment_archive.cli import bring_in, find, give_out, keep, learn
from pigment_archive.errors import ArchiveError

app = typer.Typer(
    name="archive",
    help="A curated archive of spectral birthmarks of pigments. Start with: archive demo my-demo",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for commands in (keep, bring_in, learn, find, give_out):
    commands.add_to(app)


def _version(value: bool) -> None:
    if value:
        from pigment_archive.cli import render

        render.line(f"pigment_archive {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", help="Show the version.", callback=_version, is_eager=True
    ),
) -> None:
    """A curated archive of spectral birthmarks of pigments."""


def main() -> None:
    """Run the command line; an `ArchiveError` becomes one line and its exit status."""
    try:
        app()
    except ArchiveError as error:
        from pigment_archive.cli import render

        render.error(error.parts(), str(error), as_json="--json" in sys.argv)
        sys.exit(error.exit_status)
