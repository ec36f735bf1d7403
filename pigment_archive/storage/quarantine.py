"""Refused files, each with its reason, until somebody has looked at them; no part of the archive."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pigment_archive.errors import ArchiveError, StorageError
from pigment_archive.storage import files, layout

_REASON: Final = "reason.json"
_CONTENT: Final = "content"


class Refusal(BaseModel):
    """Why one file, or one member of a container, was refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = Field(description="The file as it was named.")
    member: str | None = Field(None, description="Member of the container, if it is one.")
    code: str = Field(description="Code of the error, for example truncated.")
    reason: str = Field(description="What is wrong, for people.")
    remedy: str = Field("", description="What can be done about it.")
    refused_at: datetime = Field(description="When, UTC.")

    @classmethod
    def of(cls, error: ArchiveError, file: str, member: str | None = None) -> Refusal:
        """The refusal that an error means for a file."""
        return cls(
            file=file,
            member=member,
            code=error.code,
            reason=error.problem,
            remedy=error.remedy,
            refused_at=datetime.now(UTC),
        )


class Quarantine:
    """The quarantine of the archive in `root`; only the holder of the archive's lock puts things in."""

    def __init__(self, root: Path) -> None:
        self._folder = root / layout.QUARANTINE
        self._staging = root / layout.STAGING

    def put(self, refusal: Refusal, content: bytes | None = None) -> str:
        """Keep a refusal and, if given, the refused bytes; the same once more changes nothing.

        Returns:
            The name of the entry: a digest of file, member, code and content.

        Raises:
            WriteFailed: The disk refused; nothing is left.
        """
        name = _entry_name(refusal, content)
        if (self._folder / name).exists():
            return name
        staged = self._staging / str(uuid.uuid4())
        files.make_folder(staged)
        try:
            files.write_new(staged / _REASON, refusal.model_dump_json(indent=1).encode() + b"\n")
            if content is not None:
                files.write_new(staged / _CONTENT, content)
            files.make_folder(self._folder)
            files.move(staged, self._folder / name)
        finally:
            files.remove_tree(staged)
        return name

    def entries(self) -> dict[str, Refusal]:
        """All refusals by the name of their entry, sorted.

        Raises:
            StorageError: A reason cannot be read.
        """
        return {folder.name: _read(folder / _REASON) for folder in sorted(self._folder.glob("*"))}

    def content(self, name: str) -> Path | None:
        """The file with the refused bytes of an entry, None where they were not kept."""
        path = self._folder / name / _CONTENT
        return path if path.exists() else None


def _entry_name(refusal: Refusal, content: bytes | None) -> str:
    digest = hashlib.sha256(content or b"")
    for part in (refusal.file, refusal.member or "", refusal.code):
        digest.update(b"\0" + part.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _read(path: Path) -> Refusal:
    try:
        return Refusal.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as cause:
        raise StorageError(
            "the reason of a refusal cannot be read", where=str(path), remedy="Remove the entry."
        ) from cause
