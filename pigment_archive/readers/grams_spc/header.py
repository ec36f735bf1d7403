"""What the header of an SPC file declares, in one form for all versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np

from pigment_archive.errors import Truncated, UnknownFormat
from pigment_archive.readers.grams_spc.fields import (
    FLOATS,
    NEW_BYTES,
    OLD_BYTES,
    Flag,
    fields_of,
    is_old,
    is_plausible,
    order_of,
    size_of_header,
)

_LABELS_IN_TEXT: Final = 15  # the z type that stands for custom labels in the old format
_YEARS: Final = range(1970, 2100)


@dataclass(frozen=True, slots=True)
class Header:
    """What the header declares; nothing of it is checked against the size of the file yet.

    Attributes:
        size: Bytes before the first subfile, or before the common x values.
        order: Byte order as in `struct`.
        points: Points of each spectrum; with TXYXYS the place of the directory, 0 for none.
        spectra: Number of subfiles, 0 where the old format does not say.
        labels: Custom labels of x, y and z, empty where there are none.
        log: Place of the log block, 0 for none.
        verbatim: Every field under its name in the specification.
    """

    size: int
    order: str
    flags: Flag
    technique: int
    exponent: int
    points: int
    first: float
    last: float
    spectra: int
    x_type: int
    y_type: int
    measured_at: str | None
    resolution: str
    source: str
    scans: int
    labels: tuple[str, str, str]
    log: int
    z_step: float
    planes: int
    verbatim: dict[str, str]

    @property
    def is_old(self) -> bool:
        """True for the format of 1986 (0x4D)."""
        return self.size == OLD_BYTES


def text_of(field: bytes) -> str:
    """Text up to the first zero byte: UTF-8, else Windows-1252."""
    plain = field.partition(b"\0")[0]
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return plain.decode("cp1252", errors="replace")


def parse_header(data: bytes) -> Header:
    """The header of a file.

    Raises:
        UnknownFormat: It is none.
        Truncated: The file ends within it.
    """
    size = size_of_header(data)
    if size is not None and len(data) < size:
        raise Truncated("the file ends within its header", remedy="Copy or export the file again.")
    if not is_plausible(data):
        raise UnknownFormat("the header is not one of an SPC file")
    return _old_header(fields_of(data)) if is_old(data) else _new_header(fields_of(data), order_of(data))


def _new_header(field: dict[str, Any], order: str) -> Header:
    flags = Flag(field["ftflgs"])
    if Flag.TALABS not in flags:  # the memo may then run on into the place of the labels
        field["fcmnt"] += field["fcatxt"]
    stamp = field["fdate"]
    parts = (stamp >> 20, stamp >> 16 & 15, stamp >> 11 & 31, stamp >> 6 & 31, stamp & 63)
    return Header(
        size=NEW_BYTES,
        order=order,
        flags=flags,
        technique=field["fexper"],
        exponent=field["fexp"],
        points=field["fnpts"],
        first=field["ffirst"],
        last=field["flast"],
        spectra=max(field["fnsub"], 1),
        x_type=field["fxtype"],
        y_type=field["fytype"],
        measured_at=_moment(*parts),
        resolution=text_of(field["fres"]),
        source=text_of(field["fsource"]),
        scans=0,
        labels=_labels(field["fcatxt"]) if Flag.TALABS in flags else ("", "", ""),
        log=field["flogoff"],
        z_step=field["fzinc"],
        planes=field["fwplanes"],
        verbatim=_verbatim(field, order),
    )


def _old_header(field: dict[str, Any]) -> Header:
    flags = Flag(field["oftflgs"])
    year, z_type = field["oyear"] & 0x0FFF, field["oyear"] >> 12
    labelled = Flag.TALABS in flags or z_type == _LABELS_IN_TEXT
    return Header(
        size=OLD_BYTES,
        order="<",
        flags=flags,
        technique=0,
        exponent=FLOATS if abs(field["oexp"]) == -FLOATS else field["oexp"],
        points=int(field["onpts"]),
        first=field["ofirst"],
        last=field["olast"],
        spectra=0 if Flag.TMULTI in flags else 1,
        x_type=field["oxtype"],
        y_type=field["oytype"],
        measured_at=_moment(year, field["omonth"], field["oday"], field["ohour"], field["ominute"]),
        resolution=text_of(field["ores"]),
        source="",
        scans=field["onscans"],
        labels=_labels(field["ocatxt"]) if labelled else ("", "", ""),
        log=0,
        z_step=0.0,
        planes=0,
        verbatim=_verbatim(field, "<"),
    )


def _moment(year: int, month: int, day: int, hour: int, minute: int) -> str | None:
    if year not in _YEARS:
        return None
    try:
        return datetime(year, month, day, hour, minute).isoformat(timespec="minutes")
    except ValueError:
        return None


def _labels(field: bytes) -> tuple[str, str, str]:
    x, y, z = (text_of(part).strip() for part in (*field.split(b"\0"), b"", b"", b"")[:3])
    return x, y, z


def _verbatim(field: dict[str, Any], order: str) -> dict[str, str]:
    spare = next(name for name in field if name.endswith("spare"))
    said = {name: value for name, value in field.items() if name not in (spare, "freserv")}
    texts = {name: text_of(value) if isinstance(value, bytes) else str(value) for name, value in said.items()}
    if any(field[spare]):
        numbers = np.frombuffer(field[spare], dtype=f"{order}f4")
        texts[spare] = " ".join(map(str, numbers.tolist()))
    return texts
