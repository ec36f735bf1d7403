"""Leaks: an unseen spectrum that the model saw after all, under another name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.encoder.split import Part
from pigment_archive.evaluation.distances import unit
from pigment_archive.evaluation.library import NOT_NAMED, Codes, Encoded, FloatArray, Library
from pigment_archive.evaluation.questions import BLOCK

LEAST_COSINE: Final = 0.9999
LEAST_SLOPE_COSINE: Final = 0.999


class Leak(BaseModel):
    """One unseen spectrum that is not unseen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["near_duplicate", "group", "material"] = Field(
        description="near_duplicate: the same measurement under another sample; group: its sample or object "
        "has spectra in the training or validation part; material: a material said to be new was trained on."
    )
    record: str = Field(description="Id of the unseen record.")
    part: str = Field(description="Part of the split it is in, or outside.")
    name: str = Field(description="Its material and sample, for people.")
    seen: str = Field(description="Id of a record of the training or validation part that gives it away.")
    seen_name: str = Field(description="Material and sample of that record.")


@dataclass(frozen=True, eq=False)
class Leaks:
    """What leaks, and what is alike.

    Attributes:
        found: Every leak, by kind and row.
        barred: bool (n,), the rows that must not be asked.
        alike: For an unseen row, the near-duplicates of it in other groups.
    """

    found: tuple[Leak, ...]
    barred: npt.NDArray[np.bool_]
    alike: dict[int, Codes]


def find_leaks(encoded: Encoded) -> Leaks:
    """Every leak between the unseen and the seen parts of a split.

    A near-duplicate is one of another group; see `near_duplicates`.
    """
    library = encoded.library
    unseen = np.flatnonzero(~encoded.seen)
    alike = _alike_elsewhere(library, unseen)
    new = np.flatnonzero(encoded.parts == Part.NEW_MATERIAL)
    pairs = [
        *(
            ("near_duplicate", row, int(other))
            for row, others in alike.items()
            for other in others[encoded.seen[others]]
        ),
        *(("group", *pair) for pair in _straddling(library.group_codes, encoded.seen, unseen)),
        *(("group", *pair) for pair in _straddling(library.sample_codes, encoded.seen, unseen)),
        *(("material", *pair) for pair in _straddling(library.material_codes, encoded.seen, new)),
    ]
    once = {(kind, row): seen for kind, row, seen in reversed(pairs)}
    barred = np.zeros(len(library), dtype=bool)
    barred[[row for _, row in once]] = True
    found = tuple(_leak(encoded, kind, row, once[kind, row]) for kind, row in sorted(once))
    return Leaks(found, barred, alike)


def near_duplicates(prepared: FloatArray, asked: Codes, among: Codes) -> Iterator[tuple[int, Codes]]:
    r"""Spectra that are nearly the same numbers: each row that has any, and whom, the most alike first.

    Two spectra are near-duplicates if the cosine of the prepared spectra is above 0.9999 and that of
    their first differences is above 0.999. The second is the sharper one: it compares noise and fine
    structure, which no other measurement repeats. Measured on pairs of different groups:

    ======================================  ==================  ===========  =========
    pairs                                    prepared > 0.9999   and slopes   of
    ======================================  ==================  ===========  =========
    RRUFF Raman, 4,074 spectra                              2            2   8 million
    Kremer charts, USGS splib06 and 07                  1,367          115   24 million
    MSA ochres XRF, 858 spectra                             0            0   0.4 million
    ======================================  ==================  ===========  =========

    The two of RRUFF are one measurement under two mineral names; no two of its 2,309 pairs of one sample
    come near (largest slope cosine 0.995). Smooth reflectances agree to 0.9999 in a thousand honest pairs,
    which the second condition lets go.

    Args:
        prepared: float64 (n, g), prepared spectra.
        asked: int (q,), the rows that are compared.
        among: int (k,), the rows they are compared with; a row that is in both is its own duplicate.
    """
    whole, slopes = unit(prepared), unit(np.diff(prepared, axis=1))
    for start in range(0, asked.size, BLOCK):
        block = asked[start : start + BLOCK]
        alike = slopes[block] @ slopes[among].T
        near = (whole[block] @ whole[among].T > LEAST_COSINE) & (alike > LEAST_SLOPE_COSINE)
        for place in np.flatnonzero(near.any(axis=1)):
            found = np.flatnonzero(near[place])
            yield int(block[place]), among[found[np.argsort(-alike[place, found], kind="stable")]]


def _leak(encoded: Encoded, kind: str, row: int, seen: int) -> Leak:
    library = encoded.library

    def name(of: int) -> str:
        return f"{library.materials[of] or 'not named'} {library.samples[of]}"

    return Leak.model_validate(
        {
            "kind": kind,
            "record": library.records[row],
            "part": str(encoded.parts[row]),
            "name": name(row),
            "seen": library.records[seen],
            "seen_name": name(seen),
        }
    )


def _straddling(names: Codes, seen: npt.NDArray[np.bool_], rows: Codes) -> Iterator[tuple[int, int]]:
    """Rows whose name a seen row has as well, with the first such row."""
    (trained,) = np.nonzero(seen)
    first = {int(names[row]): int(row) for row in trained[::-1]}
    for row in rows:
        name = int(names[row])
        if name != NOT_NAMED and name in first:
            yield int(row), first[name]


def _alike_elsewhere(library: Library, rows: Codes) -> dict[int, Codes]:
    """The near-duplicates of some rows in other groups, for the rows that have any."""
    found: dict[int, Codes] = {}
    for row, alike in near_duplicates(library.prepared, rows, np.arange(len(library))):
        others = np.sort(alike[library.group_codes[alike] != library.group_codes[row]])
        if others.size:
            found[row] = others
    return found
