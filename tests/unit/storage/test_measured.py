from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import IntegrityError
from pigment_archive.records import Tier
from pigment_archive.storage import table
from pigment_archive.storage.measured import read_measured
from pigment_archive.storage.table import write_records
from tests.unit.storage.samples import record, spectrum

NAMES = ("record", "index", "material")


@pytest.fixture
def kept():
    return [record(seed=seed, spectrum=spectrum(points=20 + seed, seed=seed)) for seed in range(7)]


@pytest.fixture(params=[1 << 20, 50], ids=["one group", "groups of two"])
def written(kept, tmp_path: Path, monkeypatch, request) -> Path:
    monkeypatch.setattr(table, "_MAX_POINTS", request.param)
    path = tmp_path / "records.parquet"
    with path.open("wb") as sink:
        write_records(kept, sink, Tier.OPEN)
    return path


def test_the_wanted_rows_come_with_their_numbers(written, kept) -> None:
    wanted = {kept[place].record for place in (0, 3, 6)}
    found = list(read_measured(written, NAMES, lambda columns: columns["record"] in wanted))
    assert [one.facts["record"] for one in found] == [kept[place].record for place in (0, 3, 6)]
    assert {tuple(one.facts) for one in found} == {NAMES}
    for one, place in zip(found, (0, 3, 6), strict=True):
        np.testing.assert_array_equal(one.axis, kept[place].spectrum.axis)
        np.testing.assert_array_equal(one.values, kept[place].spectrum.values)
        np.testing.assert_array_equal(one.mask, kept[place].spectrum.mask)


def test_every_row_is_shown_once(written, kept) -> None:
    shown = []
    assert list(read_measured(written, NAMES, lambda columns: bool(shown.append(columns["record"])))) == []
    assert shown == [one.record for one in kept]


def test_a_damaged_table_is_named(written) -> None:
    content = bytearray(written.read_bytes())
    content[4:200] = bytes(196)
    written.write_bytes(content)
    with pytest.raises(IntegrityError, match="the table of records cannot be read"):
        list(read_measured(written, NAMES, lambda _: True))
