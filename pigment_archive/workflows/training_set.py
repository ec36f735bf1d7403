"""Stored records as a training takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pigment_archive.encoder.train import TrainingSet
from pigment_archive.workflows.usable import Usable, prepared_values

NOT_A_NAME: Final = frozenset({"unknown", "not stated", "unidentified"})


def training_set(usable: Sequence[Usable], labels: str) -> TrainingSet:
    """The set, each spectrum labelled with one fact; what says that nobody knows is no label.

    Args:
        usable: The records, prepared.
        labels: Flat name of the fact, for example `material`.
    """
    return TrainingSet(
        prepared=prepared_values(usable),
        records=[one.record for one in usable],
        groups=[one.group for one in usable],
        fingerprints=[one.fingerprint for one in usable],
        labels=[_label(one.facts.get(labels)) for one in usable],
        label=labels,
        collections=[one.collection for one in usable],
        tiers=[one.tier for one in usable],
    )


def _label(value: object) -> str | None:
    name = None if value is None else str(value).strip().casefold()
    return None if name in NOT_A_NAME else name
