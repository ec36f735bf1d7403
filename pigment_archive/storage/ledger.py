"""The ledger: one line for everything that ever entered the archive, each chained to the one before.

A line names a random id (or a model) and a digest; the digest of an accession is keyed with the key inside
that accession, so that a line says nothing once the accession is gone. `ledger.head` repeats the last line's
number and digest: a cut tail shows. A change is in force when its line is written.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pigment_archive.errors import IntegrityError, StorageError, WriteFailed
from pigment_archive.storage import files, layout
from pigment_archive.storage.steps import Checkpoint, IngestStep, no_checkpoint

_DIGEST: Final = r"^[0-9a-f]{64}$"
_BEFORE_THE_FIRST: Final = "0" * 64


class Event(StrEnum):
    """What a line records."""

    ARCHIVE_CREATED = "archive_created"
    ACCESSION_ADDED = "accession_added"
    ACCESSION_AMENDED = "accession_amended"
    MODEL_ADDED = "model_added"
    MODEL_PROMOTED = "model_promoted"


ACCESSION_EVENTS: Final = (Event.ACCESSION_ADDED, Event.ACCESSION_AMENDED)


class Tail(StrEnum):
    """How the end of the ledger stands; `torn` and `head_behind` are what a crash leaves behind."""

    SOUND = "sound"
    TORN = "torn"
    HEAD_BEHIND = "head_behind"
    DAMAGED = "damaged"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class LedgerHead(_Strict):
    """What `ledger.head` says of the last line."""

    sequence: int = Field(ge=0)
    line: str = Field(pattern=_DIGEST)

    def to_bytes(self) -> bytes:
        """The bytes of the file."""
        return _canonical(self.model_dump()) + b"\n"

    @classmethod
    def from_bytes(cls, raw: bytes) -> LedgerHead | None:
        """The head, None where the bytes are not exactly what `to_bytes` writes."""
        try:
            head = cls.model_validate_json(raw)
        except ValidationError:
            return None
        return head if head.to_bytes() == raw else None


class LedgerLine(_Strict):
    """One line. `digest`: HMAC-SHA256 of an accession's inventory, or SHA-256 of a model's card."""

    sequence: int = Field(ge=0, description="Number of the line, from 0.")
    time: str = Field(description="When, UTC, ISO 8601.")
    event: str = Field(description="What happened.")
    subject: str = Field(description="Random id of an accession, or name of a model.")
    digest: str | None = Field(pattern=_DIGEST, description="Digest of the subject's state.")
    previous: str = Field(pattern=_DIGEST, description="`line` of the line before; zeros in the first.")
    line: str = Field("", description="SHA-256 over the canonical JSON of all other fields.")

    def to_bytes(self) -> bytes:
        """The bytes of the line, without the line end."""
        return _canonical(self.model_dump())

    @classmethod
    def from_bytes(cls, raw: bytes) -> LedgerLine | None:
        """The line, None where one bit of it differs from what was written."""
        try:
            line = cls.model_validate_json(raw)
        except ValidationError:
            return None
        return line if line.sealed() == line and line.to_bytes() == raw else None

    def sealed(self) -> LedgerLine:
        """The same line with its own digest filled in."""
        digest = hashlib.sha256(_canonical(self.model_dump(exclude={"line"}))).hexdigest()
        return self.model_copy(update={"line": digest})

    def head(self) -> LedgerHead:
        """The head that names this line as the last."""
        return LedgerHead(sequence=self.sequence, line=self.line)


class Ledger:
    """The ledger of the archive in `root`. Only the holder of the archive's lock may append or recover."""

    def __init__(self, root: Path) -> None:
        self._path = root / layout.LEDGER
        self._head_path = root / layout.LEDGER_HEAD

    def create(self, subject: str) -> None:
        """Begin a new ledger with the line `archive_created`; an old one is overwritten."""
        first = _line(0, Event.ARCHIVE_CREATED, subject, None, _BEFORE_THE_FIRST)
        files.write_atomically(self._path, first.to_bytes() + b"\n")
        files.write_atomically(self._head_path, first.head().to_bytes())

    def read(self) -> bytes:
        """The bytes of the ledger, empty where there is none.

        Raises:
            StorageError: It cannot be read.
        """
        return _bytes_of(self._path)

    def lines(self) -> list[LedgerLine]:
        """All lines, oldest first.

        Raises:
            IntegrityError: A line is damaged.
        """
        found = [LedgerLine.from_bytes(raw) for raw in self.read().removesuffix(b"\n").split(b"\n")]
        if None in found:
            raise self._broken(f"line {found.index(None) + 1} is damaged")
        return [line for line in found if line is not None]

    def append(
        self, event: Event, subject: str, digest: str, *, checkpoint: Checkpoint = no_checkpoint
    ) -> LedgerLine:
        """Add a line and move the head to it; both or neither.

        Raises:
            IntegrityError: The end of the ledger is not sound.
            WriteFailed: The disk refused; nothing was added.
        """
        raw = self.read()
        tail, last = self._tail(raw)
        if tail is not Tail.SOUND or last is None:
            raise self._broken("the last line and ledger.head do not fit together")
        line = _line(last.sequence + 1, event, subject, digest, last.line)
        files.append(self._path, line.to_bytes() + b"\n")
        checkpoint(IngestStep.LEDGER_APPENDED)
        try:
            files.write_atomically(self._head_path, line.head().to_bytes())
        except WriteFailed:
            # a head that is in place but not surely flushed is one behind at worst, which recovery heals
            if LedgerHead.from_bytes(_bytes_of(self._head_path)) != line.head():
                files.cut(self._path, len(raw))
                raise
        checkpoint(IngestStep.HEAD_WRITTEN)
        return line

    def inspect(self) -> Tail:
        """How the end of the ledger stands, without changing anything."""
        return self._tail(self.read())[0]

    def recover(self) -> Tail:
        """Heal what a crash leaves: cut off a torn last line, move a head that is one line behind.

        Returns:
            What was found.

        Raises:
            IntegrityError: The end is damaged in another way.
        """
        raw = self.read()
        tail, last = self._tail(raw)
        if tail is Tail.DAMAGED or last is None:
            raise self._broken("the last line and ledger.head do not fit together")
        if tail is Tail.TORN:
            files.cut(self._path, raw.rindex(b"\n") + 1)
        if tail is Tail.HEAD_BEHIND:
            files.write_atomically(self._head_path, last.head().to_bytes())
        return tail

    def _tail(self, raw: bytes) -> tuple[Tail, LedgerLine | None]:
        complete, _, torn = raw.rpartition(b"\n")
        last = LedgerLine.from_bytes(complete.rpartition(b"\n")[2])
        head = LedgerHead.from_bytes(_bytes_of(self._head_path))
        if last is None or head is None:
            return Tail.DAMAGED, last
        if head == last.head():
            return (Tail.TORN if torn else Tail.SOUND), last
        if (head.sequence, head.line) == (last.sequence - 1, last.previous) and not torn:
            return Tail.HEAD_BEHIND, last
        return Tail.DAMAGED, last

    def _broken(self, problem: str) -> IntegrityError:
        return IntegrityError(
            problem, where=str(self._path), remedy="Run archive verify; restore the ledger from a backup."
        )


def keyed_digest(key: bytes, inventory_digest: str) -> str:
    """HMAC-SHA256 with an accession's key over the SHA-512 (hexadecimal) of its inventory."""
    return hmac.new(key, inventory_digest.encode(), hashlib.sha256).hexdigest()


def _line(sequence: int, event: Event, subject: str, digest: str | None, previous: str) -> LedgerLine:
    time = datetime.now(UTC).isoformat(timespec="seconds")
    return LedgerLine(
        sequence=sequence, time=time, event=event.value, subject=subject, digest=digest, previous=previous
    ).sealed()


def _canonical(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as cause:
        raise StorageError(
            "the ledger cannot be read", where=str(path), remedy="Check the disk and the rights."
        ) from cause
