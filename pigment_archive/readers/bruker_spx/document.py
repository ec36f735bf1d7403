"""The XML of an SPX file: its spectra, and the entries of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers.expat import errors

from pigment_archive.errors import Inconsistent, Truncated, UnsupportedVariant

_DANGEROUS: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENDED_EARLY: Final = tuple(
    errors.codes[text]
    for text in (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
_DEEPEST: Final = 64
_CHANNELS: Final = "Channels"
_PACKED: Final = "RTData"


@dataclass(frozen=True, slots=True)
class Document:
    """A file taken apart.

    Attributes:
        spectra: Elements that hold a spectrum.
        common: Entries outside all spectra, by the way to them.
        is_packed: It holds a compressed project.
    """

    spectra: list[Element]
    common: dict[str, str]
    is_packed: bool

    @staticmethod
    def header_of(spectrum: Element) -> dict[str, str]:
        """Entries of one spectrum by the way to them, for example `TRTSpectrumHeader/CalibAbs`."""
        return _numbered(_entries(spectrum, "", without=frozenset()))


def open_document(text: str) -> Document:
    """Parse the text.

    Raises:
        UnsupportedVariant: It has a document type or entities, which may expand without end.
        Truncated: The XML ends too early.
        Inconsistent: It is no XML, or nested too deeply.
    """
    if _DANGEROUS.search(text):
        raise UnsupportedVariant(
            "the XML has a document type or entities, which are not read", remedy="Export the file again."
        )
    declared = _DECLARATION.match(text)
    try:
        root = _parsed(text[declared.end() if declared else 0 :].lstrip())
    except ElementTree.ParseError as cause:
        if cause.code in _ENDED_EARLY:
            raise Truncated("the XML ends too early", remedy="Copy the file again.") from cause
        raise Inconsistent(f"the XML is broken in line {cause.position[0]}") from cause
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    spectra = [element for element in root.iter() if element.find(_CHANNELS) is not None]
    outside = () if root in spectra else _entries(root, "", without=frozenset(map(id, spectra)))
    common = _numbered(outside)
    return Document(spectra, common, root.find(f".//{_PACKED}") is not None)


class _Shallow(ElementTree.TreeBuilder):
    """Builds the tree and gives up where it gets deep: a deep tree is costly to build and to walk."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """An element begins."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Inconsistent(f"the XML is nested more than {_DEEPEST} deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """An element ends."""
        self.depth -= 1
        return super().end(tag)


def _parsed(text: str) -> Element:
    parser = ElementTree.XMLParser(target=_Shallow())  # noqa: S314 - entities were refused before
    parser.feed(text)
    return parser.close()


def _entries(element: Element, way: str, *, without: frozenset[int]) -> Iterator[tuple[str, str]]:
    """Text and attributes below an element, with the way to each; counts and other spectra are left out."""
    for child in element:
        if child.tag == _CHANNELS or id(child) in without:
            continue
        place = f"{way}{child.get('Type') or child.tag}"
        for name, value in child.attrib.items():
            if name != "Type":
                yield f"{place}@{name}", value
        if child.text and child.text.strip():
            yield place, child.text.strip()
        yield from _entries(child, f"{place}/", without=without)


def _numbered(entries: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Entries of one way are numbered from the second on."""
    found: dict[str, str] = {}
    seen: dict[str, int] = {}
    for way, text in entries:
        seen[way] = seen.get(way, 0) + 1
        found[way if seen[way] == 1 else f"{way} ({seen[way]})"] = text
    return found
