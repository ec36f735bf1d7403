"""`split.parquet`: which record and sample belongs to which part of a model's split."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pigment_archive.encoder.bundle import SPLIT
from pigment_archive.encoder.split import Part
from pigment_archive.errors import CorruptModel

_SCHEMA = pa.schema([("record", pa.string()), ("sample", pa.string()), ("part", pa.string())])


def split_bytes(records: Sequence[str], samples: Sequence[str], parts: Sequence[Part]) -> bytes:
    """The table as the bytes of a Parquet file, one row a record, in the order given."""
    columns = [list(records), list(samples), [part.value for part in parts]]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns, schema=_SCHEMA), sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def read_split(bundle: Path) -> dict[str, Part]:
    """The part of every record the model was trained, validated or tested with.

    Raises:
        CorruptModel: The table cannot be read.
    """
    try:
        table = pq.read_table(bundle / SPLIT, schema=_SCHEMA)
        parts = [Part(part) for part in table["part"].to_pylist()]
    except (OSError, ValueError) as cause:
        raise CorruptModel("the split cannot be read", where=f"{bundle.name}/{SPLIT}") from cause
    return dict(zip(table["record"].to_pylist(), parts, strict=True))
