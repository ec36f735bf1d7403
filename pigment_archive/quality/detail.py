"""The detail of a spectrum: what two copies of one measurement share and two measurements do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.quality.thresholds import Compared
from pigment_archive.quality.view import of_unit_size

FloatArray = npt.NDArray[np.float64]

FLAT: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells that spectra of one technique are compared in: a range cut into equal pieces.

    Attributes:
        edges: float64 (c + 1,), rising, in the unit of the technique's axis.
        least: Fraction of the cells that must be measured.
    """

    edges: FloatArray
    least: float

    @classmethod
    def of(cls, compared: Compared, least: float) -> Cells:
        """The cells of a range."""
        count = round((compared.hi - compared.lo) / compared.cell)
        return cls(np.linspace(compared.lo, compared.hi, count + 1), least)

    def detail(
        self, axis: FloatArray, values: FloatArray, mask: npt.NDArray[np.uint8]
    ) -> npt.NDArray[np.float32] | None:
        """The detail of one spectrum: float32 (c - 2,), of length 1; None where it cannot be compared.

        Equation::

            m_j = 1 / (e_(j+1) - e_j)  *  integral of y from e_j to e_(j+1)        the mean in a cell
            d_j = m_(j-1) - 2 m_j + m_(j+1)                                        divided by its length

        with y the line through the good points. The means make copies on another grid alike. The second
        difference takes away level, slope and slow background, which programs subtract before an export;
        what is left is narrow bands and noise, and the noise of two measurements is never the same. Cells
        that were not measured have detail 0, and so have their neighbours.

        None is returned where too few cells were measured, or nothing happens in them.

        Args:
            axis: float64 (n,), strictly rising, in the unit of the technique's axis.
            values: float64 (n,).
            mask: uint8 (n,), 0 = good.
        """
        good = mask == 0
        x, y = axis[good], of_unit_size(values[good])
        if x.size < 2:
            return None
        measured = (self.edges[:-1] >= x[0]) & (self.edges[1:] <= x[-1])
        if measured.mean() < self.least:
            return None
        first, last = np.searchsorted(x, self.edges[[0, -1]])
        inside = slice(max(first - 1, 0), last + 2)
        means = _means(x[inside], y[inside], np.clip(self.edges, x[0], x[-1]))
        whole = measured[:-2] & measured[1:-1] & measured[2:]
        detail = np.where(whole, means[:-2] - 2.0 * means[1:-1] + means[2:], 0.0)
        length = float(np.linalg.norm(detail))
        if not length > FLAT * float(np.abs(means).max()):
            return None
        return np.asarray(detail / length, dtype=np.float32)


def _means(x: FloatArray, y: FloatArray, edges: FloatArray) -> FloatArray:
    """Mean of the line through (x, y) between neighbouring edges; 0 where they coincide."""
    areas = np.concatenate([[0.0], np.cumsum((y[1:] + y[:-1]) / 2.0 * np.diff(x))])
    before = np.clip(np.searchsorted(x, edges, side="right") - 1, 0, x.size - 2)
    at_edges = areas[before] + (edges - x[before]) * ((y[before] + np.interp(edges, x, y)) / 2.0)
    widths = np.diff(edges)
    return np.divide(np.diff(at_edges), widths, out=np.zeros(widths.shape), where=widths > 0)
