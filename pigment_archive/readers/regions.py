"""Mean and spread of the pixels of each region, gathered block by block."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class RegionMeans:
    """Running means and standard deviations, one row a region.

    Two groups of n1 and n2 values with means m1, m2 and sums of squared deviations S1, S2 are joined by::

        m = m1 + (m2 - m1) * n2 / (n1 + n2)
        S = S1 + S2 + (m2 - m1)² * n1 * n2 / (n1 + n2)

    and the standard deviation is sqrt(S / (n - 1)) (Chan, Golub and LeVeque 1983, doi:10.2307/2683386).
    Missing channels (NaN) do not count.

    Args:
        channels: Number of channels of a pixel.
    """

    def __init__(self, channels: int) -> None:
        self._channels = channels
        self._rows: dict[int, tuple[Floats, Floats, Floats, Floats, int]] = {}

    def add(self, labels: npt.NDArray[np.int32], pixels: Floats, places: Floats) -> None:
        """Take in pixels.

        Args:
            labels: int32 (n,), region of each pixel.
            pixels: float64 (n, channels), NaN where missing.
            places: float64 (n, 2), line and sample of each pixel.
        """
        order = np.argsort(labels, kind="stable")
        names, starts = np.unique(labels[order], return_index=True)
        for label, chosen in zip(names.tolist(), np.split(order, starts)[1:], strict=True):
            own = pixels[chosen]
            there = np.isfinite(own)
            n2 = there.sum(axis=0).astype(np.float64)
            m2 = np.where(there, own, 0.0).sum(axis=0) / np.maximum(n2, 1)
            s2 = (np.where(there, own - m2, 0.0) ** 2).sum(axis=0)
            zero = np.zeros(self._channels)
            n1, m1, s1, place, count = self._rows.get(label, (zero, zero, zero, np.zeros(2), 0))
            n = np.maximum(n1 + n2, 1)
            mean = m1 + (m2 - m1) * n2 / n
            spread = s1 + s2 + (m2 - m1) ** 2 * n1 * n2 / n
            total = place + places[chosen].sum(axis=0)
            self._rows[label] = (n1 + n2, mean, spread, total, count + chosen.size)

    def results(self) -> Iterator[tuple[int, Floats, Floats | None, tuple[float, float], int]]:
        """(region, mean, standard deviation or None for one pixel, mean place, pixels), by region."""
        for label, (n, mean, spread, place, count) in sorted(self._rows.items()):
            middle = place / count
            sigma = np.sqrt(spread / np.maximum(n - 1, 1)) if count > 1 else None
            values = np.where(n > 0, mean, np.nan)
            yield label, values, sigma, (float(middle[0]), float(middle[1])), count
