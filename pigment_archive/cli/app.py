"""The `archive` command: its sub-commands, and the one place that turns errors into exit statuses."""

from __future__ import annotations

import sys
from typing import Final

import typer
from typer.exceptions import TyperException

from pigment_archive import __version__
from pigment_archive.cli import bring_in, classify, examine, find, give_out, judge, keep, learn, look, review
from pigment_archive.errors import ArchiveError, StorageError, UsageError

INTERRUPTED: Final = 130

app = typer.Typer(
    name="archive",
    help="A curated archive of spectral birthmarks of pigments. Start with: archive demo my-demo",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for commands in (keep, look, bring_in, review, learn, judge, examine, find, classify, give_out):
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
    """Run the command line; whatever stops a command becomes one line and its exit status."""
    try:
        status = app(standalone_mode=False)
    except ArchiveError as error:
        status = _say(error)
    except OSError as cause:
        status = _say(_system(cause))
    except TyperException as error:  # of how the command was typed; without words when help was shown instead
        status = _say(_usage(error)) if error.format_message() else UsageError.exit_status
    if status == INTERRUPTED:
        from pigment_archive.cli import render

        render.remark(
            "archive: interrupted. Repeat the command; what is half-way is not part of the archive."
        )
    sys.exit(status)


def _say(error: ArchiveError) -> int:
    from pigment_archive.cli import render

    render.error(error.parts(), error.lines(), as_json="--json" in sys.argv)
    return error.exit_status


def _system(cause: OSError) -> StorageError:
    reason = (cause.strerror or str(cause)).lower()
    remedy = "Give this user the right to read it, or check the disk."
    return StorageError(f"cannot be used: {reason}", where=str(cause.filename or ""), remedy=remedy)


def _usage(error: TyperException) -> UsageError:
    context = getattr(error, "ctx", None)
    called = context.command_path if context else "archive"
    problem = error.format_message().rstrip(".")
    return UsageError(problem, where=called.partition(" ")[2], remedy=f"Look at: {called} --help")
