"""The tree of a LabSpec XML export, reduced to axes, settings and rows of numbers.

Every element carries an id, whose four bytes are letters of its meaning. A setting is an element that holds a
name and a value; an axis holds a type, a unit and, unless it is the intensity, its numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers.labspec import Axis
from pigment_archive.readers.number_rows import COPY_AGAIN, number_rows
from pigment_archive.readers.text import decode
from pigment_archive.readers.xml_text import parse_xml

Floats = npt.NDArray[np.float64]
_NAME: Final = "0x6D6D616E"
_VALUE: Final = "0x7D6C61DB"
_TYPE: Final = "0x6D707974"
_UNIT: Final = "0x7C696E75"
_AXES: Final = "0x7B697861"
_NUMBERS: Final = "0x7D6CD4DB"
_TITLE: Final = "0x6C7469D9"
_FILE: Final = "0x6D6C6966"
MOST_ELEMENTS: Final = 400_000


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """What the file holds.

    Attributes:
        axes: The axes by number.
        numbers: float64 of each axis; empty for the intensity.
        said: Settings by name, in file order; a name that repeats gets a number.
        rows: float64 (spectra, points).
    """

    axes: list[Axis]
    numbers: list[Floats]
    said: dict[str, str]
    rows: Floats


def tree_of(data: bytes) -> Tree:
    """The tree of a file.

    Raises:
        Truncated: It ends before its root does, or has fewer numbers than it declares.
        UnsupportedVariant: It has a document type or entities.
        Inconsistent: It is no XML, or contradicts itself.
        TooLarge: More elements than LabSpec writes.
    """
    text = decode(data).lstrip()
    if not text.rstrip().endswith("</LSX_Data>"):
        raise Truncated("the file ends before </LSX_Data>", remedy=COPY_AGAIN)
    root = parse_xml(text, most=MOST_ELEMENTS)
    if root.tag != "LSX_Data":
        raise Inconsistent("the root is not LSX_Data")
    found = next((element for element in root.iter("LSX") if element.get("ID") == _AXES), None)
    if found is None:
        raise Inconsistent("the file declares no axes")
    axes = [Axis(_text(axis, _TYPE), _text(axis, _UNIT)) for axis in found]
    numbers = [_floats(axis) for axis in found]
    rows = [_row(row) for row in root.iter("LSX_Row")]
    if not rows:
        raise Inconsistent("the file has no rows of numbers")
    if len({row.size for row in rows}) > 1:
        raise Inconsistent("the rows differ in length")
    return Tree(axes, numbers, _settings(root), np.stack(rows))


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next((child for child in element if child.get("ID") == name), None)


def _text(element: ElementTree.Element, name: str) -> str:
    child = _child(element, name)
    return (child.text or "").strip() if child is not None else ""


def _floats(axis: ElementTree.Element) -> Floats:
    child = _child(axis, _NUMBERS)
    return np.empty(0) if child is None else _row(child)


def _row(element: ElementTree.Element) -> Floats:
    """The numbers of an element, as many as its Size says."""
    fields = (element.text or "").split()
    size = element.get("Size", "")
    if size.isdigit() and len(fields) < int(size):
        raise Truncated(f"an element declares {size} numbers and holds {len(fields)}", remedy=COPY_AGAIN)
    if not size.isdigit() or len(fields) > int(size) or not fields:
        raise Inconsistent(f"an element declares {size[:20] or 'no'} numbers and holds {len(fields)}")
    numbers: Floats = number_rows([" ".join(fields)])[0]
    return numbers


def _settings(root: ElementTree.Element) -> dict[str, str]:
    said: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for element in root.iter("LSX"):
        name, value = _child(element, _NAME), _child(element, _VALUE)
        if name is None or value is None or not name.text:
            continue
        seen[name.text] += 1
        key = name.text if seen[name.text] == 1 else f"{name.text} ({seen[name.text]})"
        said[key] = value.text or ""
    tree = root.find("LSX_Tree")
    for key, code in (("type", _TYPE), ("title", _TITLE), ("file", _FILE)):
        text = _text(tree, code) if tree is not None else ""
        if text:
            said.setdefault(key, text)
    return said
