"""What a format must bring to be read: one `Reader`, and what it is given: one `Content`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pigment_archive.errors import ReadError
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.starting import MEMORY_BYTES
from pigment_archive.records import Spectrum, Technique

HEAD_BYTES: Final = 65_536
Reading = list[Spectrum | ReadError]


class AboutSpectra(Exception):
    """The content is read, but is about spectra (names and properties) or about something else.

    It is left out with this reason and is no error.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask for before it is refused as too large.

    Attributes:
        member_bytes: Size of one file or one member of a container; images on disk may be larger.
        expansion_bytes: Bytes a whole container may expand to.
        expansion_ratio: Expanded over compressed size, tested once 16 MiB have come out.
        members: Members in one container.
        points: Points of one spectrum.
        spectra: Spectra in one file or member.
        seconds: Wall time for reading one file or member.
        memory_bytes: Memory for reading one file or member.
        native_seconds: Processor time for one step of a library in C that may never come back (HDF5).
    """

    member_bytes: int = 256 * 2**20
    expansion_bytes: int = 20 * 2**30
    expansion_ratio: float = 200.0
    members: int = 200_000
    points: int = 10_000_000
    spectra: int = 100_000
    seconds: float = 20.0
    memory_bytes: int = MEMORY_BYTES
    native_seconds: float = 2.0


DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one file or member.

    Attributes:
        name: File name without folders; facts may be taken from it, never the format alone.
        data: All bytes; of a file larger than `limits.member_bytes` the first 64 KiB.
        header: Bytes of the header file of a pair (ENVI), None for single files.
        hints: What the person says about files that do not say it themselves.
        limits: What may be asked for.
        path: The file on disk, None for a member of a container.
        size: Number of bytes of the whole file; -1 stands for the length of `data`.
    """

    name: str
    data: bytes
    header: bytes | None = None
    hints: Hints = field(default_factory=Hints)
    limits: Limits = DEFAULT_LIMITS
    path: Path | None = None
    size: int = -1

    @property
    def head(self) -> bytes:
        """The first 64 KiB: what a reader may look at to recognise its format."""
        return self.data[:HEAD_BYTES]

    @property
    def technique(self) -> Technique | None:
        """The technique the person gave."""
        return self.hints.technique

    @property
    def is_whole(self) -> bool:
        """True when `data` holds every byte of the file."""
        return self.size in (-1, len(self.data))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One format.

    Attributes:
        name: Name of the format and of its folder.
        version: Raised whenever the same bytes would give another spectrum.
        suffixes: Usual file suffixes, lower case with dot; only ever a tie-break after `sniff`.
        description: The format's name for people, for example Bruker OPUS.
        keeps: What is kept beside axis and values, for docs/formats.md.
        refuses: Which variants are refused, with the reason, for docs/formats.md.
        library: The library that reads the bytes, `own` where this package does.
        tested_with: Which real files it was tested with, and against what; for docs/formats.md.
        streams: It reads from `Content.path` block by block, so that a file may be larger than memory.
        sniff: (head, name) -> is it this format? Looks at content; never raises.
        read: Gives every spectrum of the content in file order, with a `ReadError` in the place of a
            spectrum that is refused on its own. Raises ReadError where nothing can be read, AboutSpectra
            where there is nothing to be read.
    """

    name: str
    version: int
    suffixes: tuple[str, ...]
    description: str
    keeps: str
    refuses: str
    library: str
    tested_with: str
    streams: bool = False
    sniff: Callable[[bytes, str], bool]
    read: Callable[[Content], Reading]

    @property
    def label(self) -> str:
        """Name and version as provenance keeps them, for example rruff/1."""
        return f"{self.name}/{self.version}"
