"""Records become a training set: what each is stands in its labels, and what nobody knows is no label."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.preprocessing import Prepared
from pigment_archive.records import Tier
from pigment_archive.workflows.training_set import training_set
from pigment_archive.workflows.usable import Usable


def usable(number: int, **facts: object) -> Usable:
    values = np.full(4, float(number))
    return Usable(
        record=f"r{number}",
        prepared=Prepared(values=values, raw=values, covered_from=0.0, covered_to=3.0, coverage=1.0),
        group=f"g{number}",
        fingerprint=f"f{number}",
        collection="ours",
        tier=Tier.OPEN,
        material=None,
        facts=facts,
    )


@pytest.mark.parametrize(
    ("stated", "label"),
    [("Azurite ", "azurite"), ("AZURITE", "azurite"), ("Unknown", None), ("not stated", None), (None, None),
     (785.0, "785.0")],
)  # fmt: skip
def test_a_label_is_a_name_that_somebody_knew(stated: object, label: str | None) -> None:
    data = training_set([usable(1, material=stated)], "material")
    assert (list(data.labels), data.label) == ([label], "material")


def test_any_fact_is_a_label_and_the_rest_comes_along() -> None:
    data = training_set([usable(1, session="monday", material="azurite"), usable(2)], "session")
    assert list(data.labels) == ["monday", None]
    assert data.prepared.tolist() == [[1.0] * 4, [2.0] * 4]
    assert (list(data.records), list(data.groups)) == (["r1", "r2"], ["g1", "g2"])
    assert (list(data.fingerprints), list(data.collections)) == (["f1", "f2"], ["ours", "ours"])
