from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pigment_archive.encoder.split import Part, split_by_group
from pigment_archive.errors import ModelError

GROUPS = [f"sample-{row // 3}" for row in range(600)]
FINGERPRINTS = [f"{row:04d}" for row in range(600)]
MATERIALS = [f"material-{row // 12}" for row in range(600)]
UNNAMED = [None] * 600


def test_without_names_a_tenth_is_tested_and_a_tenth_validated_with() -> None:
    parts = split_by_group(GROUPS, FINGERPRINTS, UNNAMED, seed=0)
    assert Counter(parts) == {Part.TRAINING: 480, Part.VALIDATION: 60, Part.TEST: 60}


def test_a_tenth_of_the_materials_is_held_out_whole() -> None:
    parts = split_by_group(GROUPS, FINGERPRINTS, MATERIALS, seed=0)
    new = {name for name, part in zip(MATERIALS, parts, strict=True) if part is Part.NEW_MATERIAL}
    known = {name for name, part in zip(MATERIALS, parts, strict=True) if part is not Part.NEW_MATERIAL}
    assert len(new) == 5
    assert not new & known


def test_ten_folds_hold_out_every_material_and_test_every_group() -> None:
    folds = [split_by_group(GROUPS, FINGERPRINTS, MATERIALS, seed=3, fold=fold) for fold in range(10)]
    held_out = [
        {name for name, part in zip(MATERIALS, parts, strict=True) if part is Part.NEW_MATERIAL}
        for parts in folds
    ]
    assert sum(map(len, held_out)) == len(set().union(*held_out)) == 50
    tested = [
        {group for group, part in zip(GROUPS, parts, strict=True) if part in (Part.TEST, Part.NEW_MATERIAL)}
        for parts in folds
    ]
    assert set().union(*tested) == set(GROUPS)


def test_a_material_that_shares_a_spectrum_with_another_is_never_held_out() -> None:
    shared = ["same" if row in (0, 12) else name for row, name in enumerate(FINGERPRINTS)]
    for fold in range(10):
        parts = split_by_group(GROUPS, shared, MATERIALS, seed=0, fold=fold)
        assert parts[0] is parts[12] is not Part.NEW_MATERIAL


@given(
    st.integers(0, 5), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 90)), min_size=150, max_size=250)
)
def test_neither_a_group_nor_an_equal_spectrum_is_ever_divided(
    seed: int, rows: list[tuple[int, int]]
) -> None:
    lone = [(1000 + number, 1000 + number) for number in range(10)]
    groups = [f"g{group}" for group, _ in rows + lone]
    fingerprints = [f"f{spectrum}" for _, spectrum in rows + lone]
    parts = split_by_group(groups, fingerprints, [None] * len(groups), seed=seed)
    where: dict[str, set[Part]] = defaultdict(set)
    for group, fingerprint, part in zip(groups, fingerprints, parts, strict=True):
        where[group].add(part)
        where[fingerprint].add(part)
    assert all(len(found) == 1 for found in where.values())
    assert set(parts) == set(Part) - {Part.NEW_MATERIAL}


def test_the_order_of_the_records_does_not_matter_but_the_seed_does() -> None:
    parts = split_by_group(GROUPS, FINGERPRINTS, MATERIALS, seed=1)
    backwards = split_by_group(GROUPS[::-1], FINGERPRINTS[::-1], MATERIALS[::-1], seed=1)
    assert backwards[::-1] == parts
    assert split_by_group(GROUPS, FINGERPRINTS, MATERIALS, seed=2) != parts


def test_too_few_groups_cannot_be_divided() -> None:
    with pytest.raises(ModelError, match="9 separate"):
        split_by_group(GROUPS[:27], FINGERPRINTS[:27], MATERIALS[:27], seed=0)
    with pytest.raises(ModelError, match="1 separate"):
        split_by_group(GROUPS, ["same"] * 600, MATERIALS, seed=0)
