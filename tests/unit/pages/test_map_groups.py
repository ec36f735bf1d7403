"""Groups of a map: the largest named, the rest gathered, numbers in ranges, each told by colour and shape."""

from __future__ import annotations

import numpy as np

from pigment_archive.pages.map_groups import NOT_STATED, OTHERS, RANGES, Groups, group_by


def names(groups: Groups) -> list[str]:
    return [entry.name for entry in groups.entries]


def of(groups: Groups) -> list[str]:
    """The name of each point's group."""
    return [groups.entries[code].name for code in groups.codes]


def test_groups_stand_by_size_and_equal_ones_by_name() -> None:
    groups = group_by(["b", "c", "a", "c", None, "b"])
    assert names(groups) == ["b", "c", "a", NOT_STATED]
    assert groups.counts == [2, 2, 1, 1]
    assert of(groups) == ["b", "c", "a", "c", NOT_STATED, "b"]


def test_twenty_are_named_and_no_two_look_alike() -> None:
    values = [f"m{k}" for k in range(30) for _ in range(30 - k)]
    groups = group_by(values)
    assert names(groups) == [f"m{k}" for k in range(20)] + [OTHERS]
    assert len({(entry.colour, entry.shape) for entry in groups.entries}) == 21
    assert [entry.faint for entry in groups.entries] == [False] * 20 + [True]
    assert set(of(groups)[-55:]) == {OTHERS}
    assert OTHERS not in names(group_by([f"m{k}" for k in range(20)]))


def test_a_material_called_others_stays_itself() -> None:
    groups = group_by([OTHERS, OTHERS, *(f"m{k}" for k in range(30))])
    assert groups.counts[0] == 2
    assert (groups.entries[0].faint, groups.entries[-1].faint) == (False, True)


def test_few_numbers_and_truths_are_names() -> None:
    assert names(group_by([532.0, 785.0, 532.0, 514.5])) == ["532", "514.5", "785"]
    assert names(group_by([True, False, True])) == ["yes", "no"]


def test_many_numbers_become_ranges_of_about_as_many_points() -> None:
    numbers = [float(n) for n in range(800)]
    groups = group_by([*numbers, None])
    assert names(groups)[0].startswith("0 to")
    assert names(groups)[-1] == NOT_STATED
    assert groups.counts == [100] * RANGES + [1]
    assert (np.diff(groups.codes.astype(int)) >= 0).all()


def test_a_range_that_most_points_share_is_one_group() -> None:
    groups = group_by([1.0] * 1000 + [float(n) for n in range(2, 40)])
    assert sum(groups.counts) == 1038
    assert min(groups.counts) > 0
