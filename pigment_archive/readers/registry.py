"""Every format that is read, in the order they are asked: one line a format.

To add a format: a folder beside the others whose `__init__` defines `READER`, and one line here.
"""

from __future__ import annotations

from typing import Final

from pigment_archive.readers import (
    delimited,
    envi,
    jcamp,
    numpy_arrays,
    rruff,
    usgs_splib06,
    usgs_splib07,
)
from pigment_archive.readers.reader import Reader

REGISTRY: Final[tuple[Reader, ...]] = (
    rruff.READER,
    usgs_splib06.READER,
    usgs_splib07.READER,
    jcamp.READER,
    envi.READER,
    numpy_arrays.READER,
    delimited.READER,  # any text: asked last
)

LAST_ASKED: Final = REGISTRY[-1]


def reader_for(head: bytes, name: str) -> Reader | None:
    """The first reader that recognises the content, None if none does."""
    return next((reader for reader in REGISTRY if reader.sniff(head, name)), None)
