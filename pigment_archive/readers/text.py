"""Bytes of a text file to text and numbers."""

from __future__ import annotations

import io
import warnings
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, TooLarge, UnknownFormat

LARGEST_TEXT: Final = 64 * 2**20
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 26})


def is_text(head: bytes) -> bool:
    """True when the bytes can be a text file: UTF-16 with its mark, or no control bytes at all."""
    return bool(head) and (head.startswith(_UTF16) or head.translate(None, _CONTROL) == head)


def decode(data: bytes) -> str:
    """Text of a file with `\\n` line ends: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252.

    Raises:
        UnknownFormat: The bytes are not text.
        TooLarge: More than 64 MiB, which would take more than 1 GB of memory as numbers in text.
    """
    if len(data) > LARGEST_TEXT:
        raise TooLarge(
            f"the text holds {len(data)} bytes, at most {LARGEST_TEXT} are read",
            remedy="Split it, or save the numbers as .npz.",
        )
    if not is_text(data):
        raise UnknownFormat("the content is binary, expected text")
    try:
        text = data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")


def columns(block: str, *, delimiter: str | None, count: int | None = None) -> npt.NDArray[np.float64]:
    """A block of numbers, one row a line, as float64 (rows, columns).

    Args:
        block: Text of numbers only.
        delimiter: One character, or None for any white space.
        count: Number of columns expected, None for any.

    Raises:
        Inconsistent: A field is not a number, or rows differ in length.
    """
    if not block.strip():
        raise Inconsistent("there are no numbers where the data should be")
    try:
        with warnings.catch_warnings(action="error"):
            table = np.loadtxt(io.StringIO(block), delimiter=delimiter, comments=None, ndmin=2)
    except (ValueError, UserWarning) as cause:
        raise Inconsistent("a line of the data is not a row of numbers like the others") from cause
    if count is not None and table.shape[1] != count:
        raise Inconsistent(f"the data have {table.shape[1]} columns, expected {count}")
    return np.asarray(table, dtype=np.float64)
