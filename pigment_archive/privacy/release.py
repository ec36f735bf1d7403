"""`Release`: the only form in which anything computed from records may leave.

A `Release` cannot be built by hand; `make_release` applies the rules and refuses a record that is not open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import CellTooSmall, DisclosureError
from pigment_archive.privacy.rules import DisclosureRules
from pigment_archive.records.vocabulary import Tier

_KEY = object()


@dataclass(frozen=True)
class Cell:
    """A group of objects before the rules are applied.

    Attributes:
        centroid: float32 (d,), mean of the objects' mean latents.
        objects: Number of objects.
        votes: Votes of the objects by material; every object has one vote, shared by its materials here.
        tiers: Tier of every record that went into the cell.
    """

    centroid: npt.NDArray[np.float32]
    objects: int
    votes: dict[str, float]
    tiers: frozenset[Tier]


@dataclass(frozen=True)
class PublishedCell:
    """A cell that passed the rules: rounded, without anything that names an object."""

    number: int
    centroid: npt.NDArray[np.float32]
    objects: int
    materials: dict[str, float]


class Release:
    """Cells that may be published, the rules they passed, and how many cells were withheld."""

    def __init__(
        self, cells: tuple[PublishedCell, ...], rules: DisclosureRules, withheld: int, *, key: object
    ) -> None:
        if key is not _KEY:
            raise DisclosureError("a Release is made by privacy.release.make_release only")
        self.cells = cells
        self.rules = rules
        self.withheld = withheld


def require_publishable(publishable_model: bool) -> None:
    """Let a model answer the public only if every spectrum it was trained on is open.

    Raises:
        DisclosureError: It was trained on aggregate or sealed records, which its latents and spectra tell of.
    """
    if not publishable_model:
        raise DisclosureError(
            "the model was trained on records that are not open",
            remedy="Train one on open records, promote it, and ask again.",
        )


def make_release(cells: Sequence[Cell], rules: DisclosureRules, *, publishable_model: bool) -> Release:
    """Apply the rules to the cells; what passes is a `Release`.

    Raises:
        DisclosureError: A record that is not open went into a cell, or into the training of the model.
        CellTooSmall: No cell reaches the minimum number of objects.
    """
    require_publishable(publishable_model)
    if any(cell.tiers - {Tier.OPEN} for cell in cells):
        raise DisclosureError(
            "a record that is not open went into a cell", remedy="Only open records may be released."
        )
    large = [cell for cell in cells if rules.may_publish(cell.objects)]
    if not large:
        raise CellTooSmall(
            f"none of {len(cells)} cells has {rules.minimum_objects} objects or more",
            remedy="Ask for fewer cells, or wait until the collection has grown.",
        )
    published = tuple(
        PublishedCell(
            number,
            cell.centroid,
            rules.rounded_count(cell.objects),
            rules.rounded_shares(cell.votes),
        )
        for number, cell in enumerate(large, start=1)
    )
    return Release(published, rules, len(cells) - len(large), key=_KEY)
