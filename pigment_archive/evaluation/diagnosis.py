"""What a diagnosis says: findings, what could not be judged, and the numbers behind the pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.evaluation.control_chart import ControlChart
from pigment_archive.evaluation.diagnosis_limits import DiagnosisLimits
from pigment_archive.evaluation.findings import Association, Finding, NotJudged, Verdict
from pigment_archive.records import Technique, Tier

_BINS: Final = 40
_ORDER: Final = (Verdict.ACT, Verdict.LOOK, Verdict.OK)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Histogram(_Frozen):
    """How values are distributed in one group of spectra."""

    group: str = Field(description="Which spectra: a part of the split, or a collection.")
    counts: tuple[int, ...] = Field(description="Spectra in each bin.")


class Distribution(_Frozen):
    """Histograms of one quantity over the same bins."""

    quantity: str = Field(description="What is distributed, with its unit.")
    logarithmic: bool = Field(description="True if the edges are the decimal logarithm of the quantity.")
    edges: tuple[float, ...] = Field(
        description="Edges of the bins, one more than counts, in the quantity's unit."
    )
    groups: tuple[Histogram, ...] = Field(description="One histogram a group.")


class Diagnosis(_Frozen):
    """Whether the clusters of a model are chemistry or artefacts."""

    model: str = Field(description="Model version.")
    technique: Technique = Field(description="Its technique.")
    spectra: int = Field(description="Spectra that were examined.")
    parts: dict[str, int] = Field(description="Spectra by the part of the model's split; outside: in none.")
    tiers: tuple[Tier, ...] = Field(description="Tiers they came from.")
    collections: tuple[str, ...] = Field(description="Collections they came from, sorted.")
    left_out: dict[str, int] = Field(description="Records not used, with the code of the reason.")
    findings: tuple[Finding, ...] = Field(description="The findings: act first, then look, then ok.")
    not_judged: tuple[NotJudged, ...] = Field(description="What these records cannot answer, and why.")
    associations: tuple[Association, ...] = Field(
        description="Clusters against every fact that was examined."
    )
    charts: tuple[ControlChart, ...] = Field(description="Control charts of the reference.")
    distributions: tuple[Distribution, ...] = Field(description="Histograms.")
    limits: DiagnosisLimits = Field(description="The limits the verdicts rest on.")
    elapsed_s: float = Field(description="Wall time in s.")

    def of(self, verdict: Verdict) -> list[Finding]:
        """The findings that ended so."""
        return [finding for finding in self.findings if finding.verdict is verdict]


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Act first, then look, then ok; otherwise in the order in which they were made."""
    return tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.verdict)))


def distribution(
    quantity: str, values: npt.NDArray[np.float64], groups: Sequence[str], *, logarithmic: bool = False
) -> Distribution | None:
    """Histograms of values, one a group, over 40 bins; None without values.

    The bins reach from the 0.1 % to the 99.9 % quantile; what lies beyond is counted in the outermost.

    Args:
        quantity: What is distributed, with its unit.
        values: float64 (n,), finite.
        groups: The group of each, (n,).
        logarithmic: Take decimal logarithms first; values must not be negative.
    """
    if values.size == 0:
        return None
    shown = np.log10(np.maximum(values, 1e-12)) if logarithmic else values
    low, high = np.quantile(shown, [0.001, 0.999])
    edges = np.linspace(low, high if high > low else low + 1.0, _BINS + 1)
    of = np.asarray(groups, dtype=str)
    return Distribution(
        quantity=quantity,
        logarithmic=logarithmic,
        edges=tuple(edges.tolist()),
        groups=tuple(
            Histogram(
                group=str(group),
                counts=tuple(
                    np.histogram(np.clip(shown[of == group], edges[0], edges[-1]), edges)[0].tolist()
                ),
            )
            for group in np.unique(of)
        ),
    )
