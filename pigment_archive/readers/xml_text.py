"""XML to its tree. Document types and entities are refused before anything is parsed, as they may expand
without end or name other files; deep and endless trees are given up while they grow.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers.expat import errors

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant

DEEPEST: Final = 100
MOST_ELEMENTS: Final = 1_000_000
_DANGEROUS: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
_ENDED_EARLY: Final = tuple(
    errors.codes[text]
    for text in (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)


class _Bounded(ElementTree.TreeBuilder):
    """Builds the tree and gives up where it gets deep or large: such a tree is costly to walk."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most, self._depth, self._count = most, 0, 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """An element begins."""
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST:
            raise TooLarge(f"the XML is nested more than {DEEPEST} deep")
        if self._count > self._most:
            raise TooLarge(f"the XML holds more than {self._most} elements")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """An element ends."""
        self._depth -= 1
        return super().end(tag)


def parse_xml(text: str, *, most: int = MOST_ELEMENTS) -> Element:
    """The root of the tree.

    Args:
        text: Decoded, whatever encoding its declaration names.
        most: Elements that are read at most.

    Raises:
        UnsupportedVariant: It has a document type or entities.
        Truncated: It ends before its root does.
        Inconsistent: It is no XML.
        TooLarge: It is nested too deeply, or holds too many elements.
    """
    if _DANGEROUS.search(text):
        raise UnsupportedVariant(
            "the XML has a document type or entities, which are not read", remedy="Export the file again."
        )
    declared = _DECLARATION.match(text)
    parser = ElementTree.XMLParser(target=_Bounded(most))  # noqa: S314 - entities were refused before
    try:
        parser.feed(text[declared.end() if declared else 0 :].lstrip())
        root: Element = parser.close()
    except ElementTree.ParseError as cause:
        if cause.code in _ENDED_EARLY:
            raise Truncated("the XML ends too early", remedy="Copy the file again.") from cause
        raise Inconsistent(f"the XML is broken in line {cause.position[0]}") from cause
    return root
