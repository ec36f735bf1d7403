"""Remembered columns: which column of a device's table is what, one JSON file a layout in `mappings/`.

The folder is made with the first mapping. A file is checked like any other input when it is read: it may have
been edited by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pigment_archive.errors import StorageError
from pigment_archive.records import Quantity
from pigment_archive.storage import files, layout
from pigment_archive.units import AxisKind

LARGEST_FILE: Final = 64 * 1024
MOST_FILES: Final = 10_000
_PREFIX: Final = "columns-"
_REMEDY: Final = "Correct it, or delete it: the columns must then be told again."
Column = Annotated[int, Field(ge=0, lt=1_000_000)] | Annotated[str, Field(min_length=1, max_length=200)]


class RememberedColumns(BaseModel):
    """Which column of a table is what. A column is its position, from 0, or its label."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    layout: str = Field(pattern=r"^[0-9a-f]{64}$", description="Digest of the table's labels and shape.")
    axis: Column | None = Field(None, description="The axis column.")
    values: tuple[Column, ...] = Field((), max_length=10_000, description="The value columns.")
    sigma: Column | None = Field(None, description="The column with one standard deviation.")
    axis_kind: AxisKind = Field(AxisKind.UNKNOWN, description="What the axis measures.")
    axis_unit: str = Field("unknown", max_length=20, description="Its unit as in the table.")
    quantity: Quantity = Field(Quantity.UNKNOWN, description="What the values measure.")
    percent: bool | None = Field(None, description="The values are percent, or a fraction.")


class Mappings:
    """The mappings of one archive.

    Args:
        root: The archive.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / layout.MAPPINGS

    def read_all(self) -> tuple[RememberedColumns, ...]:
        """Every remembered mapping, in the order of the layouts.

        Raises:
            StorageError: A file cannot be read, is no mapping, or is that of another layout; or too many.
        """
        try:
            paths = sorted(self._folder.glob(f"{_PREFIX}*.json"))
        except OSError as cause:
            raise StorageError("the remembered columns cannot be read", where=str(self._folder)) from cause
        if len(paths) > MOST_FILES:
            raise StorageError(
                f"there are more than {MOST_FILES} remembered columns", where=str(self._folder)
            )
        return tuple(_read(path) for path in paths)

    def remember(self, fields: dict[str, Any]) -> RememberedColumns:
        """Keep a mapping, in the place of an older one for the same layout.

        Args:
            fields: The fields of `RememberedColumns`.

        Raises:
            StorageError: The fields are no mapping.
            WriteFailed: The disk refused.
        """
        try:
            mapping = RememberedColumns.model_validate(fields)
        except ValidationError as cause:
            raise StorageError("these columns cannot be remembered", where=_wrong(cause)) from cause
        files.make_folder(self._folder)
        content = mapping.model_dump_json(indent=2, exclude_defaults=True)
        files.write_atomically(self._folder / f"{_PREFIX}{mapping.layout}.json", content.encode() + b"\n")
        return mapping


def _read(path: Path) -> RememberedColumns:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise StorageError("the remembered columns are too large", where=str(path), remedy=_REMEDY)
        mapping = RememberedColumns.model_validate_json(content)
    except (OSError, ValidationError) as cause:
        raise StorageError(
            "the remembered columns cannot be understood", where=str(path), remedy=_REMEDY
        ) from cause
    if path.name != f"{_PREFIX}{mapping.layout}.json":
        raise StorageError("the remembered columns are of another layout", where=str(path), remedy=_REMEDY)
    return mapping


def _wrong(error: ValidationError) -> str:
    return ", ".join(".".join(str(part) for part in found["loc"]) for found in error.errors())
