"""List the records that wait for review, grouped by what is not known about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.records import Record, Status
from pigment_archive.workflows.reports import Report
from pigment_archive.workflows.selecting import select, where_it_is

MOST_LABELS: Final = 8
LONGEST_LABEL: Final = 80


class WaitingRecord(Report):
    """One record that waits, with what helps to answer."""

    record: str = Field(description="Id of the record.")
    file: str = Field(description="Way to its original, through folders and containers.")
    index: int = Field(description="Position of the spectrum in its file, from 0.")
    technique: str | None = Field(description="Its technique; null if nobody said it.")
    axis_kind: str = Field(description="What its axis measures, as far as it is known.")
    quantity: str = Field(description="What its values measure, as far as it is known.")
    points: int = Field(description="Number of points.")
    first: float = Field(description="First value of the axis, in the unit of axis_kind, or as in the file.")
    last: float = Field(description="Last value of the axis, in the unit of axis_kind, or as in the file.")
    lowest: float | None = Field(description="Smallest value, in the unit of quantity, or as in the file.")
    highest: float | None = Field(description="Largest value, in the unit of quantity, or as in the file.")
    labels: dict[str, str] = Field(description="The first entries of the file's header.")

    @classmethod
    def of(cls, record: Record) -> WaitingRecord:
        """What helps to answer about a record."""
        spectrum = record.spectrum
        finite = spectrum.values[np.isfinite(spectrum.values)]
        labels = list(spectrum.header.items())[:MOST_LABELS]
        return cls(
            record=record.record,
            file=where_it_is(record).way,
            index=record.provenance.index,
            technique=record.technique,
            axis_kind=spectrum.axis_kind,
            quantity=spectrum.quantity,
            points=spectrum.axis.size,
            first=float(spectrum.axis[0]),
            last=float(spectrum.axis[-1]),
            lowest=float(finite.min()) if finite.size else None,
            highest=float(finite.max()) if finite.size else None,
            labels={key: value[:LONGEST_LABEL] for key, value in labels},
        )


class WaitingGroup(Report):
    """Records that wait for the same answer, or that were asked for and do not wait."""

    status: Status = Field(description="The status of these records.")
    reason: str = Field(description="What is not known; of deprecated records why they are out of use.")
    records: tuple[WaitingRecord, ...] = Field(description="The records, in the order of their accessions.")


class WaitingReport(Report):
    """Everything that waits for review, or the records that were asked for."""

    waiting: int = Field(description="Number of records that wait.")
    groups: tuple[WaitingGroup, ...] = Field(description="The same grouped by reason, the largest first.")


def waiting(archive: Archive, records: Sequence[str] = (), where: Sequence[str] = ()) -> WaitingReport:
    """Every record that waits for review, or those with these ids and facts.

    Ids and a condition on the status ask for records that do not wait, too; see `selecting.select`.

    Raises:
        UsageError: An id or a condition is not one.
        IntegrityError: An accession is damaged.
    """
    groups: dict[tuple[Status, str], list[WaitingRecord]] = defaultdict(list)
    waits = 0
    for accession, meant in select(archive, records, where).items():
        for record in archive.accessions.read(accession):
            if record.record in meant:
                groups[record.status, _reason(record)].append(WaitingRecord.of(record))
                waits += record.status is Status.NEEDS_REVIEW
    listed = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return WaitingReport(
        waiting=waits,
        groups=tuple(
            WaitingGroup(status=status, reason=reason, records=tuple(found))
            for (status, reason), found in listed
        ),
    )


def _reason(record: Record) -> str:
    """What is not known of a record that waits; of a deprecated one why it is out of use."""
    if record.status is Status.NEEDS_REVIEW:
        return record.review or "nobody said why"
    said = [note.text for note in record.provenance.notes if note.code == "deprecated"]
    return said[-1] if said else "nothing is open"
