"""Texts and times in an OMNIC file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from pigment_archive.readers.omnic.table import MOST_TEXT, Block

_NAMES: Final = {4: "comment", 27: "history", 107: "spectrum_title", 146: "custom_information"}
_EXPERIMENT: Final = 130
_EXPERIMENT_SUBTYPE: Final = 0x79
_EXPERIMENT_PARTS: Final = {
    "experiment_file": slice(10, 90),
    "experiment_title": slice(90, 154),
    "experiment_description": slice(154, 413),
}
_EPOCH: Final = datetime(1899, 12, 31, tzinfo=UTC)
_FIRST_YEAR: Final = 1980


def text_of(field: bytes) -> str:
    """Text up to the first zero byte: UTF-8, else Windows-1252."""
    plain = field[:MOST_TEXT].partition(b"\0")[0]
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return plain.decode("cp1252", errors="replace")


def texts_of(data: bytes, blocks: list[Block]) -> dict[str, str]:
    """Every text of these blocks that is not empty; repeats are numbered."""
    found: dict[str, str] = {}
    repeats: dict[str, int] = {}
    for name, text in _texts(data, blocks):
        if text.strip():
            repeats[name] = repeats.get(name, 0) + 1
            found[name if repeats[name] == 1 else f"{name} ({repeats[name]})"] = text
    return found


def _texts(data: bytes, blocks: list[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if block.key in _NAMES:
            yield _NAMES[block.key], text_of(block.content(data, MOST_TEXT))
        elif block.key == _EXPERIMENT:
            content = block.content(data, MOST_TEXT)
            if content[:1] == bytes([_EXPERIMENT_SUBTYPE]):
                for name, part in _EXPERIMENT_PARTS.items():
                    yield name, text_of(content[part])


def moment(field: bytes, place: int) -> str | None:
    """Seconds since 1899-12-31 UTC (u32 at a place) as ISO 8601; None where absent or before 1980."""
    if len(field) < place + 4:
        return None
    when = _EPOCH + timedelta(seconds=struct.unpack_from("<I", field, place)[0])
    return when.isoformat() if when.year >= _FIRST_YEAR else None
