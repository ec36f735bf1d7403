"""The options that several commands share, and the closed lists of words they accept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

TechniqueWord = Literal["raman", "reflectance", "ftir_atr", "ftir_transmission", "ftir_reflectance", "xrf"]
TierWord = Literal["open", "aggregate", "sealed"]
ProfileWord = Literal["kremer", "forbes", "usgs", "rruff"]
AudienceWord = Literal["owner", "public"]

ArchiveDir = Annotated[
    Path | None,
    typer.Option("--archive", help="Folder of the archive. (default: $PIGMENT_ARCHIVE or ./archive)"),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
TechniqueOption = Annotated[
    TechniqueWord | None, typer.Option("--technique", help="Technique, where the file does not say.")
]
CollectionName = Annotated[
    str | None, typer.Option("--collection", help="Name of the collection. (default: the profile's, or own)")
]
TierOption = Annotated[
    TierWord | None, typer.Option("--tier", help="How far the records may travel. (default: sealed)")
]
Licence = Annotated[str | None, typer.Option("--licence", help="SPDX identifier of the files.")]
Profile = Annotated[
    ProfileWord | None, typer.Option("--profile", help="A standard collection, whose names are understood.")
]
Fact = Annotated[
    list[str] | None,
    typer.Option("--fact", help="A fact of all of them, for example material=azurite. Repeatable."),
]
Sheet = Annotated[
    Path | None,
    typer.Option("--sheet", help="Sheet of facts, one row a file or pattern: .csv .tsv .xlsx .ods"),
]
ColumnOfSheet = Annotated[
    list[str] | None,
    typer.Option("--map", help='What a column of the sheet means: "Pigment name=material". Repeatable.'),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        help="Columns of a table, as axis=1,values=3,unit=nm. Remembered for this layout.",
    ),
]
Every = Annotated[int, typer.Option("--every", min=1, help="Of an image: every Nth line and sample.")]
Region = Annotated[
    str | None, typer.Option("--region", help="Of an image: lines and samples, as 100:400,0:250.")
]
MaskFile = Annotated[
    Path | None,
    typer.Option("--mask", help="Of an image: regions of interest, painted in a .png (no .jpg), or a .npy."),
]
Average = Annotated[
    bool, typer.Option("--average", help="Of an image: one mean a region or block instead of pixels.")
]
Axis = Annotated[
    str | None,
    typer.Option("--axis", help="What the axis measures: wavelength, wavenumber, raman_shift, energy."),
]
Unit = Annotated[str | None, typer.Option("--unit", help="Its unit in the file: nm, um, cm-1, keV, eV.")]
QuantityOption = Annotated[
    str | None, typer.Option("--quantity", help="What the values measure, for example reflectance.")
]
Percent = Annotated[bool, typer.Option("--percent", help="The values are percent; they become fractions.")]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where", help="Condition on a fact: key=value, key!=value, key>=3, key=500..800. Repeatable."
    ),
]
