"""docs/search.md lists the keys of `--where` as the code knows them."""

from __future__ import annotations

from pigment_archive.records import FIELDS
from tests.conftest import REPOSITORY

TYPES = {str: "text", float: "number", int: "whole number", bool: "true/false"}


def keys_table() -> str:
    rows = [f"| `{name}` | {TYPES[spec.kind]} | {spec.description} |" for name, spec in FIELDS.items()]
    return "\n".join(["| key | type | meaning |", "|---|---|---|", *rows])


def test_the_list_of_keys_is_complete() -> None:
    assert keys_table() in (REPOSITORY / "docs" / "search.md").read_text("utf-8")
