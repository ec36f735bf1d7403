"""Axis kinds, their one unit each, and the only conversions between units."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import UnitError

FloatArray = npt.NDArray[np.float64]


class AxisKind(StrEnum):
    """What the abscissa of a spectrum measures. Each kind has exactly one unit here.

    A spectrum of unknown kind is kept for review and never searched.
    """

    WAVELENGTH = "wavelength"
    WAVENUMBER = "wavenumber"
    RAMAN_SHIFT = "raman_shift"
    ENERGY = "energy"
    CHANNEL = "channel"
    UNKNOWN = "unknown"


AXIS_UNITS: Final[dict[AxisKind, str]] = {
    AxisKind.WAVELENGTH: "nm",
    AxisKind.WAVENUMBER: "cm-1",
    AxisKind.RAMAN_SHIFT: "cm-1",
    AxisKind.ENERGY: "keV",
    AxisKind.CHANNEL: "channel",
    AxisKind.UNKNOWN: "unknown",
}

_SPELLINGS: Final[dict[str, str]] = {
    "nm": "nm", "nanometer": "nm", "nanometers": "nm", "nanometre": "nm", "nanometres": "nm",
    "um": "um", "µm": "um", "μm": "um", "micron": "um", "microns": "um", "micrometer": "um",
    "micrometers": "um", "micrometre": "um", "micrometres": "um",
    "cm-1": "cm-1", "cm^-1": "cm-1", "1/cm": "cm-1", "cm⁻¹": "cm-1", "cm¯¹": "cm-1",
    "cm−1": "cm-1", "cm**-1": "cm-1", "wavenumber": "cm-1",
    "wavenumbers": "cm-1",
    "kev": "keV", "ev": "eV", "channel": "channel", "channels": "channel",
}  # fmt: skip

_FACTORS: Final[dict[tuple[AxisKind, str], float]] = {
    (AxisKind.WAVELENGTH, "nm"): 1.0,
    (AxisKind.WAVELENGTH, "um"): 1000.0,
    (AxisKind.WAVENUMBER, "cm-1"): 1.0,
    (AxisKind.RAMAN_SHIFT, "cm-1"): 1.0,
    (AxisKind.ENERGY, "keV"): 1.0,
    (AxisKind.ENERGY, "eV"): 0.001,
    (AxisKind.CHANNEL, "channel"): 1.0,
    (AxisKind.UNKNOWN, "unknown"): 1.0,
}


def unit_from_text(text: str) -> str | None:
    """The canonical spelling of a unit (`nm`, `um`, `cm-1`, `keV`, `eV`, `channel`), None if unknown."""
    return _SPELLINGS.get(text.strip().strip("{}[]()").strip().lower())


def kind_of_unit(unit: str) -> AxisKind:
    """The only kind of axis that has this unit; UNKNOWN where there is none, or more than one (cm-1)."""
    kinds = [kind for kind, known in _FACTORS if known == unit]
    return kinds[0] if len(kinds) == 1 else AxisKind.UNKNOWN


def axis_to_canonical(axis: FloatArray, kind: AxisKind, unit: str) -> FloatArray:
    """Convert an axis to the one unit of its kind (nm, cm-1, keV, channel).

    Args:
        axis: float64 (n,), in `unit`.
        kind: What the axis measures.
        unit: A canonical unit spelling as `unit_from_text` returns it.

    Raises:
        UnitError: The unit does not belong to this kind of axis.
    """
    factor = _FACTORS.get((kind, unit))
    if factor is None:
        raise UnitError(
            f"unit {unit!r} does not fit an axis of kind {kind.value!r}, expected {AXIS_UNITS[kind]!r}",
            remedy="Correct the unit in the file's header or say the technique.",
        )
    return np.asarray(axis, dtype=np.float64) * factor if factor != 1.0 else np.asarray(axis, np.float64)


def fraction_from_percent(values: FloatArray) -> FloatArray:
    """Percent to fraction: values / 100."""
    return np.asarray(values, dtype=np.float64) / 100.0
