"""Parquet tables: tidy (one spectrum a row, axis and values as lists), or plain (read like delimited text).

Tidy: a list column for the axis (`axis`, or a label that names an axis) and one for the values; `axis_unit`,
`value_unit` or `quantity`, `technique` and labels stand beside them in plain columns. Row groups are read one
after another; what the footer declares is held against the limits before anything is decoded. A table with a
column `native_path` repeats spectra of other files, which are the originals: it is left out.
"""

from __future__ import annotations

from typing import Final

from pigment_archive.errors import UnsupportedVariant
from pigment_archive.readers.delimited import read_table
from pigment_archive.readers.delimited.cells import numbers_of
from pigment_archive.readers.delimited.dialect import TABS
from pigment_archive.readers.delimited.layout import Layout
from pigment_archive.readers.delimited.preamble import Preamble
from pigment_archive.readers.parquet.file import ParquetTable
from pigment_archive.readers.parquet.tidy import columns_of, read_tidy
from pigment_archive.readers.reader import AboutSpectra, Content, Reader, Reading

_MAGIC: Final = b"PAR1"
_PLACE_OF_THE_ORIGINAL: Final = "native_path"
_OF_AN_ARCHIVE: Final = frozenset({"record", "accession", "sha256", "axis_kind"})


def sniff(head: bytes, name: str) -> bool:
    """The magic of Parquet."""
    return head.startswith(_MAGIC)


def read(content: Content) -> Reading:
    """The spectra of the table.

    Raises:
        UnsupportedVariant: A records table of an archive, or columns of kinds that are not read.
        AboutSpectra: It is a table about spectra, or repeats those of other files.
        Truncated, Inconsistent, TooLarge, Ambiguous: As the table is.
    """
    table = ParquetTable(content.data, content.limits)
    if set(table.names) >= _OF_AN_ARCHIVE:
        raise UnsupportedVariant(
            "the records of an archive are not ingested", remedy="Open the archive they belong to."
        )
    if _PLACE_OF_THE_ORIGINAL in table.names:
        raise AboutSpectra(
            f"a table of spectra that were read from other files (column {_PLACE_OF_THE_ORIGINAL}); "
            "ingest those, or remove the column"
        )
    if table.lists:
        return read_tidy(table, columns_of(table), content)
    labels, rows = table.text_rows()
    layout = Layout(TABS, Preamble({}), labels, rows, numbers_of(rows, len(labels), TABS))
    return read_table(layout, content)


READER = Reader(
    name="parquet",
    version=1,
    suffixes=(".parquet", ".pq"),
    description="Parquet tables",
    keeps="every plain column; facts under their own field names",
    refuses="records tables of an archive; nested columns other than lists of numbers; copies (native_path)",
    library="pyarrow",
    tested_with="six tidy tables against the native files they were made of",
    sniff=sniff,
    read=read,
)
