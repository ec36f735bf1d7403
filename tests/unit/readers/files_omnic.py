"""OMNIC files written from descriptions of the format and from the bytes of one real file.

File: words at 0, title at 30 (256 bytes), number of blocks at 294, time at 296, table at 304 with 16 bytes a
block (key at 0, place at 2, length at 6, number of the spectrum at 10).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace

import numpy as np

from tests.spectrum_files import SampleFile

FALLING = np.linspace(3999.0, 399.0, 901)
ABSORBANCE = np.round(0.5 + 0.4 * np.cos(np.arange(901) / 40.0), 4)
WORDS = b"Spectral Data File\r\n"
SERIES = b"Spectral Exte File\r\n"
TIME = 3_737_043_778  # 2018-06-02 19:42:58 UTC
WAVENUMBER, DATA_POINTS, NANOMETRES, MICROMETRES, RAMAN = 1, 2, 3, 4, 32
HISTORY = (
    "Collect Sample\r\n\t Background collected on Sat Jun 02 14:40:33 2018 (GMT-05:00)\r\n"
    "\t Final format:\tAbsorbance\r\n\t Resolution:\t 4.000 from 399.0000 to 3999.0000\r\n"
    "\t Bench Serial Number:AKX1502022\r\n\r\n"
)


@dataclass(frozen=True)
class Piece:
    """One spectrum; `extra` are further blocks, key and content, written after its values."""

    values: np.ndarray = field(default_factory=lambda: ABSORBANCE)
    units: tuple[int, int] = (WAVENUMBER, 17)
    ends: tuple[float, float] = (FALLING[0], FALLING[-1])
    scans: int = 64
    excitation: float = 0.0
    extra: tuple[tuple[int, bytes], ...] = ()
    points: int = -1

    def header(self) -> bytes:
        """140 bytes: points at 4, units at 8 and 12, ends at 16 and 20, scans at 36, excitation at 96."""
        head = bytearray(140)
        struct.pack_into("<I", head, 4, len(self.values) if self.points < 0 else self.points)
        head[8], head[12] = self.units
        struct.pack_into("<ff", head, 16, *self.ends)
        struct.pack_into("<I", head, 36, self.scans)
        struct.pack_into("<f", head, 80, 15798.666)
        struct.pack_into("<f", head, 96, self.excitation)
        return bytes(head)


def omnic(
    pieces: list[Piece] | None = None, *, title: str = "azurite", words: bytes = WORDS, time: int = TIME
) -> bytes:
    """A file of these spectra, each with its header, texts and values one after the other."""
    blocks: list[tuple[int, bytes, int]] = []
    for number, piece in enumerate(pieces or [Piece()]):
        values = b"".join(struct.pack("<f", y) for y in piece.values)
        blocks += [(2, piece.header(), number), (106, bytes(56), number), (3, values, number)]
        blocks += [(key, content, number) for key, content in piece.extra]
    head = bytearray(304)
    head[: len(words)] = words
    head[30 : 30 + len(title)] = title.encode("cp1252")
    struct.pack_into("<HI", head, 294, len(blocks), time)
    place, table = 304 + 16 * len(blocks), b""
    for key, content, number in blocks:
        table += struct.pack("<BBIIH4x", key, 0, place, len(content), number)
        place += len(content)
    return bytes(head) + table + b"".join(content for _, content, _ in blocks)


def titled(title: str, time: int) -> tuple[int, bytes]:
    """The block that gives a spectrum of a group its title and time: 256 bytes and a u32."""
    return 107, title.encode("cp1252").ljust(256, b"\0") + struct.pack("<I", time)


def history(text: str = HISTORY) -> tuple[int, bytes]:
    """The block with the history."""
    return 27, text.encode("cp1252") + bytes(4)


def experiment(title: str) -> tuple[int, bytes]:
    """The block about the experiment: kind 0x79, file at 10, title at 90, description at 154."""
    block = bytearray(932)
    block[0] = 0x79
    block[10:19] = b"C:\\a.exp\0"
    block[90 : 90 + len(title)] = title.encode("cp1252")
    return 130, bytes(block)


def group() -> list[Piece]:
    """Two spectra with different axes."""
    first = Piece(extra=(titled("one", TIME), history()))
    return [
        first,
        replace(first, values=ABSORBANCE[:401], ends=(3000.0, 1000.0), extra=(titled("two", TIME + 60),)),
    ]


def samples() -> list[SampleFile]:
    """What is read: single spectra and groups."""
    raman = Piece(1000 * ABSORBANCE, (RAMAN, 31), (100.0, 3700.0), excitation=12_738.85)
    full = Piece(
        extra=(history(), experiment("Pigments"), (4, b"a note\0"), (102, bytes(64)), (103, bytes(64)))
    )
    return [
        SampleFile("omnic", "one.spa", omnic(), declares_length=True),
        SampleFile("omnic", "full.spa", omnic([full]), declares_length=True),
        SampleFile("omnic", "raman.spa", omnic([raman]), declares_length=True),
        SampleFile("omnic", "two.spg", omnic(group()), 2, declares_length=True),
    ]
