"""Which dialect a text is written in, and how many fields a row of its table has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from pigment_archive.readers.delimited.cells import Fields, numbers_of
from pigment_archive.readers.delimited.dialect import DIALECTS, Dialect

_SAMPLE_LINES: Final = 100


def find_dialect(lines: Sequence[str], delimiter: str | None = None) -> tuple[Dialect, int] | None:
    """The dialect that turns most of a sample of lines into rows of one length, and that length; or None.

    A line that becomes numbers only counts twice, one that becomes at least half numbers (a row with labels
    in front) once; a line of fewer than two fields does not count. Counting twice keeps `338,5;93,65` from
    being taken for three fields. Among equals the first of `DIALECTS` wins.

    Args:
        lines: Lines without comments.
        delimiter: The delimiter the file itself states, None if it does not.
    """
    sample = lines[:: max(1, len(lines) // _SAMPLE_LINES)]
    best: tuple[int, tuple[Dialect, int] | None] = (0, None)
    for dialect in DIALECTS:
        if delimiter and dialect.delimiter != delimiter:
            continue
        if dialect.delimiter and not any(dialect.delimiter in line for line in sample):
            continue
        scores = _scores([dialect.split(line) for line in sample], dialect)
        for width, score in scores.most_common(1):
            if score > best[0]:
                best = (score, (dialect, width))
        if best[0] == 2 * len(sample):
            break
    return best[1]


def _scores(rows: Fields, dialect: Dialect) -> Counter[int]:
    """The score of each number of fields, in the order they are met."""
    alike: dict[int, list[Sequence[str]]] = {}
    for row in rows:
        alike.setdefault(len(row), []).append(row)
    scores = {width: _score(group, width, dialect) for width, group in alike.items()}
    return Counter(scores)


def _score(rows: Fields, width: int, dialect: Dialect) -> int:
    if width < 2:
        return 0
    values, text = numbers_of(rows, width, dialect)
    filled = np.full(len(rows), width)
    for place in np.flatnonzero(np.isnan(values).any(axis=1)).tolist():
        filled[place] = sum(map(bool, rows[place]))
    texts = text.sum(axis=1)
    counts = (filled >= 2) & (2 * (filled - texts) >= width)
    return int((counts * np.where(texts == 0, 2, 1)).sum())
