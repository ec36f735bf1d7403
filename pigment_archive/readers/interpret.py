"""Bytes to spectra: choose the reader by content, read, and put the place into every error."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from pydantic import ValidationError

from pigment_archive.errors import Inconsistent, ReadError, TooLarge
from pigment_archive.readers.bystanders import known_refusal, refusal, why_skipped
from pigment_archive.readers.outcome import Outcome, placed
from pigment_archive.readers.reader import AboutSpectra, Content, Reader, Reading
from pigment_archive.readers.registry import LAST_ASKED, reader_for
from pigment_archive.records import Spectrum


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
    if reader in (None, LAST_ASKED):
        if head and (skipped := why_skipped(head, content.name)):
            return replace(outcome, skipped=skipped)
        if known := known_refusal(head, content.name):
            return replace(outcome, error=placed(known, where))
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
    try:
        reading = reader.read(content)
    except ValidationError as cause:
        names = ", ".join(".".join(map(str, error["loc"])) for error in cause.errors(include_url=False))
        raise Inconsistent(f"the file states facts with impossible values: {names}") from cause
    if not reading:
        raise Inconsistent("there is no spectrum in it")
    return reading
