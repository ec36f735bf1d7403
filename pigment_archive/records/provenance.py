"""Where a record comes from: the original's place and digest, the reader, what was changed, who said what."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.records.spectrum import Note


class Provenance(BaseModel):
    """The way back from a record to the bytes it was read from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accession: str = Field(description="Random id of the accession that keeps the original.")
    source: str = Field(description="Path of the original inside the accession.")
    companion: str | None = Field(
        None, description="Path of the file the original is read together with (an ENVI header)."
    )
    member: str | None = Field(None, description="Member of the container the original is, if it is one.")
    index: int = Field(0, ge=0, description="Position of the spectrum in its file, from 0.")
    sha256: str = Field(
        pattern=r"^[0-9a-f]{64}$",
        description="SHA-256 of the bytes read: file, member, or companion and file.",
    )
    reader: str = Field(description="Reader and its version, for example rruff/1.")
    software: str = Field(description="Version of pigment_archive that read it.")
    ingested_at: datetime = Field(description="When it was ingested, UTC.")
    notes: tuple[Note, ...] = Field((), description="What the reader changed or noticed.")
    stated: dict[str, str] = Field(
        default_factory=dict,
        description="Where what did not come from the file comes from: a fact's flat name (or axis_kind, "
        "axis_unit, quantity, percent) to the sheet and row, profile, option or review that said it.",
    )
