"""What may be done with a record, and on whose word."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.records.vocabulary import Tier


class Rights(BaseModel):
    """Rights of one record. A record nobody spoke for is sealed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tier: Tier = Field(
        Tier.SEALED, description="open, aggregate or sealed; sealed unless somebody says otherwise."
    )
    licence: str | None = Field(None, description="SPDX identifier or the licence as stated by the source.")
    basis: str | None = Field(
        None, description="Consent id, label or notice URI, or contract the tier rests on."
    )
    authority: str | None = Field(None, description="Who set the tier.")
    review_date: date | None = Field(None, description="When the tier must be looked at again.")
