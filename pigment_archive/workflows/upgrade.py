"""Bring an archive of an earlier version to the form of this one."""

from __future__ import annotations

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.workflows.reports import Report


class UpgradeReport(Report):
    """From which form to which."""

    before: int = Field(description="Format version that was found.")
    after: int = Field(description="Format version now.")

    def summary(self) -> str:
        """One line for people."""
        if self.before == self.after:
            return f"the archive has format {self.after} already: nothing to do"
        return f"upgraded from format {self.before} to {self.after}"


def upgrade(archive: Archive) -> UpgradeReport:
    """Bring the archive to the newest form. There is one form so far, so this only says so.

    Raises:
        FormatVersion: A newer program wrote it (already when it is opened).
    """
    found = archive.description.format
    return UpgradeReport(before=found, after=found)
