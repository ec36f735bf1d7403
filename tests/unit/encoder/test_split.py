from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pigment_archive.encoder.split import Part, split_by_group
from pigment_archive.errors import ModelError

GROUPS = [f"sample-{row // 3}" for row in range(600)]
FINGERPRINTS = [f"{row:04d}" for row in range(600)]


def test_the_groups_are_divided_70_15_15() -> None:
    parts = split_by_group(GROUPS, FINGERPRINTS, seed=0)
    assert Counter(parts) == {Part.TRAINING: 420, Part.VALIDATION: 90, Part.TEST: 90}


@given(
    st.integers(0, 5), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 90)), min_size=150, max_size=250)
)
def test_neither_a_group_nor_an_equal_spectrum_is_ever_divided(
    seed: int, rows: list[tuple[int, int]]
) -> None:
    lone = [(1000 + number, 1000 + number) for number in range(10)]
    groups = [f"g{group}" for group, _ in rows + lone]
    fingerprints = [f"f{spectrum}" for _, spectrum in rows + lone]
    parts = split_by_group(groups, fingerprints, seed=seed)
    where: dict[str, set[Part]] = defaultdict(set)
    for group, fingerprint, part in zip(groups, fingerprints, parts, strict=True):
        where[group].add(part)
        where[fingerprint].add(part)
    assert all(len(found) == 1 for found in where.values())
    assert set(parts) == set(Part)


def test_the_order_of_the_records_does_not_matter_but_the_seed_does() -> None:
    parts = split_by_group(GROUPS, FINGERPRINTS, seed=1)
    backwards = split_by_group(GROUPS[::-1], FINGERPRINTS[::-1], seed=1)
    assert backwards[::-1] == parts
    assert split_by_group(GROUPS, FINGERPRINTS, seed=2) != parts


def test_too_few_groups_cannot_be_divided() -> None:
    with pytest.raises(ModelError, match="9 separate"):
        split_by_group(GROUPS[:27], FINGERPRINTS[:27], seed=0)
    with pytest.raises(ModelError, match="1 separate"):
        split_by_group(GROUPS, ["same"] * 600, seed=0)
