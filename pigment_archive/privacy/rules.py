"""The disclosure rules: which cells may be published, and how their counts are blurred."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class DisclosureRules(BaseModel):
    """Limits below which nothing about a cell is said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = Field(1, description="Version of the form of these rules.")
    minimum_objects: int = Field(10, ge=10, description="Objects a cell needs to be published.")
    count_rounding: int = Field(5, ge=1, description="Published counts are multiples of this.")
    share_rounding: float = Field(
        0.05, gt=0, lt=1, description="Published shares (0-1) are multiples of this."
    )

    def may_publish(self, objects: int) -> bool:
        """True if a cell of so many objects is large enough."""
        return objects >= self.minimum_objects

    def rounded_count(self, objects: int) -> int:
        """The count to the nearest multiple of `count_rounding`, halves up."""
        return (objects + self.count_rounding // 2) // self.count_rounding * self.count_rounding

    def rounded_shares(self, votes: dict[str, float]) -> dict[str, float]:
        """Shares (0-1) in multiples of `share_rounding`, largest first; what rounds to 0 is left out."""
        total = sum(votes.values())
        steps = {name: round(count / total / self.share_rounding) for name, count in votes.items()}
        ordered = sorted(steps.items(), key=lambda item: (-item[1], item[0]))
        return {name: round(step * self.share_rounding, 6) for name, step in ordered if step > 0}
