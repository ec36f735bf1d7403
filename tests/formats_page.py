"""The generated parts of docs/formats.md: `make docs` writes them, test_docs.py holds them."""

from __future__ import annotations

import csv
import inspect
import sys
from collections import Counter, defaultdict
from dataclasses import fields
from pathlib import Path

from pigment_archive.readers.bystanders import KNOWN
from pigment_archive.readers.reader import DEFAULT_LIMITS, Reader
from pigment_archive.readers.registry import REGISTRY
from tests.conftest import REPOSITORY
from tests.documents import replaced, table

DOCUMENT = "formats.md"
SAMPLES = Path(__file__).parent / "regression" / "samples.csv"


def formats_table(registry: tuple[Reader, ...] = REGISTRY) -> str:
    """One line a format, in the order they are asked."""
    rows = [
        [
            f"[{reader.description}](#{_anchor(reader.description)})",
            f"`{reader.label}`",
            " ".join(f"`{suffix}`" for suffix in reader.suffixes),
            reader.keeps,
            reader.refuses,
            reader.library,
            reader.tested_with,
        ]
        for reader in registry
    ]
    return table(["format", "in the record", "suffixes", "kept", "refused", "library", "tested with"], rows)


def sections(registry: tuple[Reader, ...] = REGISTRY) -> str:
    """What each reader's own package says about its format."""
    parts = []
    for reader in sorted(registry, key=lambda reader: reader.description.lower()):
        module = sys.modules[reader.read.__module__]
        parts.append(f"### {reader.description}\n\n{inspect.getdoc(module)}")
    return "\n\n".join(parts)


def limits_table() -> str:
    """What a file may ask for."""
    meanings = _attributes(type(DEFAULT_LIMITS).__doc__ or "")
    rows = [
        [meanings[limit.name], f"{getattr(DEFAULT_LIMITS, limit.name):,}"] for limit in fields(DEFAULT_LIMITS)
    ]
    return table(["limit", "value"], rows)


def not_read_table() -> str:
    """What is recognised and not read, with the way out."""
    return table(["content", "what to do instead"], [[known.what, known.remedy] for known in KNOWN])


def samples_table() -> str:
    """What becomes of the published sample files, folder by folder."""
    outcomes = defaultdict(list)
    with SAMPLES.open(newline="") as file:
        for row in csv.DictReader(file):
            outcomes[row["file"].partition("/")[0]].append(row)
    rows = []
    for folder, found in sorted(outcomes.items()):
        refused = Counter(code for row in found for code in row["refused"].split())
        left_out = sum(bool(row["left_out"]) for row in found)
        rows.append(
            [
                folder,
                f"{len(found)}",
                f"{sum(int(row['spectra']) > 0 for row in found)}",
                f"{sum(int(row['spectra']) for row in found)}",
                ", ".join(f"{count} `{code}`" for code, count in sorted(refused.items())) or "0",
                f"{left_out}",
            ]
        )
    return table(["folder", "files", "read", "spectra", "refused", "left out"], rows)


GENERATED = {
    "formats": formats_table,
    "sections": sections,
    "limits": limits_table,
    "not-read": not_read_table,
    "samples": samples_table,
}


def _anchor(heading: str) -> str:
    kept = "".join(mark for mark in heading.lower() if mark.isalnum() or mark in " -_")
    return kept.replace(" ", "-")


def _attributes(docstring: str) -> dict[str, str]:
    listed = docstring.partition("Attributes:")[2].splitlines()
    return {
        name.strip(): said.strip(" .")
        for name, colon, said in (line.partition(":") for line in listed)
        if colon
    }


def main() -> None:
    """Write all generated parts anew."""
    path = REPOSITORY / "docs" / DOCUMENT
    text = path.read_text("utf-8")
    for name, made in GENERATED.items():
        text = replaced(text, name, made())
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
