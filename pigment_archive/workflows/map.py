"""Draw the latent space of a model as one page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.errors import UsageError
from pigment_archive.evaluation.maps import Method, project
from pigment_archive.pages.latent_map import MapPoints, latent_map_html
from pigment_archive.records import FIELDS, Tier
from pigment_archive.storage.files import write_atomically
from pigment_archive.workflows.reports import Report

FEWEST = 3
_SHOWN = ("material", "sample", "object", "session", "collection", "tier")


class MapReport(Report):
    """What is on the map."""

    model: str = Field(description="Model version.")
    points: int = Field(description="Records on the map.")
    output: str = Field(description="The page that was written.")


def draw_map(
    archive: Archive, model: str, *, output: Path, color_by: str = "material", method: Method = "umap"
) -> MapReport:
    """Project every indexed record of a model and write the page. Shows all tiers: it is the owner's map.

    Raises:
        UsageError: `color_by` is no fact, or there are fewer than three records.
        ModelNotFound: There is no model of that name.
    """
    if color_by not in FIELDS:
        raise UsageError(f"there is no fact called {color_by!r}", where=f"--color-by {color_by}")
    bundle = archive.open_model(model)
    with archive.indexes_for_reading(tuple(Tier), bundle) as indexes:
        stored = [point for index in indexes for point in index.scan(vectors=("latent",))]
    if len(stored) < FEWEST:
        raise UsageError(
            f"the index of {model} holds {len(stored)} records, expected three or more", where=model
        )
    positions = project(np.stack([point.vectors["latent"] for point in stored]), method)
    points = MapPoints(
        positions=positions,
        groups=[str(point.payload.get(color_by, "(not stated)")) for point in stored],
        labels=[_label(point.payload) for point in stored],
    )
    note = f"{len(stored)} records, {method.upper()} of the latents of {model}, coloured by {color_by}"
    if any(point.payload["tier"] != Tier.OPEN.value for point in stored):
        note += "; with records that are not open: not for publication"
    if all(point.payload["simulated"] for point in stored):
        note += "; all records are simulated"
    write_atomically(output, latent_map_html(f"Latent map of {model}", note, points).encode())
    return MapReport(model=model, points=len(stored), output=str(output))


def _label(payload: Mapping[str, object]) -> str:
    return "\n".join(f"{key}: {payload[key]}" for key in _SHOWN if key in payload)
