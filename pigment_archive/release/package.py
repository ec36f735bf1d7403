"""The files of a release: centroids as Parquet and CSV, a README that explains them, and a manifest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from pigment_archive.privacy.release import PublishedCell, Release


@dataclass(frozen=True)
class Decoder:
    """What is needed to read the centroids of one model as spectra.

    Attributes:
        model: Model version, for example raman-1.
        technique: Technique of the model.
        axis_unit: Unit of the grid: nm, cm-1 or keV.
        grid: float64 (g,), the recipe's grid.
        spectra: float64 (cells, g), the decoded mean spectrum of each published cell, prepared scale.
        simulated: Share (0-1) of the records behind the release that were computed.
    """

    model: str
    technique: str
    axis_unit: str
    grid: npt.NDArray[np.float64]
    spectra: npt.NDArray[np.float64]
    simulated: float


def package_files(name: str, release: Release, decoder: Decoder) -> dict[str, bytes]:
    """File name → bytes of the deposit folder; the same release gives the same bytes.

    `manifest-sha256.txt` names every other file, in the form `sha256sum --check` reads.
    """
    files = {
        "README.md": _readme(name, release, decoder).encode(),
        "centroids.csv": _csv(release.cells, decoder).encode(),
        "centroids.parquet": _parquet(release.cells, decoder),
    }
    lines = [f"{hashlib.sha256(content).hexdigest()}  {file}\n" for file, content in sorted(files.items())]
    return {**files, "manifest-sha256.txt": "".join(lines).encode()}


def _composition(cell: PublishedCell) -> str:
    return json.dumps(cell.materials, ensure_ascii=False)


def _csv(cells: Sequence[PublishedCell], decoder: Decoder) -> str:
    latent_names = [f"latent_{i}" for i in range(cells[0].centroid.size)]
    grid_names = [f"{value:g} {decoder.axis_unit}" for value in decoder.grid]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["cell", "objects", "materials", *latent_names, *grid_names])
    for cell, spectrum in zip(cells, decoder.spectra, strict=True):
        numbers = [repr(float(x)) for x in cell.centroid] + [repr(float(np.float32(x))) for x in spectrum]
        writer.writerow([cell.number, cell.objects, _composition(cell), *numbers])
    return text.getvalue()


def _parquet(cells: Sequence[PublishedCell], decoder: Decoder) -> bytes:
    columns: dict[str, Any] = {
        "cell": pa.array([cell.number for cell in cells], pa.int32()),
        "objects": pa.array([cell.objects for cell in cells], pa.int32()),
        "materials": pa.array([_composition(cell) for cell in cells], pa.string()),
        "latent": pa.array([cell.centroid.tolist() for cell in cells], pa.list_(pa.float32())),
        "spectrum": pa.array(decoder.spectra.astype(np.float32).tolist(), pa.list_(pa.float32())),
    }
    facts = {
        "model": decoder.model,
        "technique": decoder.technique,
        "axis_unit": decoder.axis_unit,
        "grid": json.dumps(decoder.grid.tolist()),
    }
    table = pa.table(columns).replace_schema_metadata(facts)
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _simulated(share: float) -> str:
    if share == 0:
        return ""
    some = "The" if share == 1 else "Some of the"
    return f"\n**{some} records behind this release are simulated from published values, not measured.**\n"


def _readme(name: str, release: Release, decoder: Decoder) -> str:
    rules = release.rules
    simulated = _simulated(decoder.simulated)
    return f"""# Pigment centroids {name}
{simulated}
Centroids of clusters of {decoder.technique} spectra in the latent space of the model `{decoder.model}`.
Each row is one k-means cell of objects: every object counts once, with the mean latent of its spectra.

| column | meaning |
| --- | --- |
| `cell` | number of the cell in this release |
| `objects` | objects in the cell, rounded to a multiple of {rules.count_rounding} |
| `materials` | JSON: share of the objects (0-1) by material, rounded to {rules.share_rounding:g} |
| `latent` (`latent_0` ... in CSV) | centroid: mean of the objects' mean latents, without unit |
| `spectrum` (one column a grid point in CSV) | the centroid decoded by the model, on the prepared scale |

The grid has {decoder.grid.size} points from {decoder.grid[0]:g} to {decoder.grid[-1]:g} {decoder.axis_unit};
it is in the Parquet file's metadata (`grid`) and in the CSV header.

Cells of fewer than {rules.minimum_objects} objects are not published. Only open records took part.
Check the files with `sha256sum --check manifest-sha256.txt`.
"""
