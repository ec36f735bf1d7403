"""Rows of records.parquet back into records, equal to those that were written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ValidationError

from pigment_archive.errors import Inconsistent
from pigment_archive.records import FIELDS, Record, unflatten
from pigment_archive.storage.table import ARRAYS, numbers, open_table, unreadable

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PROVENANCE: Final = (
    "accession", "source", "companion", "member", "index", "sha256", "reader", "software", "ingested_at"
)  # fmt: skip


def read_records(path: Path) -> Iterator[Record]:
    """All records of a table in their order, one row group in memory at a time.

    Raises:
        FormatVersion: A newer program wrote the table.
        IntegrityError: It is missing, damaged, or holds what cannot be a record.
    """
    with open_table(path) as file:
        for group in range(file.num_row_groups):
            try:
                rows = list(_rows(file.read_row_group(group)))
            except (OSError, pa.ArrowException) as cause:
                raise unreadable(path) from cause
            for row in rows:
                yield _record(row, path)


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """One dict a row, without what is null; arrays are views into the row group."""
    columns: dict[str, list[Any]] = {}
    for name in table.column_names:
        column = table[name]
        if column.null_count == len(column):
            continue
        if name in ARRAYS:
            columns[name] = _arrays(column)
        elif pa.types.is_timestamp(column.type):
            microseconds = pc.cast(column, pa.int64()).to_pylist()
            columns[name] = [_EPOCH + timedelta(microseconds=value) for value in microseconds]
        else:
            columns[name] = column.to_pylist()
    names = list(columns)
    for row in zip(*columns.values(), strict=True):
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}


def _arrays(column: Any) -> list[npt.NDArray[Any] | None]:
    lists = column.combine_chunks()
    values, offsets = numbers(lists.values), numbers(lists.offsets)
    present = lists.is_valid().to_pylist()
    return [
        values[start:stop] if there else None
        for start, stop, there in zip(offsets[:-1], offsets[1:], present, strict=True)
    ]


def _record(row: dict[str, Any], path: Path) -> Record:
    try:
        nested = unflatten({name: row[name] for name in FIELDS if name in row})
        provenance = {name: row[name] for name in _PROVENANCE if name in row}
        return Record.model_validate(
            {
                "technique": None,
                **nested,
                "record": row["record"],
                "review": row.get("review"),
                "provenance": {
                    **provenance,
                    "notes": _loaded(row, "notes", []),
                    "stated": _loaded(row, "stated", {}),
                },
                "spectrum": _spectrum(row),
            }
        )
    except (KeyError, ValueError, ValidationError, Inconsistent) as cause:
        raise unreadable(path) from cause


def _spectrum(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ARRAYS if name in row},
        "axis_kind": row["axis_kind"],
        "quantity": row["quantity"],
        "header": _loaded(row, "header", {}),
        "segments": _loaded(row, "segments", []),
        "technique": row.get("file_technique"),
        "facts": _loaded(row, "file_facts", {}),
        "notes": _loaded(row, "file_notes", []),
        "index": row["file_index"],
    }


def _loaded(row: dict[str, Any], name: str, empty: Any) -> Any:
    return json.loads(row[name]) if name in row else empty
