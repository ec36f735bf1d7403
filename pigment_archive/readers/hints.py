"""What the person says about files that do not say it themselves: technique, columns, which pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind

Column = int | str
TABLE_LAYOUT: Final = "table layout"


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column of a table is what. A column is its position, from 0, or its label.

    What is not said (None, empty, unknown) is left to the table's own labels.

    Attributes:
        layout: Digest of a table's labels and shape: the device. A map is used for tables of its layout
            alone; empty for a map given on the spot, which is used for every table.
        axis: The axis column.
        values: The value columns; each becomes a spectrum.
        sigma: The column with one standard deviation.
        axis_kind: What the axis measures.
        axis_unit: Its unit as in the table (`um` for wavelengths, ...).
        quantity: What the values measure.
        percent: The values are percent (True) or a fraction (False).
    """

    layout: str
    axis: Column | None = None
    values: tuple[Column, ...] = ()
    sigma: Column | None = None
    axis_kind: AxisKind = AxisKind.UNKNOWN
    axis_unit: str = "unknown"
    quantity: Quantity = Quantity.UNKNOWN
    percent: bool | None = None


def layouts_mapped(spectra: Iterable[Spectrum]) -> tuple[str, ...]:
    """Layouts of the tables a column map was used for: one given on the spot is remembered for these."""
    found = {spectrum.header.get(TABLE_LAYOUT) for spectrum in spectra}
    return tuple(sorted(layout for layout in found if layout))


@dataclass(frozen=True, slots=True, eq=False)
class Sampling:
    """Which pixels of an image or map become spectra.

    Attributes:
        every: Of every N lines and every N samples one is taken; 1 takes all. A larger N gives N² fewer
            spectra.
        region: First line, line after the last, first sample, sample after the last; None is the whole image.
        mask: uint8 or uint16 (lines, samples) of the whole image: 0 leaves a pixel out, other numbers name
            regions of interest.
        average: One mean spectrum for each region of interest (for each N × N block without a mask)
            instead of single pixels; its sigma is the standard deviation of the region's pixels.
    """

    every: int = 1
    region: tuple[int, int, int, int] | None = None
    mask: npt.NDArray[np.uint16] | None = None
    average: bool = False


@dataclass(frozen=True, slots=True)
class Hints:
    """Everything said about one file.

    Attributes:
        technique: How it was measured, used only where the file does not say.
        sampling: Which pixels of an image are taken.
        column_maps: What is known about the columns of tables: given on the spot or remembered.
    """

    technique: Technique | None = None
    sampling: Sampling = Sampling()
    column_maps: tuple[ColumnMap, ...] = ()


HintsFor = Callable[[str], Hints]
NO_HINTS: Final = Hints()
