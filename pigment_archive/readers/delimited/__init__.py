"""Delimited text: columns (`x, y [, sigma]`, or an axis and many spectra), or a matrix (one spectrum a row).

Delimiter and decimal comma are found from the numbers themselves. Units come from labels only: without them,
and without a technique, the axis stays unknown and the record waits for review. Lines `# key: value` whose
key is the flat name of a fact become facts.
"""

from __future__ import annotations

from pigment_archive.readers.delimited.columns import read_columns
from pigment_archive.readers.delimited.layout import layout_of
from pigment_archive.readers.delimited.matrix import is_matrix, read_matrix
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode, is_text


def sniff(head: bytes, name: str) -> bool:
    """Any text: whether it holds a table of numbers is only known when it is read."""
    return is_text(head)


def read(content: Content) -> Reading:
    """The spectra of the table.

    Raises:
        AboutSpectra: It is a table about spectra.
        UnknownFormat: Text without numbers.
        Ambiguous: Columns or rows, or which column is the axis, cannot be told apart.
        Truncated, Inconsistent, TooLarge: As the numbers are.
    """
    layout = layout_of(decode(content.data))
    return read_matrix(layout, content) if is_matrix(layout) else read_columns(layout, content)


READER = Reader(
    name="delimited",
    version=1,
    suffixes=(".csv", ".txt", ".tsv", ".dat", ".asc", ".xy"),
    description="Delimited text",
    keeps="labels and `key: value` lines; facts under their own field names; sigma",
    refuses="text without numbers; rows of different length; which column is the axis cannot be told",
    library="own",
    tested_with="",
    sniff=sniff,
    read=read,
)
