"""The deposit files: complete, explained, the same twice, and the two tables say the same."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from pigment_archive.privacy.release import Cell, Release, make_release
from pigment_archive.privacy.rules import DisclosureRules
from pigment_archive.records import Tier
from pigment_archive.release.package import Decoder, package_files

RNG = np.random.default_rng(3)


@pytest.fixture
def release() -> Release:
    cells = [
        Cell(
            RNG.normal(size=4).astype(np.float32),
            n + 4,
            {"azurite": n, "smalt": 4},
            frozenset({Tier.OPEN}),
        )
        for n in (10, 20)
    ]
    return make_release(cells, DisclosureRules(), publishable_model=True)


@pytest.fixture
def decoder() -> Decoder:
    return Decoder(
        "raman-1", "raman", "cm-1", np.arange(150.0, 160.0, 2.0), RNG.random((2, 5)), simulated=1.0
    )


def test_manifest_names_every_file_with_its_digest(release: Release, decoder: Decoder) -> None:
    files = package_files("2026.1", release, decoder)
    listed = dict(reversed(line.split("  ")) for line in files["manifest-sha256.txt"].decode().splitlines())
    others = {
        name: hashlib.sha256(b).hexdigest() for name, b in files.items() if name != "manifest-sha256.txt"
    }
    assert listed == others


def test_two_builds_are_the_same_bytes(release: Release, decoder: Decoder) -> None:
    assert package_files("2026.1", release, decoder) == package_files("2026.1", release, decoder)


def test_parquet_and_csv_say_the_same(release: Release, decoder: Decoder) -> None:
    files = package_files("2026.1", release, decoder)
    table = pq.read_table(io.BytesIO(files["centroids.parquet"]))
    rows = list(csv.DictReader(io.StringIO(files["centroids.csv"].decode())))
    assert [int(row["cell"]) for row in rows] == table["cell"].to_pylist() == [1, 2]
    for row, latent, spectrum in zip(
        rows, table["latent"].to_pylist(), table["spectrum"].to_pylist(), strict=True
    ):
        assert [float(row[f"latent_{i}"]) for i in range(4)] == latent
        assert [float(row[f"{g:g} cm-1"]) for g in decoder.grid] == spectrum
        assert json.loads(row["materials"])["azurite"] > 0.5


@pytest.mark.parametrize(
    ("share", "words"), [(1.0, "**The records behind"), (0.4, "**Some of the records behind"), (0.0, None)]
)
def test_simulated_records_are_named_in_the_readme(
    release: Release, decoder: Decoder, share: float, words: str | None
) -> None:
    readme = package_files("x", release, replace(decoder, simulated=share))["README.md"].decode()
    assert (words in readme) if words else ("simulated" not in readme)
