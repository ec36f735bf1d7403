"""One file to be read: what a reading process is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pigment_archive.errors import TooLarge
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import DEFAULT_LIMITS, Limits

SLOWEST_BYTES: Final = 20e6


@dataclass(frozen=True, slots=True)
class Job:
    """One file on disk, or one member of a container.

    Attributes:
        name: Readable file name without folders.
        where: The place for messages: file, or file and member.
        path: The file on disk, None for a member.
        header_path: Of a pair, the header file on disk.
        data: Bytes of a member.
        header: Bytes of the header member of a pair.
        hints: What the person says about it.
        limits: What it may ask for.
    """

    name: str
    where: str
    path: Path | None = None
    header_path: Path | None = None
    data: bytes = b""
    header: bytes | None = None
    hints: Hints = field(default_factory=Hints)
    limits: Limits = DEFAULT_LIMITS

    @property
    def seconds(self) -> float:
        """How long it may take: the limit, and more for files that are larger than most (4 GB: 200 s)."""
        size = self.path.stat().st_size if self.path is not None else len(self.data)
        return self.limits.seconds + size / SLOWEST_BYTES


def too_much_memory(job: Job) -> TooLarge:
    """The refusal of a file that needs more memory than it may."""
    return TooLarge(
        f"reading it takes more than {job.limits.memory_bytes / 2**30:.1f} GiB of memory",
        where=job.where,
        remedy="Split it, or export fewer spectra.",
    )


def too_slow(job: Job) -> TooLarge:
    """The refusal of a file that takes longer than it may."""
    return TooLarge(
        "reading it takes too long",
        where=job.where,
        remedy="It may be damaged: copy or export it again. If it is whole, split it.",
    )
