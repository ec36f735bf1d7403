"""The numbers of an EMSA/MAS file as axis and values, held against DATATYPE, NCOLUMNS and NPOINTS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent
from pigment_archive.readers.channels import believable, energies_of, numbers_of
from pigment_archive.readers.emsa_msa.header import Header
from pigment_archive.records import Note

Floats = npt.NDArray[np.float64]
_MOST_COLUMNS: Final = 1000
_MOST_DETECTORS: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One spectrum.

    Attributes:
        axis: float64 (n,), in XUNITS, or channels from 0.
        values: float64 (n,).
        is_calibrated: The axis is in XUNITS.
        notes: What differs from what is declared.
    """

    axis: Floats
    values: Floats
    is_calibrated: bool
    notes: tuple[Note, ...] = ()


def tables_of(block: str, header: Header) -> list[Table]:
    """The spectra of the block.

    Raises:
        Inconsistent: Not numbers, or their columns do not fit DATATYPE and NCOLUMNS.
    """
    rows = [line for line in block.split("\n") if line.strip(" \t,")]
    if not rows:
        raise Inconsistent("there are no numbers after #SPECTRUM")
    flat, width = numbers_of("\n".join(rows)), numbers_of(rows[0]).size
    kind = header.text("DATATYPE").upper() or "Y"
    declared = header.amount("NCOLUMNS") or 1
    columns = int(min(declared, _MOST_COLUMNS))
    is_even = flat.size == width * len(rows)
    if set(kind) == {"Y"} and is_even and width > 1 and _is_a_column_each(kind, width, rows, header):
        return [_even(values, header.for_detector(i)) for i, values in enumerate(flat.reshape(-1, width).T)]
    if kind == "XY" and width == 1:
        return [_even(flat, header, _other("XY", "single numbers"))]
    if kind == "XY":
        if flat.size % 2 or width not in (2, 2 * columns):
            raise Inconsistent(f"rows of {width} numbers are no pairs in {columns} columns")
        return [_pairs(flat.reshape(-1, 2), header)]
    if kind != "Y":
        raise Inconsistent(f"DATATYPE {kind[:20]} is not read, expected Y, XY or a Y for each detector")
    if width == 2 and columns == 1 and is_even and _is_x(flat[::2], header):
        return [_pairs(flat.reshape(-1, 2), header, _other("Y", "pairs"))]
    if width != columns and flat.size != header.number("NPOINTS"):
        raise Inconsistent(f"rows of {width} numbers, but NCOLUMNS declares {columns}")
    return [_even(flat, header)]


def _is_a_column_each(kind: str, width: int, rows: list[str], header: Header) -> bool:
    """YY says it; of Y it is so when the rows, not the numbers, are as many as NPOINTS."""
    if len(kind) > 1:
        if len(kind) != width or width > _MOST_DETECTORS:
            raise Inconsistent(f"DATATYPE {kind[:20]} with rows of {width} numbers")
        return True
    return header.number("NCOLUMNS") == width and header.number("NPOINTS") == len(rows)


def _other(declared: str, found: str) -> tuple[Note, ...]:
    return (Note(code="datatype_differs", text=f"DATATYPE declares {declared}, the rows hold {found}"),)


def _even(values: Floats, header: Header, notes: tuple[Note, ...] = ()) -> Table:
    """x_i = OFFSET + i XPERCHAN; without an XPERCHAN the channels."""
    step = header.number("XPERCHAN") or 0.0
    notes = (*notes, *_count_note(values.size, header))
    channels = np.arange(values.size, dtype=np.float64)
    if step == 0:
        return Table(channels, values, False, notes)
    return Table(energies_of(channels, (_offset(header, step), step)), values, True, notes)


def _offset(header: Header, step: float) -> float:
    offset = header.number("OFFSET")
    return -(header.number("CHOFFSET") or 0.0) * step if offset is None else offset


def _is_x(numbers: Floats, header: Header) -> bool:
    step = header.number("XPERCHAN") or 0.0
    with np.errstate(all="ignore"):
        expected = _offset(header, step) + step * np.arange(numbers.size)
        return step != 0 and bool((np.abs(numbers - expected) <= abs(step) / 2).all())


def _pairs(pairs: Floats, header: Header, notes: tuple[Note, ...] = ()) -> Table:
    return Table(believable(pairs[:, 0]), pairs[:, 1], True, (*notes, *_count_note(len(pairs), header)))


def _count_note(found: int, header: Header) -> tuple[Note, ...]:
    declared = header.number("NPOINTS")
    if declared is None or declared == found:
        return ()
    return (Note(code="count_differs", text=f"NPOINTS declares {declared:g} points, the file holds {found}"),)
