"""The parts that reports share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.errors import ArchiveError, UsageError
from pigment_archive.readers import ReadItem


class Report(BaseModel):
    """Base of every report: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Item(Report):
    file: str = Field(description="The file as it was given.")
    member: str | None = Field(None, description="Member of the container, if the file is one.")

    @property
    def place(self) -> str:
        """File and member for people."""
        return f"{self.file} › {self.member}" if self.member else self.file


class Refusal(_Item):
    """An item that was not taken in, and why."""

    code: str = Field(description="Stable code of the error.")
    reason: str = Field(description="What is wrong and what to do, for people.")
    where: str | None = Field(None, description="Row, pixel or spectrum inside the file, if it is only that.")

    @property
    def place(self) -> str:
        """File, member and the place in it for people."""
        return f"{super().place}: {self.where}" if self.where else super().place

    @classmethod
    def of(cls, error: ArchiveError, file: str, member: str | None) -> Refusal:
        """The refusal that an error means for an item."""
        reason = f"{error.problem}. {error.remedy}".rstrip()
        return cls(
            file=file, member=member, code=error.code, reason=reason, where=_inside(error.where, file, member)
        )


def _inside(where: str, file: str, member: str | None) -> str | None:
    """What a place of an error says after the file or member: `a.zip:b.csv, row 7` → `row 7`."""
    place = f"{file}:{member}, " if member else f"{file}, "
    return where.removeprefix(place) if where.startswith(place) else None


class Skipped(_Item):
    """An item that is no spectrum file: a table about spectra, a text."""

    reason: str = Field(description="What it is instead, for people.")


def problems_of(item: ReadItem) -> list[ArchiveError]:
    """Why an item, or some of its spectra, cannot be asked about: errors, and that it is no spectrum file."""
    problems = [error for error in (item.error, *item.refused) if error is not None]
    if item.skipped:
        problems.append(UsageError(f"no spectrum file: {item.skipped}", where=item.file))
    return problems
