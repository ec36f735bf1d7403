"""docs/archive.md says of places, columns, lines, steps and damages what the code says."""

from __future__ import annotations

import re
from enum import StrEnum

import pytest

from pigment_archive.records import FIELDS
from pigment_archive.storage import layout
from pigment_archive.storage.index.edge_engine import _RESERVE_BYTES
from pigment_archive.storage.inspection import Damage, Finding
from pigment_archive.storage.ledger import Event, LedgerHead, LedgerLine
from pigment_archive.storage.steps import IngestStep
from pigment_archive.storage.table import _SCHEMA, ARRAYS
from tests.documents import block, table, text_of

DOCUMENT = "archive.md"


def columns_table() -> str:
    """Facts are left to docs/search.md, which has them all."""
    meanings = {
        **dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", block(DOCUMENT, "columns"), re.MULTILINE))
    }
    rows = [
        [f"`{field.name}`", str(field.type).replace("element: ", ""), meanings.get(field.name, "?")]
        for field in _SCHEMA
        if field.name not in FIELDS
    ]
    return table(["column", "type", "meaning"], rows)


def line_table() -> str:
    fields = LedgerLine.model_fields
    rows = [[f"`{name}`", fields[name].description or ""] for name in sorted(fields)]
    return table(["field", "meaning"], rows)


def damages_table() -> str:
    rows = [[f"`{damage}`", Finding("", damage, "").remedy] for damage in Damage]
    return table(["code", "what to do"], rows)


def first_column(name: str) -> list[str]:
    return re.findall(r"^\| `(\w+)` \|", block(DOCUMENT, name), re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "made"),
    [("columns", columns_table()), ("line", line_table()), ("damages", damages_table())],
)
def test_the_tables_are_those_of_the_code(name: str, made: str) -> None:
    assert block(DOCUMENT, name) == made
    assert "?" not in made


@pytest.mark.parametrize(("name", "kind"), [("steps", IngestStep), ("events", Event)])
def test_the_lists_are_complete_and_in_order(name: str, kind: type[StrEnum]) -> None:
    assert first_column(name) == list(kind)


def test_the_example_is_a_sound_end_of_a_ledger() -> None:
    *raw, head = re.findall(r"^\{.*\}$", block(DOCUMENT, "example"), re.MULTILINE)
    lines = [LedgerLine.from_bytes(text.encode()) for text in raw]
    assert None not in lines
    assert lines[1].previous == lines[0].line
    assert LedgerHead.from_bytes(head.encode() + b"\n") == lines[-1].head()


def test_every_place_is_drawn() -> None:
    drawing = block(DOCUMENT, "places")
    places = {value for name, value in vars(layout).items() if name.isupper() and isinstance(value, str)}
    assert {
        place for place in places if not re.search(rf"^{re.escape(place)}\b", drawing, re.MULTILINE)
    } == set()


def test_facts_and_arrays_and_the_reserve_are_as_said() -> None:
    said = text_of(DOCUMENT)
    assert f"{len(FIELDS)} facts" in said
    assert set(ARRAYS) <= set(first_column("columns"))
    assert f"{_RESERVE_BYTES >> 20} MiB" in said


def test_control_a_missing_step_shows() -> None:
    assert first_column("steps") != list(IngestStep)[1:]
