"""Latents as a file: the same numbers in either format, the standard deviation beside each mean."""

from __future__ import annotations

import io

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from pigment_archive.encoder.forward import Latents
from pigment_archive.encoder.latent_table import LatentRow, latent_table

ROWS = [LatentRow("a.txt", None, 0, "0" * 64), LatentRow('odd, "name".zip', "b.txt", 3, "f" * 64)]
LATENTS = Latents(
    np.array([[0.1, -2.5, 3e-7], [1.0, 1 / 3, -7.25]], np.float32),
    np.array([[4.0, 0.25, 1e-8], [1.0, 0.01, 9.0]], np.float32),
)


def read(suffix: str) -> pa.Table:
    source = io.BytesIO(latent_table(suffix, ROWS, LATENTS))
    return parquet.read_table(source) if suffix == ".parquet" else csv.read_csv(source)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_row_has_its_origin_its_means_and_their_standard_deviations(suffix: str) -> None:
    table = read(suffix)
    assert table.column_names == [
        *("file", "member", "index_in_file", "sha256"),
        *("mean_0", "mean_1", "mean_2", "std_0", "std_1", "std_2"),
    ]
    assert table["file"].to_pylist() == [row.file for row in ROWS]
    assert table["index_in_file"].to_pylist() == [0, 3]
    for name, expected in (("mean", LATENTS.mean), ("std", np.sqrt(LATENTS.variance))):
        found = np.stack([table[f"{name}_{i}"].to_numpy() for i in range(3)], axis=1).astype(np.float32)
        np.testing.assert_array_equal(found, expected)


def test_parquet_keeps_the_kinds_of_numbers() -> None:
    schema = read(".parquet").schema
    assert {schema.field(name).type for name in ("mean_0", "std_2")} == {pa.float32()}
    assert read(".parquet")["member"].to_pylist() == [None, "b.txt"]
