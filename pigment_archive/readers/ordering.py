"""The columns of one spectrum brought into rising order by the stated rules, or refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent
from pigment_archive.records import MaskBit, Note

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Overlap(Enum):
    """What to do where the axis turns back because detectors overlap.

    Attributes:
        REFUSE: It is an error: a single detector scanned.
        SORT: Separate bands of an imaging sensor: sorted, and those in the overlap get MaskBit.SEAM.
        CUT: Scanning detectors one after another: each overlap is cut in its middle, as the makers do on
            request, and the pieces become segments.
    """

    REFUSE = "refuse"
    SORT = "sort"
    CUT = "cut"


@dataclass(slots=True)
class Columns:
    """The columns of one spectrum while they are put in order; they always keep one length."""

    axis: Floats
    values: Floats
    mask: npt.NDArray[np.uint8]
    sigma: Floats | None
    width: Floats | None
    notes: list[Note]
    starts: set[int] = field(default_factory=set)

    def segments(self) -> tuple[tuple[int, int], ...]:
        """(start, stop) of each piece; empty for one piece."""
        inner = sorted(start for start in self.starts if 0 < start < self.axis.size)
        pieces = tuple(pairwise([0, *inner, self.axis.size]))
        return pieces if len(pieces) > 1 else ()

    def take(self, order: npt.NDArray[np.intp] | Bools | slice) -> None:
        """Keep these points, in this order, in every column."""
        for name in ("axis", "values", "mask", "sigma", "width"):
            column = getattr(self, name)
            if column is not None:
                setattr(self, name, column[order])

    def note(self, code: str, text: str) -> None:
        """Remember a change."""
        self.notes.append(Note(code=code, text=text))


def put_in_order(table: Columns, deleted: Bools, overlap: Overlap) -> None:
    """Bring the axis into rising order by the stated rules, or refuse."""
    if table.axis.size > 1 and table.axis[-1] < table.axis[0]:
        falling = np.diff(table.axis) < 0
        if falling.all() or (np.diff(table.axis[~deleted]) < 0).all():
            table.take(slice(None, None, -1))
            deleted = deleted[::-1]
            table.note("axis_flipped", "the axis falls in the file; all columns were reversed")
    if _rises(table.axis):
        return
    if overlap is not Overlap.SORT and _rises(table.axis[~deleted]):
        fitting = _fitting(table.axis, deleted)
        table.take(fitting)
        table.note("deleted_channels", f"{(~fitting).sum()} deleted channels out of order were left out")
        return
    if overlap is Overlap.REFUSE:
        step = int(np.argmin(np.diff(table.axis) > 0))
        raise Inconsistent(f"the axis does not go one way: it turns or repeats after point {step + 1}")
    if overlap is Overlap.SORT:
        _sort_bands(table)
    else:
        _cut_overlaps(table)


def _fitting(axis: Floats, deleted: Bools) -> Bools:
    """The good points, and the deleted ones that stand in order between them: these still tell of a gap."""
    limits = np.minimum.accumulate(np.where(deleted, np.inf, axis)[::-1])[::-1]
    fitting = ~deleted
    last = -np.inf
    for place, (value, gone, limit) in enumerate(
        zip(axis.tolist(), deleted.tolist(), limits.tolist(), strict=True)
    ):
        fitting[place] |= gone and last < value < limit
        last = value if fitting[place] else last
    return fitting


def _rises(axis: Floats) -> bool:
    return bool((np.diff(axis) > 0).all())


def _sort_bands(table: Columns) -> None:
    overlap = np.zeros(table.axis.shape, dtype=np.bool_)
    for stop in np.flatnonzero(np.diff(table.axis) <= 0) + 1:
        before, after = table.axis[:stop].max(), table.axis[stop:].min()
        overlap |= (table.axis >= after) & (table.axis <= before)
    table.mask |= np.where(overlap, MaskBit.SEAM.value, 0).astype(np.uint8)
    table.take(np.argsort(table.axis, kind="stable"))
    table.note(
        "bands_sorted", f"{overlap.sum()} bands where detectors overlap were sorted and marked as seam"
    )
    if not _rises(table.axis):
        raise Inconsistent("two bands stand at the same place on the axis")


def _cut_overlaps(table: Columns) -> None:
    """Let each detector end, and the next begin, in the middle of what both measured."""
    turns = [int(turn) for turn in np.flatnonzero(np.diff(table.axis) <= 0) + 1]
    pieces = list(pairwise([0, *turns, table.axis.size]))
    if any(not _rises(table.axis[start:stop]) or stop - start < 2 for start, stop in pieces):
        raise Inconsistent("the axis turns back at single points, which is no overlap of detectors")
    kept = np.ones(table.axis.shape, dtype=np.bool_)
    for (start, stop), (after, end) in pairwise(pieces):
        middle = (table.axis[after] + table.axis[stop - 1]) / 2
        kept[start:stop] &= table.axis[start:stop] <= middle
        kept[after:end] &= table.axis[after:end] > middle
    table.starts |= {int(kept[:turn].sum()) for turn in turns}
    table.take(kept)
    table.note("overlap_cut", f"{(~kept).sum()} points where detectors overlap were left out")
    if not _rises(table.axis):
        raise Inconsistent("more than two detectors overlap at one place")
