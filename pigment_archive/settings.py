"""The settings of one call: flags > environment > defaults. Built only at a door, then passed down."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pigment_archive.errors import UsageError


class Settings(BaseModel):
    """Where the archive is and how long to wait for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    archive: Path = Field(Path("archive"), description="Folder of the archive.")
    lock_wait: float = Field(5.0, ge=0, description="Seconds to wait for another writer before giving up.")

    @classmethod
    def from_environment(cls, *, archive: Path | None = None) -> Settings:
        """Settings from flags, then PIGMENT_ARCHIVE and PIGMENT_ARCHIVE_LOCK_WAIT, then defaults.

        Raises:
            UsageError: The time to wait is no number of seconds.
        """
        given: dict[str, object] = {
            "archive": archive or os.environ.get("PIGMENT_ARCHIVE") or None,
            "lock_wait": os.environ.get("PIGMENT_ARCHIVE_LOCK_WAIT") or None,
        }
        try:
            return cls.model_validate({name: value for name, value in given.items() if value is not None})
        except ValidationError as cause:
            raise UsageError("expected seconds, 0 or more", where="PIGMENT_ARCHIVE_LOCK_WAIT") from cause
