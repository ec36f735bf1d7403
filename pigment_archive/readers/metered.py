"""A stream that counts what comes out of a compressed file and stops a bomb."""

from __future__ import annotations

import io
from types import TracebackType
from typing import Final, Protocol, Self

from pigment_archive.errors import TooLarge
from pigment_archive.readers.reader import Limits

_RATIO_FROM: Final = 16 * 2**20
_HEADERS: Final = 16 * 2**20
_TAIL: Final = 512


class Source(Protocol):
    """A stream that gives bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""

    def close(self) -> None:
        """Let go of the file."""


class Metered(io.RawIOBase):
    """Reads from `source`, counting.

    Args:
        source: The expanded stream; closed with this one.
        compressed: Size of the file on disk, for the ratio.
        limits: Total bytes and ratio allowed.
    """

    def __init__(self, source: Source, compressed: int, limits: Limits) -> None:
        self._source = source
        self._compressed = max(compressed, 1)
        self._limits = limits
        self._ahead = b""
        self._count = 0
        self._allowed = _HEADERS
        self.tail = b""

    def allow(self, size: int) -> None:
        """The next `size` bytes belong to a member that was announced; beyond them only headers may come."""
        self._allowed = self._count + size + _HEADERS

    def peek(self, size: int) -> bytes:
        """The next bytes, without taking them."""
        self._ahead += self._source.read(size - len(self._ahead))
        return self._ahead[:size]

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes.

        Raises:
            TooLarge: More came out than the limits allow, or than the members announced.
        """
        data = self._ahead[:size] + self._source.read(size - len(self._ahead[:size]))
        self._ahead = self._ahead[size:]
        self._count += len(data)
        self.tail = data[-_TAIL:] or self.tail
        if self._count > self._limits.expansion_bytes:
            raise TooLarge(f"the container expands beyond {self._limits.expansion_bytes} bytes")
        if self._count > max(_RATIO_FROM, self._limits.expansion_ratio * self._compressed):
            raise TooLarge(f"the container expands more than {self._limits.expansion_ratio:.0f} times")
        if self._count > self._allowed:
            raise TooLarge("a header inside the container is too large")
        return data

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._source.close()

    def __enter__(self) -> Self:
        return self
