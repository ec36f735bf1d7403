"""Latents as a table file: one row a spectrum, mean and variance per dimension."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyarrow import csv, parquet

from pigment_archive.encoder.forward import Latents
from pigment_archive.errors import WriteFailed


class LatentRow(NamedTuple):
    """Which spectrum a row belongs to."""

    file: str
    member: str | None
    index_in_file: int
    sha256: str


def write_latents(output: Path, rows: Sequence[LatentRow], latents: Latents) -> None:
    """Write file, member, index_in_file, sha256, mean_0.., variance_0.. as .csv or .parquet.

    Raises:
        WriteFailed: The file cannot be written.
    """
    columns = {name: pa.array([getattr(row, name) for row in rows]) for name in LatentRow._fields}
    columns["member"] = columns["member"].cast(pa.string())
    for name, values in (("mean", latents.mean), ("variance", latents.variance)):
        columns |= {f"{name}_{i}": pa.array(values[:, i]) for i in range(values.shape[1])}
    table = pa.table(columns)
    try:
        if output.suffix == ".parquet":
            parquet.write_table(table, output, compression="zstd")
        else:
            csv.write_csv(table, output)
    except OSError as cause:
        raise WriteFailed(
            f"cannot be written: {cause.strerror or cause}", where=str(output), remedy="Name another place."
        ) from cause
