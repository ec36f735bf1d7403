"""Bruker OPUS files, written from the description of the format."""

from __future__ import annotations

import struct

import numpy as np

from tests.spectrum_files import SampleFile

POINTS = 40
FIRST, LAST = 3998.5, 601.25
ABSORBANCE = np.linspace(0.05, 1.25, POINTS).astype("<f4")
Value = int | float | str


def kind(part: int, source: int, group: int, sort: int, derivative: int = 0, form: int = 0) -> int:
    """The type of a block as its bits: six numbers in 2, 2, 6, 7, 2 and 3 bits."""
    return part | source << 2 | group << 4 | sort << 10 | derivative << 17 | form << 19


def parameters(**values: Value) -> bytes:
    """A block of parameters, up to END."""
    block = b""
    for key, value in values.items():
        if isinstance(value, int):
            code, content = 0, struct.pack("<i", value)
        elif isinstance(value, float):
            code, content = 1, struct.pack("<d", value)
        else:
            text = value.encode("cp1252") + b"\0"
            code, content = 2, text + b"\0" * (len(text) % 2)
        block += struct.pack("<4shh", key.encode() + b"\0", code, len(content) // 2) + content
    block += struct.pack("<4shh", b"END\0", 0, 0)
    return block + b"\0" * (-len(block) % 4)


def status(sort: int, source: int = 3, points: int = POINTS, **changes: Value) -> tuple[int, bytes]:
    """The parameters that belong to data of this sort."""
    said: dict[str, Value] = {
        "DPF": 1, "NPT": points, "FXV": FIRST, "LXV": LAST, "CSF": 1.0, "MXY": 1.25, "MNY": 0.05,
        "DXU": "WN", "DAT": "03/05/2019", "TIM": "13:34:44.641 (GMT-4)",
    }  # fmt: skip
    return kind(3, source, 1, sort), parameters(**said | changes)


def data(sort: int, source: int = 3, values: np.ndarray = ABSORBANCE) -> tuple[int, bytes]:
    """Data of this sort."""
    return kind(3, source, 0, sort), values.astype("<f4").tobytes()


OPTICS = (kind(0, 0, 6, 0), parameters(ACC="TRANS *1", DTC="DLaTGS"))
SCAN = (kind(0, 0, 3, 0), parameters(NSS=32, RES=4.0, PLF="AB"))
ORIGIN = (kind(0, 0, 10, 0), parameters(SNM="azurite in egg", SFM="pellet", CNM="somebody"))
MACHINE = (kind(0, 0, 2, 0), parameters(INS="Alpha", SRN="102", ASS=32))


def opus(*blocks: tuple[int, bytes], room: int = 40) -> bytes:
    """A whole file of these blocks, directory first."""
    start = 24 + 12 * room
    entries, content = [(kind(0, 0, 0, 13), 3 * room, 24)], b""
    for code, block in blocks:
        entries.append((code, len(block) // 4, start + len(content)))
        content += block
    table = b"".join(struct.pack("<iii", *entry) for entry in entries).ljust(12 * room, b"\0")
    return struct.pack("<4sdiii", b"\x0a\x0a\xfe\xfe", 920622.0, 24, room, len(entries)) + table + content


def absorbance(**changes: Value) -> bytes:
    """A usual file: parameters, single beam, absorbance."""
    beam = (data(1, 1), status(1, 1))
    return opus(OPTICS, SCAN, ORIGIN, *beam, MACHINE, data(4), status(4, **changes))


def samples() -> list[SampleFile]:
    """Absorbance, and reflectance beside absorbance."""
    two = opus(OPTICS, SCAN, ORIGIN, MACHINE, data(12), status(12), data(4), status(4))
    return [
        SampleFile("bruker_opus", "azurite.0", absorbance(), declares_length=True),
        SampleFile("bruker_opus", "two.0", two, 2, declares_length=True),
    ]
