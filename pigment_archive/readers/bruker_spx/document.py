"""The XML of an SPX file: its spectra, and the entries of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from pigment_archive.readers.xml_text import parse_xml

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
        UnsupportedVariant, Truncated, Inconsistent, TooLarge: As `parse_xml`.
    """
    root = parse_xml(text)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    spectra = [element for element in root.iter() if element.find(_CHANNELS) is not None]
    outside = () if root in spectra else _entries(root, "", without=frozenset(map(id, spectra)))
    common = _numbered(outside)
    return Document(spectra, common, root.find(f".//{_PACKED}") is not None)


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
