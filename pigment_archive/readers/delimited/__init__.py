"""Delimited text: columns (`x, y [, sigma]`, pairs, or an axis and many spectra), a matrix, the long form.

A matrix has one spectrum a row under a row of axis positions; the long form has one point a row.

Delimiter and decimal comma are found from the numbers themselves; the table, from the marks of makers or as
the rows of one length. Labels, header lines and a column map say what the columns are: without them, and
without a technique, the axis stays unknown and the record waits for review. Where several columns may be
meant, the table is refused as ambiguous with the columns and the flag to give. Lines `# key: value` whose key
is the flat name of a fact become facts.
"""

from __future__ import annotations

from pigment_archive.readers.delimited.columns import read_columns
from pigment_archive.readers.delimited.layout import Layout, layout_of
from pigment_archive.readers.delimited.long import identity, read_long
from pigment_archive.readers.delimited.matrix import is_matrix, read_matrix
from pigment_archive.readers.delimited.series import map_for
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
    return read_table(layout_of(decode(content.data)), content)


def read_table(layout: Layout, content: Content) -> Reading:
    """The spectra of a table, wherever it comes from.

    Raises:
        As `read`.
    """
    told = map_for(layout, content.hints.column_maps)
    if told is None or told.axis is None:
        if is_matrix(layout):
            return read_matrix(layout, content, told)
        beside = identity(layout)
        if beside:
            return read_long(layout, content, beside)
    return read_columns(layout, content, told)


READER = Reader(
    name="delimited",
    version=2,
    suffixes=(".csv", ".txt", ".tsv", ".dat", ".asc", ".xy", ".ttt", ".dpt", ".prn"),
    description="Delimited text",
    keeps="labels and all lines around the table; facts under their own field names; sigma",
    refuses="text between the numbers; several columns that may be meant; numbers with thousands marks",
    library="own",
    tested_with="exports of 15 makers in their form; 8 real files; 58 FTIR spectra against a tidy table",
    sniff=sniff,
    read=read,
)
