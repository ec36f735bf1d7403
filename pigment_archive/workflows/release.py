"""Cluster the open records' latents and write what may leave as a deposit folder."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np
import numpy.typing as npt
from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle
from pigment_archive.errors import CellTooSmall, UsageError
from pigment_archive.privacy.release import Cell, Release, make_release
from pigment_archive.privacy.rules import DisclosureRules
from pigment_archive.records import Tier
from pigment_archive.release.package import Decoder, package_files
from pigment_archive.storage import files, layout
from pigment_archive.storage.index.port import StoredPoint
from pigment_archive.units import AXIS_UNITS
from pigment_archive.workflows.reports import Report

PIECES_PER_CELL: Final = 25
UNNAMED: Final = "(not named)"


class ReleaseReport(Report):
    """What was written."""

    name: str = Field(description="Name of the release.")
    folder: str = Field(description="The deposit folder.")
    published: int = Field(description="Cells in the release.")
    withheld: int = Field(description="Cells left out because they have too few objects.")
    unnamed: int = Field(description="Records left out because they name neither object nor sample.")


def build_release(
    archive: Archive, model: str, *, name: str | None = None, cells: int | None = None
) -> ReleaseReport:
    """Build `releases/<name>/` from the open index of a model.

    Args:
        archive: The open archive.
        model: Whose latents are clustered.
        name: Of the release; the year and the next number if None.
        cells: k-means cells; one for 25 pieces (a material of an object) if None.

    Raises:
        CellTooSmall: No cell has enough objects.
        DisclosureError: The model was trained on records that are not open.
        UsageError: There is a release of that name.
    """
    _check(name)
    bundle = archive.open_model(model)
    with archive.writing():
        chosen = name or _next_name(archive)
        if (archive.root / layout.RELEASES / chosen).exists():
            raise UsageError("there is a release of that name", where=chosen, remedy="Choose another --name.")
        with archive.indexes_for_reading((Tier.OPEN,), bundle) as indexes:
            stored = [point for index in indexes for point in index.scan(vectors=("latent",))]
        cells_of_objects = _cells(_pieces(stored, model), cells)
        release = make_release(cells_of_objects, DisclosureRules(), publishable_model=bundle.card.publishable)
        _write(archive, chosen, package_files(chosen, release, _decoder(bundle, release, stored)))
    return ReleaseReport(
        name=chosen,
        folder=str(archive.root / layout.RELEASES / chosen),
        published=len(release.cells),
        withheld=release.withheld,
        unnamed=sum(_owner(point) is None for point in stored),
    )


def _check(name: str | None) -> None:
    if name is not None and not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?", name):
        raise UsageError(
            "a name is letters, digits, dots and dashes, at its ends a letter or digit",
            where=f"--name {name}",
        )


def _decoder(bundle: Bundle, release: Release, stored: Sequence[StoredPoint]) -> Decoder:
    return Decoder(
        model=bundle.name,
        technique=bundle.card.technique.value,
        axis_unit=AXIS_UNITS[bundle.recipe.axis_kind],
        grid=bundle.recipe.grid,
        spectra=bundle.decode(np.stack([cell.centroid for cell in release.cells])),
        simulated=sum(bool(point.payload["simulated"]) for point in stored) / len(stored),
    )


@dataclass(frozen=True, eq=False)
class _Piece:
    """One material of one object: the unit that is clustered."""

    owner: str
    material: str
    tiers: frozenset[Tier]
    latent: npt.NDArray[np.float64]


def _owner(point: StoredPoint) -> str | None:
    """The object a record counts for. One that names none counts for nobody: a map has a thousand pixels."""
    named = point.payload.get("object") or point.payload.get("sample")
    return None if named is None else str(named)


def _pieces(stored: Sequence[StoredPoint], model: str) -> list[_Piece]:
    together: dict[tuple[str, str], list[StoredPoint]] = defaultdict(list)
    for point in stored:
        owner = _owner(point)
        if owner is not None:
            together[owner, str(point.payload.get("material", UNNAMED))].append(point)
    if not together:
        raise CellTooSmall(
            "no open record with a latent of this model names its object or sample",
            where=model,
            remedy="Ingest with object or sample named.",
        )
    return [
        _Piece(
            owner=owner,
            material=material,
            tiers=frozenset(Tier(str(point.payload["tier"])) for point in points),
            latent=np.mean([point.vectors["latent"] for point in points], axis=0, dtype=np.float64),
        )
        for (owner, material), points in together.items()
    ]


def _cells(pieces: Sequence[_Piece], wanted: int | None) -> list[Cell]:
    from sklearn.cluster import KMeans

    latents = np.stack([piece.latent for piece in pieces])
    different = len(np.unique(latents, axis=0))
    count = min(wanted or max(1, len(pieces) // PIECES_PER_CELL), different)
    labels = KMeans(n_clusters=count, n_init=10, random_state=0).fit_predict(latents)
    return [
        _cell([piece for piece, own in zip(pieces, labels, strict=True) if own == label])
        for label in range(count)
    ]


def _cell(pieces: Sequence[_Piece]) -> Cell:
    """Every object counts once: with the mean latent of its pieces here, its one vote shared by materials."""
    of_object: dict[str, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        of_object[piece.owner].append(piece)
    means = [np.mean([piece.latent for piece in own], axis=0) for own in of_object.values()]
    votes: dict[str, float] = defaultdict(float)
    for own in of_object.values():
        for piece in own:
            votes[piece.material] += 1 / len(own)
    return Cell(
        centroid=np.mean(means, axis=0).astype(np.float32),
        objects=len(of_object),
        votes=dict(votes),
        tiers=frozenset().union(*(piece.tiers for piece in pieces)),
    )


def _next_name(archive: Archive) -> str:
    year = datetime.now(UTC).year
    taken = [folder.name for folder in (archive.root / layout.RELEASES).iterdir()]
    numbers = [
        int(n) for one in taken if one.startswith(f"{year}.") and (n := one.partition(".")[2]).isdigit()
    ]
    return f"{year}.{max(numbers, default=0) + 1}"


def _write(archive: Archive, name: str, contents: dict[str, bytes]) -> None:
    staged = archive.root / layout.STAGING / str(uuid.uuid4())
    files.make_folder(staged)
    try:
        for file, content in contents.items():
            files.write_new(staged / file, content)
        files.move(staged, archive.root / layout.RELEASES / name)
    finally:
        files.remove_tree(staged)
