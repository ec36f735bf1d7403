"""The spectra of one LabSpec measurement: a single one, a series, or a map whose pixels are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import ReadError
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.images import spectra_of
from pigment_archive.readers.labspec import Axis, amount
from pigment_archive.readers.ordering import Overlap
from pigment_archive.readers.places import Places, image_of
from pigment_archive.readers.reader import Content, Reading
from pigment_archive.records import Spectrum

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scan:
    """Spectra on one axis.

    Attributes:
        axis: float64 (n,), the spectral axis.
        rows: float64 (spectra, n).
        columns: The further axes: places, times, numbers of points; empty where the file names none.
        coordinates: float64 (spectra,) for each further axis.
        meaning: What the numbers are.
        told: What the file says about all spectra.
        content: The file.
    """

    axis: Floats
    rows: Floats
    columns: Sequence[Axis]
    coordinates: Sequence[Floats]
    meaning: Meaning
    told: Told
    content: Content

    def reading(self, before: int = 0) -> Reading:
        """The spectra; `before` stand in front of them in the file.

        Raises:
            ReadError: The only spectrum of the file is refused, or nothing of a map can be taken.
        """
        places = None if before else self._places()
        if places is None:
            return [self._single(number, before) for number in range(len(self.rows))]
        image = image_of(
            places,
            count=len(self.rows),
            channels=self.axis.size,
            rows=lambda numbers: self.rows[numbers],
            spectrum=self._spectrum,
            told=self.told,
            about=self._about,
        )
        return spectra_of(image, self.content.hints.sampling, self.content.limits)

    def _places(self) -> Places | None:
        """The places of the spectra, None where the file declares none.

        Of a line along one axis, the place on the other is that of the stage, 0 if this is not told.
        """
        pairs = list(zip(self.columns, self.coordinates, strict=False))
        found = {axis.label[0].upper(): numbers for axis, numbers in pairs if axis.is_place}
        units = {axis.plain_unit for axis, _ in pairs if axis.is_place}
        if len(units) != 1 or not all(np.isfinite(numbers).all() for numbers in found.values()):
            return None
        stage = (np.full(len(self.rows), amount(self.told.header, name) or 0.0) for name in ("X", "Y"))
        x, y = (found.get(name, still) for name, still in zip(("X", "Y"), stage, strict=True))
        return Places(x=x, y=y, z=found.get("Z"), unit=units.pop() or "unknown")

    def _about(self, number: int, told: Told) -> Told:
        """What stands before a spectrum goes into its header, under the name of its axis."""
        names = [axis.label for axis in self.columns]
        names = names or [f"column {place + 1}" for place in range(len(self.coordinates))]
        own = {
            name: f"{column[number]:g}" for name, column in zip(names, self.coordinates, strict=True) if name
        }
        return replace(told, header={**told.header, **own})

    def _single(self, number: int, before: int) -> Spectrum | ReadError:
        told = replace(self._about(number, self.told), index=before + number)
        try:
            return self._spectrum(self.rows[number], None, told)
        except ReadError as error:
            if not before and len(self.rows) == 1:
                raise
            return type(error)(error.problem, where=f"spectrum {before + number + 1}", remedy=error.remedy)

    def _spectrum(self, values: Floats, sigma: Floats | None, told: Told) -> Spectrum:
        several = self.told.header.get("Windows", "1").strip() not in ("", "1")
        return admit(
            self.axis, values, self.meaning, told, sigma=sigma,
            overlap=Overlap.CUT if several else Overlap.REFUSE, limits=self.content.limits,
        )  # fmt: skip
