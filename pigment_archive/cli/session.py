"""What every command does around its workflow: settings, the open archive, the exit status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pigment_archive.errors import EXIT_SOME_REFUSED

if TYPE_CHECKING:
    from pigment_archive.archive import Archive


@contextmanager
def opened(archive: Path | None) -> Iterator[Archive]:
    """The archive that flag, environment or default names, open for the block."""
    from pigment_archive.archive import Archive
    from pigment_archive.settings import Settings

    with Archive(Settings.from_environment(archive=archive)) as handle:
        yield handle


def finish(*, some_refused: bool) -> None:
    """End the command: status 3 when some items were refused, else 0."""
    if some_refused:
        raise typer.Exit(EXIT_SOME_REFUSED)
