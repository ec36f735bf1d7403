"""Draw an unknown over its best hit."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pigment_archive.archive import Archive
from pigment_archive.errors import UsageError
from pigment_archive.pages.mirror import Trace, mirror_svg
from pigment_archive.privacy.audience import Audience
from pigment_archive.storage.files import write_atomically
from pigment_archive.workflows.search import Asked


def plot_best_hit(archive: Archive, asked: Asked, output: Path) -> None:
    """Write an SVG of the spectrum that was asked about, above its best hit.

    Raises:
        UsageError: The search found nothing to draw.
        WriteFailed: The output cannot be written.
    """
    answer, name = asked.answer, asked.answer.query.file or "spectrum"
    if not answer.hits:
        raise UsageError("there is no hit to draw", where=name)
    best = answer.hits[0]
    with archive.indexes_for_reading(Audience(answer.audience).tiers, asked.bundle) as indexes:
        found = [point for index in indexes for point in index.get([best.record], ("spectrum",))]
    svg = mirror_svg(
        f"{name} over {best.material or 'unnamed'}, similarity {best.spectral_similarity:.3f}",
        asked.bundle.recipe.axis_kind.value,
        asked.question.grid,
        Trace(f"unknown: {name}", asked.question.spectrum),
        Trace(
            f"{best.material or 'unnamed'} ({best.sample or best.record})",
            found[0].vectors["spectrum"].astype(np.float64),
        ),
    )
    write_atomically(output, svg.encode())
