"""Small points for the tests: latents of 6, spectra of 5, a payload with every kind and with gaps."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from uuid import UUID

import numpy as np

from pigment_archive.storage.index import IndexHit, IndexSchema, Point, StoredPoint
from pigment_archive.storage.index.schema import Value

D, G, COUNT = 6, 5, 300
SCHEMA = IndexSchema(
    D,
    G,
    {"material": str, "accumulations": int, "laser_wavelength": float, "simulated": bool, "session": str},
)
IDENTITY = {"model": "raman-1", "digest": "d1"}
MATERIALS = ("azurite", "cinnabar", "ultramarine", "Zinnober \u00e4", "")


def record_id(number: int) -> str:
    """A UUID whose order has nothing to do with the number's."""
    return str(UUID(int=(number * 0x9E3779B97F4A7C15F39CC0605CEDC835 + 7) % 2**128))


def make_point(number: int, *, latent: np.ndarray | None = None, **payload: Value) -> Point:
    rng = np.random.default_rng(number)

    def vector(length: int) -> np.ndarray:
        return rng.normal(size=length).astype(np.float32)

    drawn = vector(D)
    return Point(
        record_id(number),
        drawn if latent is None else latent.astype(np.float32),
        vector(D),
        vector(G),
        vector(G),
        payload or make_payload(number),
    )


def make_payload(number: int) -> dict[str, Value]:
    """Facts of every declared kind, each missing in some records."""
    rng = np.random.default_rng(1_000_000 + number)
    facts: dict[str, Value] = {
        "material": MATERIALS[int(rng.integers(len(MATERIALS)))],
        "accumulations": int(rng.integers(-3, 6)),
        "laser_wavelength": float(rng.choice([532.0, 633.0, 785.0, 0.1 + 0.2])),
        "simulated": bool(rng.integers(2)),
    }
    kept = {key: value for key, value in facts.items() if rng.random() > 0.2}
    return kept | {"place": f"file {number}"}


@cache
def make_points(count: int, start: int = 0) -> tuple[Point, ...]:
    return tuple(make_point(number) for number in range(start, start + count))


def ids(found: Iterable[IndexHit | StoredPoint]) -> list[str]:
    return [one.record for one in found]
