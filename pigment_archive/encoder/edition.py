"""Another edition of a model: the same weights with another card, because a card is never changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping

from pigment_archive.encoder.bundle import CARD, SPLIT, Bundle
from pigment_archive.encoder.card import Card, Description
from pigment_archive.encoder.split_table import split_bytes


def edition(bundle: Bundle, files: Mapping[str, bytes], described: Description | None) -> dict[str, bytes]:
    """The files in which a model may travel: its own, or those of an edition whose card names its digest.

    A model that has seen spectra that are not open goes without its split and without the names of its
    collections: a fingerprint tells who holds the spectrum that it was in, and a name may say whose it is.

    Args:
        bundle: The model.
        files: The content of its files.
        described: What is said of it from now on; as before if None.
    """
    files, card = dict(files), bundle.card
    if described is not None:
        card = card.model_copy(update={"description": _completed(described, card)})
    if not card.publishable and card.split_included:
        files[SPLIT] = split_bytes([], [], [])
        card = _anonymous(card, hashlib.sha256(files[SPLIT]).hexdigest(), described)
    if card == bundle.card:
        return files
    card = card.model_copy(update={"edition_of": bundle.digest})
    return {**files, CARD: card.model_dump_json(indent=2).encode()}


def _completed(described: Description, card: Card) -> Description:
    """What was said before and what is said now; a collection named before is kept, with its count."""
    said = {name: getattr(described, name) for name in described.model_fields_set}
    counts: Counter[str] = Counter()
    for one in card.description.data:
        counts[one.collection] += one.spectra or 0
    named = {one.collection for one in described.data}
    now = [
        one.model_copy(update={"spectra": counts[one.collection] or None}) if one.spectra is None else one
        for one in described.data
    ]
    before = [one for one in card.description.data if one.collection not in named]
    return card.description.model_copy(update={**said, "data": (*now, *before)})


def _anonymous(card: Card, split: str, described: Description | None) -> Card:
    """Without the collections, except those that its owner names in the description for this edition."""
    named = {one.collection for one in described.data} if described is not None else set()
    data = tuple(one for one in card.description.data if one.collection in named)
    return card.model_copy(
        update={
            "description": card.description.model_copy(update={"data": data}),
            "training": card.training.model_copy(update={"collections": ()}),
            "split_included": False,
            "sha256": {**card.sha256, SPLIT: split},
        }
    )
