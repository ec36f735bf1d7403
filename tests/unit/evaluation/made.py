"""A library made of numbers: materials are sums of bands, samples vary them a little, spectra add noise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from pigment_archive.evaluation.leaks import Leaks
from pigment_archive.evaluation.library import Encoded, Library

MATERIALS, SAMPLES, SPECTRA, POINTS = 24, 4, 2, 80
NO_LEAKS = Leaks((), np.zeros(MATERIALS * SAMPLES * SPECTRA, dtype=bool), {})


def library(*, seed: int = 0, noise: float = 0.01, variety: float = 0.05) -> Library:
    """24 materials with 4 samples of 2 spectra each; the two are of two lasers."""
    random = np.random.default_rng(seed)
    grid = np.linspace(100.0, 900.0, POINTS)
    rows, names, samples, facts = [], [], [], []
    for material in range(MATERIALS):
        places, heights = random.uniform(150, 850, 5), random.uniform(0.3, 1.0, 5)
        for sample in range(SAMPLES):
            varied = heights * random.normal(1.0, variety, 5)
            clean = sum(h * np.exp(-(((grid - p) / 15.0) ** 2)) for p, h in zip(places, varied, strict=True))
            for spectrum in range(SPECTRA):
                rows.append(np.abs(clean + random.normal(0.0, noise, POINTS)))
                names.append(f"material {material:02d}")
                samples.append(f"S{material:02d}{sample}")
                facts.append({"laser_wavelength": (532.0, 785.0)[spectrum], "collection": "made"})
    linear = np.array(rows)
    linear /= linear.max(axis=1, keepdims=True)
    count = len(rows)
    return Library(
        grid=grid,
        prepared=np.sqrt(linear),
        contrast=np.sqrt(linear),
        linear=linear,
        acquired=linear + 0.2,
        ranges=np.tile([100.0, 900.0], (count, 1)),
        records=[f"record {row:03d}" for row in range(count)],
        materials=names,
        groups=samples,
        samples=samples,
        fingerprints=[f"{row:064x}" for row in range(count)],
        facts=facts,
        reflectance=False,
        baseline=True,
    )


def encoded(of: Library, latents: np.ndarray | None = None) -> Encoded:
    """Parts: the last sixth of the materials is new; of the others sample 2 validates and sample 3 tests.

    Without latents the prepared spectra themselves are the latents, and the reconstruction is perfect but
    for a tenth.
    """
    parts = []
    for row in range(len(of)):
        material, sample = divmod(row // SPECTRA, SAMPLES)
        known = ("training", "training", "validation", "test")[sample]
        parts.append("new_material" if material >= MATERIALS * 5 // 6 else known)
    made = of.prepared if latents is None else latents
    return Encoded(of, np.array(parts), made.astype(np.float32), of.prepared * 0.9)


def changed(of: Library, **columns: Mapping[int, object]) -> Library:
    """The library with some entries of its columns replaced: `materials={3: "other"}`."""
    new = {}
    for name, entries in columns.items():
        column = getattr(of, name)
        column = column.copy() if isinstance(column, np.ndarray) else list(column)
        for row, value in entries.items():
            column[row] = value
        new[name] = column
    return replace(of, **new)
