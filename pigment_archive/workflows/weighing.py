"""How far a technique can be believed: ask its own archive about stored spectra, each sample left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pigment_archive.answers.answer import MaterialScore
from pigment_archive.answers.candidates import Question, find_hits
from pigment_archive.answers.fusion import temperature_of
from pigment_archive.answers.where import parse_where
from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle
from pigment_archive.errors import ModelError
from pigment_archive.quality.material_names import plain_name
from pigment_archive.storage.index.filters import Condition, Filter
from pigment_archive.storage.index.port import Index
from pigment_archive.workflows.progress import Progress
from pigment_archive.workflows.search import SearchOptions

FEWEST: Final = 20
ENOUGH_UNSEEN: Final = 50
MOST: Final = 200


@dataclass(frozen=True)
class Weight:
    """How far a technique can be believed.

    Attributes:
        known: Every material that the archive knows by it: plain name, and as written.
        temperature: Of its scores, see `answers.fusion`.
        fitted_on: Stored spectra that were asked about.
        on_unseen: True if the encoder was trained on none of them.
    """

    known: Mapping[str, str]
    temperature: float
    fitted_on: int
    on_unseen: bool


@dataclass(frozen=True, eq=False)
class _Stored:
    """A stored spectrum that names its material and, by `fact`, the object or sample it is of."""

    index: Index
    record: str
    material: str
    fact: str
    piece: str


def weigh(archive: Archive, bundle: Bundle, options: SearchOptions, progress: Progress) -> Weight:
    """Ask about at most 200 stored spectra as `search` would, each without its object or sample.

    Raises:
        ModelError: Fewer than 20 stored spectra can be asked about.
    """
    where = parse_where(options.where)
    with archive.indexes_for_reading(options.audience.tiers, bundle) as indexes:
        known, stored = _read(indexes, where)
        chosen, on_unseen = _chosen(stored, bundle)
        asked = []
        for done, one in enumerate(chosen, start=1):
            asked.append(_scores_without_itself(indexes, one, bundle, options, where))
            progress(f"weighing {bundle.name}", done, len(chosen))
    rows = [row for row, scores in enumerate(asked) if scores]
    truth = [chosen[row].material for row in rows]
    temperature = temperature_of([asked[row] for row in rows], truth, sorted(known))
    return Weight(known, temperature, len(rows), on_unseen)


def plain_scores(materials: Iterable[MaterialScore]) -> dict[str, float]:
    """Best score of each material by its plain name: two spellings are one material."""
    best: dict[str, float] = {}
    for one in materials:
        key = plain_name(one.material)
        if key is not None:
            best[key] = max(best.get(key, 0.0), one.score)
    return best


def _read(indexes: Sequence[Index], where: Filter | None) -> tuple[dict[str, str], list[_Stored]]:
    """The materials of the searched records, and the spectra whose object or sample is named."""
    known: dict[str, str] = {}
    stored = []
    for index in indexes:
        for point in index.scan(where):
            written = str(point.payload.get("material", ""))
            key = plain_name(written)
            if key is None:
                continue
            known[key] = min(written, known.get(key, written))
            fact = next((fact for fact in ("object", "sample") if fact in point.payload), None)
            if fact is not None:
                stored.append(_Stored(index, point.record, key, fact, str(point.payload[fact])))
    return known, stored


def _chosen(stored: Sequence[_Stored], bundle: Bundle) -> tuple[list[_Stored], bool]:
    """Spectra whose material has another object or sample; unseen by the encoder where 50 are."""
    # pyarrow: see the start-up rule
    from pigment_archive.encoder.split_table import trained_groups

    pieces: dict[str, set[str]] = defaultdict(set)
    for one in stored:
        pieces[one.material].add(one.piece)
    rows = [one for one in stored if len(pieces[one.material]) > 1]
    seen = trained_groups(bundle.path)
    unseen = [one for one in rows if seen is not None and one.piece not in seen]
    on_unseen = len(unseen) >= ENOUGH_UNSEEN
    rows = sorted(unseen if on_unseen else rows, key=lambda one: (one.material, one.record))
    if len(rows) < FEWEST:
        raise ModelError(
            f"{len(rows)} stored {bundle.card.technique.value} spectra are of a material with another object "
            f"or sample, expected {FEWEST} to tell how far they can be believed",
            where=bundle.name,
            remedy="Ingest more samples, or search without --together.",
        )
    places = np.linspace(0, len(rows) - 1, min(MOST, len(rows))).astype(int)
    return [rows[place] for place in places], on_unseen


def _scores_without_itself(
    indexes: Sequence[Index], one: _Stored, bundle: Bundle, options: SearchOptions, where: Filter | None
) -> dict[str, float]:
    """Scores of the candidates for a stored spectrum, nothing of its object or sample among them."""
    (point,) = one.index.get([one.record], vectors=("latent", "spectrum"))
    question = Question(
        latent=point.vectors["latent"],
        spectrum=point.vectors["spectrum"].astype(np.float64),
        grid=bundle.recipe.grid,
        measured=(float(point.payload["covered_from"]), float(point.payload["covered_to"])),
        contrast=bundle.network.contrast,
    )
    others = Filter((*(where.must if where else ()), Condition(one.fact, "ne", one.piece)))
    return plain_scores(find_hits(indexes, question, top=options.top, where=others)[1])
