"""A spectrum as acquired: one strictly rising axis, one value a point, and what the file said about it."""

from __future__ import annotations

import hashlib
from math import isnan
from typing import Annotated, Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from pigment_archive.errors import Inconsistent
from pigment_archive.records.facts import Facts
from pigment_archive.records.vocabulary import MaskBit, Quantity, Technique
from pigment_archive.units import AXIS_UNITS, AxisKind

MAX_MISSING_FRACTION = 0.5


def _frozen_array(dtype: type) -> Any:
    def convert(value: Any) -> Any:
        if isinstance(value, np.ndarray) and value.dtype == dtype and _is_sealed(value):
            return value
        array: npt.NDArray[Any] = np.array(value, dtype=dtype)
        array.setflags(write=False)
        return array

    return BeforeValidator(convert)


def _is_sealed(array: npt.NDArray[Any]) -> bool:
    """True when nobody can write to the numbers, so that they may be shared instead of copied."""
    base = array.base
    sealed = base is None or isinstance(base, bytes) or (isinstance(base, np.ndarray) and _is_sealed(base))
    return sealed and not array.flags.writeable


def _listed(array: npt.NDArray[Any]) -> list[float | int | None]:
    return [None if isnan(value) else value for value in array.tolist()]


_NUMBERS = WithJsonSchema({"type": "array", "items": {"type": ["number", "null"]}})
_BYTES = WithJsonSchema({"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 255}})
Floats = Annotated[
    npt.NDArray[np.float64], _frozen_array(np.float64), PlainSerializer(_listed, when_used="json"), _NUMBERS
]
Mask = Annotated[
    npt.NDArray[np.uint8], _frozen_array(np.uint8), PlainSerializer(_listed, when_used="json"), _BYTES
]


class Note(BaseModel):
    """Something a reader changed or noticed; `code` is stable, `text` is for people."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(description="Stable code, for example axis_flipped, unit_converted, scale_inferred.")
    text: str = Field(description="The same for people.")


class Spectrum(BaseModel):
    """One acquired spectrum. Frozen; arrays are read-only.

    Attributes:
        axis: float64 (n,), strictly increasing, finite, in the one unit of `axis_kind`.
        values: float64 (n,), NaN exactly where the mask has MISSING.
        mask: uint8 (n,), `MaskBit` bits, 0 = good. All zero when not given.
        sigma: float64 (n,) or None, one standard deviation of `values`, in their unit; NaN = not measured.
        width: float64 (n,) or None, full width at half maximum of each channel, in the axis unit.
        segments: (start, stop) index pairs of detector pieces; empty means one piece.

    Raises:
        Inconsistent: Lengths differ, the axis does not rise strictly or is not finite, or more than half
            of the values are missing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    _array_fields: ClassVar[tuple[str, ...]] = ("axis", "values", "mask", "sigma", "width")

    axis: Floats = Field(description="Abscissa, strictly rising, in the unit of axis_kind (nm, cm-1, keV).")
    values: Floats = Field(
        description="Ordinate, float64; null where missing. Reflectance is a fraction 0-1."
    )
    axis_kind: AxisKind = Field(description="What the axis measures; fixes its unit.")
    quantity: Quantity = Field(description="What the values measure.")
    mask: Mask = Field(
        default_factory=lambda: np.zeros(0, np.uint8),
        description="Bits per point: 1 missing, 2 saturated, 4 outside range, 8 bad band, 16 seam, 32 user.",
    )
    sigma: Floats | None = Field(
        None, description="One standard deviation of each value, same unit as values."
    )
    width: Floats | None = Field(None, description="Full width at half maximum of each channel, axis unit.")
    segments: tuple[tuple[int, int], ...] = Field(
        (), description="(start, stop) indices of detector pieces; empty = one piece."
    )
    technique: Technique | None = Field(None, description="How it was measured, where the file says so.")
    facts: Facts = Field(Facts(), description="What the file says about material, sample, ...")
    header: dict[str, str] = Field(
        default_factory=dict, description="The file's own header, spelling and order kept verbatim."
    )
    notes: tuple[Note, ...] = Field((), description="What the reader changed or noticed.")
    index: int = Field(0, ge=0, description="Position of this spectrum in its file, from 0.")

    @model_validator(mode="after")
    def _check(self) -> Self:
        points = self.axis.shape[0] if self.axis.ndim == 1 else -1
        if self.mask.size == 0 and points > 0:
            object.__setattr__(self, "mask", _default_mask(self.values))
        for name in self._array_fields:
            array = getattr(self, name)
            if array is not None and array.shape != (points,):
                raise Inconsistent(f"{name} has shape {array.shape}, expected ({points},) like the axis")
        _check_axis(self.axis)
        _check_missing(self.values, self.mask)
        return self

    @property
    def axis_unit(self) -> str:
        """The unit of the axis: nm, cm-1, keV or channel."""
        return AXIS_UNITS[self.axis_kind]

    def changed(self, **fields: Any) -> Spectrum:
        """A new spectrum with these fields replaced; everything is checked again."""
        present = {name: getattr(self, name) for name in type(self).model_fields}
        return Spectrum(**{**present, **fields})

    def fingerprint(self) -> str:
        """SHA-256 over axis, values, mask (little-endian bytes) and both kinds: equal data, equal text."""
        digest = hashlib.sha256(f"{self.axis_kind.value}|{self.quantity.value}|".encode())
        for array in (self.axis, self.values, self.mask):
            digest.update(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes())
        return digest.hexdigest()


def _default_mask(values: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    mask = np.where(np.isfinite(values), 0, MaskBit.MISSING.value).astype(np.uint8)
    mask.setflags(write=False)
    return mask


def _check_axis(axis: npt.NDArray[np.float64]) -> None:
    if axis.ndim != 1 or axis.size < 2:
        raise Inconsistent("a spectrum needs at least two points on one axis")
    if not np.isfinite(axis).all():
        raise Inconsistent("the axis holds a value that is not finite")
    if not (np.diff(axis) > 0).all():
        raise Inconsistent("the axis does not rise strictly")


def _check_missing(values: npt.NDArray[np.float64], mask: npt.NDArray[np.uint8]) -> None:
    missing = (mask & MaskBit.MISSING.value) != 0
    if not np.array_equal(missing, ~np.isfinite(values)):
        raise Inconsistent("the mask must say missing exactly where the values are not finite")
    if missing.mean() > MAX_MISSING_FRACTION:
        raise Inconsistent(f"{missing.sum()} of {missing.size} values are missing, more than half")
