"""The card of a model: what it is, what it was made from, how good it is, and the digests of its files."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pigment_archive.encoder.architecture import VaeSettings
from pigment_archive.encoder.loss import ElboTerms
from pigment_archive.records import Technique, Tier

NAME_PATTERN = r"^[a-z][a-z0-9_]*(-[a-z0-9_.]+)*-[1-9][0-9]*$"
DIGEST_PATTERN = r"^[0-9a-f]{64}$"
MOST_PROSE = 20_000


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Epoch(_Part):
    """One pass over the training spectra."""

    epoch: int = Field(ge=1, description="Number of the epoch, from 1.")
    training: ElboTerms = Field(description="Mean over the batches, with variation and sampling.")
    validation: ElboTerms = Field(description="On the validation part, without either.")


class PerPart(_Part):
    """One number for each part of the split."""

    training: float = Field(description="On the training part, squared prepared units.")
    validation: float = Field(description="On the validation part, squared prepared units.")
    test: float = Field(description="On the test part (samples never seen), squared prepared units.")
    new_material: float | None = Field(
        None, description="On materials never seen, squared prepared units; null if none was held out."
    )


class Counts(_Part):
    """The size of each part of the split."""

    training: int = Field(ge=1, description="Spectra in the training part.")
    validation: int = Field(ge=1, description="Spectra in the validation part.")
    test: int = Field(ge=1, description="Spectra in the test part.")
    new_material: int = Field(0, ge=0, description="Spectra of the materials held out.")

    @property
    def total(self) -> int:
        """Spectra in all parts."""
        return self.training + self.validation + self.test + self.new_material


class TrainingFacts(_Part):
    """What the model was trained on, with and for how long."""

    spectra: Counts = Field(description="Number of spectra in each part.")
    groups: int = Field(description="Number of samples or objects; none is in two parts.")
    labels: str = Field("material", description="The fact by which spectra were drawn together.")
    collections: tuple[str, ...] = Field(description="Collections the spectra came from, sorted.")
    tiers: tuple[Tier, ...] = Field(description="Tiers the spectra came from, sorted.")
    torch: str = Field(description="Version of torch.")
    numpy: str = Field(description="Version of numpy.")
    software: str = Field(description="Version of pigment_archive.")
    seconds: float = Field(description="Wall time of the training in s.")
    best_epoch: int = Field(
        description="Epoch whose weights were kept: the least validation loss; 0 = those gone on from."
    )
    log: tuple[Epoch, ...] = Field(description="The losses of every epoch.")


class Metrics(_Part):
    """How well the model reconstructs, and how much of its latent space is alive."""

    reconstruction_mse: PerPart = Field(
        description="Mean squared error of decode(posterior mean) per grid point, in prepared units."
    )
    data_variance: PerPart = Field(
        description="Variance per grid point about the part's mean spectrum: the error of a constant model."
    )
    active_dimensions: int = Field(
        description="Latent dimensions whose posterior mean varies by more than 0.01 over the training part."
    )


class DataSource(_Part):
    """One collection a model learned from."""

    collection: str = Field(min_length=1, max_length=200, description="Name of the collection.")
    licence: str = Field("", max_length=200, description="SPDX identifier, or the licence as stated.")
    citation: str = Field("", max_length=MOST_PROSE, description="How the collection asks to be cited.")
    spectra: int | None = Field(None, ge=0, description="Number of its spectra; null if nobody said.")


class Description(_Part):
    """What only people know of a model; what nobody stated is empty."""

    intended_use: str = Field("", max_length=MOST_PROSE, description="What it was made for, and for whom.")
    out_of_scope: str = Field("", max_length=MOST_PROSE, description="What it must not be used for.")
    limits: str = Field("", max_length=MOST_PROSE, description="What it is known to do badly.")
    licence: str = Field("", max_length=200, description="Licence of the model, an SPDX identifier.")
    experimental: bool = Field(False, description="True if it is not yet good enough to rely on.")
    data: tuple[DataSource, ...] = Field(
        (), max_length=1000, description="The collections it learned from, each with licence and citation."
    )


class Card(_Part):
    """`card.json`. Its own SHA-256 is the digest of the bundle."""

    format: Literal[1] = Field(1, description="Version of this card's form.")
    model: str = Field(pattern=NAME_PATTERN, description="Name its maker gave it, for example raman-1.")
    technique: Technique = Field(description="The technique it encodes.")
    window: tuple[float, float] = Field(description="First and last grid point, in the unit of the axis.")
    recipe: str = Field(description="Id of the recipe in recipe.json.")
    architecture: VaeSettings = Field(description="Shape of the network and how it was trained.")
    training: TrainingFacts = Field(description="What it was trained on.")
    metrics: Metrics = Field(description="How well it does.")
    publishable: bool = Field(description="True only if every training spectrum was of the open tier.")
    description: Description = Field(Description(), description="What people say of it.")
    derived_from: str | None = Field(
        None, pattern=DIGEST_PATTERN, description="Digest of the model whose weights it started from."
    )
    edition_of: str | None = Field(
        None,
        pattern=DIGEST_PATTERN,
        description="Digest of the model with the same weights that this is described anew from.",
    )
    split_included: bool = Field(
        True,
        description="False if the split was left out, so that nobody can tell which spectra it has seen.",
    )
    created_at: datetime = Field(description="When it was made, UTC.")
    sha256: dict[str, str] = Field(description="SHA-256 of every other file of the bundle.")
