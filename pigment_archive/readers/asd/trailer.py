"""What follows the reference of an ASD file, each block only where the file goes on.

A classifier's report; from version 7 on dependent variables and calibrations; in version 8 the log of
an audit and a signature. Every block declares its lengths, so that a cut in any of them is noticed.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

from pigment_archive.errors import Truncated
from pigment_archive.readers.asd.layout import COPY_AGAIN

CLASSIFIER: Final = (
    "title", "subtitle", "product_name", "vendor", "lot_number", "sample", "model_name", "operator",
    "date_time", "instrument", "serial_number", "display_mode", "comments", "units", "filename", "username",
    "reserved1", "reserved2", "reserved3", "reserved4",
)  # fmt: skip
CALIBRATIONS: Final = {0: "absolute reflectance", 1: "base", 2: "lamp", 3: "fibre optic"}
_CONSTITUENT_BYTES: Final = 92
_CALIBRATION: Final = struct.Struct("<B20sihh")
_ARRAY_HEAD: Final = 10
_SIGNATURE_HEAD, _SIGNATURE_TEXTS, _SIGNATURE = 9, 7, 128


@dataclass(frozen=True, slots=True)
class Trailer:
    """The optional blocks.

    Attributes:
        classifier: What the report of a classifier says, only what is filled in.
        calibrations: Kind and file name of each calibration in the file.
    """

    classifier: dict[str, str] = field(default_factory=dict)
    calibrations: tuple[str, ...] = ()


@dataclass(slots=True)
class _Cursor:
    data: bytes
    place: int

    @property
    def at_end(self) -> bool:
        return self.place >= len(self.data)

    def skip(self, count: int) -> bytes:
        piece = self.data[self.place : self.place + count]
        if len(piece) < count:
            raise Truncated("the file ends inside a block after its spectra", remedy=COPY_AGAIN)
        self.place += count
        return piece

    def number(self, code: str) -> int:
        (number,) = struct.unpack("<" + code, self.skip(struct.calcsize("<" + code)))
        return int(number)

    def text(self) -> str:
        return self.skip(max(self.number("h"), 0)).split(b"\0")[0].decode("cp1252", "replace").strip()


def read_trailer(data: bytes, start: int, channels: int) -> Trailer:
    """Walk the optional blocks of a file of version 6 to 8.

    Args:
        data: All bytes of the file.
        start: First byte behind the reference.
        channels: Channels of each calibration.

    Raises:
        Truncated: The file ends inside a block.
    """
    cursor = _Cursor(data, start)
    classifier = {} if cursor.at_end else _classifier(cursor)
    calibrations: tuple[str, ...] = ()
    if not data.startswith(b"as6"):
        if not cursor.at_end:
            _dependent_variables(cursor)
        if not cursor.at_end:
            calibrations = _calibrations(cursor)
            cursor.skip(8 * channels * len(calibrations))
    if data.startswith(b"as8"):
        if not cursor.at_end:
            _audit(cursor)
        if not cursor.at_end:
            _signature(cursor)
    return Trailer(classifier, calibrations)


def _classifier(cursor: _Cursor) -> dict[str, str]:
    cursor.skip(2)
    said = {name: cursor.text() for name in CLASSIFIER}
    constituents = cursor.number("H")
    cursor.skip(_ARRAY_HEAD if constituents else 2)
    for _ in range(constituents):
        cursor.text()
        cursor.text()
        cursor.skip(_CONSTITUENT_BYTES)
    return {name: text for name, text in said.items() if text}


def _dependent_variables(cursor: _Cursor) -> None:
    cursor.skip(2)
    count = max(cursor.number("h"), 0)
    cursor.skip(_ARRAY_HEAD if count else 4)
    for _ in range(count):
        cursor.text()
    if count:
        cursor.skip(_ARRAY_HEAD + 4 * count)


def _calibrations(cursor: _Cursor) -> tuple[str, ...]:
    found = []
    for _ in range(cursor.number("B")):
        kind, name, *_ = _CALIBRATION.unpack(cursor.skip(_CALIBRATION.size))
        file = name.split(b"\0")[0].decode("cp1252", "replace").strip()
        found.append(f"{CALIBRATIONS.get(kind, 'unknown')} {file}".strip())
    return tuple(found)


def _audit(cursor: _Cursor) -> None:
    count = cursor.number("I")
    if count:
        cursor.skip(_ARRAY_HEAD)
    for _ in range(count):
        cursor.skip(cursor.number("H"))


def _signature(cursor: _Cursor) -> None:
    cursor.skip(_SIGNATURE_HEAD)
    for _ in range(_SIGNATURE_TEXTS):
        cursor.text()
    cursor.skip(_SIGNATURE)
