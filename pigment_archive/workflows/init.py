"""Make a new, empty archive."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from pigment_archive.archive import open_archive
from pigment_archive.errors import UsageError
from pigment_archive.starters import PREFIX, starters
from pigment_archive.storage import layout
from pigment_archive.storage.archive_toml import init_archive
from pigment_archive.workflows.reports import Report


class InitReport(Report):
    """Where the new archive is."""

    archive: str = Field(description="Folder of the archive.")
    models: tuple[str, ...] = Field((), description="Models that ship with the program and were taken in.")


def init(path: Path | str, *, with_starters: bool = False) -> InitReport:
    """Make an empty archive in a new or empty folder; if asked to, with every model that ships.

    Raises:
        UsageError: There is an archive already, or something else.
        WriteFailed: The disk refused; nothing is left behind.
    """
    root = Path(path)
    if (root / layout.DESCRIPTION).exists():
        raise UsageError(
            "there is an archive already", where=str(root), remedy="Use it, or name another folder."
        )
    init_archive(root)
    return InitReport(archive=str(root), models=_take_in_starters(root) if with_starters else ())


def _take_in_starters(root: Path) -> tuple[str, ...]:
    # pyarrow: see the start-up rule
    from pigment_archive.workflows.model_exchange import import_model

    with open_archive(root) as archive:
        return tuple(import_model(archive, f"{PREFIX}{name}").model for name in starters())
