"""The models of an archive, by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pigment_archive.encoder.bundle import Bundle
from pigment_archive.encoder.card import NAME_PATTERN
from pigment_archive.errors import ModelNotFound
from pigment_archive.records import Technique
from pigment_archive.records.vocabulary import WINDOW_OF_TECHNIQUE

_DEFAULT_FAMILY = {Technique.REFLECTANCE: "reflectance-vnir"}


def family_name(technique: Technique, window: tuple[float, float] | None = None) -> str:
    """What the versions of one technique and window have in common, for example raman or raman-150_3500.

    The default window has the technique's own name (reflectance: reflectance-vnir); any other is said.
    """
    if window is None or window == WINDOW_OF_TECHNIQUE[technique]:
        return _DEFAULT_FAMILY.get(technique, technique.value)
    return f"{technique.value}-{window[0]:g}_{window[1]:g}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The directory `models/`: one bundle a version; versions of a family are numbered from 1."""

    directory: Path

    def names(self) -> list[str]:
        """Every model version here, damaged ones too, sorted by family and number."""
        if not self.directory.is_dir():
            return []
        found = [entry.name for entry in self.directory.iterdir() if re.match(NAME_PATTERN, entry.name)]
        return sorted(found, key=_family_and_number)

    def path(self, name: str) -> Path:
        """Directory of a model version.

        Raises:
            ModelNotFound: There is none of that name.
        """
        if name not in self.names():
            raise ModelNotFound(
                f"there is no model {name!r}, but {', '.join(self.names()) or 'none at all'}",
                where=name,
                remedy="`archive models list` shows what is here; `archive train` makes one.",
            )
        return self.directory / name

    def open(self, name: str, *, expected_digest: str | None = None) -> Bundle:
        """Open and check a model version; see `Bundle.open`."""
        return Bundle.open(self.path(name), expected_digest=expected_digest)

    def next_name(
        self,
        technique: Technique,
        window: tuple[float, float] | None = None,
        *,
        seen: Iterable[str] = (),
    ) -> str:
        """The name the next version of this technique and window gets.

        Args:
            technique: What it encodes.
            window: Its window, None for the default one.
            seen: Names that were used before, although they may not be here any more.
        """
        family = family_name(technique, window)
        known = map(_family_and_number, {*self.names(), *seen})
        numbers = [number for own, number in known if own == family]
        return f"{family}-{max(numbers, default=0) + 1}"


def _family_and_number(name: str) -> tuple[str, int]:
    family, _, number = name.rpartition("-")
    return family, int(number)
