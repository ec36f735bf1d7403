"""USGS Spectral Library 7: JSON records, and the ASCII form with its wavelengths in another file.

A JSON record holds id, name, wavelengths (um) and reflectance (null = deleted). An ASCII file holds the
values alone; the list of wavelengths is looked for in its folder and up to three above, and kept as its
companion. Files that list channels are left out.
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.meaning import with_technique
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.readers.text import decode
from pigment_archive.readers.usgs_columns import is_column
from pigment_archive.readers.usgs_splib07.columns import DELETED, read_column
from pigment_archive.readers.usgs_titles import facts_of_title
from pigment_archive.records import Quantity
from pigment_archive.units import AxisKind

_ARRAYS: Final = ("wavelengths", "reflectance")


def sniff(head: bytes, name: str) -> bool:
    """A JSON object that holds wavelengths, or a column of values under the library's first line."""
    return (head.lstrip()[:1] == b"{" and b'"wavelengths"' in head) or is_column(head)


def read(content: Content) -> Reading:
    """The one spectrum of the record.

    Raises:
        AboutSpectra: It is a column that lists the channels of an instrument.
        UnsupportedVariant: It is a column of values whose wavelengths are not beside it.
        Truncated: The JSON text ends too early.
        Inconsistent: It is not JSON, lacks an array, or the arrays do not fit together.
    """
    if is_column(content.head):
        return [read_column(content)]
    record = _load(decode(content.data))
    axis, values = (_numbers(record, key) for key in _ARRAYS)
    header = {
        _unicode(key): _unicode(value) if isinstance(value, str) else json.dumps(value)
        for key, value in record.items()
        if key not in _ARRAYS
    }
    meaning = with_technique(Meaning(AxisKind.WAVELENGTH, "um", Quantity.REFLECTANCE), content.technique)
    told = Told(facts=facts_of_title(header.get("name", "")), header=header)
    return [admit(axis, values, meaning, told, sentinels=(DELETED,), limits=content.limits)]


def _unicode(text: str) -> str:
    """JSON can escape half a character, which nothing else can store."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _load(text: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except json.JSONDecodeError as cause:
        if cause.pos >= len(text.rstrip()) or "Unterminated" in cause.msg:
            raise Truncated("the JSON text ends too early", remedy="Download the file again.") from cause
        raise Inconsistent(f"the JSON text is broken at character {cause.pos}") from cause
    except (RecursionError, ValueError) as cause:
        raise Inconsistent("the JSON text cannot be read") from cause
    if not isinstance(record, dict):
        raise Inconsistent("the JSON text is not one record")
    return record


def _numbers(record: dict[str, Any], key: str) -> npt.NDArray[np.float64]:
    listed = record.get(key)
    if not isinstance(listed, list) or not all(
        value is None or (isinstance(value, int | float) and not isinstance(value, bool)) for value in listed
    ):
        raise Inconsistent(f"{key} is not a list of numbers")
    try:
        return np.array(listed, dtype=np.float64)
    except OverflowError as cause:
        raise Inconsistent(f"{key} holds a number that is too large") from cause


READER = Reader(
    name="usgs_splib07",
    version=2,
    suffixes=(".json", ".txt"),
    description="USGS splib07, JSON and ASCII",
    keeps="every entry of the record; title and kind of the wavelengths",
    refuses="lists of different length; ASCII values without their wavelengths beside them",
    library="own",
    tested_with="77 JSON records against tidy.parquet; 8 ASCII excerpts against a plain parse",
    sniff=sniff,
    read=read,
)
