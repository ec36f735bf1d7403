"""Ways to damage a file, each a function of the bytes and a seeded generator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

Mutation = Callable[[bytes, np.random.Generator], bytes]
HEADER: Final = 2048
HUGE: Final = (0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFF, 0x00FFFFFF)
HUGE_TEXT: Final = (b"999999999", b"-1", b"1e300", b"0", b"nan", b"4294967296", b"")
_NUMBER: Final = re.compile(rb"\d+(?:\.\d+)?")


def flip_bits(data: bytes, noise: np.random.Generator) -> bytes:
    """Turn over one to four bits."""
    damaged = bytearray(data)
    for place in noise.integers(0, len(data), size=int(noise.integers(1, 5))):
        damaged[place] ^= 1 << int(noise.integers(0, 8))
    return bytes(damaged)


def cut(data: bytes, noise: np.random.Generator) -> bytes:
    """End too early."""
    return data[: int(noise.integers(0, len(data)))]


def header_field(data: bytes, noise: np.random.Generator) -> bytes:
    """Random bytes over one to eight bytes of the header."""
    place = int(noise.integers(0, min(HEADER, len(data))))
    return data[:place] + noise.bytes(int(noise.integers(1, 9))) + data[place + 8 :]


def huge_field(data: bytes, noise: np.random.Generator) -> bytes:
    """A huge whole number at an even place of the header, in either byte order."""
    place = 2 * int(noise.integers(0, max(1, min(HEADER, len(data)) // 2)))
    number = HUGE[int(noise.integers(0, len(HUGE)))].to_bytes(4, ("little", "big")[int(noise.integers(0, 2))])
    return data[:place] + number + data[place + 4 :]


def huge_number(data: bytes, noise: np.random.Generator) -> bytes:
    """Another number in the place of one that is written as text."""
    found = [(m.start(), m.end()) for m in _NUMBER.finditer(data[: 4 * HEADER])]
    if not found:
        return huge_field(data, noise)
    start, stop = found[int(noise.integers(0, len(found)))]
    return data[:start] + HUGE_TEXT[int(noise.integers(0, len(HUGE_TEXT)))] + data[stop:]


def zeros(data: bytes, noise: np.random.Generator) -> bytes:
    """A stretch of zeros, as a bad disk gives."""
    start, stop = sorted(noise.integers(0, len(data) + 1, size=2).tolist())
    return data[:start] + bytes(stop - start) + data[stop:]


def noise_after_start(data: bytes, noise: np.random.Generator) -> bytes:
    """A true beginning, then random bytes."""
    keep = int(noise.integers(1, min(len(data), HEADER) + 1))
    return data[:keep] + noise.bytes(min(len(data) - keep, 65_536))


def doubled(data: bytes, noise: np.random.Generator) -> bytes:
    """A stretch that stands there twice."""
    start, stop = sorted(noise.integers(0, len(data) + 1, size=2).tolist())
    return data[:stop] + data[start:stop] + data[stop:]


def lost_stretch(data: bytes, noise: np.random.Generator) -> bytes:
    """A stretch that is missing."""
    start, stop = sorted(noise.integers(0, len(data) + 1, size=2).tolist())
    return data[:start] + data[stop:]


MUTATIONS: Final[tuple[Mutation, ...]] = (
    flip_bits, flip_bits, cut, header_field, huge_field, huge_number, zeros, noise_after_start, doubled,
    lost_stretch,
)  # fmt: skip


def mutated(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """`count` damaged copies: cut at every percent first, then every way in turn."""
    noise = np.random.default_rng(seed)
    for number in range(count):
        if number < 100:
            yield data[: len(data) * number // 100]
        else:
            yield MUTATIONS[number % len(MUTATIONS)](data, noise)
