"""docs/formats.md says of formats, limits and codes what the code says."""

from __future__ import annotations

from dataclasses import fields

import pytest

from pigment_archive.readers.bystanders import _MAGIC, refusal
from pigment_archive.readers.reader import DEFAULT_LIMITS, Reader
from pigment_archive.readers.registry import REGISTRY
from tests.documents import block, table, text_of

DOCUMENT = "formats.md"


def formats_table(registry: tuple[Reader, ...]) -> str:
    rows = [
        [f"{number}", reader.description, f"`{reader.label}`", " ".join(f"`{s}`" for s in reader.suffixes)]
        for number, reader in enumerate(registry, start=1)
    ]
    return table(["asked", "format", "in the record", "usual suffixes"], rows)


def limits_table() -> str:
    meanings = _attributes(type(DEFAULT_LIMITS).__doc__ or "")
    rows = [
        [meanings[limit.name], f"{getattr(DEFAULT_LIMITS, limit.name):,}"] for limit in fields(DEFAULT_LIMITS)
    ]
    return table(["limit", "value"], rows)


def not_read_table() -> str:
    heads = [*((magic, "x") for magic, _, _ in _MAGIC), (b"\x00\x4b", "x.spc")]
    errors = [refusal(head, name) for head, name in heads]
    known = {error.problem.removesuffix(" is not read"): error.remedy for error in errors}
    return table(["content", "what to do instead"], [[what, remedy] for what, remedy in known.items()])


def _attributes(docstring: str) -> dict[str, str]:
    listed = docstring.partition("Attributes:")[2].splitlines()
    return {
        name.strip(): said.strip(" .")
        for name, colon, said in (line.partition(":") for line in listed)
        if colon
    }


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("formats", formats_table(REGISTRY)),
        ("limits", limits_table()),
        ("not-read", not_read_table()),
    ],
)
def test_the_tables_are_those_of_the_code(name: str, made: str) -> None:
    assert block(DOCUMENT, name) == made


@pytest.mark.parametrize("reader", REGISTRY, ids=lambda reader: reader.name)
def test_every_format_has_a_section(reader: Reader) -> None:
    assert f"\n### {reader.description}\n" in text_of(DOCUMENT)


def test_control_a_missing_format_shows() -> None:
    assert block(DOCUMENT, "formats") != formats_table(REGISTRY[1:])
