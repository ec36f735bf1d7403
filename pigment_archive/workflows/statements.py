"""What the person says about a batch: options, a sheet whose columns the archive remembers, a profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from pigment_archive.archive import Archive
from pigment_archive.curation.columns import digest_of, from_json, mapped, to_json
from pigment_archive.curation.profiles import profile_of
from pigment_archive.curation.sheet import Sheet
from pigment_archive.curation.statement import Said
from pigment_archive.curation.statements import Statements, facts_of_options, option_of
from pigment_archive.records import Technique
from pigment_archive.storage import files, layout
from pigment_archive.workflows.options import Options
from pigment_archive.workflows.reports import Report


def _printable(text: str) -> str:
    if not text.isprintable() or text != text.strip() or not text:
        raise ValueError("expected printable text without spaces around it")
    return text


def _listed(said: Any) -> Any:
    return tuple(f"{key}={value}" for key, value in said.items()) if isinstance(said, Mapping) else said


Name = Annotated[str, AfterValidator(_printable)]
Pairs = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class StatementOptions(Options):
    """What can be said about a batch in every verb that takes facts."""

    technique: Technique | None = Field(None, description="Technique, where the file does not say.")
    licence: Name | None = Field(None, description="SPDX identifier of the files.")
    facts: Pairs = Field((), description="Facts of all records, as key=value; from Python also a mapping.")
    sheet: Path | None = Field(None, description="Sheet of facts: CSV or a workbook.")
    maps: Pairs = Field((), description="What columns of the sheet mean, as column=fact.")

    def values(self) -> dict[str, Any]:
        """What options of their own say, by the flat names of facts; None where nothing is said."""
        return {"technique": self.technique, "rights_licence": self.licence}


class SheetUse(Report):
    """What became of a sheet."""

    sheet: str = Field(description="Name of the sheet.")
    rows: int = Field(description="Rows that say something.")
    rows_used: int = Field(description="Rows that name at least one spectrum.")
    rows_unused: tuple[int, ...] = Field(
        description="Numbers of rows that name no file, as the spreadsheet counts."
    )
    rows_without_spectrum: tuple[int, ...] = Field(
        description="Numbers of rows that name a file, but no spectrum of it."
    )
    files_without_row: int = Field(description="Files with spectra that no row names.")
    first_files_without_row: tuple[str, ...] = Field(description="The first of them, at most 20.")
    columns_unknown: tuple[str, ...] = Field(description="Columns that mean no fact and say nothing.")
    columns_remembered: dict[str, str] = Field(
        description="Columns whose meaning was said with --map, now or earlier, and that meaning."
    )

    @classmethod
    def of(cls, sheet: Sheet, without_row: Sequence[str]) -> SheetUse:
        """What became of a sheet, and of the files it does not name."""
        return cls(
            sheet=sheet.name,
            rows=len(sheet.rows),
            rows_used=len(sheet.used),
            rows_unused=sheet.unused,
            rows_without_spectrum=sheet.without_spectrum,
            files_without_row=len(without_row),
            first_files_without_row=tuple(without_row[:20]),
            columns_unknown=sheet.unknown,
            columns_remembered=dict(sheet.mapping),
        )


def statements_of(
    archive: Archive,
    options: StatementOptions,
    *,
    profile: str | None = None,
    source: str | None = None,
    **values: Any,
) -> Statements:
    """Everything that is said, checked.

    Args:
        archive: Remembers what columns of sheets mean.
        options: What was said.
        profile: Name of a profile.
        source: The source of what options say; their own names if None.
        values: What further options of the verb say, by the flat names of facts; None says nothing.

    Raises:
        UsageError: A fact, column or profile that does not exist, a value that cannot be, no such sheet.
        SheetMistakes: The sheet says what cannot be; all mistakes are named.
        ReadError: The sheet cannot be read as a table.
    """
    said = {name: Said(value, source or "--fact") for name, value in facts_of_options(options.facts).items()}
    said |= {
        name: Said(value, source or option_of(name))
        for name, value in {**options.values(), **values}.items()
        if value is not None
    }
    sheet = None
    if options.sheet is not None:
        sheet = Sheet.read(
            options.sheet, mapped(options.maps), remembered=lambda labels: _recall(archive, labels)
        )
    return Statements(said, sheet, profile_of(profile) if profile else None)


def remember_columns(archive: Archive, sheet: Sheet) -> None:
    """Keep what was said about the columns of a sheet for the next sheet with the same columns.

    Only while writing.

    Raises:
        WriteFailed: The disk refused.
    """
    if sheet.mapping:
        path = _memory(archive, sheet.labels)
        files.make_folder(path.parent)
        files.write_atomically(path, to_json(sheet.mapping).encode())


def _recall(archive: Archive, labels: Sequence[str]) -> dict[str, str]:
    path = _memory(archive, labels)
    return from_json(path.read_bytes(), str(path)) if path.is_file() else {}


def _memory(archive: Archive, labels: Sequence[str]) -> Path:
    return archive.root / layout.MAPPINGS / f"sheet-{digest_of(labels)}.json"
