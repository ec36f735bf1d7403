"""From a readable item to records: who and what a spectrum is, and whether it must wait for review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pydantic import Field

from pigment_archive import __version__
from pigment_archive.curation.meaning import Clarified, clarify, meaning_said
from pigment_archive.curation.places import Place, place_of
from pigment_archive.curation.statement import (
    MEANING,
    Said,
    Statement,
    facts_said,
    flat_facts,
    rights_said,
    sources_of,
    values_of,
)
from pigment_archive.curation.statements import Statements
from pigment_archive.errors import InvalidFact
from pigment_archive.readers import Hints, HintsFor, ReadItem
from pigment_archive.records import (
    Facts,
    Note,
    Provenance,
    Quantity,
    Record,
    Rights,
    Spectrum,
    Status,
    Technique,
    Tier,
    new_record_id,
)
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE, QUANTITIES_OF_TECHNIQUE
from pigment_archive.units import AxisKind
from pigment_archive.workflows.reading import ReadingOptions
from pigment_archive.workflows.statements import Name, StatementOptions

# Notes that only a person can settle, with the reason that is shown; None shows the text of the note.
# A record with one of them waits for `archive review --accept`, or, for the technique, `--technique`.
SETTLED_BY_A_PERSON: Final[Mapping[str, str | None]] = {
    "peak_table": "a list of peaks is no continuous spectrum",
    "technique_conflict": None,
    "meaning_conflict": None,
}
ACCEPTED: Final = "_accepted"
_YES: Final = frozenset({"true", "yes", "1"})


class IngestOptions(StatementOptions, ReadingOptions):
    """What the person says about everything in one ingest."""

    collection: Name | None = Field(
        None, description="Collection of the records; else the profile's, or own."
    )
    tier: Tier | None = Field(None, description="Tier of the records; sealed unless somebody says otherwise.")
    profile: str | None = Field(None, description="Profile of a standard collection.")
    dry_run: bool = Field(False, description="Read and report; write nothing.")


@dataclass(frozen=True, slots=True)
class Described:
    """A spectrum with everything that is said about it.

    Attributes:
        spectrum: As it will be kept; axis and values as the person said where the file left them open.
        said: What did not come from the file.
        technique: Its technique, None if nobody says it.
        notes: What reader and archive noted.
        review: Why it waits for review, None if it does not.
    """

    spectrum: Spectrum
    said: Statement
    technique: Technique | None
    notes: tuple[Note, ...]
    review: str | None

    @property
    def tier(self) -> Tier:
        """Its tier; sealed unless somebody says otherwise."""
        return Tier(str(self.said["tier"].value)) if "tier" in self.said else Tier.SEALED

    @property
    def facts(self) -> Facts:
        """The facts its record has."""
        return facts_said(self.spectrum.facts, self.said)

    @property
    def collection(self) -> str:
        """Its collection."""
        return str(self.said["collection"].value) if "collection" in self.said else "own"


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the original of an item is kept: accession, paths inside it, and since when."""

    accession: str
    source: str
    companion: str | None
    at: datetime


def hints_for(statements: Statements, hints: Hints) -> HintsFor:
    """What is said about each file before it is read; the technique may differ from file to file."""
    return lambda place: replace(hints, technique=statements.technique_of(Place(place)))


def describe(spectrum: Spectrum, item: ReadItem, statements: Statements) -> Described:
    """Join what the file and the people say about one spectrum of an item."""
    stated = flat_facts(spectrum.facts)
    said = {
        name: one
        for name, one in statements.about(where_is(item), spectrum).items()
        if name not in stated or stated[name] != one.value
    }
    clarified = _clarified(spectrum, said)
    notes = [*spectrum.notes, *clarified.notes]
    technique = spectrum.technique
    if "technique" in said:
        asked = Technique(str(said["technique"].value))
        if technique not in (None, asked):
            text = f"the file says the technique is {technique}, {said['technique'].source} says {asked}"
            notes.append(Note(code="technique_conflict", text=text))
            del said["technique"]
        technique = technique or asked
    if not any(
        note.code in ("axis_stated", "quantity_stated", "percent_to_fraction") for note in clarified.notes
    ):
        said = {name: one for name, one in said.items() if name not in MEANING}
    review = review_reason(clarified.spectrum, technique, notes)
    return Described(clarified.spectrum, said, technique, tuple(notes), review)


def where_is(item: ReadItem) -> Place:
    """The place of an item, as sheets name it."""
    return place_of(item.relative, item.member, (path.name for path in item.companions))


def record_of(described: Described, item: ReadItem, kept: Kept) -> Record:
    """The record of one spectrum that was read from `item`."""
    spectrum = described.spectrum
    return Record(
        record=new_record_id(),
        collection=described.collection,
        technique=described.technique,
        status=Status.NEEDS_REVIEW if described.review else Status.ACTIVE,
        review=described.review,
        simulated=_is_simulated(spectrum),
        facts=described.facts,
        rights=rights_said(Rights(), described.said),
        provenance=Provenance(
            accession=kept.accession,
            source=kept.source,
            companion=kept.companion,
            member=item.member,
            index=spectrum.index,
            sha256=item.sha256,
            reader=item.reader,
            software=__version__,
            ingested_at=kept.at,
            notes=described.notes,
            stated=sources_of(described.said),
        ),
        spectrum=spectrum,
    )


def review_reason(spectrum: Spectrum, technique: Technique | None, notes: Iterable[Note] = ()) -> str | None:
    """Why a spectrum cannot be searched before somebody answers; None if nothing is open."""
    open_questions = []
    if technique is None:
        open_questions.append("the technique is not stated")
    if spectrum.axis_kind is AxisKind.UNKNOWN:
        open_questions.append("the unit of the axis is not stated")
    elif technique is not None and spectrum.axis_kind is not AXIS_OF_TECHNIQUE[technique]:
        expected = AXIS_OF_TECHNIQUE[technique].value
        open_questions.append(
            f"the axis measures {spectrum.axis_kind.value}, but {technique.value} needs {expected}"
        )
    if spectrum.quantity is Quantity.UNKNOWN:
        open_questions.append("what the values measure is not stated")
    elif technique is not None and spectrum.quantity not in QUANTITIES_OF_TECHNIQUE[technique]:
        open_questions.append(f"the values measure {spectrum.quantity.value}, which is no {technique.value}")
    open_questions += [SETTLED_BY_A_PERSON[note.code] or note.text for note in unsettled(notes)]
    return "; ".join(dict.fromkeys(open_questions)) or None


def unsettled(notes: Iterable[Note]) -> list[Note]:
    """The notes that wait for a person."""
    listed = list(notes)
    accepted = {note.code.removesuffix(ACCEPTED) for note in listed if note.code.endswith(ACCEPTED)}
    return [note for note in listed if note.code in SETTLED_BY_A_PERSON and note.code not in accepted]


def _clarified(spectrum: Spectrum, said: Mapping[str, Said]) -> Clarified:
    """What is said about axis and values, applied; what contradicts the file waits for review."""
    by = next((said[name].source for name in MEANING if name in said), "")
    try:
        return clarify(spectrum, meaning_said(values_of(said)), by, spectrum.notes)
    except (InvalidFact, ValueError) as error:
        problem = error.problem if isinstance(error, InvalidFact) else str(error)
        return Clarified(spectrum, (Note(code="meaning_conflict", text=f"{by}: {problem}"),))


def _is_simulated(spectrum: Spectrum) -> bool:
    said = {key.lower(): value for key, value in spectrum.header.items()}
    return said.get("simulated", "").strip().lower() in _YES
