"""Which stored records a correction is about: by id, by conditions, by a sheet, or all that wait."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pigment_archive.answers.where import parse_where
from pigment_archive.archive import Archive
from pigment_archive.curation.places import Place, place_of
from pigment_archive.curation.sheet import Sheet
from pigment_archive.curation.sheet_rows import SHORTEST_ID
from pigment_archive.errors import UsageError
from pigment_archive.records import FIELDS, Record, Status
from pigment_archive.storage.accession_builder import SOURCES
from pigment_archive.storage.index.filters import Condition

_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda value, options: value in options,
}
_COLUMNS: Final = ("record", "source", "companion", "member", *FIELDS)


def select(
    archive: Archive,
    records: Sequence[str],
    where: Sequence[str],
    sheet: Sheet | None = None,
    *,
    also_active: bool = False,
) -> dict[str, set[str]]:
    """Ids of the records that are meant, by accession.

    Ids name records whatever their status; a sheet speaks of all it names that are not deprecated. Without
    either, all records that wait are meant. Conditions narrow what is meant; one on the status replaces the
    rule on statuses.

    Args:
        archive: The open archive.
        records: Ids of records, or their beginnings.
        where: Conditions on facts.
        sheet: A sheet of facts.
        also_active: Without ids and sheet, mean active records too.

    Raises:
        UsageError: An id or a condition that is not one, or an id of no record.
    """
    conditions = _conditions(where)
    statuses = {Status.NEEDS_REVIEW, Status.ACTIVE} if sheet or also_active else {Status.NEEDS_REVIEW}
    if records or any(condition.key == "status" for condition in conditions):
        statuses = set(Status)
    _require_ids(records)
    found: dict[str, set[str]] = {}
    for accession in archive.accessions.ids():
        rows = archive.accessions.rows(accession, _COLUMNS)
        meant = {
            row["record"]
            for row in rows
            if row["status"] in statuses
            and all(_holds(condition, row) for condition in conditions)
            and _is_meant(row, records, sheet)
        }
        if meant:
            found[accession] = meant
    _require_found(records, found)
    return found


def where_it_is(record: Record) -> Place:
    """The place of a stored record's original, as sheets name it."""
    origin = record.provenance
    return _place(origin.source, origin.member, origin.companion)


def _place(source: str, member: str | None, companion: str | None) -> Place:
    return place_of(source.removeprefix(f"{SOURCES}/"), member, [companion] if companion else [])


def _conditions(where: Sequence[str]) -> tuple[Condition, ...]:
    parsed = parse_where(where)
    return parsed.must if parsed else ()


def _is_meant(row: Mapping[str, Any], records: Sequence[str], sheet: Sheet | None) -> bool:
    if records and not row["record"].startswith(tuple(records)):
        return False
    place = _place(row["source"], row["member"], row["companion"])
    return sheet is None or sheet.mentions(place, row["record"])


def _holds(condition: Condition, row: Mapping[str, Any]) -> bool:
    value = row.get(condition.key)
    if condition.op == "ne":
        return bool(value != condition.value)
    return value is not None and _COMPARE[condition.op](value, condition.value)


def _require_ids(records: Sequence[str]) -> None:
    for record in records:
        if len(record) < SHORTEST_ID:
            raise UsageError(
                f"expected at least {SHORTEST_ID} characters of a record's id",
                where=record,
                remedy="archive review lists the ids.",
            )


def _require_found(records: Sequence[str], found: Mapping[str, set[str]]) -> None:
    ids = {record for meant in found.values() for record in meant}
    for record in records:
        matches = sum(one.startswith(record) for one in ids)
        if matches != 1:
            problem = f"it is the beginning of {matches} ids" if matches else "there is no such record"
            raise UsageError(problem, where=record, remedy="archive review lists the ids.")
