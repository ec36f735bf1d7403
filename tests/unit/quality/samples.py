"""Simulated spectra whose noise, bands and faults are known: the ground truth of the quality tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from pigment_archive.preprocessing import default_recipe
from pigment_archive.quality.view import View, view_of
from pigment_archive.records import Facts, Material, Quantity, Sample, Session, Spectrum, Technique
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE

RECIPES = {technique: default_recipe(technique) for technique in Technique}
AXES = {
    Technique.RAMAN: np.arange(120.0, 1300.0, 0.5),
    Technique.REFLECTANCE: np.arange(380.0, 1020.0, 1.0),
    Technique.FTIR_ATR: np.arange(600.0, 4000.0, 2.0),
    Technique.XRF: np.arange(0.0, 40.96, 0.02),
}
QUANTITIES = {
    Technique.RAMAN: Quantity.INTENSITY,
    Technique.REFLECTANCE: Quantity.REFLECTANCE,
    Technique.FTIR_ATR: Quantity.ABSORBANCE,
    Technique.XRF: Quantity.COUNTS,
}


def bands(axis: np.ndarray, places: list[float], width: float, height: float = 1000.0) -> np.ndarray:
    """Gaussian bands of one full width at half maximum, in the unit of the axis."""
    return sum(
        height / (1 + number % 3) * np.exp(-4 * np.log(2) * ((axis - place) / width) ** 2)
        for number, place in enumerate(places)
    )


def spectrum(
    axis: np.ndarray, values: np.ndarray, technique: Technique = Technique.RAMAN, **fields: Any
) -> Spectrum:
    """A spectrum of a technique."""
    return Spectrum(
        **{
            "axis": axis,
            "values": values,
            "axis_kind": AXIS_OF_TECHNIQUE[technique],
            "quantity": QUANTITIES[technique],
            "technique": technique,
            **fields,
        }
    )


def clean(technique: Technique = Technique.RAMAN, *, seed: int = 0, mineral: int = 0) -> Spectrum:
    """A good spectrum: `mineral` fixes its bands, `seed` its noise."""
    axis, noise = AXES[technique], np.random.default_rng(seed)
    lo, hi = RECIPES[technique].window
    span = hi - lo
    places = (lo + span * np.random.default_rng(1000 + mineral).uniform(0.05, 0.95, 8)).tolist()
    shape = bands(axis, places, span / 100)
    if technique is Technique.XRF:
        return spectrum(axis, noise.poisson(5 + 5 * shape), technique)
    if technique is Technique.REFLECTANCE:
        level = 0.3 + bands(axis, places, span / 5, 0.2)
        return spectrum(axis, level + noise.normal(0, 0.001, axis.size), technique)
    scale = 1.0 if technique is Technique.RAMAN else 1e-3
    return spectrum(axis, scale * (100 + shape + noise.normal(0, 5, axis.size)), technique)


def view(one: Spectrum, technique: Technique = Technique.RAMAN) -> View:
    """The view of a spectrum in its technique's default window."""
    found = view_of(one, RECIPES[technique])
    assert found is not None
    return found


def facts(
    material: str | None = None,
    sample: str | None = None,
    session: str | None = None,
    reference: str | None = None,
) -> Facts:
    """Facts of one spectrum."""
    return Facts(
        material=Material(name=material),
        sample=Sample(name=sample),
        session=Session(name=session, reference=reference),
    )
