from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from pigment_archive.errors import IntegrityError
from pigment_archive.records import Tier
from pigment_archive.storage import table
from pigment_archive.storage.measured import read_measured
from pigment_archive.storage.table import write_records
from pigment_archive.storage.table_reading import read_records
from tests.conftest import REPOSITORY
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


def test_a_number_that_is_null_is_damage(written) -> None:
    whole = pq.read_table(written)
    place = whole.schema.get_field_index("values")
    holed = [[None, *values[1:]] for values in whole["values"].to_pylist()]
    pq.write_table(whole.set_column(place, whole.schema.field(place), [holed]), written)
    with pytest.raises(IntegrityError):
        list(read_measured(written, NAMES, lambda _: True))
    with pytest.raises(IntegrityError):
        list(read_records(written))


def test_reading_never_looks_for_pandas(written, tmp_path) -> None:
    """Its import takes half a second, and Arrow drops the interrupt that comes in between."""
    asked = tmp_path / "asked"
    (tmp_path / "pandas.py").write_text(f"open({str(asked)!r}, 'w').close()\nraise ImportError")
    code = (
        "import sys; from pathlib import Path\n"
        "from pigment_archive.storage.measured import read_measured\n"
        "from pigment_archive.storage.table_reading import read_records\n"
        "path = Path(sys.argv[1])\n"
        "assert list(read_records(path))\n"
        "assert list(read_measured(path, ('record',), lambda _: True))\n"
        "if sys.argv[2:]:\n"
        "    import pyarrow; pyarrow.array([1.0]).to_numpy()"
    )
    for more, expected in ((), False), (("provoked",), True):
        subprocess.run(
            [sys.executable, "-c", code, written, *more],
            check=True,
            env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{REPOSITORY}"},
        )
        assert asked.exists() is expected
