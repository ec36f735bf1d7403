"""The closed lists of words a record may use."""

from __future__ import annotations

from enum import IntFlag, StrEnum
from typing import Final

from pigment_archive.units import AxisKind


class Technique(StrEnum):
    """How a spectrum was measured. Decides the grid, the recipe and the model."""

    RAMAN = "raman"
    REFLECTANCE = "reflectance"
    FTIR_ATR = "ftir_atr"
    FTIR_TRANSMISSION = "ftir_transmission"
    FTIR_REFLECTANCE = "ftir_reflectance"
    XRF = "xrf"


AXIS_OF_TECHNIQUE: Final[dict[Technique, AxisKind]] = {
    Technique.RAMAN: AxisKind.RAMAN_SHIFT,
    Technique.REFLECTANCE: AxisKind.WAVELENGTH,
    Technique.FTIR_ATR: AxisKind.WAVENUMBER,
    Technique.FTIR_TRANSMISSION: AxisKind.WAVENUMBER,
    Technique.FTIR_REFLECTANCE: AxisKind.WAVENUMBER,
    Technique.XRF: AxisKind.ENERGY,
}

WINDOW_OF_TECHNIQUE: Final[dict[Technique, tuple[float, float]]] = {
    Technique.RAMAN: (150.0, 1280.0),
    Technique.REFLECTANCE: (405.0, 995.0),
    Technique.FTIR_ATR: (650.0, 4000.0),
    Technique.FTIR_TRANSMISSION: (650.0, 4000.0),
    Technique.FTIR_REFLECTANCE: (650.0, 4000.0),
    Technique.XRF: (0.5, 20.0),
}


class Quantity(StrEnum):
    """What the ordinate of a spectrum measures. Reflectance and transmittance are fractions 0-1."""

    REFLECTANCE = "reflectance"
    TRANSMITTANCE = "transmittance"
    ABSORBANCE = "absorbance"
    LOG_1_OVER_R = "log_1_over_r"
    KUBELKA_MUNK = "kubelka_munk"
    RADIANCE = "radiance"
    INTENSITY = "intensity"
    COUNTS = "counts"
    SINGLE_BEAM = "single_beam"
    INTERFEROGRAM = "interferogram"
    UNKNOWN = "unknown"


QUANTITIES_OF_TECHNIQUE: Final[dict[Technique, tuple[Quantity, ...]]] = {
    Technique.RAMAN: (Quantity.INTENSITY, Quantity.COUNTS),
    Technique.REFLECTANCE: (Quantity.REFLECTANCE, Quantity.LOG_1_OVER_R, Quantity.KUBELKA_MUNK),
    Technique.FTIR_ATR: (
        Quantity.ABSORBANCE, Quantity.TRANSMITTANCE, Quantity.REFLECTANCE, Quantity.LOG_1_OVER_R,
    ),
    Technique.FTIR_TRANSMISSION: (Quantity.ABSORBANCE, Quantity.TRANSMITTANCE),
    Technique.FTIR_REFLECTANCE: (
        Quantity.REFLECTANCE, Quantity.ABSORBANCE, Quantity.LOG_1_OVER_R, Quantity.KUBELKA_MUNK,
    ),
    Technique.XRF: (Quantity.COUNTS, Quantity.INTENSITY),
}  # fmt: skip


class Tier(StrEnum):
    """How far a record may travel. Unknown means sealed."""

    OPEN = "open"
    AGGREGATE = "aggregate"
    SEALED = "sealed"


class Status(StrEnum):
    """Whether a record takes part: needs_review is kept but not searchable until answered."""

    ACTIVE = "active"
    NEEDS_REVIEW = "needs_review"
    DEPRECATED = "deprecated"


class Origin(StrEnum):
    """Where a material comes from."""

    NATURAL = "natural"
    SYNTHETIC = "synthetic"
    BOTH = "both"


class Role(StrEnum):
    """What a material does in a paint."""

    PIGMENT = "pigment"
    DYE = "dye"
    BINDER = "binder"
    EXTENDER = "extender"
    SUBSTRATE = "substrate"
    VARNISH = "varnish"
    DEGRADATION = "degradation"


class MaskBit(IntFlag):
    """Why a point of a spectrum must not be believed. Bits may combine; 0 means good."""

    GOOD = 0
    MISSING = 1
    SATURATED = 2
    OUTSIDE_VALID_RANGE = 4
    BAD_BAND = 8
    SEAM = 16
    USER = 32
