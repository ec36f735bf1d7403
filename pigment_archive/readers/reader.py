"""What a format must bring to be read: one `Reader`, and what it is given: one `Content`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pigment_archive.errors import ReadError
from pigment_archive.records import Spectrum, Technique

HEAD_BYTES: Final = 65_536
Reading = list[Spectrum | ReadError]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask for before it is refused as too large.

    Attributes:
        member_bytes: Size of one file or one member of a container.
        expansion_bytes: Bytes a whole container may expand to.
        expansion_ratio: Expanded over compressed size, tested once 16 MiB have come out.
        members: Members in one container.
        points: Points of one spectrum.
        spectra: Spectra in one file or member.
    """

    member_bytes: int = 256 * 2**20
    expansion_bytes: int = 20 * 2**30
    expansion_ratio: float = 200.0
    members: int = 200_000
    points: int = 10_000_000
    spectra: int = 100_000


DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one file or member.

    Attributes:
        name: File name without folders; facts may be taken from it, never the format alone.
        data: All bytes.
        header: Bytes of the header file of a pair (ENVI), None for single files.
        technique: What the person says about files that do not say it themselves.
        limits: What may be asked for.
    """

    name: str
    data: bytes
    header: bytes | None = None
    technique: Technique | None = None
    limits: Limits = DEFAULT_LIMITS

    @property
    def head(self) -> bytes:
        """The first 64 KiB: what a reader may look at to recognise its format."""
        return self.data[:HEAD_BYTES]


@dataclass(frozen=True, slots=True)
class Reader:
    """One format.

    Attributes:
        name: Name of the format and of its folder.
        version: Raised whenever the same bytes would give another spectrum.
        suffixes: Usual file suffixes, lower case with dot; only ever a tie-break after `sniff`.
        description: One line for people.
        sniff: (head, name) -> is it this format? Looks at content; never raises.
        read: Gives every spectrum of the content in file order, with a `ReadError` in the place of a
            spectrum that is refused on its own. Raises ReadError where nothing can be read.
    """

    name: str
    version: int
    suffixes: tuple[str, ...]
    description: str
    sniff: Callable[[bytes, str], bool]
    read: Callable[[Content], Reading]

    @property
    def label(self) -> str:
        """Name and version as provenance keeps them, for example rruff/1."""
        return f"{self.name}/{self.version}"
