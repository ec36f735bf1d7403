"""What stands under the axis of a plot."""

from __future__ import annotations

from typing import Final

AXIS_LABELS: Final = {
    "raman_shift": "Raman shift (cm⁻¹)",
    "wavenumber": "Wavenumber (cm⁻¹)",
    "wavelength": "Wavelength (nm)",
    "energy": "Energy (keV)",
}
