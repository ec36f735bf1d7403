"""The bytes of a Parquet file through pyarrow: declared sizes first, then row group by row group."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pigment_archive.errors import Inconsistent, TooLarge, UnsupportedVariant
from pigment_archive.readers.parquet.footer import declared_chunks
from pigment_archive.readers.reader import AboutSpectra, Limits

MOST_CELLS: Final = 2_000_000
_ROWS_AT_ONCE: Final = 256
_AGAIN: Final = "Copy or download the file again."


@contextmanager
def _translating() -> Iterator[None]:
    """Errors of pyarrow on damaged bytes become Inconsistent."""
    import pyarrow as pa

    try:
        yield
    except pa.ArrowNotImplementedError as cause:
        raise UnsupportedVariant("the table is packed in a way that is not read") from cause
    except MemoryError as cause:
        raise TooLarge("the table asks for more memory than there is") from cause
    except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError, OverflowError, KeyError) as cause:
        raise Inconsistent("the table is damaged", remedy=_AGAIN) from cause


class ParquetTable:
    """A table whose declared sizes were checked.

    Attributes:
        names: Names of all columns.
        lists: Names of the columns that are lists of numbers.
        plain: Names of the columns that are numbers, text, dates or truth values.

    Raises:
        Truncated: The footer is not there.
        TooLarge: It declares more than the limits allow.
        Inconsistent: It is damaged.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        _check_sizes(data, limits)
        with _translating():
            self._file = pq.ParquetFile(pa.BufferReader(data))
            schema = self._file.schema_arrow
            self.rows = int(self._file.metadata.num_rows)
        self.names: list[str] = list(schema.names)
        self.lists = [entry.name for entry in schema if _is_number_list(entry.type)]
        self.plain = [entry.name for entry in schema if _is_plain(entry.type)]

    def batches(self, names: list[str]) -> Iterator[Any]:
        """Record batches of these columns, of at most 256 rows.

        Raises:
            Inconsistent: The table is damaged, or does not hold the rows it declares.
        """
        rows = 0
        with _translating():
            for batch in self._file.iter_batches(_ROWS_AT_ONCE, columns=names, use_threads=False):
                batch.validate(full=True)
                rows += batch.num_rows
                yield batch
        if rows != self.rows:
            raise Inconsistent(f"the table declares {self.rows} rows and holds {rows}", remedy=_AGAIN)

    def text_rows(self) -> tuple[list[str], list[list[str]]]:
        """Labels and rows of the plain columns, as text; numbers in their shortest exact form.

        Raises:
            AboutSpectra: There are no numbers.
            TooLarge: More than 2 million cells.
        """
        if not self.plain or not self.rows:
            raise AboutSpectra("a table without numbers")
        if self.rows * len(self.plain) > MOST_CELLS:
            raise TooLarge(
                f"the table holds {self.rows * len(self.plain)} cells, at most {MOST_CELLS} are read"
            )
        rows: list[list[str]] = []
        for batch in self.batches(self.plain):
            columns = [[text_of(cell) for cell in column.to_pylist()] for column in batch.columns]
            rows += [list(row) for row in zip(*columns, strict=True)]
        return self.plain, rows


def text_of(cell: object) -> str:
    """A cell as text; nothing for a missing one."""
    if cell is None or cell != cell or cell == "<NA>":  # noqa: PLR0124 - NaN is the one that differs from itself
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell).strip()


def _check_sizes(data: bytes, limits: Limits) -> None:
    """Hold what the footer declares against the limits.

    Raises:
        TooLarge: More bytes or values than the limits allow.
        Truncated, Inconsistent, UnsupportedVariant: As the footer is.
    """
    expanded = sum(max(size, 8 * values) for values, size in declared_chunks(data))
    if expanded > limits.member_bytes:
        raise TooLarge(
            f"the table expands to {expanded} bytes, at most {limits.member_bytes} are read",
            remedy="Split it.",
        )


def _is_number_list(kind: Any) -> bool:
    from pyarrow import types

    is_list = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
    return bool(is_list and (types.is_floating(kind.value_type) or types.is_integer(kind.value_type)))


def _is_plain(kind: Any) -> bool:
    from pyarrow import types

    tests = (
        types.is_floating, types.is_integer, types.is_boolean, types.is_string, types.is_large_string,
        types.is_date, types.is_timestamp, types.is_decimal, types.is_dictionary,
    )  # fmt: skip
    return any(test(kind) for test in tests)
