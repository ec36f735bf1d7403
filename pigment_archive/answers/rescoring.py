"""Look at the spectra themselves: the cosine of query and candidate on the range both measured."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def common_cosine(
    query: FloatArray,
    candidates: FloatArray,
    grid: FloatArray,
    query_range: tuple[float, float],
    candidate_ranges: FloatArray,
) -> FloatArray:
    r"""Cosine similarity of spectra over the common measured range.

    .. math::

        s_j = \frac{\sum_{i \in C_j} q_i c_{ji}}
                   {\sqrt{\sum_{i \in C_j} q_i^2 \sum_{i \in C_j} c_{ji}^2}}

    where :math:`q` is the query, :math:`c_j` candidate j and :math:`C_j` the grid points between the
    outermost ones that both measured (a gap inside counts, filled by the recipe's rule).
    Search compares the contrast of the prepared spectra (`encoder.contrast`), which gives nearly the same
    weight to weak bands as to strong ones.

    Args:
        query: float64 (g,), the query's contrast, or prepared values.
        candidates: float64 (m, g), the same of the candidates.
        grid: float64 (g,), the recipe's grid in the axis unit.
        query_range: Lowest and highest measured axis value of the query.
        candidate_ranges: float64 (m, 2), the same of each candidate.

    Returns:
        float64 (m,) in -1 to 1; 0 where nothing is common or a spectrum is zero there.
    """
    low = np.maximum(candidate_ranges[:, 0], query_range[0])
    high = np.minimum(candidate_ranges[:, 1], query_range[1])
    common = (grid[None, :] >= low[:, None]) & (grid[None, :] <= high[:, None])
    cut = np.where(common, candidates, 0.0)
    products = cut @ query
    norms = np.sqrt((cut * cut).sum(axis=1) * (common @ (query * query)))
    cosine: FloatArray = np.divide(products, norms, out=np.zeros_like(products), where=norms > 0)
    return np.clip(cosine, -1.0, 1.0)
