"""The spectra a model is examined on: prepared in three ways, named, and without equal ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.encoder.split import Part

FloatArray = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

OUTSIDE: Final = "outside"
SEEN: Final = (Part.TRAINING.value, Part.VALIDATION.value)
UNSEEN: Final = (Part.TEST.value, Part.NEW_MATERIAL.value, OUTSIDE)
NOT_NAMED: Final = -1


@dataclass(frozen=True, eq=False)
class Library:
    """n spectra on one grid of g points and what is known of them.

    Attributes:
        grid: float64 (g,), in the unit of the axis.
        prepared: float64 (n, g), what the encoder sees.
        contrast: float64 (n, g), what a search compares candidates by: `Network.contrast`.
        linear: float64 (n, g), the same without square root, 0-1 where the recipe scales it.
        acquired: float64 (n, g), the acquired values.
        ranges: float64 (n, 2), first and last grid point that was measured.
        records: Record ids.
        materials: Material of each, None where it is not named.
        groups: Object, else sample, else file of each.
        samples: The piece measured.
        fingerprints: `Spectrum.fingerprint` of each.
        facts: Facts of each by their flat names.
        reflectance: Whether the values are reflectances, so that log(1/R) has a meaning.
        baseline: Whether `linear` lost a baseline that `acquired` still has.
    """

    grid: FloatArray
    prepared: FloatArray
    contrast: FloatArray
    linear: FloatArray
    acquired: FloatArray
    ranges: FloatArray
    records: Sequence[str]
    materials: Sequence[str | None]
    groups: Sequence[str]
    samples: Sequence[str]
    fingerprints: Sequence[str]
    facts: Sequence[Mapping[str, object]]
    reflectance: bool
    baseline: bool

    def __len__(self) -> int:
        return len(self.records)

    def take(self, rows: npt.NDArray[np.int64]) -> Library:
        """The library of some rows, in that order."""
        picked: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or field.name == "grid":
                continue
            is_array = isinstance(value, np.ndarray)
            picked[field.name] = value[rows] if is_array else [value[row] for row in rows]
        return replace(self, **picked)

    @cached_property
    def material_codes(self) -> Codes:
        """One number a material, spelling of case and accents aside; -1 where it is not named."""
        return codes([None if name is None else plain(name) for name in self.materials])

    @cached_property
    def group_codes(self) -> Codes:
        """One number a group."""
        return codes(self.groups)

    @cached_property
    def sample_codes(self) -> Codes:
        """One number a sample."""
        return codes(self.samples)

    def fact_values(self, fact: str) -> FloatArray:
        """A fact as numbers that can be compared: itself, or a code of its text; nan where not stated."""
        stated = [facts.get(fact) for facts in self.facts]
        if all(value is None or isinstance(value, int | float) for value in stated):
            return np.array([np.nan if value is None else value for value in stated], dtype=np.float64)
        numbered = codes([None if value is None else plain(str(value)) for value in stated])
        return np.where(numbered == NOT_NAMED, np.nan, numbered.astype(np.float64))


@dataclass(frozen=True, eq=False)
class Encoded:
    """A library as one model sees it.

    Attributes:
        library: The spectra.
        parts: Text (n,), the part of the model's split, or `outside`.
        latents: float32 (n, d), posterior means.
        reconstruction: float64 (n, g), what the model draws from them, in prepared units.
    """

    library: Library
    parts: npt.NDArray[np.str_]
    latents: npt.NDArray[np.float32]
    reconstruction: FloatArray

    @cached_property
    def training(self) -> npt.NDArray[np.bool_]:
        """Where the spectrum is of the training part; nowhere, if the model travels without its split."""
        return np.asarray(self.parts == Part.TRAINING.value)

    @cached_property
    def seen(self) -> npt.NDArray[np.bool_]:
        """Where the model saw the spectrum: trained on it, or stopped by it."""
        return np.isin(self.parts, SEEN)


@dataclass(frozen=True)
class Dropped:
    """How many spectra were taken out before anything was measured."""

    identical: int
    renamed: int


def without_equals(library: Library) -> tuple[Library, Dropped]:
    """One of each set of byte-identical spectra; none of a set that has several material names."""
    sets: dict[str, list[int]] = {}
    for row, fingerprint in enumerate(library.fingerprints):
        sets.setdefault(fingerprint, []).append(row)
    keep: list[int] = []
    identical = renamed = 0
    for rows in sets.values():
        named = [row for row in rows if library.materials[row] is not None]
        if len({plain(str(library.materials[row])) for row in named}) > 1:
            renamed += len(rows)
            continue
        identical += len(rows) - 1
        keep.append((named or rows)[0])
    return library.take(np.array(sorted(keep), dtype=np.int64)), Dropped(identical, renamed)


def plain(name: str) -> str:
    """A name in small letters without accents, so that Hübnerite is hubnerite."""
    apart = unicodedata.normalize("NFKD", name.strip())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def codes(names: Sequence[str | None]) -> Codes:
    """One number a distinct name, in the order of the names; -1 for None."""
    numbers = {name: code for code, name in enumerate(sorted({n for n in names if n is not None}))}
    return np.array([NOT_NAMED if name is None else numbers[name] for name in names], dtype=np.int64)
