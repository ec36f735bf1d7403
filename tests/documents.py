"""The parts of `docs/` that are made from the code: what stands between two markers, and tables for it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.conftest import REPOSITORY


def text_of(document: str) -> str:
    """The whole of a document in `docs/`."""
    return (REPOSITORY / "docs" / document).read_text("utf-8")


def block(document: str, name: str) -> str:
    """What a document has between `<!-- name:begin -->` and `<!-- name:end -->`."""
    _, begin, rest = text_of(document).partition(f"<!-- {name}:begin -->\n")
    inside, end, _ = rest.partition(f"\n<!-- {name}:end -->")
    assert begin, f"docs/{document} has no begin of {name}"
    assert end, f"docs/{document} has no end of {name}"
    return inside


def replaced(text: str, name: str, made: str) -> str:
    """A document with another content between two markers."""
    before, begin, rest = text.partition(f"<!-- {name}:begin -->\n")
    _, end, after = rest.partition(f"\n<!-- {name}:end -->")
    assert begin, f"the document has no begin of {name}"
    assert end, f"the document has no end of {name}"
    return before + begin + made + end + after


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
