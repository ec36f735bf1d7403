"""The literature table: published Raman bands and reflectance features of historical pigments, with sources.

What is published and what is assumed is told in `docs/demo-sources.md`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pigment_archive.records import Origin


@dataclass(frozen=True, slots=True)
class Band:
    """One Raman band.

    Attributes:
        position: Raman shift in cm-1, as published.
        intensity: Height relative to the strongest band of the material, 0-1.
        width: Full width at half maximum in cm-1; assumed for nearly every band.
        source: Key of its source.
    """

    position: float
    intensity: float
    width: float
    source: str


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a reflectance spectrum.

    Attributes:
        kind: edge (reflectance rises there), absorption or peak.
        position: Wavelength in nm, as published.
        strength: Height of an edge, relative depth of an absorption or height of a peak, 0-1; assumed.
        width: Full width at half maximum, for an edge the distance of its rise, in nm; assumed.
        source: Key of its source.
    """

    kind: str
    position: float
    strength: float
    width: float
    source: str


@dataclass(frozen=True, slots=True)
class Pigment:
    """A material with what is published about its spectra; either tuple may be empty."""

    name: str
    colour: str
    formula: str
    origin: Origin
    bands: tuple[Band, ...]
    features: tuple[Feature, ...]


@cache
def pigments() -> tuple[Pigment, ...]:
    """Every material of the table, by name."""
    bands: defaultdict[str, list[Band]] = defaultdict(list)
    for row in _rows("raman_bands"):
        numbers = float(row["position"]), float(row["relative_intensity"]), float(row["width"])
        bands[row["material"]].append(Band(*numbers, source=row["source"]))
    features: defaultdict[str, list[Feature]] = defaultdict(list)
    for row in _rows("reflectance_features"):
        numbers = float(row["position"]), float(row["strength"]), float(row["width"])
        features[row["material"]].append(Feature(row["kind"], *numbers, source=row["source"]))
    return tuple(
        Pigment(
            name=row["material"],
            colour=row["colour"],
            formula=row["formula"],
            origin=Origin(row["origin"]),
            bands=tuple(bands[row["material"]]),
            features=tuple(features[row["material"]]),
        )
        for row in sorted(_rows("materials"), key=lambda row: row["material"])
    )


def citations() -> dict[str, str]:
    """The citation of every source, by its key."""
    return {row["source"]: row["citation"] for row in _rows("sources")}


def _rows(table: str) -> list[dict[str, str]]:
    text = (resources.files("pigment_archive.demo") / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
