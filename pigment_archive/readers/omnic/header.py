"""The header block of one spectrum in an OMNIC file (key 2)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np

from pigment_archive.errors import Inconsistent

_LEAST_BYTES: Final = 24
_FIELDS: Final = {  # place in the block and form, as `struct` writes forms
    "points": (4, "I"), "x_units_code": (8, "B"), "y_units_code": (12, "B"), "first_x": (16, "f"),
    "last_x": (20, "f"), "scan_points": (28, "I"), "peak_position": (32, "I"), "scans": (36, "I"),
    "fft_points": (44, "I"), "background_scans": (52, "I"), "background_gain": (56, "f"),
    "collection_time_csec": (68, "I"), "reference_frequency": (80, "f"), "sample_spacing": (84, "f"),
    "aperture": (92, "f"), "raman_excitation": (96, "f"),
}  # fmt: skip
_DATA_POINTS: Final = 2
_SINGLE_BEAM, _DETECTOR_SIGNAL = 15, 22


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says.

    Attributes:
        points: Number of values.
        x_code: Code of the unit of x.
        y_code: Code of the unit of y.
        first: x of the first value as stored.
        last: x of the last value as stored.
        scans: Number of co-added scans, 0 for unknown.
        excitation: Raman excitation in cm-1, 0 for none.
        verbatim: Every field under its name.
    """

    points: int
    x_code: int
    y_code: int
    first: float
    last: float
    scans: int
    excitation: float
    verbatim: dict[str, str]

    @property
    def is_result(self) -> bool:
        """False for interferograms and single beams, from which a result is only computed."""
        return self.x_code != _DATA_POINTS and self.y_code not in (_SINGLE_BEAM, _DETECTOR_SIGNAL)


def parse_header(block: bytes) -> Header:
    """The header of one spectrum.

    Raises:
        Inconsistent: The block is too short for one, or its axis is not finite.
    """
    if len(block) < _LEAST_BYTES:
        raise Inconsistent(f"a spectrum's header has {len(block)} bytes, expected {_LEAST_BYTES} or more")
    field = {
        name: struct.unpack_from(f"<{form}", block, place)[0]
        for name, (place, form) in _FIELDS.items()
        if place + struct.calcsize(form) <= len(block)
    }
    if not np.isfinite((field["first_x"], field["last_x"])).all():
        raise Inconsistent("the axis of a spectrum is not finite")
    return Header(
        points=field["points"],
        x_code=field["x_units_code"],
        y_code=field["y_units_code"],
        first=field["first_x"],
        last=field["last_x"],
        scans=field.get("scans", 0),
        excitation=field.get("raman_excitation", 0.0),
        verbatim={name: str(value) for name, value in field.items()},
    )
