"""Simulated spectra with a linear encoder, into which artefacts are planted: the truth is known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from pigment_archive.encoder.split import Part
from pigment_archive.evaluation.examined import Examined
from pigment_archive.records import Technique

GRID = np.linspace(150.0, 1280.0, 566)
STEP = GRID[1] - GRID[0]


@dataclass
class Plan:
    """Every material has `samples` samples; one spectrum a sample in each session, or in one at random."""

    materials: int = 30
    samples: int = 4
    sessions: int = 3
    noise: float = 0.01
    dimensions: int = 16
    shift: dict[str, float] = field(default_factory=dict)
    coarse: dict[str, float] = field(default_factory=dict)
    moved: dict[str, float] = field(default_factory=dict)
    nested: bool = False
    seed: int = 0


def spectra(plan: Plan) -> Examined:
    rng = np.random.default_rng(plan.seed)
    rows, materials, samples, sessions = [], [], [], []
    for number in range(plan.materials):
        places = rng.uniform(200.0, 1230.0, 6)
        heights, widths = rng.uniform(0.2, 1.0, 6), rng.uniform(5.0, 12.0, 6)
        own = f"session {number % plan.sessions}"
        for sample in range(plan.samples):
            session = own if plan.nested else f"session {rng.integers(plan.sessions)}"
            at = places + plan.shift.get(session, 0.0) + rng.normal(0.0, 0.3, 6)
            values = _bands(at, heights * rng.uniform(0.8, 1.2, 6), widths)
            values += rng.normal(0.0, plan.noise, GRID.size)
            if (cell := plan.coarse.get(session)) is not None:
                few = np.arange(GRID[0], GRID[-1] + cell, cell)
                values = np.interp(GRID, few, np.interp(few, GRID, values))
            rows.append(values + plan.moved.get(session, 0.0) * _bands(np.array([600.0]), [1.0], [30.0]))
            materials.append(f"material {number:02}")
            samples.append(f"sample {number:02}-{sample}")
            sessions.append(session)
    facts = [{"session": name, "collection": "own"} for name in sessions]
    return encoded(np.array(rows), materials, samples, facts, dimensions=plan.dimensions)


def encoded(prepared, materials, samples, facts, *, dimensions=16) -> Examined:
    """Encode by the first principal components; every tenth group is tested with."""
    centre = prepared.mean(axis=0)
    axes = np.linalg.svd(prepared - centre, full_matrices=False)[2][:dimensions]

    def encode(values):
        return (values - centre) @ axes.T

    latents = encode(prepared)
    up = np.concatenate([prepared[:, :1], prepared[:, :-1]], axis=1)
    down = np.concatenate([prepared[:, 1:], prepared[:, -1:]], axis=1)
    order = {name: place for place, name in enumerate(dict.fromkeys(samples))}
    return Examined(
        technique=Technique.RAMAN,
        grid=GRID,
        unit="cm-1",
        prepared=prepared,
        reconstructed=latents @ axes + centre,
        latents=latents,
        variances=np.full_like(latents, 0.1),
        per_step=(encode(up) - encode(down)) / 2.0,
        records=[f"r{row}" for row in range(len(prepared))],
        groups=samples,
        samples=samples,
        materials=materials,
        parts=[Part.TEST if order[name] % 4 == 3 else Part.TRAINING for name in samples],
        facts=facts,
    )


def said(examined: Examined, name: str, value) -> Examined:
    """The same with a fact of each replaced."""
    facts = [{**facts, name: one} for facts, one in zip(examined.facts, value, strict=True)]
    return replace(examined, facts=facts)


def _bands(places, heights, widths):
    offsets = (GRID[:, None] - np.asarray(places)) / np.asarray(widths)
    return (np.asarray(heights) * np.exp(-(offsets**2) / 2)).sum(axis=1)
