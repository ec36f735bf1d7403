"""The options that several commands share, and the closed lists of words they accept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

TechniqueWord = Literal["raman", "reflectance", "ftir_atr", "ftir_transmission", "ftir_reflectance", "xrf"]
TierWord = Literal["open", "aggregate", "sealed"]
AudienceWord = Literal["owner", "public"]

ArchiveDir = Annotated[
    Path | None,
    typer.Option("--archive", help="Folder of the archive. [default: $PIGMENT_ARCHIVE or ./archive]"),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
TechniqueOption = Annotated[
    TechniqueWord | None, typer.Option("--technique", help="Technique, where the file does not say.")
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where", help="Condition on a fact: key=value, key!=value, key>=3, key=500..800. Repeatable."
    ),
]
