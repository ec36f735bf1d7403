"""The numbers of many records at once, for comparisons: chosen columns and rows, nothing else is read.

Beside `table_reading`, which gives whole records, this is for work over a whole archive: it makes no
record, so a spectrum costs microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from pigment_archive.storage.table import numbers, open_table, unreadable

FloatArray = npt.NDArray[np.float64]
_NUMBERS: Final = ("axis", "values", "mask")


class Measured(NamedTuple):
    """The columns asked for of one record, by name, and its arrays as `Spectrum` has them, read only."""

    facts: dict[str, Any]
    axis: FloatArray
    values: FloatArray
    mask: npt.NDArray[np.uint8]


def read_measured(
    path: Path, names: Sequence[str], wanted: Callable[[dict[str, Any]], bool]
) -> Iterator[Measured]:
    """The wanted records of a table in their order, one row group in memory at a time.

    Args:
        path: The table.
        names: Columns that `wanted` looks at and the caller needs.
        wanted: Told the columns of a record; the arrays of a row group are read only if one of it is wanted.

    Raises:
        FormatVersion: A newer program wrote the table.
        IntegrityError: It is missing or damaged.
    """
    with open_table(path) as file:
        for group in range(file.num_row_groups):
            try:
                rows = file.read_row_group(group, columns=list(names)).to_pylist()
                chosen = [place for place, row in enumerate(rows) if wanted(row)]
                columns = _columns(file, group) if chosen else []
            except (OSError, pa.ArrowException) as cause:
                raise unreadable(path) from cause
            for place in chosen:
                yield Measured(rows[place], *(column[place] for column in columns))


def _columns(file: pq.ParquetFile, group: int) -> list[_Lists]:
    table = file.read_row_group(group, columns=list(_NUMBERS))
    return [_Lists(table[name]) for name in _NUMBERS]


class _Lists:
    """A column of lists, each a view into one array."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        lists = column.combine_chunks()
        self._values, self._offsets = numbers(lists.values), numbers(lists.offsets)

    def __getitem__(self, row: int) -> npt.NDArray[Any]:
        return np.asarray(self._values[self._offsets[row] : self._offsets[row + 1]])
