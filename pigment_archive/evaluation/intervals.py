"""How sure a number is: 95 % intervals from resampled groups, for spectra of a sample agree too much."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

FloatArray = npt.NDArray[np.float64]

DRAWS: Final = 2000
_TAILS: Final = (2.5, 97.5)


class Estimate(BaseModel):
    """A number and the interval it lies in with 95 % confidence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float = Field(description="The number itself, in the unit of the field that holds it.")
    low: float = Field(description="Lower end of its 95 % interval, in the same unit.")
    high: float = Field(description="Upper end of its 95 % interval, in the same unit.")

    @property
    def points(self) -> str:
        """As percentage points with sign: `+2.9 (+0.4..+5.3)`."""
        return f"{100 * self.value:+.1f} ({100 * self.low:+.1f}..{100 * self.high:+.1f})"

    @property
    def percent(self) -> str:
        """As percent: `79.0 (76.1-81.8)`."""
        return f"{100 * self.value:.1f} ({100 * self.low:.1f}-{100 * self.high:.1f})"


class Resampling:
    """Bootstrap over groups (Efron 1979; for clusters, Davison and Hinkley 1997, 3.8).

    A draw takes as many groups as there are, with replacement, and every query of each. The same draws are
    used for everything that is asked of one object, so that a difference of two methods is a paired one.
    """

    def __init__(self, groups: npt.NDArray[np.int64], *, draws: int = DRAWS, seed: int = 0) -> None:
        """Draw `draws` times from the groups of the queries, int (q,)."""
        names, self._group = np.unique(groups, return_inverse=True)
        self.groups = names.size
        even = np.full(self.groups, 1.0 / max(self.groups, 1))
        self._weights = np.random.default_rng(seed).multinomial(self.groups, even, size=draws)

    def weights(self) -> npt.NDArray[np.int64]:
        """How often each query is in each draw, int (draws, q)."""
        return np.asarray(self._weights[:, self._group])

    def mean(self, values: npt.NDArray[np.floating] | npt.NDArray[np.bool_]) -> Estimate:
        """Mean over the queries of values (q,): of a share, a difference of two, an error."""
        return self.ratio(np.asarray(values, dtype=np.float64), np.ones(len(values)))

    def share(self, right: npt.NDArray[np.bool_]) -> Estimate:
        """Share of the queries that are right.

        If all or none are, resampling shows no spread; then the interval is that of as many independent
        groups (Clopper and Pearson 1934): with n groups of one outcome, the other end is at 0.025^(1/n).
        """
        estimate = self.mean(right)
        reach = 0.025 ** (1.0 / self.groups)
        if right.all():
            return estimate.model_copy(update={"low": reach})
        if not right.any():
            return estimate.model_copy(update={"high": 1.0 - reach})
        return estimate

    def ratio(self, above: FloatArray, below: FloatArray) -> Estimate:
        """Sum of `above` over sum of `below`, both (q,)."""
        tops = self._weights @ np.bincount(self._group, above, self.groups)
        bottoms = self._weights @ np.bincount(self._group, below, self.groups)
        low, high = np.percentile(tops / np.where(bottoms > 0, bottoms, 1.0), _TAILS)
        value = above.sum() / below.sum() if below.sum() > 0 else 0.0
        return Estimate(value=float(value), low=float(low), high=float(high))
