"""docs/facts.md lists the names of columns, the profiles and the limits as the code has them."""

from __future__ import annotations

import pytest

from pigment_archive.curation import columns, places, tables, values
from pigment_archive.curation.profiles import PROFILES
from pigment_archive.readers.excel.extent import MOST_CELLS
from pigment_archive.workflows.intake import SETTLED_BY_A_PERSON
from tests.documents import block, table, text_of

DOCUMENT = "facts.md"


def columns_table() -> str:
    rows = [[f"`{target}`", ", ".join(words)] for target, words in columns.SYNONYMS.items()]
    return table(["fact", "also called"], rows)


def profiles_table() -> str:
    rows = [
        [f"`{one.name}`", one.describes, one.sample, one.object, one.licence or "not set"]
        for one in PROFILES.values()
    ]
    return table(["profile", "for", "a sample is", "an object is", "licence"], rows)


@pytest.mark.parametrize(("name", "made"), [("columns", columns_table()), ("profiles", profiles_table())])
def test_the_tables_are_those_of_the_code(name, made):
    assert block(DOCUMENT, name) == made


def test_limits_and_codes_are_as_said():
    said = text_of(DOCUMENT)
    for number in (
        tables.MOST_COLUMNS,
        values.LONGEST_TEXT,
        tables.MOST_ROWS,
        MOST_CELLS,
        places.MOST_PATTERNS,
    ):
        assert f"{number:,}" in said
    assert f"{tables.LARGEST_FILE >> 20} MiB" in said
    assert all(f"`{code}`" in said for code in SETTLED_BY_A_PERSON)
