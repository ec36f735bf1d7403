"""Latents as a table file: one row a spectrum, mean and standard deviation per dimension."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from pigment_archive.encoder.forward import Latents


class LatentRow(NamedTuple):
    """Which spectrum a row belongs to."""

    file: str
    member: str | None
    index_in_file: int
    sha256: str


def latent_table(suffix: str, rows: Sequence[LatentRow], latents: Latents) -> bytes:
    """A .csv or .parquet with the columns file, member, index_in_file, sha256, mean_0.., std_0..

    std_i is the standard deviation of the posterior in dimension i, the root of `Latents.variance`; float32,
    without unit, as the means.
    """
    columns = {name: pa.array([getattr(row, name) for row in rows]) for name in LatentRow._fields}
    columns["member"] = columns["member"].cast(pa.string())
    for name, values in (("mean", latents.mean), ("std", np.sqrt(latents.variance))):
        columns |= {f"{name}_{i}": pa.array(values[:, i]) for i in range(values.shape[1])}
    table = pa.table(columns)
    sink = io.BytesIO()
    if suffix == ".parquet":
        parquet.write_table(table, sink, compression="zstd")
    else:
        csv.write_csv(table, sink)
    return sink.getvalue()
