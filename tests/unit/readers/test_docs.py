"""docs/formats.md says of formats, limits, samples and codes what the code says."""

from __future__ import annotations

import pytest

from pigment_archive.readers.registry import REGISTRY
from tests.documents import block, replaced
from tests.formats_page import DOCUMENT, GENERATED, formats_table, sections


@pytest.mark.parametrize("name", GENERATED)
def test_the_generated_parts_are_those_of_the_code(name: str) -> None:
    assert block(DOCUMENT, name) == GENERATED[name](), "run make docs"


def test_every_format_says_what_it_keeps_refuses_and_was_tested_with() -> None:
    for reader in REGISTRY:
        said = (reader.keeps, reader.refuses, reader.library, reader.tested_with)
        assert all(said), reader.name
        assert not any("|" in words for words in said), reader.name


def test_control_a_missing_format_shows() -> None:
    assert block(DOCUMENT, "formats") != formats_table(REGISTRY[1:])
    assert block(DOCUMENT, "sections") != sections(REGISTRY[1:])


def test_a_part_is_replaced_and_the_rest_stays() -> None:
    text = "a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb"
    assert replaced(text, "x", "new") == "a\n<!-- x:begin -->\nnew\n<!-- x:end -->\nb"
    with pytest.raises(AssertionError):
        replaced(text, "y", "new")
