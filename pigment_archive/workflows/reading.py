"""How files are to be read: columns of tables, and which pixels of images become spectra."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.errors import UsageError
from pigment_archive.readers import ColumnMap, Hints, Sampling
from pigment_archive.readers.column_map import column_map_of
from pigment_archive.readers.hints import layouts_mapped
from pigment_archive.readers.masks import read_mask
from pigment_archive.records import Spectrum, Technique
from pigment_archive.storage.mappings import Mappings, RememberedColumns
from pigment_archive.workflows.options import Options

_REGION: Final = re.compile(r"(\d{1,9}):(\d{1,9}),(\d{1,9}):(\d{1,9})")


class ReadingOptions(Options):
    """What can be said about tables and images in every verb that reads files."""

    technique: Technique | None = Field(None, description="Technique, where the file does not say.")
    columns: str | None = Field(None, description="Columns of tables, as axis=1,values=3,unit=nm.")
    every: int = Field(1, ge=1, le=1_000_000, description="Of every N lines and samples one pixel.")
    region: str | None = Field(None, description="Lines and samples of an image, as 100:400,0:250.")
    mask: Path | None = Field(None, description="Image or .npy of the regions of interest.")
    average: bool = Field(False, description="One mean a region or block instead of pixels.")


def hints_of(archive: Archive | None, options: ReadingOptions) -> Hints:
    """What is said about every file: the options, and the columns the archive remembers.

    Raises:
        UsageError: Columns, region or mask cannot be.
        StorageError: Remembered columns cannot be understood.
    """
    if options.mask is not None and options.average and options.every > 1:
        raise UsageError(
            "--every has no effect on the means of a mask", where=f"--every {options.every}",
            remedy="Leave out --every, --mask or --average.",
        )  # fmt: skip
    return Hints(
        technique=options.technique,
        sampling=Sampling(
            every=options.every,
            region=None if options.region is None else _region(options.region),
            mask=None if options.mask is None else read_mask(options.mask),
            average=options.average,
        ),
        column_maps=(*_said(options), *(_known(one) for one in _remembered(archive))),
    )


def remember(archive: Archive, options: ReadingOptions, spectra: Iterable[Spectrum]) -> None:
    """Keep the columns that were said, for the layouts they were used for. Only while writing.

    Raises:
        WriteFailed: The disk refused.
    """
    for said in _said(options):
        for layout in layouts_mapped(spectra):
            Mappings(archive.root).remember({**dataclasses.asdict(said), "layout": layout})


def _said(options: ReadingOptions) -> tuple[ColumnMap, ...]:
    return () if options.columns is None else (column_map_of(options.columns),)


def _remembered(archive: Archive | None) -> tuple[RememberedColumns, ...]:
    return () if archive is None else Mappings(archive.root).read_all()


def _known(one: RememberedColumns) -> ColumnMap:
    return ColumnMap(**{field.name: getattr(one, field.name) for field in dataclasses.fields(ColumnMap)})


def _region(text: str) -> tuple[int, int, int, int]:
    found = _REGION.fullmatch(text.replace(" ", ""))
    if found is None:
        raise UsageError(
            "a region is lines and samples, each from:to", where=f"--region {text[:40]}",
            remedy="For example --region 100:400,0:250",
        )  # fmt: skip
    first, stop, left, right = (int(number) for number in found.groups())
    for begin, end in ((first, stop), (left, right)):
        if begin >= end:
            kind = "reversed" if begin > end else "empty"
            raise UsageError(
                f"the region is {kind}: {begin}:{end} must begin before it ends",
                where=f"--region {text[:40]}", remedy="For example --region 100:400,0:250",
            )  # fmt: skip
    return first, stop, left, right
