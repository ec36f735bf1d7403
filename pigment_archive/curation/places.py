"""Which rows of a sheet speak of which file: exact names beat patterns, longer texts beat shorter ones.

A row names a file by its name, by the way to it (`kremer/red/44450.spc` or any end of that way), or by its
name in a container; with its suffix or without. `*` and `?` make a row a pattern. Upper and lower case, and
`/` and `\\`, are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from fnmatch import translate
from pathlib import PurePosixPath
from typing import Final, NamedTuple

MOST_PATTERNS: Final = 2000


class Place(NamedTuple):
    """Where a file is: the way to it, through its folders and its container, and the files read with it."""

    way: str
    companions: tuple[str, ...] = ()


class Closeness(IntEnum):
    """How closely a row names a file; the larger wins."""

    FOLDER = 0
    PATTERN = 1
    EXACT = 2


class Rank(NamedTuple):
    """Closeness first, then the length of what the row says; the larger wins."""

    closeness: Closeness
    length: int


def place_of(relative: str, member: str | None, companions: Iterable[str] = ()) -> Place:
    """The place of a file kept under `relative`, or of a member of the container kept there."""
    way = relative if member is None else f"{relative}/{member}"
    return Place(way, tuple(str(PurePosixPath(way).with_name(PurePosixPath(c).name)) for c in companions))


def is_pattern(text: str) -> bool:
    """True for a text with a wildcard."""
    return "*" in text or "?" in text


def key_of(text: str) -> str:
    """The form in which names are compared."""
    normal = unicodedata.normalize("NFC", text.strip()).casefold().replace("\\", "/")
    return normal.removeprefix("./").strip("/")


def names_of(place: Place) -> dict[str, bool]:
    """Every text that names a file: each end of the way to it, with and without suffix.

    The value is False for a text that names only a folder or container the file is in.
    """
    above = PurePosixPath(key_of(place.way)).parents
    names = dict.fromkeys((end for folder in above for end in _ends(str(folder))), False)
    return names | dict.fromkeys((end for way in (place.way, *place.companions) for end in _ends(way)), True)


def _ends(way: str) -> Iterator[str]:
    parts = PurePosixPath(key_of(way)).parts
    for start in range(len(parts)):
        end = PurePosixPath(*parts[start:])
        yield str(end)
        if end.suffix:
            yield str(end.with_suffix(""))


class PlaceIndex:
    """Row numbers by what they name.

    Args:
        texts: For each row what its file cell says.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._patterns: list[tuple[re.Pattern[str], int, int]] = []
        self._last: tuple[Place, list[tuple[Rank, int]]] | None = None
        for row, text in enumerate(texts):
            if is_pattern(text):
                pattern = key_of(text)
                compiled = re.compile(translate(pattern.replace("[", "[[]")))
                self._patterns.append((compiled, len(pattern), row))
            else:
                self._exact[key_of(text)].append(row)

    @property
    def patterns(self) -> int:
        """How many rows are patterns; each is tried on every file."""
        return len(self._patterns)

    def find(self, place: Place) -> Sequence[tuple[Rank, int]]:
        """Every row that names the file, with its rank, the least first."""
        if self._last is None or self._last[0] != place:  # asked again for every spectrum of a file
            self._last = place, self._find(names_of(place))
        return self._last[1]

    def _find(self, names: Mapping[str, bool]) -> list[tuple[Rank, int]]:
        found = []
        for pattern, length, row in self._patterns:
            own = [is_own for name, is_own in names.items() if pattern.match(name)]
            if own:
                closeness = Closeness.PATTERN if any(own) else Closeness.FOLDER
                found.append((Rank(closeness, length), row))
        for name, is_own in names.items():
            closeness = Closeness.EXACT if is_own else Closeness.FOLDER
            found += [(Rank(closeness, len(name)), row) for row in self._exact.get(name, ())]
        return sorted(found)
