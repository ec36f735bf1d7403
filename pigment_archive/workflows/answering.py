"""What an answer makes of one stored record. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass

from pigment_archive.curation.meaning import clarify, meaning_said
from pigment_archive.curation.places import Place
from pigment_archive.curation.statement import (
    MEANING,
    Said,
    facts_said,
    rights_said,
    sources_of,
    values_of,
)
from pigment_archive.curation.statements import Statements
from pigment_archive.errors import InvalidFact
from pigment_archive.records import Note, Record, Status, Technique
from pigment_archive.workflows.intake import ACCEPTED, review_reason, unsettled


@dataclass(frozen=True)
class Answers:
    """What is answered.

    Attributes:
        statements: Facts, technique and meaning that are said.
        by: The review, for sources and notes: `review 2026-11-24`.
        accept: Accept what only a person can settle.
        deprecate: Why records are taken out of use; None if they are not.
    """

    statements: Statements
    by: str
    accept: bool = False
    deprecate: str | None = None


def answered(record: Record, place: Place, answers: Answers) -> Record:
    """The record as the answers make it; the same object where they change nothing.

    Raises:
        InvalidFact: The file says something else about axis or values; the tier differs; it is deprecated.
    """
    if answers.deprecate is not None:
        return _deprecated(record, answers)
    if record.status is Status.DEPRECATED:
        raise InvalidFact("the record is deprecated", where=record.record)
    said = {
        name: one._replace(source=_source(one.source, answers.by))
        for name, one in answers.statements.about(place, record.spectrum, record.record).items()
    }
    if "tier" in said and said.pop("tier").value != record.rights.tier:
        raise InvalidFact(
            f"its tier is {record.rights.tier} and is not changed by a review",
            where=record.record,
            remedy="Leave the tier out.",
        )
    return _with(record, said, answers)


def _with(record: Record, said: dict[str, Said], answers: Answers) -> Record:
    origin = record.provenance
    by = next((said[name].source for name in MEANING if name in said), answers.by)
    try:
        meaning = meaning_said(values_of(said))
    except ValueError as problem:
        raise InvalidFact(str(problem), where=record.record) from problem
    clarified = clarify(record.spectrum, meaning, by, origin.notes)
    technique = Technique(str(said["technique"].value)) if "technique" in said else record.technique
    notes = (*origin.notes, *clarified.notes)
    notes += tuple(_settled(record, notes, said, accept=answers.accept))
    facts, rights = facts_said(record.facts, said), rights_said(record.rights, said)
    collection = str(said["collection"].value) if "collection" in said else record.collection
    reason = review_reason(clarified.spectrum, technique, notes)
    if not clarified.notes:
        said = {name: one for name, one in said.items() if name not in MEANING}
    same = (facts, rights, collection, technique) == (
        record.facts,
        record.rights,
        record.collection,
        record.technique,
    )
    if same and len(notes) == len(origin.notes):
        return record
    return record.model_copy(
        update={
            "collection": collection,
            "technique": technique,
            "facts": facts,
            "rights": rights,
            "status": Status.NEEDS_REVIEW if reason else Status.ACTIVE,
            "review": reason,
            "provenance": origin.model_copy(
                update={"notes": notes, "stated": {**origin.stated, **sources_of(said)}}
            ),
            "spectrum": clarified.spectrum,
        }
    )


def _settled(record: Record, notes: tuple[Note, ...], said: dict[str, Said], *, accept: bool) -> list[Note]:
    """Notes that say what a person settled."""
    made = []
    for note in unsettled(notes):
        if accept or (note.code == "technique_conflict" and "technique" in said):
            by = said["technique"].source if "technique" in said else "review"
            made.append(Note(code=f"{note.code}{ACCEPTED}", text=f"settled by {by}: {note.text}"))
    asked = said.get("technique")
    if asked and record.technique not in (None, asked.value):
        text = f"technique {asked.value} instead of {record.technique}, by {asked.source}"
        made.append(Note(code="technique_changed", text=text))
    return made


def _deprecated(record: Record, answers: Answers) -> Record:
    if record.status is Status.DEPRECATED:
        return record
    origin = record.provenance
    note = Note(code="deprecated", text=f"{answers.deprecate}, by {answers.by}")
    return record.model_copy(
        update={
            "status": Status.DEPRECATED,
            "review": None,
            "provenance": origin.model_copy(
                update={
                    "notes": (*origin.notes, note),
                    "stated": {**origin.stated, "status": answers.by},
                }
            ),
        }
    )


def _source(source: str, by: str) -> str:
    return source if source == by else f"{by}, {source}"
