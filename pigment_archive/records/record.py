"""A birthmark record: a spectrum with an identity, provenance, rights and a status."""

from __future__ import annotations

import uuid
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.records.facts import Facts
from pigment_archive.records.provenance import Provenance
from pigment_archive.records.rights import Rights
from pigment_archive.records.spectrum import Spectrum
from pigment_archive.records.vocabulary import Status, Technique


class Record(BaseModel):
    """One kept spectrum and everything known about it. Its latents live only in the index.

    The id is random, never reused, and says nothing about the content.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = Field(1, description="Version of this record's form.")
    record: str = Field(description="Random UUID of the record.")
    collection: str = Field(description="The collection it was ingested into.")
    technique: Technique | None = Field(description="How it was measured; null only while needs_review.")
    status: Status = Field(Status.ACTIVE, description="active, needs_review or deprecated.")
    review: str | None = Field(None, description="Why it needs review, for people.")
    simulated: bool = Field(False, description="True for spectra that were computed, not measured.")
    facts: Facts = Field(Facts(), description="Material, sample, object, session, measurement.")
    rights: Rights = Field(Rights(), description="What may be done with it.")
    provenance: Provenance = Field(description="The way back to the original.")
    spectrum: Spectrum = Field(description="The spectrum as acquired.")


def new_record_id() -> str:
    """A random UUID4 as text: the only kind of id a record has."""
    return str(uuid.uuid4())
