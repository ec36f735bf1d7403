"""Delimited text: columns (`x, y [, sigma]`, or an axis and many spectra), or a matrix (one spectrum a row).

Delimiter and decimal comma are found from the numbers themselves. Units come from labels only: without them,
and without a technique, the axis stays unknown and the record waits for review. Lines `# key: value` whose
key is the flat name of a fact become facts.
"""

from __future__ import annotations

from pigment_archive.errors import ReadError, UnknownFormat
from pigment_archive.readers.delimited.columns import read_columns
from pigment_archive.readers.delimited.layout import TableAboutSpectra, layout_of
from pigment_archive.readers.delimited.matrix import is_matrix, read_matrix
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode, is_text


def sniff(head: bytes, name: str) -> bool:
    """Any text: whether it holds a table of numbers is only known when it is read."""
    return is_text(head)


def about(content: Content) -> str | None:
    """Why a text is a table *about* spectra and none itself; None if it is no such table."""
    try:
        _read(content)
    except TableAboutSpectra as table:
        return table.reason
    except ReadError:
        return None
    return None


def read(content: Content) -> Reading:
    """The spectra of the table.

    Raises:
        UnknownFormat: A table about spectra, or text without numbers.
        Ambiguous: Columns or rows, or which column is the axis, cannot be told apart.
        Truncated, Inconsistent, TooLarge: As the numbers are.
    """
    try:
        return _read(content)
    except TableAboutSpectra as table:
        raise UnknownFormat(
            table.reason, remedy="Label the axis column, or give facts about spectra as a sheet."
        ) from table


def _read(content: Content) -> Reading:
    layout = layout_of(decode(content.data))
    return read_matrix(layout, content) if is_matrix(layout) else read_columns(layout, content)


READER = Reader(
    "delimited", 1, (".csv", ".txt", ".tsv", ".dat", ".asc", ".xy"), "Delimited text", sniff, read
)
