"""`CARD.md`: the card of a model for people, under the headings of Mitchell et al. 2019, arXiv:1810.03993."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pydantic import BaseModel

from pigment_archive.encoder.card import Card
from pigment_archive.units import AXIS_UNITS, AxisKind

NOT_STATED: Final = "Not stated by its maker."
_PRIVATE: Final = (
    "**Not for publication.** It has seen spectra that are not open (tiers: {tiers}), and a network can give "
    "away what it has seen. Who has this file may use it, and must not pass it on or publish what it makes."
)
_EXPERIMENTAL: Final = "**Experimental.** Do not rely on it without measuring it on your own spectra."


def card_page(card: Card, *, digest: str, axis_kind: AxisKind) -> str:
    """The page, Markdown; it says what the card says and nothing else.

    Args:
        card: The card.
        digest: SHA-256 of card.json.
        axis_kind: What the window is measured on.
    """
    said = card.description
    blocks = [
        f"# {card.model}",
        *_warnings(card),
        "## Model details",
        _table(("", ""), _details(card, digest, AXIS_UNITS[axis_kind])),
        "## Intended use",
        said.intended_use or NOT_STATED,
        "## Out of scope",
        said.out_of_scope or NOT_STATED,
        "## Data and licences",
        *_data(card),
        "## Split",
        _table(("part", "spectra", "what it is"), _numbers(card.training.spectra)),
        _split(card),
        "## Metrics",
        _table(("metric", "value", "what it is"), _numbers(card.metrics)),
        "## Limits",
        said.limits or NOT_STATED,
        "## How to import",
        f"    archive models import {card.model}.zip --sha256 {digest}",
    ]
    return "\n\n".join(blocks) + "\n"


def _warnings(card: Card) -> Iterator[str]:
    if not card.publishable:
        yield f"> {_PRIVATE.format(tiers=', '.join(card.training.tiers))}"
    if card.description.experimental:
        yield f"> {_EXPERIMENTAL}"


def _details(card: Card, digest: str, unit: str) -> Iterator[tuple[str, str]]:
    facts = card.training
    yield "technique", card.technique.value
    yield "window", f"{card.window[0]:g}-{card.window[1]:g} {unit}"
    yield (
        "what it is",
        f"a variational autoencoder; its latent index is {card.architecture.latent_dim} numbers",
    )
    yield "recipe", f"`{card.recipe}`: how spectra are prepared for it, in recipe.json"
    yield "made", f"{card.created_at:%Y-%m-%d}, in {facts.seconds:.0f} s and {len(facts.log)} epochs"
    yield "made with", f"pigment_archive {facts.software}, torch {facts.torch}, numpy {facts.numpy}"
    yield "licence", card.description.licence or NOT_STATED
    yield "digest", f"`{digest}`"
    if card.derived_from is not None:
        yield "its weights started from", f"`{card.derived_from}`"
    if card.edition_of is not None:
        yield "same weights as", f"`{card.edition_of}`"


def _data(card: Card) -> Iterator[str]:
    facts = card.training
    yield (
        f"{facts.spectra.total} spectra of {facts.groups} samples or objects, "
        f"of the tiers: {', '.join(facts.tiers)}."
    )
    if card.description.data:
        rows = [
            (
                one.collection,
                "" if one.spectra is None else str(one.spectra),
                one.licence or NOT_STATED,
                one.citation or NOT_STATED,
            )
            for one in card.description.data
        ]
        yield _table(("collection", "spectra", "licence", "citation"), rows)
    else:
        yield f"Collections: {', '.join(facts.collections)}." if facts.collections else NOT_STATED


def _split(card: Card) -> str:
    if card.split_included:
        return "split.parquet names the part of every spectrum by its fingerprint. No sample is in two parts."
    return (
        "split.parquet is empty: the fingerprints of the spectra would give them away. "
        "So nobody but its maker can tell which spectra it has seen, or measure it on unseen ones for sure."
    )


def _numbers(group: BaseModel, within: str = "") -> Iterator[tuple[str, str, str]]:
    """Every number of a group and of the groups in it, with the words that define it."""
    for name, info in type(group).model_fields.items():
        value = getattr(group, name)
        if isinstance(value, BaseModel):
            yield (name, "", info.description or "")
            yield from _numbers(value, f"{name}, ")
        elif value is not None:
            yield (
                f"{within}{name}",
                f"{value:.4g}" if isinstance(value, float) else str(value),
                info.description or "",
            )


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
