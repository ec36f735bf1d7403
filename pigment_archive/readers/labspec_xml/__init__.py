"""Horiba LabSpec XML export (`LSX_Data`): one tree of axes and settings, one matrix with a row a spectrum.

The axis is the list in the file, never rebuilt. Of a map the rows run along axis 2 first, then along axis 3.
A document type or entities are refused before anything is parsed; nothing outside the file is ever read.
"""

from __future__ import annotations

import numpy as np

from pigment_archive.errors import Inconsistent, TooLarge
from pigment_archive.readers.border import Told
from pigment_archive.readers.labspec import facts_of, meaning_of
from pigment_archive.readers.labspec_scan import Floats, Scan
from pigment_archive.readers.labspec_xml.tree import Tree, tree_of
from pigment_archive.readers.reader import Content, Reader, Reading


def sniff(head: bytes, name: str) -> bool:
    """XML whose root is LSX_Data."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1000]
    return start.startswith((b"<?xml", b"<LSX_Data", b"<!")) and b"<LSX_Data" in start


def read(content: Content) -> Reading:
    """Every spectrum; of a map the pixels asked for.

    Raises:
        Truncated: The file ends early.
        UnsupportedVariant: A profile or an image.
        Inconsistent, TooLarge: Not the XML of LabSpec, lengths that contradict each other, too many spectra.
    """
    tree = tree_of(content.data)
    count, points = tree.rows.shape
    if count > content.limits.spectra:
        raise TooLarge(f"{count} spectra in one file, at most {content.limits.spectra} are read")
    if len(tree.axes) < 2 or tree.numbers[1].size != points:
        raise Inconsistent(f"a row has {points} numbers, but the spectral axis does not")
    axis, coordinates = tree.numbers[1], _coordinates(tree)
    scan = Scan(
        axis=axis,
        rows=tree.rows,
        columns=tree.axes[2:] if coordinates else [],
        coordinates=coordinates,
        meaning=meaning_of(tree.axes, tree.said, (float(axis[0]), float(axis[-1])), content.technique),
        told=Told(facts=facts_of(tree.said), header=_header(tree)),
        content=content,
    )
    return scan.reading()


def _header(tree: Tree) -> dict[str, str]:
    axes: dict[str, str] = {}
    for number, axis in enumerate(tree.axes):
        axes |= {f"AxisType[{number}]": axis.label, f"AxisUnit[{number}]": axis.unit}
    return {**tree.said, **axes}


def _coordinates(tree: Tree) -> list[Floats]:
    """float64 (spectra,) along each of the axes 2 and up; empty where they do not fit the rows."""
    further = tree.numbers[2:]
    if not further or int(np.prod([numbers.size for numbers in further])) != len(tree.rows):
        return []
    grids = np.meshgrid(*reversed(further), indexing="ij")
    return [grid.ravel() for grid in reversed(grids)]


READER = Reader(
    name="labspec_xml",
    version=1,
    suffixes=(".xml",),
    description="Horiba LabSpec XML",
    keeps="all named settings and axes; laser, objective, grating, place of each spectrum",
    refuses="document types and entities; rows of another length than declared; profiles and images",
    library="own",
    tested_with="own files in the form of 4 exports of LabSpec 6 that were looked at",
    sniff=sniff,
    read=read,
)
