"""Divide records into training, validation and test without letting a sample straddle."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from pigment_archive.errors import ModelError

FRACTIONS = (0.70, 0.15, 0.15)
MIN_GROUPS = 10


class Part(StrEnum):
    """The part of the split a record belongs to; it never changes for a model."""

    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"


def split_by_group(groups: Sequence[str], fingerprints: Sequence[str], *, seed: int) -> list[Part]:
    """Assign each record to a part: 70, 15 and 15 % of the groups.

    Records of one group stay together, and so do records with equal spectra, whatever their groups:
    byte-identical spectra occur under two names. The result depends on the contents and the
    seed, not on the order of the records.

    Args:
        groups: Sample or object of each record, (n,).
        fingerprints: `Spectrum.fingerprint` of each record, (n,).
        seed: Another seed gives another division.

    Raises:
        ModelError: Fewer than 10 separate groups.
    """
    roots = _joined_groups(groups, fingerprints)
    first: dict[str, str] = {}
    for root, fingerprint in zip(roots, fingerprints, strict=True):
        first[root] = min(fingerprint, first.get(root, fingerprint))
    ordered = sorted(first, key=first.__getitem__)
    if len(ordered) < MIN_GROUPS:
        raise ModelError(
            f"{len(ordered)} separate samples or objects, at least {MIN_GROUPS} are needed to train and test",
            remedy="Ingest more samples, or say which sample each spectrum is of.",
        )
    shuffled = np.random.default_rng(seed).permutation(len(ordered))
    first_cut = round(FRACTIONS[0] * len(ordered))
    second_cut = round((FRACTIONS[0] + FRACTIONS[1]) * len(ordered))
    parts = {
        ordered[member]: Part.TRAINING if place < first_cut
        else Part.VALIDATION if place < second_cut
        else Part.TEST
        for place, member in enumerate(shuffled)
    }  # fmt: skip
    return [parts[root] for root in roots]


def _joined_groups(groups: Sequence[str], fingerprints: Sequence[str]) -> list[str]:
    """The representative group of each record, groups that share a fingerprint being one."""
    parent = {group: group for group in groups}

    def root(group: str) -> str:
        while parent[group] != group:
            parent[group] = parent[parent[group]]
            group = parent[group]
        return group

    seen: dict[str, str] = {}
    for group, fingerprint in zip(groups, fingerprints, strict=True):
        parent[root(group)] = root(seen.setdefault(fingerprint, group))
    return [root(group) for group in groups]
