"""Bytes to spectra: choose the reader by content, read, and put the place into every error."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from pigment_archive.errors import Inconsistent, ReadError, TooLarge
from pigment_archive.readers.bystanders import refusal, why_skipped
from pigment_archive.readers.reader import AboutSpectra, Content, Reader, Reading
from pigment_archive.readers.registry import LAST_ASKED, reader_for
from pigment_archive.records import Spectrum


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one content.

    Attributes:
        sha256: Of the bytes read; for a pair of header bytes, then data bytes.
        size: Number of those bytes.
        reader: Name and version of the reader, empty if none.
        spectra: Spectra in file order.
        refused: Spectra of the file that were refused on their own.
        error: Why nothing could be read.
        skipped: Why it was left out without being refused.
    """

    sha256: str
    size: int
    reader: str = ""
    spectra: tuple[Spectrum, ...] = ()
    refused: tuple[ReadError, ...] = ()
    error: ReadError | None = None
    skipped: str | None = None


def interpret(content: Content, where: str) -> Outcome:
    """Read one content. Never raises for what is in it.

    Args:
        content: The bytes.
        where: The place for messages: file, or file and member.
    """
    header = content.header or b""
    size = len(header) + (len(content.data) if content.is_whole else content.size)
    outcome = Outcome(_digest(content), size)
    head = content.head if content.header is None else content.header
    reader = reader_for(head, content.name)
    skipped = why_skipped(head, content.name) if reader in (None, LAST_ASKED) and head else None
    if skipped:
        return replace(outcome, skipped=skipped)
    if reader is None:
        return replace(outcome, error=placed(refusal(head, content.name), where))
    try:
        reading = _read(reader, content)
    except AboutSpectra as about:
        return replace(outcome, skipped=about.reason)
    except ReadError as error:
        return replace(outcome, reader=reader.label, error=placed(error, where))
    return replace(
        outcome,
        reader=reader.label,
        spectra=tuple(item for item in reading if isinstance(item, Spectrum)),
        refused=tuple(placed(item, where) for item in reading if isinstance(item, ReadError)),
    )


def _digest(content: Content) -> str:
    digest = hashlib.sha256(content.header or b"")
    if content.is_whole or content.path is None:
        digest.update(content.data)
        return digest.hexdigest()
    with content.path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: digest).hexdigest()


def _read(reader: Reader, content: Content) -> Reading:
    if content.size > content.limits.member_bytes and not reader.streams:
        raise TooLarge(f"the file holds {content.size} bytes, at most {content.limits.member_bytes} are read")
    reading = reader.read(content)
    if not reading:
        raise Inconsistent("there is no spectrum in it")
    return reading


def placed(error: ReadError, where: str) -> ReadError:
    """The same error with the place in front."""
    place = f"{where}, {error.where}" if error.where else where
    moved = type(error)(error.problem, where=place, remedy=error.remedy)
    moved.__cause__ = error.__cause__
    return moved
