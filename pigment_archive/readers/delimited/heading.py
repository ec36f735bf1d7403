"""The rows right above a table that label its columns: names, units below names, names above pairs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pigment_archive.readers.delimited.dialect import Dialect, position
from pigment_archive.readers.delimited.words import names_axis, names_values, understood

LEAST_WIDTH_OF_MATRIX: Final = 4
_MOST_WORDS: Final = 20
_NUMBERED: Final = re.compile(r"\s*column (\d+)\s*[:=]\s*(.*\S)", re.IGNORECASE)
_FREE_SPLITS: Final = tuple(re.compile(pattern) for pattern in (r"\t+", r"\s{2,}", r"[,;|]", r"\s+"))
_ONLY_A_UNIT: Final = re.compile(
    r"[\[({]?\s*(?:nm|um|µm|μm|cm\s*\^?-\s*1|1/cm|cm⁻¹|ke?v|nanomet\w+|micromet\w+|rel\.? 1/cm)\s*[\])}]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """Labels of a table.

    Attributes:
        labels: One a column; empty if there are none.
        names: Names over pairs of columns, one a column; empty if there are none.
        lines: How many of the lines above the table they took, blank ones between included.
    """

    labels: list[str]
    names: list[str]
    lines: int


def heading_of(above: list[str], width: int, dialect: Dialect, comments: list[str]) -> Heading:
    """The labels over a table.

    Args:
        above: All lines above it, in order.
        width: Number of columns.
        dialect: How lines are taken apart.
        comments: Comment lines of the file; one of the last two may be the labels.
    """
    places = [place for place, line in enumerate(above) if line.strip()]
    if places:
        own = _own_labels(above, places, width, dialect)
        if own:
            return _with_line_above(own, above, places, dialect)
    for comment in comments[:-3:-1]:
        for labels in [] if ":" in comment else _readings(comment, width, dialect):
            plain = [label.lstrip("#% ") for label in labels]
            if not any(_is_number(label, dialect) for label in plain):
                return Heading(plain, [], 0)
    return Heading(_numbered(above, width), [], 0)


def _is_number(field: str, dialect: Dialect) -> bool:
    return bool(field) and dialect.number(field) is not None


def _exact(line: str, width: int, dialect: Dialect) -> list[str]:
    """The fields of a line that has one a column; delimiters may be missing or too many at its end."""
    fields = dialect.split(line)
    while len(fields) > width and not fields[-1]:
        fields = fields[:-1]
    if len(fields) == 1 or len(fields) > width:
        return []
    return [*fields, *[""] * (width - len(fields))]


def _readings(line: str, width: int, dialect: Dialect) -> list[list[str]]:
    """Every way to see one label a column in a line, likeliest first."""
    parts = [split.split(line.strip()) for split in _FREE_SPLITS]
    found = [dialect.split(line), *([part.strip() for part in fields] for fields in parts)]
    found += [[field for field in fields if field] for fields in found]
    readings = [fields for fields in found if len(fields) == width]
    words = line.split()
    if width == 2 and len(words) <= _MOST_WORDS:
        cuts = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
        readings += [list(cut) for cut in cuts if names_axis(cut[0]) and names_values(cut[1])][:1]
    return readings


def _own_labels(above: list[str], places: list[int], width: int, dialect: Dialect) -> list[str]:
    line = above[places[-1]]
    exact = _exact(line, width, dialect)
    if exact and _are_positions(exact, dialect):
        return exact
    for labels in [*([exact] if exact else []), *_readings(line, width, dialect)]:
        known = any(names_axis(label) or names_values(label) for label in labels)
        if known and not any(_is_number(label, dialect) for label in labels):
            return labels
    directly = places[-1] == len(above) - 1
    settings = [place for place in places[:-1] if len(dialect.split(above[place])) == width]
    if exact and directly and all(exact) and (width > 2 or not settings):
        return exact if not any(_is_number(label, dialect) for label in exact) else []
    return []


def _are_positions(labels: list[str], dialect: Dialect) -> bool:
    """The axis of a matrix: numbers beside text, or places with their unit."""
    numbers = sum(_is_number(label, dialect) for label in labels)
    texts = sum(map(bool, labels)) - numbers
    places = sum(position(label) is not None for label in labels)
    beside = len(labels) >= LEAST_WIDTH_OF_MATRIX and texts and numbers >= texts
    return bool(beside) or (texts > 0 and 2 * places > len(labels) > 2)


def _with_line_above(own: list[str], above: list[str], places: list[int], dialect: Dialect) -> Heading:
    """Add the line above where it names a pair of columns each, or where the labels are units alone."""
    alone = Heading(own, [], len(above) - places[-1])
    higher = _exact(above[places[-2]], len(own), dialect) if len(places) > 1 else []
    if not higher:
        return alone
    both = len(above) - places[-2]
    axes = [place for place, label in enumerate(own) if names_axis(label)]
    of_pairs = axes == list(range(0, len(own) - len(own) % 2, 2)) and (len(axes) > 1 or places[-2] == 0)
    alike = len({understood(own[place]) for place in axes}) == 1
    seconds = higher[1::2]
    named = all(higher[place] for place in axes) and (
        not any(seconds) or seconds == higher[: len(own) - 1 : 2]
    )
    of_pairs = of_pairs and alike and named and not any(names_axis(name) for name in higher)
    units = any(_ONLY_A_UNIT.fullmatch(label) for label in own)
    if of_pairs and (len(axes) > 1 or not units):
        return Heading(own, higher, both)
    if units and not any(_is_number(field, dialect) for field in higher):
        return Heading([" ".join(filter(None, pair)) for pair in zip(higher, own, strict=True)], [], both)
    return alone


def _numbered(above: list[str], width: int) -> list[str]:
    """Labels that stand one a line, by the number of their column; empty if any is missing."""
    found = {line[1]: line[2] for line in map(_NUMBERED.match, above) if line}
    labels = [found.get(str(number), "") for number in range(1, width + 1)]
    return labels if all(labels) else []
