"""A profile: how one standard collection writes supplier, number, sample and material into its names.

A profile is data: rules that are tried in order on what names a spectrum. The first rule that fits speaks;
where none does, the profile says nothing about that spectrum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from pigment_archive.curation.sheet import NAMES_OF_SPECTRUM
from pigment_archive.curation.statement import Said, flat_facts
from pigment_archive.curation.values import checked
from pigment_archive.records import Spectrum

LONGEST_NAME: Final = 300


class Text(StrEnum):
    """What a rule looks at."""

    PRODUCT = "product number the file states"
    TITLE = "title of the spectrum"
    NAME = "name of the file"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which names are written.

    Attributes:
        looks_at: The texts it is tried on, in this order.
        pattern: What must be found in the text. Its named groups are what the templates use.
        says: Templates by the flat names of facts, as `{number}`; they win over what the file states.
        fills: The same for facts that the file may state better; used only where it is silent.
        only_once: The text must hold the pattern once; two numbers in one name say nothing.
        parse: Gives facts from the group `title`, for names with a grammar of their own.
    """

    looks_at: tuple[Text, ...]
    pattern: re.Pattern[str]
    says: Mapping[str, str] = field(default_factory=dict)
    fills: Mapping[str, str] = field(default_factory=dict)
    only_once: bool = False
    parse: Callable[[str], Mapping[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One standard collection.

    Attributes:
        name: Its id, for `--profile`, and the default of the collection's name.
        describes: What it is for, in one line.
        sample: What counts as a sample.
        object: What counts as an object.
        licence: Licence of its spectra, where there is one licence for all.
        rules: How its names are written.
    """

    name: str
    describes: str
    sample: str
    object: str
    licence: str | None
    rules: tuple[Rule, ...]

    def about(self, name: str, spectrum: Spectrum) -> dict[str, Said] | None:
        """What the profile says about a spectrum of the file or member `name`; None if no rule knows it."""
        for rule in self.rules:
            for text in _texts(rule, name, spectrum):
                values = _apply(rule, text, flat_facts(spectrum.facts))
                if values is not None:
                    licence = {"rights_licence": self.licence} if self.licence else {}
                    said = licence | values
                    return {
                        fact: Said(checked(fact, value), f"profile {self.name}")
                        for fact, value in said.items()
                    }
        return None


def _texts(rule: Rule, name: str, spectrum: Spectrum) -> Iterator[str]:
    for kind in rule.looks_at:
        if kind is Text.PRODUCT:
            found = [spectrum.facts.sample.product]
        elif kind is Text.TITLE:
            found = [spectrum.header.get(key) for key in NAMES_OF_SPECTRUM]
        else:
            found = [PurePosixPath(name).stem]
        yield from (text.strip() for text in found if text and len(text) <= LONGEST_NAME)


def _apply(rule: Rule, text: str, stated: Mapping[str, object]) -> dict[str, str] | None:
    matches = list(rule.pattern.finditer(text))
    if not matches or (rule.only_once and len(matches) > 1):
        return None
    groups = {name: _spoken(part) for name, part in matches[0].groupdict().items() if part}
    if rule.parse is not None:
        return dict(rule.parse(groups["title"])) or None
    silent = {fact: template for fact, template in rule.fills.items() if fact not in stated}
    return {
        fact: template.format_map(groups)
        for fact, template in {**rule.says, **silent}.items()
        if all(part in groups for part in re.findall(r"{(\w+)}", template))
    }


def _spoken(part: str) -> str:
    """A part of a name as it is spoken: spaces for underscores."""
    return " ".join(part.replace("_", " ").split())
