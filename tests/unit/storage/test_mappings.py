"""Remembered columns: written whole, checked when read."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from pigment_archive.errors import StorageError
from pigment_archive.readers.hints import ColumnMap
from pigment_archive.records import Quantity
from pigment_archive.storage.mappings import LARGEST_FILE, Mappings
from pigment_archive.units import AxisKind

ONE, TWO = "a" * 64, "b" * 64
MAP = ColumnMap(ONE, 1, (3, "Sample B"), None, AxisKind.WAVELENGTH, "um", Quantity.REFLECTANCE, False)


def test_what_is_remembered_comes_back(tmp_path):
    mappings = Mappings(tmp_path)
    assert mappings.read_all() == ()
    mappings.remember(asdict(ColumnMap(TWO, "X")))
    mappings.remember(asdict(MAP))
    assert [ColumnMap(**known.model_dump()) for known in mappings.read_all()] == [MAP, ColumnMap(TWO, "X")]
    assert sorted(path.name for path in (tmp_path / "mappings").iterdir()) == [
        f"columns-{ONE}.json",
        f"columns-{TWO}.json",
    ]


def test_a_later_map_replaces_the_earlier_of_its_layout(tmp_path):
    mappings = Mappings(tmp_path)
    mappings.remember(asdict(MAP))
    mappings.remember(asdict(ColumnMap(ONE, 0)))
    (known,) = mappings.read_all()
    assert (known.axis, known.values, known.percent) == (0, (), None)


@pytest.mark.parametrize(
    "fields", [{"layout": ""}, {"layout": "../x"}, {"layout": ONE, "axis": -1}, {"axis": 1}]
)
def test_what_is_no_mapping_is_not_remembered(tmp_path, fields):
    with pytest.raises(StorageError):
        Mappings(tmp_path).remember(fields)
    assert not (tmp_path / "mappings").exists()


HOSTILE = {
    "no json": b"{",
    "not utf-8": b"\xff\xfe{}",
    "another layout": json.dumps({"layout": TWO}).encode(),
    "a number as text": json.dumps({"layout": ONE, "percent": "yes"}).encode(),
    "an unknown field": json.dumps({"layout": ONE, "command": "x"}).encode(),
    "an unknown quantity": json.dumps({"layout": ONE, "quantity": "mood"}).encode(),
    "a negative column": json.dumps({"layout": ONE, "axis": -1}).encode(),
    "too large": json.dumps({"layout": ONE}).encode() + b" " * LARGEST_FILE,
    "nested": b"[" * 10_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_damaged_file_is_named_and_nothing_is_guessed(tmp_path, content):
    mappings = Mappings(tmp_path)
    mappings.remember(asdict(MAP))
    path = tmp_path / "mappings" / f"columns-{ONE}.json"
    path.write_bytes(content)
    with pytest.raises(StorageError) as refused:
        mappings.read_all()
    assert refused.value.where == str(path)
    assert refused.value.remedy


def test_other_files_are_left_alone(tmp_path):
    mappings = Mappings(tmp_path)
    mappings.remember(asdict(MAP))
    (tmp_path / "mappings" / "sheet-x.json").write_bytes(b"{")
    (tmp_path / "mappings" / f"columns-{TWO}.json.new").write_bytes(b"{")
    assert len(mappings.read_all()) == 1
