"""`archive review`: see what is not known about records, and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from pigment_archive.cli.bring_in import show_sheet
from pigment_archive.cli.options import (
    ArchiveDir,
    Axis,
    ColumnOfSheet,
    Fact,
    Json,
    Licence,
    Percent,
    QuantityOption,
    Sheet,
    TechniqueOption,
    Unit,
    Where,
)
from pigment_archive.cli.session import finish, opened

if TYPE_CHECKING:
    from pigment_archive.workflows.review import ReviewReport
    from pigment_archive.workflows.waiting import WaitingRecord, WaitingReport

MOST_SHOWN: Final = 20
Accept = Annotated[bool, typer.Option("--accept", help="Accept as it is what only a person can settle.")]
Deprecate = Annotated[
    str | None, typer.Option("--deprecate", help="Take the records out of use, for this reason.")
]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("review")(review_command)


def review_command(
    record: Annotated[
        list[str] | None, typer.Argument(help="Ids of records, or their beginnings. [default: all that wait]")
    ] = None,
    *,
    technique: TechniqueOption = None,
    axis: Axis = None,
    unit: Unit = None,
    quantity: QuantityOption = None,
    percent: Percent = False,
    licence: Licence = None,
    fact: Fact = None,
    sheet: Sheet = None,
    column: ColumnOfSheet = None,
    where: Where = None,
    accept: Accept = False,
    deprecate: Deprecate = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change.")] = False,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """List what waits for review; with an answer, answer for all that wait, or for those you name.

    A record that is fully answered is searchable at once. What a file says itself is never overridden.

    Example: archive review

    Example: archive review --technique reflectance --unit um --quantity reflectance --percent

    Example: archive review --sheet facts.csv --dry-run
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.review import ReviewOptions, review
    from pigment_archive.workflows.waiting import waiting

    options = ReviewOptions.of(
        records=tuple(record or ()), where=tuple(where or ()), technique=technique, axis=axis, unit=unit,
        quantity=quantity, percent=percent, licence=licence, facts=tuple(fact or ()), sheet=sheet,
        maps=tuple(column or ()), accept=accept, deprecate=deprecate, dry_run=dry_run,
    )  # fmt: skip
    with opened(archive) as handle, render.progress() as bar:
        if not options.says_something:
            listed = waiting(handle, options.records, options.where)
            render.document(listed) if as_json else _show_waiting(listed)
            return
        report = review(handle, options, progress=bar)
    render.document(report) if as_json else _show_answered(report, dry_run=dry_run)
    finish(some_refused=bool(report.refused))


def _show_waiting(report: WaitingReport) -> None:
    from pigment_archive.cli import render

    if not report.groups:
        render.line("nothing waits for review")
    for group in report.groups:
        what = "wait" if group.status == "needs_review" else group.status
        render.table(
            ("record", "file", "axis", "values", "header"),
            [_row(one) for one in group.records[:MOST_SHOWN]],
            title=f"{len(group.records)} {what}: {group.reason}",
        )
        if len(group.records) > MOST_SHOWN:
            render.line(f"and {len(group.records) - MOST_SHOWN} more; --json lists all")


def _row(one: WaitingRecord) -> tuple[str, ...]:
    values = "none" if one.lowest is None else f"{one.lowest:g} to {one.highest:g}"
    return (
        one.record[:8],
        f"{one.file} (spectrum {one.index + 1})" if one.index else one.file,
        f"{one.first:g} to {one.last:g} {one.axis_kind}",
        values if one.quantity == "unknown" else f"{values} {one.quantity}",
        ", ".join(f"{key}: {value}" for key, value in one.labels.items()),
    )


def _show_answered(report: ReviewReport, *, dry_run: bool) -> None:
    from pigment_archive.cli import render

    if report.changed:
        render.table(
            ("record", "file", "change"),
            [(one.record[:8], one.file, text) for one in report.changed[:MOST_SHOWN] for text in one.changes],
        )
    if len(report.changed) > MOST_SHOWN:
        render.line(f"and {len(report.changed) - MOST_SHOWN} more; --json lists all")
    verb = "would be changed" if dry_run else "changed"
    render.line(
        f"{len(report.changed)} {verb}, {report.unchanged} as they were, {report.now_active} no longer wait, "
        f"{report.still_waiting} still wait, {len(report.refused)} refused"
    )
    if report.sheet is not None:
        show_sheet(report.sheet)
    render.refused(report.refused)
    for reason in dict.fromkeys(one.review for one in report.changed if one.review):
        render.remark(f"still to review  {reason}")
