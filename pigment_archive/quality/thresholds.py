"""Every number that decides a verdict, in one frozen object with an id. docs/quality.md says why each."""

from __future__ import annotations

import hashlib
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pigment_archive.quality.finding import Verdict
from pigment_archive.records import Technique
from pigment_archive.units import AxisKind


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Frozen):
    """Two limits of one value. Beyond the first is a warning, beyond the second has failed.

    Which way is beyond follows from their order: `Limits(0.9, 0.7)` is for values that should be large.
    """

    warning: float = Field(description="First limit, in the unit of the check's value.")
    failed: float = Field(description="Second limit, in the unit of the check's value.")

    def judge(self, value: float) -> tuple[Verdict, float]:
        """The verdict on a value, and the limit it rests on."""
        worse = 1.0 if self.failed > self.warning else -1.0
        if worse * (value - self.failed) > 0:
            return Verdict.FAILED, self.failed
        if worse * (value - self.warning) > 0:
            return Verdict.WARNING, self.warning
        return Verdict.OK, self.warning


class Compared(_Frozen):
    """A range in which spectra are compared, cut into cells."""

    lo: float = Field(description="Start of the first cell, in the axis unit (cm-1, nm, keV).")
    hi: float = Field(description="End of the last cell, in the axis unit (cm-1, nm, keV).")
    cell: float = Field(description="Width of a cell, in the axis unit (cm-1, nm, keV).")


def _limits(warning: float, failed: float, description: str) -> Limits:
    field: Limits = Field(Limits(warning=warning, failed=failed), description=description)
    return field


_SHIFTS: Final = {
    Technique.RAMAN: Limits(warning=1.0, failed=4.0),
    Technique.REFLECTANCE: Limits(warning=1.25, failed=5.0),
    Technique.FTIR_ATR: Limits(warning=1.25, failed=5.0),
    Technique.FTIR_TRANSMISSION: Limits(warning=1.25, failed=5.0),
    Technique.FTIR_REFLECTANCE: Limits(warning=1.25, failed=5.0),
    Technique.XRF: Limits(warning=0.01, failed=0.04),
}
_INFRARED: Final = (Compared(lo=650.0, hi=4000.0, cell=5.0), Compared(lo=4000.0, hi=10_000.0, cell=20.0))
_COMPARED: Final = {
    Technique.RAMAN: (Compared(lo=150.0, hi=1280.0, cell=4.0), Compared(lo=1280.0, hi=4000.0, cell=8.0)),
    Technique.REFLECTANCE: (
        Compared(lo=405.0, hi=995.0, cell=5.0),
        Compared(lo=1000.0, hi=2500.0, cell=2.5),
        Compared(lo=2500.0, hi=25_000.0, cell=25.0),
    ),
    Technique.FTIR_ATR: _INFRARED,
    Technique.FTIR_TRANSMISSION: _INFRARED,
    Technique.FTIR_REFLECTANCE: _INFRARED,
    Technique.XRF: (Compared(lo=0.5, hi=20.0, cell=0.02),),
}

_SPIKE_POINTS: Final = {kind: 3 if kind is AxisKind.RAMAN_SHIFT else 2 for kind in AxisKind}


class Thresholds(_Frozen):
    """The limits of all checks. Changed limits are other thresholds, with another id."""

    id: str = Field("", description="`checks-` and 8 hex digits of the content's SHA-256; made when absent.")
    flat: Limits = _limits(1e-3, 1e-6, "Range of the values over their largest magnitude, as a ratio.")
    signal_to_noise: Limits = _limits(10.0, 3.0, "Signal over noise, as a ratio.")
    saturation: Limits = _limits(0.0, 0.01, "Fraction of the points that are saturated.")
    spikes: Limits = _limits(0.05, 0.5, "Height of the tallest spike over the rest's range, as a ratio.")
    spike_z: float = Field(8.0, description="Least modified z-score of a spike's two flanks, a ratio.")
    spike_points: dict[AxisKind, int] = Field(
        _SPIKE_POINTS, description="Most points of a spike, by axis kind."
    )
    baseline_dominance: Limits = _limits(0.95, 0.995, "Fraction of the area that lies below the baseline.")
    coverage_warning: float = Field(
        0.9, description="Least coverage without a warning, as a fraction of the grid."
    )
    near_duplicate: float = Field(0.999, description="Least similarity of copies, a cosine from -1 to 1.")
    compared_coverage: float = Field(0.5, description="Least fraction of a range that must be measured.")
    most_records: int = Field(100_000, description="Stored records of a technique a batch is compared with.")
    most_in_batch: int = Field(
        20_000, description="Spectra of a batch that all its others are compared with."
    )
    compared: dict[Technique, tuple[Compared, ...]] = Field(
        _COMPARED,
        description="Ranges of a technique; a spectrum is compared in the first it covers enough of.",
    )
    axis_shift: dict[Technique, Limits] = Field(
        _SHIFTS, description="Shift of a session's axis against its standard, in the axis unit."
    )

    @model_validator(mode="after")
    def _name(self) -> Self:
        content = self.model_dump_json(exclude={"id"})
        name = f"checks-{hashlib.sha256(content.encode()).hexdigest()[:8]}"
        if self.id not in ("", name):
            raise ValueError(f"the limits give the id {name}, but they say {self.id}")
        object.__setattr__(self, "id", name)
        return self


THRESHOLDS: Final = Thresholds()
