"""What a map needs of the indexed records: latents, facts, and the spectra made coarse as they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle
from pigment_archive.pages.coarse import Coarsener, CoarseSpectra
from pigment_archive.pages.map_groups import Value
from pigment_archive.records import Tier
from pigment_archive.storage.index.filters import Filter
from pigment_archive.workflows.progress import Progress

MOST_RECORDS: Final = 100_000
_SHOWN: Final = (
    "material", "sample", "object", "session", "collection", "instrument", "laser_wavelength", "tier",
)  # fmt: skip
_OFTEN: Final = 1000


@dataclass(frozen=True, eq=False)
class Gathered:
    """The records of a map, in the order of the index.

    Attributes:
        ids: Record ids.
        latents: float32 (n, d).
        colour: The fact that colours each, None where it is not stated.
        facts: By name, the words shown for each record; a fact that no record states is left out.
        spectra: Their prepared spectra, if they were asked for.
        axis_kind: What the axis of the spectra measures.
        left_out: Records that were too many.
        warnings: What somebody who sees the map must know.
    """

    ids: list[str]
    latents: npt.NDArray[np.float32]
    colour: list[Value]
    facts: Mapping[str, list[str | None]]
    spectra: CoarseSpectra | None
    axis_kind: str
    left_out: int
    warnings: tuple[str, ...]


def gather_for_map(
    archive: Archive, bundle: Bundle, where: Filter | None, color_by: str, *, with_spectra: bool,
    progress: Progress,
) -> Gathered:  # fmt: skip
    """The indexed records of a model that satisfy `where`, of every tier; beyond 100,000 a seeded sample."""
    names = ("latent", "spectrum") if with_spectra else ("latent",)
    ids: list[str] = []
    latents: list[npt.NDArray[np.float32]] = []
    payloads: list[Mapping[str, Value]] = []
    with archive.indexes_for_reading(tuple(Tier), bundle) as indexes:
        found = sum(index.count(where) for index in indexes)
        wanted = _sample(found)
        coarse = Coarsener(bundle.recipe.grid, min(found, MOST_RECORDS)) if with_spectra else None
        every = chain.from_iterable(index.scan(where, vectors=names) for index in indexes)
        for place, point in enumerate(compress(every, wanted)):
            if place % _OFTEN == 0:
                progress("reading records", place, min(found, MOST_RECORDS))
            ids.append(point.record)
            latents.append(point.vectors["latent"])
            payloads.append(_kept(point.payload, color_by))
            if coarse is not None:
                coarse.add(point.vectors["spectrum"])
    progress("reading records", len(ids), len(ids))
    return Gathered(
        ids=ids,
        latents=np.array(latents, dtype=np.float32).reshape(len(ids), bundle.network.latent_dim),
        colour=[payload.get(color_by) for payload in payloads],
        facts=_facts(payloads, color_by),
        spectra=coarse.done() if coarse is not None else None,
        axis_kind=bundle.recipe.axis_kind.value,
        left_out=found - len(ids),
        warnings=tuple(_warnings(payloads, found - len(ids))),
    )


def _sample(found: int) -> npt.NDArray[np.bool_]:
    wanted = np.ones(found, dtype=np.bool_)
    if found > MOST_RECORDS:
        wanted[:] = False
        wanted[np.random.default_rng(0).choice(found, MOST_RECORDS, replace=False)] = True
    return wanted


def _kept(payload: Mapping[str, Value], color_by: str) -> Mapping[str, Value]:
    return {key: payload[key] for key in (*_SHOWN, "simulated", color_by) if key in payload}


def _facts(payloads: Sequence[Mapping[str, Value]], color_by: str) -> dict[str, list[str | None]]:
    names = dict.fromkeys((color_by, *_SHOWN))
    columns = {name: [_words(payload.get(name)) for payload in payloads] for name in names}
    return {name: column for name, column in columns.items() if any(word is not None for word in column)}


def _words(value: Value) -> str | None:
    return None if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _warnings(payloads: Sequence[Mapping[str, Value]], left_out: int) -> list[str]:
    warnings = []
    if any(payload["tier"] != Tier.OPEN.value for payload in payloads):
        warnings.append("with records that are not open: not for publication")
    if payloads and all(payload["simulated"] for payload in payloads):
        warnings.append("all records are simulated")
    if left_out:
        warnings.append(f"{left_out} more records are left out, drawn by lot")
    return warnings
