"""A query set on one library: which spectra ask, what each may meet, and what is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.evaluation.library import NOT_NAMED, Codes, Encoded, Library
from pigment_archive.evaluation.query_sets import QuerySet

BoolArray = npt.NDArray[np.bool_]
BLOCK: Final = 256


@dataclass(frozen=True, eq=False)
class Questions:
    """The queries of one set that can be answered.

    Attributes:
        library: Everything that may be met.
        query_set: What is asked.
        rows: int (q,), the rows that ask, rising.
        alike: For a row, the rows of other groups that are near-duplicates of it.
        searched: Median number of spectra a query meets.
    """

    library: Library
    query_set: QuerySet
    rows: npt.NDArray[np.int64]
    alike: Mapping[int, npt.NDArray[np.int64]]
    searched: int

    @property
    def targets(self) -> Codes:
        """What must agree for an answer to be right, (n,)."""
        return _targets(self.library, self.query_set)

    def allowed(self, rows: npt.NDArray[np.int64]) -> BoolArray:
        """What each of these rows may meet, bool (r, n)."""
        return _allowed(self.library, self.query_set, rows, self.alike)


def questions(
    encoded: Encoded,
    query_set: QuerySet,
    *,
    barred: BoolArray,
    alike: Mapping[int, npt.NDArray[np.int64]],
) -> Questions:
    """The spectra of the set's parts that have a right answer among what they may meet.

    Args:
        encoded: The library and the parts of the model's split.
        query_set: What is asked.
        barred: bool (n,), rows that must not ask because they leak.
        alike: Near-duplicates of each row in other groups.
    """
    library, targets = encoded.library, _targets(encoded.library, query_set)
    asking = np.isin(encoded.parts, query_set.parts) & (targets != NOT_NAMED) & ~barred
    (candidates,) = np.nonzero(asking)
    rows: list[npt.NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    met: list[npt.NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    for start in range(0, candidates.size, BLOCK):
        block = candidates[start : start + BLOCK]
        allowed = _allowed(library, query_set, block, alike)
        answerable = (allowed & (targets[block, None] == targets)).any(axis=1)
        rows.append(block[answerable])
        met.append(allowed[answerable].sum(axis=1))
    searched = np.concatenate(met)
    middle = int(np.median(searched)) if searched.size else 0
    return Questions(library, query_set, np.concatenate(rows), alike, middle)


def _targets(library: Library, query_set: QuerySet) -> Codes:
    return library.material_codes if query_set.find == "material" else library.group_codes


def _allowed(
    library: Library,
    query_set: QuerySet,
    rows: npt.NDArray[np.int64],
    alike: Mapping[int, npt.NDArray[np.int64]],
) -> BoolArray:
    if query_set.find == "material":
        allowed: BoolArray = library.group_codes[rows, None] != library.group_codes
        allowed &= library.sample_codes[rows, None] != library.sample_codes
        allowed &= library.material_codes != NOT_NAMED
    else:
        allowed = rows[:, None] != np.arange(len(library))
    for place, row in enumerate(rows):
        allowed[place, alike.get(int(row), [])] = False
    for fact in query_set.differing:
        values = library.fact_values(fact)
        allowed &= np.abs(values[rows, None] - values) > query_set.tolerance
    for fact in query_set.same:
        values = library.fact_values(fact)
        allowed &= np.abs(values[rows, None] - values) <= query_set.tolerance
    return allowed
