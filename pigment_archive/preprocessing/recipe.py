"""A recipe: the ordered steps from an acquired to a prepared spectrum, with an id made from its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Self

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, model_validator

from pigment_archive.errors import ModelMismatch, OutsideGrid, QualityError
from pigment_archive.preprocessing.baseline import RemoveBaseline
from pigment_archive.preprocessing.resample import Resample
from pigment_archive.preprocessing.scale import ScaleRange
from pigment_archive.preprocessing.scale_mean import ScaleMean
from pigment_archive.preprocessing.signal import RequireSignal
from pigment_archive.preprocessing.square_root import SquareRoot
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE
from pigment_archive.units import AXIS_UNITS, AxisKind

FloatArray = npt.NDArray[np.float64]
Step = Annotated[
    RequireSignal | RemoveBaseline | ScaleMean | ScaleRange | SquareRoot, Field(discriminator="step")
]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A spectrum ready for a model.

    Attributes:
        values: float64 (g,), after all steps; what the encoder sees and rescoring compares.
        raw: float64 (g,), the acquired values on the grid, before all further steps.
        covered_from: First covered grid point, in the unit of the axis.
        covered_to: Last covered grid point, in the unit of the axis.
        coverage: Fraction of the grid points that were measured, 0-1; the others were filled.
    """

    values: FloatArray
    raw: FloatArray
    covered_from: float
    covered_to: float
    coverage: float


class Recipe(BaseModel):
    """What is done to every spectrum of a model, and to every query against it. Frozen.

    Raises:
        ModelMismatch: The id given is not the id of this content.
        pydantic.ValidationError: A baseline is removed or values are scaled before signal was required.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field("", description="Technique and 8 hex digits of the content's SHA-256; made when absent.")
    technique: Technique = Field(description="The technique whose spectra are prepared.")
    quantities: tuple[Quantity, ...] = Field(
        min_length=1, description="Quantities the values may measure; the ordinate is never converted."
    )
    min_coverage: float = Field(0.7, ge=0, le=1, description="Least fraction of the grid that was measured.")
    resample: Resample = Field(description="How the grid is reached: always first.")
    steps: tuple[Step, ...] = Field(description="What follows on the grid, in order.")

    @model_validator(mode="after")
    def _check(self) -> Self:
        kinds = [step.step for step in self.steps]
        for needing in ("remove_baseline", "scale_mean", "scale_range"):
            if needing in kinds and "require_signal" not in kinds[: kinds.index(needing)]:
                raise ValueError(f"require_signal must come before {needing}")
        expected = f"{self.technique.value}-{self._content_digest()[:8]}"
        if self.id not in ("", expected):
            raise ModelMismatch(
                f"the recipe's content gives the id {expected}, but it says {self.id}",
                where=self.id,
                remedy="Use the recipe as it was written; a changed recipe is another recipe.",
            )
        object.__setattr__(self, "id", expected)
        return self

    def _content_digest(self) -> str:
        content = self.model_dump(mode="json", exclude={"id"})
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    @property
    def window(self) -> tuple[float, float]:
        """First and last grid point, in the unit of the axis."""
        return self.resample.lo, self.resample.hi

    @property
    def grid(self) -> FloatArray:
        """The grid: float64 (g,), uniform, in the unit of the axis."""
        return self.resample.grid

    @property
    def axis_kind(self) -> AxisKind:
        """What the grid measures."""
        return AXIS_OF_TECHNIQUE[self.technique]

    def prepare(self, spectrum: Spectrum) -> Prepared:
        """Apply all steps to one acquired spectrum.

        Raises:
            ModelMismatch: The axis or the quantity is of another kind than the recipe's.
            OutsideGrid: Less than `min_coverage` of the grid was measured.
            NoSignal: The spectrum is flat on the grid.
        """
        self._check_kind(spectrum)
        acquired, covered = self.resample.apply(spectrum)
        coverage = float(covered.mean())
        if coverage < self.min_coverage or not covered.any():
            lo, hi = self.window
            raise OutsideGrid(
                f"{coverage:.0%} of the grid {lo:g}-{hi:g} {AXIS_UNITS[self.axis_kind]} was measured, "
                f"expected at least {self.min_coverage:.0%}",
                remedy="It can be compared only by a model whose window it covers.",
            )
        values = acquired
        for step in self.steps:
            values = step.apply(values, acquired)
        measured = self.grid[covered]
        return Prepared(values, acquired, float(measured[0]), float(measured[-1]), coverage)

    def prepare_many(self, spectra: Iterable[Spectrum]) -> list[Prepared | QualityError | ModelMismatch]:
        """Prepare each spectrum; one that cannot be prepared gives its error in its place."""
        outcomes: list[Prepared | QualityError | ModelMismatch] = []
        for spectrum in spectra:
            try:
                outcomes.append(self.prepare(spectrum))
            except (QualityError, ModelMismatch) as refusal:
                outcomes.append(refusal)
        return outcomes

    def _check_kind(self, spectrum: Spectrum) -> None:
        if spectrum.axis_kind is not self.axis_kind:
            raise ModelMismatch(
                f"the axis measures {spectrum.axis_kind.value}, but {self.technique.value} "
                f"needs {self.axis_kind.value}",
                remedy="Say the right technique, or correct the axis in the file.",
            )
        if spectrum.quantity not in self.quantities:
            accepted = " or ".join(quantity.value for quantity in self.quantities)
            raise ModelMismatch(
                f"the values measure {spectrum.quantity.value}, but this {self.technique.value} "
                f"recipe needs {accepted}",
                remedy="Export the spectrum in that quantity.",
            )
