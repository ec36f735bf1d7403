"""How spectra are varied in training, as frozen data; `vary.py` does it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Augmentation(BaseModel):
    """What may differ between two measurements of one material without making it another.

    Everything acts on what adds up when materials mix: the prepared values themselves, their squares (recipes
    that take the square root), or Kubelka and Munk's K/S = (1 - R)² / 2R of a reflectance R (Kubelka & Munk
    1931, Z. techn. Physik 12, 593). Every strength is drawn anew for every spectrum and batch; zero
    leaves an effect out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    adds_up: Literal["values", "squares", "kubelka_munk"] = Field(description="What adds up in a mixture.")
    shift: float = Field(0.0, ge=0, description="Shift of the axis, standard deviation in units of the grid.")
    stretch: float = Field(0.0, ge=0, lt=0.1, description="Stretch of the axis, standard deviation, 0-1.")
    blur: float = Field(
        0.0, ge=0, le=1, description="Most of a mean over 5 grid points mixed in: resolution, 0-1."
    )
    heights: float = Field(
        0.0,
        ge=0,
        description="Most of the smooth random change of ln(height), without unit: orientation, response.",
    )
    dilution: float = Field(
        0.0, ge=0, description="Most of the change of ln(K/S) as a whole, without unit: dilution."
    )
    second: float = Field(0.0, ge=0, lt=1, description="Most of a second material mixed in, 0-1.")
    background: float = Field(
        0.0, ge=0, description="Most of a smooth background added, in units of what adds up: fluorescence."
    )
    gain: float = Field(
        0.0, ge=0, description="Change of ln(value) as a whole, standard deviation, without unit."
    )
    noise: float = Field(
        0.0, ge=0, description="Most of the standard deviation of the noise, prepared units."
    )
    spikes: float = Field(0.0, ge=0, le=1, description="Share of spectra that get a cosmic spike, 0-1.")
    cut: float = Field(0.0, ge=0, lt=0.5, description="Most of the grid cut away at an end, 0-1.")
    rescale: bool = Field(False, description="Whether prepared values span 0 to 1 and must again.")
