"""Renishaw WDF files, written from the description of the format."""

from __future__ import annotations

import struct

import numpy as np

from tests.spectrum_files import SampleFile

POINTS = 30
FALLING = np.linspace(1500.0, 120.0, POINTS) + np.sin(np.arange(POINTS))
STARTED = 133_056_426_175_172_206
X, Y, Z, TIME, FLAGS = 3, 4, 5, 11, 17
MICRON, FILE_TIME, RAMAN_SHIFT, COUNTS = 5, 24, 1, 6


def block(name: bytes, content: bytes) -> bytes:
    """One block with its head."""
    return struct.pack("<4sIQ", name, 0, 16 + len(content)) + content


def property_set(*entries: bytes) -> bytes:
    """A PSET."""
    body = b"".join(entries)
    return b"PSET" + struct.pack("<I", len(body)) + body


def text_entry(key: int, name: str, value: str) -> bytes:
    """A text in a PSET, followed by the name of its key."""
    entry = b""
    for kind, text in ((b"u", value), (b"k", name)):
        raw = text.encode()
        entry += struct.pack("<cBHI", kind, 0, key, len(raw)) + raw
    return entry


def origin(kind: int, unit: int, label: str, values: list[float]) -> bytes:
    """One list of ORGN: whole numbers for times and flags."""
    code = "q" if kind in (TIME, FLAGS) else "d"
    return struct.pack(f"<II16s{len(values)}{code}", kind | 1 << 31, unit, label.encode(), *values)


def intensities(count: int) -> np.ndarray:
    """float32 (count, POINTS), every number another and none zero."""
    return (100.0 + np.arange(count * POINTS)).reshape(count, POINTS).astype("<f4")


def wdf(
    count: int = 1,
    *,
    capacity: int | None = None,
    unit: int = RAMAN_SHIFT,
    y_count: int = 1,
    origins: list[bytes] | None = None,
    steps: tuple[int, int, int] | None = None,
    settings: bytes = b"",
    laser: float = 18796.99,
    values: np.ndarray | None = None,
) -> bytes:
    """A whole file; with `steps` a map."""
    room = capacity or count
    numbers = np.zeros((room, POINTS), "<f4")
    numbers[:count] = intensities(count) if values is None else values
    header = struct.pack(
        "<4sIQQ16sQIIIIQQIIII24s4HIIQQIf48s32s160s",
        b"WDF1", 1, 512, 0, bytes(16), 0, 0, 0, 0, POINTS, room, count, 2, y_count, POINTS,
        len(origins or []), b"WiRE", 5, 5, 0, 1, 1, 3 if steps else 1, STARTED, STARTED + 10**8, COUNTS,
        laser, bytes(48), b"somebody", b"vermilion",
    )  # fmt: skip
    file = header.ljust(512, b"\0")
    if settings:
        file += block(b"WXIS", settings)
    if origins:
        file += block(b"ORGN", struct.pack("<I", len(origins)) + b"".join(origins))
    if steps:
        file += block(b"WMAP", struct.pack("<II3f3f3II", 0, 0, 0, 0, 0, 1.5, 2.5, 0, *steps, 0))
    file += block(b"DATA", numbers.tobytes())
    file += block(b"YLST", struct.pack("<IIf", 4, 16, 0.0))
    return file + block(b"XLST", struct.pack("<II", 1, unit) + FALLING.astype("<f4").tobytes())


def map_origins(room: int, count: int, samples: int, *, snake: bool = False) -> list[bytes]:
    """X, Y and time of a map that was measured line by line; zeros where nothing was measured."""
    place = np.arange(count)
    across, down = place % samples, place // samples
    if snake:
        across = np.where(down % 2, samples - 1 - across, across)
    rest = [0] * (room - count)
    return [
        origin(X, MICRON, "X", [*(10.0 + 1.5 * across), *rest]),
        origin(Y, MICRON, "Y", [*(-4.0 + 2.5 * down), *rest]),
        origin(TIME, FILE_TIME, "Time", [*(STARTED + 10**7 * place).tolist(), *rest]),
    ]


def samples() -> list[SampleFile]:
    """Single, series, map, and a map that was interrupted."""
    series = [origin(TIME, FILE_TIME, "Time", [STARTED + 10**7 * n for n in range(3)])]
    return [
        SampleFile("renishaw_wdf", "single.wdf", wdf(settings=SETTINGS), declares_length=True),
        SampleFile("renishaw_wdf", "series.wdf", wdf(3, origins=series), 3, declares_length=True),
        SampleFile(
            "renishaw_wdf", "map.wdf", wdf(6, origins=map_origins(6, 6, 3), steps=(3, 2, 1)), 6,
            declares_length=True,
        ),
        SampleFile(
            "renishaw_wdf", "stopped.wdf",
            wdf(6, capacity=9, origins=map_origins(9, 6, 3), steps=(3, 3, 1)), 6, declares_length=True,
        ),
    ]  # fmt: skip


SETTINGS = property_set(
    text_entry(0x8001, "Instrument type", "InVia"),
    struct.pack("<cBHi", b"i", 0, 0x8002, 7),
    struct.pack("<cBHI", b"k", 0, 0x8002, 5) + b"lamps",
)
