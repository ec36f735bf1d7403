"""Bytes to spectra: choose the reader by content, read, and put the place into every error."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from pigment_archive.errors import Inconsistent, ReadError, UnknownFormat
from pigment_archive.readers import delimited
from pigment_archive.readers.bystanders import refusal, why_skipped
from pigment_archive.readers.reader import Content
from pigment_archive.readers.registry import reader_for
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
    blocks = (content.header or b"", content.data)
    outcome = Outcome(hashlib.sha256(b"".join(blocks)).hexdigest(), sum(len(block) for block in blocks))
    head = content.head if content.header is None else content.header
    reader = reader_for(head, content.name)
    skipped = why_skipped(head, content.name) if reader in (None, delimited.READER) and head else None
    if skipped:
        return replace(outcome, skipped=skipped)
    if reader is None:
        return replace(outcome, error=placed(refusal(head, content.name), where))
    try:
        reading = reader.read(content)
        if not reading:
            raise Inconsistent("there is no spectrum in it")
    except UnknownFormat as error:
        about = delimited.about(content)
        return replace(outcome, skipped=about, error=None if about else placed(error, where))
    except ReadError as error:
        return replace(outcome, reader=reader.label, error=placed(error, where))
    return replace(
        outcome,
        reader=reader.label,
        spectra=tuple(item for item in reading if isinstance(item, Spectrum)),
        refused=tuple(placed(item, where) for item in reading if isinstance(item, ReadError)),
    )


def placed(error: ReadError, where: str) -> ReadError:
    """The same error with the place in front."""
    place = f"{where}, {error.where}" if error.where else where
    moved = type(error)(error.problem, where=place, remedy=error.remedy)
    moved.__cause__ = error.__cause__
    return moved
