"""What `archive diagnose` says: a number with its limit, whom it concerns, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

MOST_NAMED: Final = 10


class Verdict(StrEnum):
    """How a finding ended: nothing to do, a person should look, or something must be done."""

    OK = "ok"
    LOOK = "look"
    ACT = "act"


class Question(StrEnum):
    """What a finding is an answer to, in the order in which they are asked."""

    ARTEFACT = "chemistry or artefact"
    SITTING = "axis and resolution"
    OVERFITTING = "overfitting"
    LEAKAGE = "leakage"
    CLASSES = "sizes of classes"
    DRIFT = "drift of the reference"
    SPACE = "latent space"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Finding(_Frozen):
    """One thing that was measured, and the verdict on it."""

    code: str = Field(description="Stable code, for example axis_shift.")
    question: Question = Field(description="What it is an answer to.")
    subject: str = Field(description="What was examined: a fact, a collection, a part of the split.")
    measured: str = Field(description="What was measured, for people.")
    value: float = Field(description="What came out, in `unit`.")
    threshold: float = Field(
        description="The limit the verdict rests on, in `unit`: of an ok the nearest one kept."
    )
    unit: str = Field(description="Unit of value and threshold, for example cm-1, ratio, fraction, count.")
    verdict: Verdict = Field(description="ok, look or act.")
    concerns: tuple[str, ...] = Field(
        (), description=f"Sessions, materials or samples concerned, the {MOST_NAMED} worst first."
    )
    concerned: int = Field(0, ge=0, description="How many it concerns, named or not.")
    remedy: str = Field("", description="What to do; empty where nothing is wrong.")

    @property
    def numbers(self) -> tuple[str, str]:
        """Value and threshold for people."""
        if self.unit == "count":
            return f"{self.value:,.0f}", f"{self.threshold:,.0f}"
        if self.unit == "fraction":
            return f"{self.value:.2%}", f"{self.threshold:.2%}"
        unit = "" if self.unit == "ratio" else f" {self.unit}"
        return f"{self.value:.3g}{unit}", f"{self.threshold:.3g}{unit}"

    @property
    def whom(self) -> str:
        """Those concerned, for people."""
        rest = self.concerned - len(self.concerns)
        return ", ".join(self.concerns) + (f" and {rest} more" if rest > 0 else "")


class NotJudged(_Frozen):
    """A question that these records cannot answer."""

    code: str = Field(description="Code of the finding it would have been.")
    subject: str = Field(description="What would have been examined.")
    why: str = Field(description="What is missing, for people.")


class Association(_Frozen):
    """Adjusted mutual information of the clusters of the latents with a fact, and with the material.

    ``AMI = (I(U, V) - E[I]) / (mean(H(U), H(V)) - E[I])`` (Vinh, Epps and Bailey 2010): 0 for chance, 1 for
    the same division.
    """

    fact: str = Field(description="Flat name of the fact.")
    spectra: int = Field(description="Number of spectra that state it.")
    values: int = Field(description="Number of its values.")
    with_fact: float = Field(description="AMI of clusters and fact, 0-1.")
    with_material: float = Field(description="AMI of clusters and materials, 0-1, on the same spectra.")
    expected: float = Field(
        description="AMI, 0-1, with the fact dealt out anew within the materials: of one without a trace."
    )
    spread: float = Field(description="Standard deviation of the expected AMI, 0-1.")

    @property
    def excess(self) -> float:
        """What the materials do not explain."""
        return self.with_fact - self.expected


Said = Finding | NotJudged


class Bound(_Frozen):
    """Two limits of one value: beyond the first a person should look, beyond the second act.

    Which way is beyond follows from their order.
    """

    look: float = Field(description="First limit, in the unit of the value.")
    act: float = Field(description="Second limit, in the unit of the value.")

    def judge(self, value: float) -> tuple[Verdict, float]:
        """The verdict on a value, and the limit it rests on."""
        worse = 1.0 if self.act >= self.look else -1.0
        if worse * (value - self.act) > 0:
            return Verdict.ACT, self.act
        if worse * (value - self.look) > 0:
            return Verdict.LOOK, self.look
        return Verdict.OK, self.look


def named(names: Iterable[str]) -> dict[str, object]:
    """Whom a finding concerns, as its fields say it: the first ten, and how many in all."""
    everybody = tuple(names)
    return {"concerns": everybody[:MOST_NAMED], "concerned": len(everybody)}
