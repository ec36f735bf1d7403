"""ASD files written from the maker's description of the format."""

from __future__ import annotations

import struct

import numpy as np

from tests.spectrum_files import SampleFile

CHANNELS = 401
START, STEP = 800.0, 1.0
SPLICES = (1000.0, 1100.0)
REFERENCE = 2000.0 + 1000.0 * np.sin(np.arange(CHANNELS) / 60.0)
RATIO = 0.2 + 0.5 * np.arange(CHANNELS) / CHANNELS
TARGET = REFERENCE * RATIO
TYPES = {"RAW": 0, "REF": 1, "RAD": 2, "NOUNITS": 3, "IRRAD": 4, "QI": 5, "TRANS": 6, "UNKNOWN": 7, "ABS": 8}
FORMATS = {"f": 0, "i": 1, "d": 2}
REPORT = 20


def asd_header(
    version: bytes = b"as7",
    data_type: str = "REF",
    form: str = "d",
    channels: int = CHANNELS,
    *,
    comment: bytes = b"vermilion, 1st layer",
    when: tuple[int, ...] = (14, 58, 16, 23, 9, 124, 3, 296, 0),
    alarms: int = 0,
    start: float = START,
    step: float = STEP,
) -> bytes:
    """The 484 bytes of the header."""
    head = version + comment.ljust(157, b"\0") + struct.pack("<9h", *when)
    head += struct.pack(
        "<4BiBi2f", 0x57, 0x70, 0, 1, 1_729_673_533, TYPES[data_type], 1_729_673_537, start, step
    )
    head += struct.pack("<5BH", FORMATS[form], 0, 0, 0, 0, channels)
    head += bytes(128) + bytes(56)
    head += struct.pack("<IhhHH4fHB4B3HBI4H2f", 68, 0, 0, 4, 6355, 0, 1.25, 350, 2500, 16, 0, 0, alarms, 0, 0,
                        25, 10, 20, 4, 0, 191, 172, 2093, 2126, *SPLICES)  # fmt: skip
    return head.ljust(484, b"\0")


def bstr(text: str) -> bytes:
    """A text with its length in front."""
    return struct.pack("<h", len(text)) + text.encode("cp1252")


def reference_block(reference: np.ndarray, *, taken: bool = True, description: str = "") -> bytes:
    """Flag, two times, description, numbers."""
    head = struct.pack("<H2d", 0xFFFF if taken else 0, 45588.7, 45588.71)
    return head + bstr(description) + reference.astype("<f8").tobytes()


def report_block(**said: str) -> bytes:
    """The report of a classifier, without constituents."""
    places = {"vendor": 3, "lot_number": 4, "sample": 5, "operator": 7}
    texts = [""] * REPORT
    for name, text in said.items():
        texts[places[name]] = text
    return bytes(2) + b"".join(bstr(text) for text in texts) + struct.pack("<H", 0) + bytes(2)


def calibration_block(*kinds: int, channels: int = CHANNELS) -> bytes:
    """Names of the calibrations, then their numbers."""
    heads = b"".join(struct.pack("<B20sihh", kind, f"cal{kind}.ref".encode(), 136, 31, 16) for kind in kinds)
    return bytes([len(kinds)]) + heads + np.ones(channels * len(kinds)).astype("<f8").tobytes()


def audit_block(*events: str) -> bytes:
    """The log of an audit: how many events, a head of an array, each event with its length in front."""
    head = bytes.fromhex("01000100000000000000") if events else b""
    return struct.pack("<I", len(events)) + head + b"".join(bstr(event) for event in events)


def signature_block() -> bytes:
    """Signed, time, seven texts, 128 bytes."""
    return (
        struct.pack("<Bq", 1, 7)
        + b"".join(bstr(text) for text in ("D", "me", "", "", "", "", "key"))
        + bytes(128)
    )


def asd(
    version: bytes = b"as7",
    data_type: str = "REF",
    form: str = "d",
    *,
    target: np.ndarray = TARGET,
    reference: np.ndarray = REFERENCE,
    taken: bool = True,
    trailer: bytes | None = None,
    **header: object,
) -> bytes:
    """A whole file."""
    data = asd_header(version, data_type, form, target.size, **header)  # type: ignore[arg-type]
    data += target.astype({"f": "<f4", "i": "<i4", "d": "<f8"}[form]).tobytes()
    if version not in (b"as6", b"as7", b"as8"):
        return data
    data += reference_block(reference, taken=taken, description="red spot")
    if trailer is None:
        trailer = report_block()
        trailer += b"" if version == b"as6" else bytes(8) + calibration_block(channels=target.size)
    return data + trailer


def samples() -> list[SampleFile]:
    """Versions 1, 6, 7 and 8."""
    report = report_block(sample="S12", operator="Somebody") + bytes(8) + calibration_block(1, 2)
    report += audit_block("<Audit_Event/>") + signature_block()
    return [
        SampleFile("asd", "vermilion00000.asd", asd(), declares_length=True),
        SampleFile("asd", "six.asd", asd(b"as6", "RAW"), declares_length=True),
        SampleFile("asd", "eight.asd", asd(b"as8", "REF", trailer=report), declares_length=True),
        SampleFile("asd", "old.000", asd(b"ASD", "REF", "f", target=RATIO), declares_length=True),
    ]
