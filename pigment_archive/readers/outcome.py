"""What became of one file or member, and the place put into its errors."""

from __future__ import annotations

from dataclasses import dataclass

from pigment_archive.errors import ReadError
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


def placed(error: ReadError, where: str) -> ReadError:
    """The same error with the place in front."""
    place = f"{where}, {error.where}" if error.where else where
    moved = type(error)(error.problem, where=place, remedy=error.remedy)
    moved.__cause__ = error.__cause__
    return moved
