"""Rows of numbers in text: decimal comma, words for what is no number, and ends that are cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Truncated
from pigment_archive.readers.text import columns
from pigment_archive.records import Note

Floats = npt.NDArray[np.float64]
COPY_AGAIN: Final = "Copy or export the file again."
_NOT_A_NUMBER: Final = re.compile(r"[-+]?1[.,]#[A-Z]+\d*(?:E[-+]?\d+)?|\bn/a\b", re.IGNORECASE)


def rows_of(block: str) -> list[str]:
    """The lines of a block that hold anything, without the spaces around them."""
    return [line.strip() for line in block.split("\n") if line.strip()]


def number_rows(rows: Sequence[str], *, count: int | None = None) -> Floats:
    """Rows of numbers with white space between them, as float64 (rows, columns).

    A comma is the decimal mark where no row holds a point. `n/a`, and `1.#IND` and `1.#INF` as programs on
    Windows write a division by zero, are NaN.

    Args:
        rows: As `rows_of` gives them.
        count: Number of columns expected, None for any.

    Raises:
        Inconsistent: There are no rows, a field is not a number, or rows differ in length.
    """
    block = "\n".join(rows)
    if "#" in block or "/" in block:
        block = _NOT_A_NUMBER.sub("nan", block)
    if "," in block and "." not in block:
        block = block.replace(",", ".")
    return columns(block, delimiter=None, count=count)


def once_each(table: Floats) -> tuple[Floats, list[Note]]:
    """The rows whose first number is not that of the row before, and a note for those left out.

    An axis written with few digits gives neighbours the same place, where an instrument steps finer than
    these digits; of such rows the first is kept.
    """
    new = np.ones(len(table), dtype=np.bool_)
    new[1:] = table[1:, 0] != table[:-1, 0]
    text = f"{(~new).sum()} rows that repeat the place of the row before were left out"
    return table[new], [] if new.all() else [Note(code="repeated_places", text=text)]


def require_whole_last_row(text: str, rows: Sequence[str]) -> None:
    """Refuse a text that ends inside a number or before the last column.

    A last line with its line end is whole. Without one it is cut when it has fewer fields than the line
    before it, or fewer decimals than every other line.

    Raises:
        Truncated: The text ends inside its last row.
    """
    if text.endswith("\n") or len(rows) < 2:
        return
    *others, last = rows
    fewer_fields = len(last.split()) < len(others[-1].split())
    if fewer_fields or _decimals(last) < min(_decimals(row) for row in others):
        raise Truncated("the file ends inside its last row", remedy=COPY_AGAIN)


def _decimals(row: str) -> int:
    """Characters after the last decimal mark of a row, 0 where its last number has none."""
    number = row.rsplit(maxsplit=1)[-1]
    mark = max(number.rfind("."), number.rfind(","))
    return len(number) - 1 - mark if mark >= 0 else 0
