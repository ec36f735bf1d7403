"""What the person says about files that do not say it themselves: technique, columns, which pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column of a table is what.

    Attributes:
        layout: Digest of a table's labels and shape: the device. A map is used for tables of its layout
            alone; empty for a map given on the spot, which is used for every table.
        axis: Position of the axis column, from 0.
        values: Positions of the value columns, from 0.
        sigma: Position of the column with one standard deviation, None if there is none.
        axis_kind: What the axis measures.
        axis_unit: Its unit as in the table (`um` for wavelengths, ...).
        quantity: What the values measure.
        percent: The values are percent.
    """

    layout: str
    axis: int
    values: tuple[int, ...]
    sigma: int | None = None
    axis_kind: AxisKind = AxisKind.UNKNOWN
    axis_unit: str = "unknown"
    quantity: Quantity = Quantity.UNKNOWN
    percent: bool = False


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
