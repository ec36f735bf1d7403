"""Answer what is not known about stored records, correct what was said about them, or deprecate them.

Each answer is one amendment an accession: a new version of its records and a line in the ledger. Originals
and earlier versions stay. What becomes active is searchable when this returns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.curation.meaning import meaning_said
from pigment_archive.curation.statement import AXIS_KIND, AXIS_UNIT, PERCENT, QUANTITY, values_of
from pigment_archive.curation.statements import Statements, option_of
from pigment_archive.curation.values import checked
from pigment_archive.errors import RecordError, UsageError
from pigment_archive.records import Record, Status, flatten
from pigment_archive.workflows.answering import Answers, answered
from pigment_archive.workflows.indexing import catch_up
from pigment_archive.workflows.intake import ACCEPTED
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reports import Refusal, Report
from pigment_archive.workflows.selecting import select, where_it_is
from pigment_archive.workflows.statements import (
    Name,
    SheetUse,
    StatementOptions,
    remember_columns,
    statements_of,
)


class ReviewOptions(StatementOptions):
    """What the person answers, and about which records."""

    records: tuple[str, ...] = Field((), description="Ids of records, or their beginnings.")
    where: tuple[str, ...] = Field((), description="Conditions on facts; all must hold.")
    axis: str | None = Field(None, description="What the axis measures.")
    unit: str | None = Field(None, description="The unit of the axis in the file.")
    quantity: str | None = Field(None, description="What the values measure.")
    percent: bool = Field(False, description="The values are percent and become fractions.")
    accept: bool = Field(False, description="Accept what only a person can settle, as it is.")
    deprecate: Name | None = Field(None, description="Take the records out of use, for this reason.")
    dry_run: bool = Field(False, description="Report; write nothing.")

    def values(self) -> dict[str, Any]:
        """What options of their own say, by the flat names of facts."""
        said = {AXIS_KIND: self.axis, AXIS_UNIT: self.unit, QUANTITY: self.quantity}
        return super().values() | {
            **{name: _checked(name, value) for name, value in said.items() if value is not None},
            **({PERCENT: True} if self.percent else {}),
        }

    @property
    def says_something(self) -> bool:
        """False where nothing is answered, so that only a list can be meant."""
        return bool(
            self.facts or self.sheet or self.accept or self.deprecate
            or any(value is not None for value in self.values().values())
        )  # fmt: skip


class Changed(Report):
    """One record that is changed."""

    record: str = Field(description="Id of the record.")
    file: str = Field(description="Way to its original, through folders and containers.")
    index: int = Field(description="Position of the spectrum in its file, from 0.")
    changes: tuple[str, ...] = Field(description="What is changed, as key: old -> new.")
    status: Status = Field(description="Its status afterwards.")
    review: str | None = Field(description="What is still open; null if nothing is.")


class ReviewReport(Report):
    """What the answers changed; on a dry run, what they would change."""

    changed: tuple[Changed, ...] = Field(description="Every record that is changed.")
    unchanged: int = Field(description="Records that were meant, but are already as said.")
    now_active: int = Field(description="Records that waited before and do not any more.")
    still_waiting: int = Field(description="Changed records for which something is still open.")
    refused: tuple[Refusal, ...] = Field(description="Records that cannot be as said, with code and reason.")
    accessions: tuple[str, ...] = Field(description="Accessions that have a new version.")
    sheet: SheetUse | None = Field(None, description="What became of the sheet; null if there was none.")


def review(
    archive: Archive, options: ReviewOptions | None = None, *, progress: Progress = silent, **said: object
) -> ReviewReport:
    """Answer for the records that are meant; options also as keywords: `technique="raman"`.

    Args:
        archive: The open archive.
        options: The answers, and which records are meant: see `selecting.select`.
        progress: Told how far the index is.

    Raises:
        UsageError: Nothing is answered, or an answer, an id or a condition cannot be.
        SheetMistakes: The sheet says what cannot be; nothing was written.
        ArchiveLocked: Another process is writing.
        WriteFailed: The disk refused. Accessions that were amended before stay so; repeat the command.
    """
    chosen = options or ReviewOptions.of(**said)
    if not chosen.says_something:
        raise UsageError("nothing is answered", where="review", remedy="Say for example --technique raman.")
    if chosen.deprecate and not (chosen.records or chosen.where):
        raise UsageError(
            "expected ids or conditions", where="--deprecate", remedy="Say which: --where collection=…"
        )
    today = f"review {datetime.now(UTC).date().isoformat()}"
    statements = statements_of(archive, chosen, source=today)
    _require_meaning(statements)
    answers = Answers(statements, today, accept=chosen.accept, deprecate=chosen.deprecate)
    if chosen.dry_run:
        return _review(archive, chosen, answers, progress)
    with archive.writing():
        return _review(archive, chosen, answers, progress)


def _require_meaning(statements: Statements) -> None:
    """What options alone say of axis and values is the same for every record, so it is refused once."""
    if statements.sheet is None:
        try:
            meaning_said(values_of(statements.options))
        except ValueError as problem:
            raise UsageError(str(problem), where="review") from problem


def _review(archive: Archive, options: ReviewOptions, answers: Answers, progress: Progress) -> ReviewReport:
    meant = select(
        archive,
        options.records,
        options.where,
        answers.statements.sheet,
        also_active=options.deprecate is not None,
    )
    outcomes = [
        outcome
        for accession, records in meant.items()
        for outcome in _outcomes(archive, accession, records, answers)
    ]
    if answers.statements.sheet is not None:
        answers.statements.sheet.require_no_clash()
    amended = () if options.dry_run else tuple(_amend(archive, meant, answers))
    if not options.dry_run:
        if answers.statements.sheet is not None:
            remember_columns(archive, answers.statements.sheet)
        catch_up(archive, progress=progress)
    changed = [outcome for outcome in outcomes if isinstance(outcome, Changed)]
    return ReviewReport(
        changed=tuple(changed),
        unchanged=sum(outcome is None for outcome in outcomes),
        now_active=sum(f"status: {Status.NEEDS_REVIEW} -> {Status.ACTIVE}" in one.changes for one in changed),
        still_waiting=sum(one.status is Status.NEEDS_REVIEW for one in changed),
        refused=tuple(outcome for outcome in outcomes if isinstance(outcome, Refusal)),
        accessions=amended,
        sheet=_sheet_use(answers.statements),
    )


def _outcomes(
    archive: Archive, accession: str, meant: set[str], answers: Answers
) -> Iterator[Changed | Refusal | None]:
    """For each record that is meant what is changed, why it cannot be, or None where nothing is."""
    for record in archive.accessions.read(accession):
        if record.record not in meant:
            if answers.statements.sheet is not None:  # its number or name decides what a row means
                answers.statements.sheet.notice(where_it_is(record), record.spectrum)
        else:
            try:
                new = answered(record, where_it_is(record), answers)
            except RecordError as error:
                yield Refusal.of(error, where_it_is(record).way, None)
                continue
            yield _changed(record, new) if new is not record else None


def _amend(archive: Archive, meant: Mapping[str, set[str]], answers: Answers) -> Iterator[str]:
    for accession, records in meant.items():
        amended = [
            _answered_if_possible(record, answers) if record.record in records else record
            for record in archive.accessions.read(accession)
        ]
        if archive.accessions.amend(accession, amended):
            yield accession


def _answered_if_possible(record: Record, answers: Answers) -> Record:
    try:
        return answered(record, where_it_is(record), answers)
    except RecordError:
        return record


def _changed(old: Record, new: Record) -> Changed:
    return Changed(
        record=new.record,
        file=where_it_is(new).way,
        index=new.provenance.index,
        changes=tuple(_differences(_flat(old), _flat(new))),
        status=new.status,
        review=new.review,
    )


def _differences(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before != after:
            yield f"{name}: {'not known' if before is None else before} -> {after}"


def _flat(record: Record) -> dict[str, object]:
    spectrum = record.spectrum
    return {
        **flatten(record),
        "axis": f"{spectrum.axis_kind.value} from {spectrum.axis[0]:g} to {spectrum.axis[-1]:g}",
        "quantity": spectrum.quantity.value,
        "percent": "fraction" if _was_percent(record) else None,
        "accepted": ", ".join(n.code for n in record.provenance.notes if n.code.endswith(ACCEPTED)) or None,
    }


def _was_percent(record: Record) -> bool:
    return any(note.code == "percent_to_fraction" for note in record.provenance.notes)


def _checked(name: str, value: str) -> object:
    try:
        return checked(name, value)
    except ValueError as problem:
        raise UsageError(str(problem), where=option_of(name)) from problem


def _sheet_use(statements: Statements) -> SheetUse | None:
    return SheetUse.of(statements.sheet, ()) if statements.sheet else None
