"""A single column of counts under optional comments, as PyMca takes them from a `.mca` file."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.channels import (
    EnergyAxis,
    energy_axis,
    leading_numbers,
    line_through,
    meaning_of_energy,
    numbers_of,
)
from pigment_archive.readers.reader import Content, Reading
from pigment_archive.readers.text import decode, is_text
from pigment_archive.records import Quantity

LEAST_CHANNELS: Final = 64
_COUNT: Final = re.compile(rb"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?\s*")
_POINT: Final = re.compile(r"^#\s*Calibration\d*\s*:(.*)$", re.MULTILINE | re.IGNORECASE)


def is_column(head: bytes, name: str) -> bool:
    """Named `.mca`, and after comments every line of the head is one number, at least 64 of them."""
    if not name.lower().endswith(".mca") or not is_text(head):
        return False
    lines = [line for line in re.split(rb"[\r\n]+", head) if line.strip() and not line.startswith(b"#")]
    return len(lines) >= LEAST_CHANNELS and all(_COUNT.fullmatch(line) for line in lines)


def read_column(content: Content) -> Reading:
    """The one spectrum. Its axis is channels, unless comments `Calibration1: channel energy` give two points.

    Raises:
        Inconsistent: Something in the column is not a number.
    """
    text = decode(content.data)
    lines = text.split("\n")
    comments = [line.lstrip("#").strip() for line in lines if line.startswith("#")]
    counts = numbers_of("\n".join(line for line in lines if not line.startswith("#")))
    pairs = [leading_numbers(found.replace(",", ".")) for found in _POINT.findall(text)]
    points = np.array([pair for pair in pairs if len(pair) == 2], dtype=np.float64).reshape(-1, 2)
    coefficients, notes = line_through(points) or ((), ())
    axis = energy_axis(np.arange(counts.size, dtype=np.float64), coefficients, None)
    axis = EnergyAxis(axis.values, axis.kind, axis.unit, (*notes, *axis.notes))
    told = Told(header={f"line {number}": comment for number, comment in enumerate(comments, 1)})
    meaning = meaning_of_energy(axis, Quantity.COUNTS, content.technique)
    return [admit(axis.values, counts, meaning, told, limits=content.limits)]
