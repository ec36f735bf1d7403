"""Make a new, empty archive."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from pigment_archive.errors import UsageError
from pigment_archive.storage import layout
from pigment_archive.storage.archive_toml import init_archive
from pigment_archive.workflows.reports import Report


class InitReport(Report):
    """Where the new archive is."""

    archive: str = Field(description="Folder of the archive.")


def init(path: Path | str) -> InitReport:
    """Make an empty archive in a new or empty folder.

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
    return InitReport(archive=str(root))
