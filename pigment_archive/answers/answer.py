"""What a search says: the query, the hits in their final order, and the materials they speak for."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.records.vocabulary import Technique


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Query(_Part):
    """The spectrum that was asked about."""

    file: str | None = Field(description="Name of the file, null for a spectrum given from Python.")
    member: str | None = Field(None, description="Member of the container, if the file is one.")
    index: int = Field(0, description="Position of the spectrum in its file, from 0.")
    place: str | None = Field(
        None, description="Pixel, position or region of an image, null for other spectra. Pixels from 0."
    )
    technique: Technique = Field(description="Technique the query was treated as.")
    sha256: str | None = Field(description="SHA-256 of the bytes that were read.")
    coverage: float = Field(ge=0, le=1, description="Fraction of the model's grid the query measured, 0-1.")


class Hit(_Part):
    """One stored record near the query."""

    rank: int = Field(ge=1, description="Place in the final order, from 1.")
    record: str = Field(description="Id of the record.")
    material: str | None = Field(description="Material of the record.")
    sample: str | None = Field(description="Sample of the record.")
    collection: str = Field(description="Collection of the record.")
    tier: str = Field(description="Tier of the record.")
    simulated: bool = Field(description="True if the record was computed, not measured.")
    distance: float = Field(ge=0, description="Euclidean distance of the latents, without unit; 0 = same.")
    spectral_similarity: float = Field(
        ge=-1, le=1, description="Cosine of the prepared spectra on their common range, -1 to 1."
    )


class MaterialScore(_Part):
    """What the hits say about one material."""

    rank: int = Field(ge=1, description="Place among the materials, from 1.")
    material: str = Field(description="Name of the material.")
    score: float = Field(
        ge=0, le=1, description="Best spectral_similarity of the material, cut at 0; no probability."
    )


class Answer(_Part):
    """The answer about one spectrum."""

    query: Query = Field(description="What was asked.")
    model: str = Field(description="Model version whose latents were compared.")
    exact: bool = Field(description="True if every record was compared, false for a graph search.")
    complete: bool = Field(
        description="False if an accession of the searched tiers is not (yet) in the index."
    )
    audience: str = Field(description="Who asked: owner or public.")
    hits: tuple[Hit, ...] = Field(description="Nearest records in their final order.")
    materials: tuple[MaterialScore, ...] = Field(description="One line a material, best first.")


class Answers(_Part):
    """The document `archive search --json` prints."""

    answers: tuple[Answer, ...] = Field(description="One answer a spectrum, in the order of the files.")
