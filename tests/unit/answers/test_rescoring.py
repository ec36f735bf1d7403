"""The cosine on the common range, against the plain formula."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.answers.rescoring import common_cosine

GRID = np.arange(10.0)
RNG = np.random.default_rng(7)


def test_full_range_is_the_plain_cosine() -> None:
    query, candidates = RNG.random(10), RNG.random((4, 10))
    whole = np.tile([0.0, 9.0], (4, 1))
    expected = candidates @ query / np.linalg.norm(candidates, axis=1) / np.linalg.norm(query)
    assert common_cosine(query, candidates, GRID, (0.0, 9.0), whole) == pytest.approx(expected)


def test_only_the_common_range_counts() -> None:
    query, candidate = RNG.random(10), RNG.random(10)
    candidate[5:] = 0.0
    common = slice(2, 5)
    expected = query[common] @ candidate[common]
    expected /= np.linalg.norm(query[common]) * np.linalg.norm(candidate[common])
    found = common_cosine(query, candidate[None], GRID, (2.0, 9.0), np.array([[0.0, 4.0]]))
    assert found[0] == pytest.approx(expected)
    assert common_cosine(query, candidate[None], GRID, (0.0, 9.0), np.array([[0.0, 9.0]]))[0] < found[0]


def test_nothing_in_common_is_zero() -> None:
    ones = np.ones((1, 10))
    assert common_cosine(ones[0], ones, GRID, (0.0, 3.0), np.array([[5.0, 9.0]]))[0] == 0.0


def test_never_outside_one() -> None:
    spectra = RNG.random((200, 10)) * 1e-3
    itself = [common_cosine(s, s[None], GRID, (0.0, 9.0), np.array([[0.0, 9.0]]))[0] for s in spectra]
    assert max(itself) <= 1.0
    assert min(itself) > 1.0 - 1e-12
