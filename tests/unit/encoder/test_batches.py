"""Which spectra meet in a batch."""

from __future__ import annotations

from collections import Counter

import numpy as np

from pigment_archive.encoder.batches import Batches

LABELS = ["a"] * 6 + ["b"] * 4 + ["c"] * 3 + ["d"] + [None] * 4
GROUPS = ["a1", "a1", "a1", "a2", "a2", "a3", "b1", "b1", "b2", "b2", "c1", "c1", "c1", "d1", *"wxyz"]


def batches(size: int = 10, seed: int = 0) -> Batches:
    return Batches(LABELS, GROUPS, size=size, random=np.random.default_rng(seed))


def pairs(drawn: Batches, epochs: int = 30) -> list[tuple[int, int]]:
    found = [rows for _ in range(epochs) for rows in drawn.epoch()]
    return [(int(first), int(second)) for rows in found for first, second in rows.reshape(-1, 2)]


def test_every_label_of_a_batch_is_there_exactly_twice() -> None:
    drawn = batches()
    for _ in range(20):
        for rows in drawn.epoch():
            keys = [LABELS[row] or f"row {row}" for row in rows]
            assert keys[::2] == keys[1::2]
            assert set(Counter(keys).values()) == {2}
            assert len(rows) == 10


def test_pairs_are_of_different_samples_where_there_are_any() -> None:
    for first, second in pairs(batches()):
        if LABELS[first] in ("a", "b"):
            assert GROUPS[first] != GROUPS[second]
        if LABELS[first] == "c":
            assert first != second


def test_a_spectrum_that_is_alone_or_has_no_label_meets_itself() -> None:
    alone = {first for first, second in pairs(batches()) if first == second}
    assert alone == {row for row, label in enumerate(LABELS) if label in ("d", None)}


def test_every_spectrum_is_drawn_and_common_labels_more_often_but_not_in_proportion() -> None:
    found = pairs(batches(size=2), epochs=200)
    assert {row for pair in found for row in pair} == set(range(len(LABELS)))
    counts = Counter(LABELS[first] for first, _ in found)
    assert counts["a"] > counts["b"] > counts["d"]
    assert 1.8 < counts["a"] / counts["d"] < 3.2


def test_an_epoch_is_about_as_many_spectra_as_there_are() -> None:
    for size in (2, 6, 10, 4096):
        drawn = batches(size)
        epoch = list(drawn.epoch())
        assert len(epoch) == drawn.steps >= 1
        assert abs(sum(map(len, epoch)) - len(LABELS)) <= len(epoch[0])


def test_a_seed_decides_the_batches() -> None:
    first, again, other = (np.concatenate(list(batches(seed=seed).epoch())).tolist() for seed in (3, 3, 4))
    assert first == again != other
