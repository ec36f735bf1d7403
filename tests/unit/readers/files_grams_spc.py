"""GRAMS SPC files written field by field, at the byte offsets of the published specification.

Offsets of the new header (SPCHDR, 512 bytes), of the old one (OSPCHDR, 224 bytes and the first SUBHDR), of a
subfile's header (SUBHDR, 32 bytes), of a directory entry (SSFSTC, 12 bytes)
and of the log (LOGSTC, 64 bytes).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

import numpy as np

from tests.spectrum_files import INTENSITY, POINTS, SHIFT, SampleFile

TSPREC, TCGRAM, TMULTI, TRANDM, TORDRD, TALABS, TXYXYS, TXVALS = (1 << bit for bit in range(8))
NEW_LSB, NEW_MSB, OLD = 0x4B, 0x4C, 0x4D
FLOATS = -128
LOG = "Operator=A. Person\r\nExposure_time=Time: 10s\r\nnot a key\r\nScans=8\r\nScans=9\r\n"
DATE = (2021 << 20) | (11 << 16) | (18 << 11) | (11 << 6) | 30


@dataclass(frozen=True)
class Sub:
    """One subfile. Its values are written as floats, or as integers with its exponent."""

    values: np.ndarray = field(default_factory=lambda: INTENSITY)
    exponent: int = FLOATS
    x: np.ndarray | None = None
    z: float = 0.0
    following: float = 0.0
    scans: int = 0


def numbers(values: np.ndarray, exponent: int, order: str, *, short: bool = False) -> bytes:
    """y as floats, or as the integers i of y = 2^exponent i / 2^bits."""
    if exponent == FLOATS:
        return b"".join(struct.pack(order + "f", y) for y in values)
    bits = 16 if short else 32
    form = order + ("h" if short else "i")
    return b"".join(struct.pack(form, round(y * 2.0**bits / 2.0**exponent)) for y in values)


def subheader(sub: Sub, index: int, points: int, order: str) -> bytes:
    """SUBHDR: exponent at 1, index 2, z 4, next z 8, points 16, scans 20."""
    head = bytearray(32)
    struct.pack_into("b", head, 1, sub.exponent)
    struct.pack_into(order + "H", head, 2, index)
    struct.pack_into(order + "f", head, 4, sub.z)
    struct.pack_into(order + "f", head, 8, sub.following)
    struct.pack_into(order + "I", head, 16, points)
    struct.pack_into(order + "I", head, 20, sub.scans)
    return bytes(head)


def log_block(lines: str, order: str = "<", **changes: int) -> bytes:
    """LOGSTC: size at 0, size in memory 4, place of the text 8, binary 12, disk 16."""
    body = lines.encode("cp1252") + b"\0"
    said = {"size": 64 + len(body), "memory": 4096, "text": 64, "binary": 0, "disk": 0} | changes
    return struct.pack(order + "5I", *said.values()) + bytes(44) + body


def spc(
    subs: list[Sub] | None = None,
    *,
    version: int = NEW_LSB,
    flags: int = 0,
    exponent: int = FLOATS,
    x: np.ndarray | None = None,
    types: tuple[int, int] = (13, 4),
    technique: int = 0,
    labels: bytes = b"",
    log: bytes = b"",
    directory: bool = False,
    **changes: int,
) -> bytes:
    """A file of the new format; `changes` replace fields of the header."""
    subs = subs or [Sub(exponent=exponent)]
    order = ">" if version == NEW_MSB else "<"
    flags |= TMULTI if len(subs) > 1 else 0
    flags |= TXVALS if x is not None else 0
    flags |= TXYXYS | TXVALS if subs[0].x is not None else 0
    flags |= TALABS if labels else 0
    body, entries = b"" if x is None else numbers(x, FLOATS, order), b""
    for index, sub in enumerate(subs):
        own = b"" if sub.x is None else numbers(sub.x, FLOATS, order)
        head = subheader(sub, index, 0 if sub.x is None else len(sub.values), order)
        record = head + own + numbers(sub.values, sub.exponent, order, short=bool(flags & TSPREC))
        entries += struct.pack(order + "IIf", 512 + len(body), len(record), sub.z)
        body += record
    points = len(subs[0].values)
    if subs[0].x is not None:
        points = 512 + len(body) if directory else 0
    end = 512 + len(body) + (len(entries) if directory else 0)
    said = {"fnpts": points, "fnsub": len(subs), "flogoff": end if log else 0, "fdate": DATE} | changes
    head = bytearray(512)
    head[0:4] = struct.pack("BBBb", flags, version, technique, exponent)
    struct.pack_into(order + "I", head, 4, said["fnpts"])
    struct.pack_into(order + "d", head, 8, SHIFT[0])
    struct.pack_into(order + "d", head, 16, SHIFT[-1])
    struct.pack_into(order + "I", head, 24, said["fnsub"])
    head[28:30] = bytes(types)
    struct.pack_into(order + "I", head, 32, said["fdate"])
    head[36:41] = b"4.0\0x"
    head[45:51] = b"BENCH\0"
    head[88:96] = b"vermilio"
    head[218 : 218 + len(labels)] = labels
    struct.pack_into(order + "I", head, 248, said["flogoff"])
    struct.pack_into(order + "f", head, 312, said.get("fzinc", 0.0))
    return bytes(head) + body + (entries if directory else b"") + log


def word_swapped(values: np.ndarray, exponent: int) -> bytes:
    """32-bit integers of the old format: the high word first, each word with its low byte first."""
    packed = numbers(values, exponent, ">")
    return b"".join(
        bytes([packed[i + 1], packed[i], packed[i + 3], packed[i + 2]]) for i in range(0, len(packed), 4)
    )


def old_spc(
    subs: list[Sub] | None = None,
    *,
    flags: int = 0,
    exponent: int = 9,
    types: tuple[int, int] = (13, 4),
    year: int = 1993,
    labels: bytes = b"",
    padding: bytes = b"",
) -> bytes:
    """A file of the old format: integers only, no number of subfiles, the first SUBHDR at 224."""
    subs = subs or [Sub(exponent=exponent)]
    flags |= TMULTI if len(subs) > 1 else 0
    head = bytearray(224)
    head[0:2] = bytes([flags, OLD])
    struct.pack_into("<h", head, 2, exponent)
    struct.pack_into("<fff", head, 4, len(subs[0].values), SHIFT[0], SHIFT[-1])
    head[16:18] = bytes(types)
    struct.pack_into("<H", head, 18, year)
    head[20:24] = bytes([5, 17, 9, 45])
    head[24:32] = b"4 cm-1  "
    struct.pack_into("<H", head, 34, 16)
    head[64:70] = b"azurit"
    head[194 : 194 + len(labels)] = labels
    body = b""
    for index, sub in enumerate(subs):
        short = bool(flags & TSPREC)
        y = numbers(sub.values, sub.exponent, "<", short=True) if short else None
        body += subheader(sub, index, 0, "<") + (y or word_swapped(sub.values, sub.exponent))
    return bytes(head) + body + padding


def uneven() -> np.ndarray:
    """An axis with a step that grows, exact in float32."""
    return 100.0 + np.cumsum(1.0 + np.arange(POINTS) / 64.0)


def samples() -> list[SampleFile]:
    """Every variant that is read."""
    two = [Sub(z=1.5, following=2.0), Sub(INTENSITY[::-1].copy(), scans=4)]
    mixed = [Sub(exponent=9), Sub(INTENSITY / 16, exponent=5)]
    own = [Sub(x=uneven()), Sub(INTENSITY[:-4], x=uneven()[4:], z=1.0)]
    cut = {"declares_length": True}
    return [
        SampleFile("grams_spc", "floats.spc", spc(), **cut),
        SampleFile("grams_spc", "msb.spc", spc(mixed, version=NEW_MSB), 2, **cut),
        SampleFile("grams_spc", "short.spc", spc(flags=TSPREC, exponent=9), **cut),
        SampleFile("grams_spc", "even_z.spc", spc(two), 2, **cut),
        SampleFile("grams_spc", "integers.spc", spc(mixed), 2, **cut),
        SampleFile("grams_spc", "common_x.spc", spc(two, x=uneven(), flags=TORDRD), 2, **cut),
        SampleFile("grams_spc", "own_x.spc", spc(own, flags=TRANDM), 2, **cut),
        SampleFile("grams_spc", "directory.spc", spc(own, directory=True), 2, **cut),
        SampleFile("grams_spc", "log.spc", spc(log=log_block(LOG))),
        SampleFile("grams_spc", "old.spc", old_spc(), **cut),
        SampleFile("grams_spc", "old_multi.spc", old_spc(mixed), 2),
    ]
