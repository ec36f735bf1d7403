"""Names that come from files and containers, made fit to be kept as text."""

from __future__ import annotations

import unicodedata
from typing import Final

_UNFIT: Final = ("Cc", "Cs")


def readable(name: str) -> str:
    """`name` with U+FFFD for control characters and for bytes that were no text in it."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in _UNFIT else character
        for character in name
    )
