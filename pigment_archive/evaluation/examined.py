"""The spectra a diagnosis is made from, encoded, with everything that is known about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pigment_archive.encoder.split import Part
from pigment_archive.records import Technique

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Examined:
    """n spectra on a grid of g points, with their latents of d dimensions.

    Attributes:
        technique: How they were measured.
        grid: float64 (g,), uniform, in `unit`.
        unit: Unit of the axis: cm-1, nm or keV.
        prepared: float64 (n, g), as the encoder sees them.
        reconstructed: float64 (n, g), the decoded posterior means.
        latents: float64 (n, d), posterior means.
        variances: float64 (n, d), posterior variances.
        per_step: float64 (n, d), how the latents move when the spectrum moves up its axis by one grid step.
        records: Record id of each.
        groups: Object, else sample, else file of each: what no split may divide.
        samples: The piece measured, else the group.
        materials: Material of each, None where it is not named.
        parts: Part of the model's split, None for what the model was neither trained nor tested with.
        facts: Facts by their flat names, of each.
    """

    technique: Technique
    grid: FloatArray
    unit: str
    prepared: FloatArray
    reconstructed: FloatArray
    latents: FloatArray
    variances: FloatArray
    per_step: FloatArray
    records: Sequence[str]
    groups: Sequence[str]
    samples: Sequence[str]
    materials: Sequence[str | None]
    parts: Sequence[Part | None]
    facts: Sequence[Mapping[str, object]]

    def __len__(self) -> int:
        return len(self.records)

    @property
    def step(self) -> float:
        """Distance of two grid points, in the unit of the axis."""
        return float(self.grid[1] - self.grid[0])

    @property
    def alike(self) -> list[str]:
        """What should look alike: the material; where none is named, the sample."""
        return [
            material or f"sample {sample}"
            for material, sample in zip(self.materials, self.samples, strict=True)
        ]

    def fact(self, name: str) -> list[object]:
        """One fact of each, None where it is not stated."""
        return [facts.get(name) for facts in self.facts]

    def of_part(self, *parts: Part | None) -> BoolArray:
        """Which spectra belong to one of these parts, bool (n,)."""
        return np.array([part in parts for part in self.parts], dtype=bool)


def codes_of(names: Sequence[str]) -> tuple[list[str], IntArray]:
    """The different names, sorted, and the place of each in them, int64 (n,)."""
    different, codes = np.unique(np.asarray(names, dtype=object).astype(str), return_inverse=True)
    return [str(name) for name in different], codes.astype(np.int64)


def means_by(codes: IntArray, rows: FloatArray, count: int | None = None) -> FloatArray:
    """Mean of the rows of each code, float64 (count, m); zeros for a code without rows.

    Args:
        codes: The code of each row, 0 to count - 1, int64 (n,).
        rows: float64 (n, m).
        count: How many codes there are; as many as occur if None.
    """
    k = int(codes.max(initial=-1)) + 1 if count is None else count
    sums = np.zeros((k, rows.shape[1]))
    np.add.at(sums, codes, rows)
    return np.asarray(sums / np.maximum(np.bincount(codes, minlength=k), 1)[:, None])
