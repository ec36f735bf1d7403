"""Everything said about one batch of files, joined in the one order: file < profile < sheet < options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from pigment_archive.curation.mistakes import Mistake, SheetMistakes
from pigment_archive.curation.places import Place
from pigment_archive.curation.profile import Profile
from pigment_archive.curation.sheet import Sheet
from pigment_archive.curation.statement import Said, Statement, join, known
from pigment_archive.curation.values import checked
from pigment_archive.errors import UsageError
from pigment_archive.records import Scalar, Spectrum, Technique, Tier

FROM_SOFT_TO_STRICT: Final = tuple(Tier)
_OPTIONS: Final[Mapping[str, str]] = {
    "rights_licence": "--licence",
    "percent": "--percent",
    "axis_unit": "--unit",
}


def option_of(fact: str) -> str:
    """The option that says a fact of its own, as the source of what it says."""
    return _OPTIONS.get(fact, f"--{fact.removesuffix('_kind').replace('_', '-')}")


def facts_of_options(options: Sequence[str]) -> dict[str, Scalar]:
    """What `--fact key=value`, several times, says.

    Raises:
        UsageError: There is no `=`, no such fact, or the value cannot be.
    """
    said: dict[str, Scalar] = {}
    for option in options:
        name, equals, value = option.partition("=")
        where = f"--fact {name.strip()}"
        if not equals or not value.strip():
            raise UsageError("expected key=value", where=where, remedy="Example: --fact material=azurite")
        fact = known(name.strip(), where)
        try:
            said[fact] = checked(fact, value)
        except ValueError as problem:
            raise UsageError(str(problem), where=where) from problem
    return said


@dataclass(frozen=True)
class Statements:
    """What is said about a batch.

    Attributes:
        options: What options say about all of it.
        sheet: A sheet of facts, None if there is none.
        profile: A profile, None if there is none.

    Raises:
        SheetMistakes: An option would make a row's tier looser.
    """

    options: Statement
    sheet: Sheet | None = None
    profile: Profile | None = None

    def __post_init__(self) -> None:
        if self.sheet is None or "tier" not in self.options:
            return
        asked = Tier(str(self.options["tier"].value))
        mistakes = [
            Mistake(
                row.number,
                "tier",
                f"it says {row.statement['tier'].value}, which --tier {asked} would loosen",
            )
            for row in self.sheet.rows
            if "tier" in row.statement and is_looser(asked, Tier(str(row.statement["tier"].value)))
        ]
        if mistakes:
            raise SheetMistakes(mistakes, self.sheet.name)

    def technique_of(self, place: Place) -> Technique | None:
        """The technique to read a file with where it does not say one itself."""
        if "technique" in self.options:
            return Technique(str(self.options["technique"].value))
        return self.sheet.technique_of(place) if self.sheet else None

    def about(self, place: Place, spectrum: Spectrum, record: str | None = None) -> dict[str, Said]:
        """Everything that is said about one spectrum of a file; see `Sheet.about`."""
        name = PurePosixPath(place.way).name
        profile: dict[str, Said] = {}
        if self.profile is not None:
            default = {"collection": Said(self.profile.name, f"profile {self.profile.name}")}
            profile = default | (self.profile.about(name, spectrum) or {})
        sheet = self.sheet.about(place, spectrum, record) if self.sheet else {}
        return join(profile, sheet, self.options)


def is_looser(one: Tier, other: Tier) -> bool:
    """True when records of tier `one` may travel further than those of `other`."""
    return FROM_SOFT_TO_STRICT.index(one) < FROM_SOFT_TO_STRICT.index(other)
