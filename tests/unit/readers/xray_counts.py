"""Counts that the small X-ray files of the reader tests are made of: a continuum with two lines."""

from __future__ import annotations

import numpy as np

CHANNELS = 96
COUNTS = np.round(
    40 * np.exp(-(((np.arange(CHANNELS) - 60) / 25.0) ** 2))
    + 900 * np.exp(-(((np.arange(CHANNELS) - 32) / 1.5) ** 2))
    + 300 * np.exp(-(((np.arange(CHANNELS) - 71) / 1.5) ** 2))
).astype(int)


def lines(numbers: np.ndarray = COUNTS, *, each: int = 1, between: str = " ", end: str = "\n") -> str:
    """The numbers, so many a line."""
    rows = [numbers[start : start + each] for start in range(0, len(numbers), each)]
    return "".join(between.join(str(number) for number in row) + end for row in rows)
