"""The RRUFF Raman spectra as the gate's tests need them, read from the tar as it comes."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from pigment_archive.encoder.train import TrainingSet
from pigment_archive.preprocessing import Prepared, Recipe
from pigment_archive.records import Quantity, Spectrum, Tier
from pigment_archive.units import AxisKind


@dataclass(frozen=True)
class Library:
    data: TrainingSet
    materials: list[str]


def rruff(data_dir: Path, recipe: Recipe, first: int | None = None) -> Library:
    """The first spectra of the archive (by mineral), prepared; all of them when not said."""
    tar = data_dir / "rruff_raman" / "rruff_excellent_unoriented_train.tar.xz"
    rows, materials, samples, fingerprints = [], [], [], []
    for material, sample, spectrum in islice(_members(tar), first):
        (prepared,) = recipe.prepare_many([spectrum])
        if isinstance(prepared, Prepared):
            rows.append(prepared.values)
            materials.append(material)
            samples.append(sample)
            fingerprints.append(spectrum.fingerprint())
    count = len(rows)
    records = [str(row) for row in range(count)]
    data = TrainingSet(
        prepared=np.array(rows),
        records=records,
        groups=samples,
        fingerprints=fingerprints,
        labels=materials,
        label="material",
        collections=["rruff"] * count,
        tiers=[Tier.OPEN] * count,
    )
    return Library(data, materials)


def _members(tar: Path) -> Iterator[tuple[str, str, Spectrum]]:
    with tarfile.open(tar, "r|xz") as members:
        for member in members:
            content = members.extractfile(member) if member.name.endswith(".txt") else None
            if content is None:
                continue
            lines = content.read().decode("latin-1").splitlines()
            header = dict(line[2:].split("=", 1) for line in lines if line.startswith("##") and "=" in line)
            points = [line.split(",") for line in lines if "," in line and not line.startswith("##")]
            axis, values = np.array(points, dtype=float).T
            axis, places = np.unique(axis, return_index=True)
            spectrum = Spectrum(
                axis=axis,
                values=values[places],
                axis_kind=AxisKind.RAMAN_SHIFT,
                quantity=Quantity.INTENSITY,
            )
            yield header["NAMES"], header["RRUFFID"], spectrum
