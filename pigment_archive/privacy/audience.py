"""Who is asking, and which tiers they may see."""

from __future__ import annotations

from enum import StrEnum

from pigment_archive.records.vocabulary import Tier


class Audience(StrEnum):
    """The owner sees every tier; the public, which has not shown who it is, sees open records alone."""

    OWNER = "owner"
    PUBLIC = "public"

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers this audience may search."""
        return tuple(Tier) if self is Audience.OWNER else (Tier.OPEN,)
