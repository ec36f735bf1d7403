"""Every published sample file ends as the table says, which was looked at line by line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.regression.samples import TABLE, outcomes


@pytest.mark.data
def test_every_sample_ends_as_the_table_says(data_dir: Path) -> None:
    with TABLE.open(newline="") as file:
        expected = list(csv.DictReader(file))
    found = outcomes(data_dir / "formats")
    assert [row["file"] for row in found] == [row["file"] for row in expected]
    differing = [(there, here) for there, here in zip(found, expected, strict=True) if there != here]
    assert differing == []
    assert all(row["spectra"] != "0" or row["refused"] or row["left_out"] for row in expected)
