"""What a check says: one verdict with the number it rests on, the limit, and what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from pigment_archive.records import Note, Tier

_STRICTNESS: Final = {tier: place for place, tier in enumerate((Tier.OPEN, Tier.AGGREGATE, Tier.SEALED))}


class Verdict(StrEnum):
    """How a check ended. `failed` never keeps a file out: the finding stays with the record."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"


class Check(StrEnum):
    """The checks, in the order in which they are reported."""

    FLAT = "flat"
    SIGNAL_TO_NOISE = "signal_to_noise"
    SATURATION = "saturation"
    SPIKES = "spikes"
    BASELINE_DOMINANCE = "baseline_dominance"
    COVERAGE = "coverage"
    DUPLICATED_BYTES = "duplicated_bytes"
    NEAR_DUPLICATE = "near_duplicate"
    OTHER_NAME = "same_spectrum_other_name"
    AXIS_SHIFT = "axis_shift"


# a dataclass with slots: a map has ten findings for every pixel
@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid", allow_inf_nan=False))
class Finding:
    """What one check found in one spectrum."""

    check: Check = Field(description="Name of the check.")
    verdict: Verdict = Field(description="ok, warning, failed or not_applicable.")
    value: float | None = Field(
        default=None, description="What was measured, in `unit`; null if nothing could be."
    )
    threshold: float | None = Field(
        default=None,
        description="The limit the verdict rests on, in `unit`: of an ok the nearest limit kept.",
    )
    unit: str = Field(
        default="", description="Unit of value and threshold, for example fraction, ratio, cm-1."
    )
    meaning: str = Field(description="What the value says, or why the check does not apply, for people.")
    remedy: str = Field(default="", description="What to do about it; empty where nothing is wrong.")
    about: Tier | None = Field(
        default=None,
        description="Strictest tier of the other records it tells about; null if it tells about none.",
    )

    @property
    def is_bad(self) -> bool:
        """A warning or worse."""
        return self.verdict in (Verdict.WARNING, Verdict.FAILED)

    def may_be_told_in(self, tier: Tier) -> bool:
        """Whether a record of this tier may carry the finding: it tells about none of a stricter tier."""
        return self.about is None or strictness(self.about) <= strictness(tier)

    def note(self) -> Note:
        """The finding as a record's provenance keeps it."""
        return Note(code=f"check_{self.check.value}", text=f"{self.verdict.value}: {self.meaning}.")


def strictness(tier: Tier) -> int:
    """0 for open, 1 for aggregate, 2 for sealed."""
    return _STRICTNESS[tier]


def not_applicable(check: Check, why: str) -> Finding:
    """The finding of a check that has nothing to say about a spectrum."""
    return Finding(check=check, verdict=Verdict.NOT_APPLICABLE, meaning=why)
