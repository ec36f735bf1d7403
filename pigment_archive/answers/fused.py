"""What a search says of one sample measured by several techniques: the document of `search --together`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.answers.answer import Answer
from pigment_archive.records.vocabulary import Technique


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FusedMaterial(_Part):
    """What all techniques say together about one material."""

    rank: int = Field(ge=1, description="Place among the materials, from 1.")
    material: str = Field(description="Name of the material.")
    evidence: float = Field(
        description="Sum of the techniques' evidence, a natural logarithm without unit: 0 = nothing said."
    )
    by_model: dict[str, float | None] = Field(
        description="Each model's evidence, without unit; null where it does not know the material."
    )


class FusedTechnique(_Part):
    """One of the techniques, and how far it can be believed."""

    technique: Technique = Field(description="The technique.")
    model: str = Field(description="Model version whose latents were compared.")
    spectra: int = Field(ge=1, description="Spectra of the sample; their evidence is averaged.")
    materials: int = Field(ge=1, description="Materials that the archive knows by this technique.")
    temperature: float = Field(
        description="Softness of its scores, without unit; fitted on stored samples, each left out in turn."
    )
    fitted_on: int = Field(description="Stored spectra the temperature was fitted on.")
    on_unseen: bool = Field(
        description="True if the encoder was trained on none of these; false: its evidence is too strong."
    )
    has_say: bool = Field(
        description="False if its scores told no more than guessing of these: it adds nothing then."
    )


class FusedAnswer(_Part):
    """One answer about one sample, from spectra of several techniques."""

    materials: tuple[FusedMaterial, ...] = Field(description="The materials with most evidence, best first.")
    techniques: tuple[FusedTechnique, ...] = Field(description="One a model, by name.")
    answers: tuple[Answer, ...] = Field(description="The answer about each spectrum by itself.")
