"""Divide records into parts: no sample straddles, and some materials are kept wholly out of training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np

from pigment_archive.errors import ModelError

FOLDS = 10
MIN_GROUPS = 10


class Part(StrEnum):
    """The part of the split a record belongs to; it never changes for a model."""

    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"
    NEW_MATERIAL = "new_material"


def split_by_group(
    groups: Sequence[str],
    fingerprints: Sequence[str],
    materials: Sequence[str | None],
    *,
    seed: int,
    fold: int = 0,
) -> list[Part]:
    """Assign each record to a part.

    One tenth of the materials is held out of training with everything that is theirs (`NEW_MATERIAL`):
    they show what the model makes of a material it has never seen. Of the other groups one tenth is
    validated with, and one tenth is the `TEST` part: unseen samples of known materials.

    Records of one group stay together, and so do records with equal spectra, whatever their groups or
    names: byte-identical spectra occur under two names. The result depends on the contents and the seed,
    not on the order of the records. The ten folds of one seed hold out disjoint tenths; together they test
    every material and every group.

    Args:
        groups: Sample or object of each record, (n,).
        fingerprints: `Spectrum.fingerprint` of each record, (n,).
        materials: Material of each record, None where it is not named, (n,).
        seed: Another seed gives another division.
        fold: Which tenth is held out, 0-9.

    Raises:
        ModelError: Fewer than 10 separate groups.
    """
    roots = _joined_groups(groups, fingerprints)
    first: dict[str, str] = {}
    for root, fingerprint in zip(roots, fingerprints, strict=True):
        first[root] = min(fingerprint, first.get(root, fingerprint))
    if len(first) < MIN_GROUPS:
        raise ModelError(
            f"{len(first)} separate samples or objects, at least {MIN_GROUPS} are needed to train and test",
            remedy="Ingest more samples, or say which sample each spectrum is of.",
        )
    new = _of_new_materials(roots, materials, seed=seed, fold=fold)
    by_tenth = {fold: Part.TEST, (fold + 1) % FOLDS: Part.VALIDATION}
    parts = {
        root: Part.NEW_MATERIAL if root in new else by_tenth.get(place % FOLDS, Part.TRAINING)
        for root, place in _shuffled(list(first), first, seed).items()
    }
    return [parts[root] for root in roots]


def _shuffled(names: Sequence[str], order: Mapping[str, str], seed: int) -> dict[str, int]:
    """A random place of each name, which depends on `order` and the seed alone."""
    ordered = sorted(names, key=lambda name: (order[name], name))
    places = np.random.default_rng(seed).permutation(len(ordered))
    return {ordered[member]: place for place, member in enumerate(places)}


def _of_new_materials(
    roots: Sequence[str], materials: Sequence[str | None], *, seed: int, fold: int
) -> set[str]:
    """The groups all of whose spectra are of one of the materials held out.

    A group with several materials or none (equal spectra under two names) stays with the known ones, and
    so does every material, if there are fewer than ten to choose from.
    """
    of_group: dict[str, set[str | None]] = {}
    for root, material in zip(roots, materials, strict=True):
        of_group.setdefault(root, set()).add(material)
    ambiguous = {name for names in of_group.values() if len(names) > 1 for name in names} | {None}
    names = {name for name in materials if name is not None and name not in ambiguous}
    if len(names) < FOLDS:
        return set()
    places = _shuffled(sorted(names), {name: name for name in names}, seed)
    held_out = {name for name, place in places.items() if place % FOLDS == fold}
    return {root for root, names in of_group.items() if names <= held_out}


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
