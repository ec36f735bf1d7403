"""What becomes of every published sample file; `python -m tests.regression.samples` writes the table anew."""

from __future__ import annotations

import csv
import os
from pathlib import Path

from pigment_archive.readers import scan
from tests.conftest import REPOSITORY

TABLE = Path(__file__).parent / "samples.csv"
COLUMNS = ("file", "reader", "spectra", "points", "axis", "quantity", "technique", "refused", "left_out")


def outcomes(folder: Path) -> list[dict[str, str]]:
    """One row a file, in sorted order, as texts."""
    rows = []
    for item in scan([folder]):
        if item.source.name == "MANIFEST.csv":
            continue
        errors = [error for error in (item.error, *item.refused) if error is not None]
        spectra = item.spectra
        rows.append(
            {
                "file": item.source.relative_to(folder).as_posix(),
                "reader": item.reader.partition("/")[0] if spectra else "",
                "spectra": str(len(spectra)),
                "points": _each(spectrum.axis.size for spectrum in spectra),
                "axis": _each(spectrum.axis_kind for spectrum in spectra),
                "quantity": _each(spectrum.quantity for spectrum in spectra),
                "technique": _each(spectrum.technique or "" for spectrum in spectra),
                "refused": " ".join(error.code for error in errors),
                "left_out": item.skipped or "",
            }
        )
    return sorted(rows, key=lambda row: row["file"])


def _each(values: object) -> str:
    """The different values in order, once each."""
    return " ".join(dict.fromkeys(str(value) for value in values))  # type: ignore[attr-defined]


def main() -> None:
    """Write the table; every change of it is a decision that must be looked at."""
    data = Path(os.environ.get("PIGMENT_ARCHIVE_DATA", REPOSITORY.parent / "shared" / "data"))
    with TABLE.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(outcomes(data / "formats"))


if __name__ == "__main__":
    main()
