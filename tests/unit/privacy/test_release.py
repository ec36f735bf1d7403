"""Only open cells of ten objects become a `Release`, and nobody else can make one."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import CellTooSmall, DisclosureError
from pigment_archive.privacy.release import Cell, Release, make_release
from pigment_archive.privacy.rules import DisclosureRules
from pigment_archive.records import Tier

RULES = DisclosureRules()


def cell(objects: int, *tiers: Tier) -> Cell:
    return Cell(np.zeros(2, np.float32), objects, {"azurite": objects}, frozenset(tiers or (Tier.OPEN,)))


def test_small_cells_are_withheld_and_counted() -> None:
    release = make_release([cell(9), cell(10), cell(13)], RULES, publishable_model=True)
    assert [published.objects for published in release.cells] == [10, 15]
    assert release.withheld == 1


def test_no_large_cell_is_an_error() -> None:
    with pytest.raises(CellTooSmall, match="10 objects"):
        make_release([cell(9)], RULES, publishable_model=True)


@pytest.mark.parametrize("tier", [Tier.AGGREGATE, Tier.SEALED])
def test_one_record_that_is_not_open_stops_everything(tier: Tier) -> None:
    with pytest.raises(DisclosureError, match="not open"):
        make_release([cell(50), cell(50, Tier.OPEN, tier)], RULES, publishable_model=True)


def test_a_release_cannot_be_made_by_hand() -> None:
    with pytest.raises(DisclosureError, match="make_release"):
        Release((), RULES, 0, key=object())


def test_a_model_that_saw_what_is_not_open_releases_nothing() -> None:
    with pytest.raises(DisclosureError, match="trained on records that are not open"):
        make_release([cell(50)], RULES, publishable_model=False)
