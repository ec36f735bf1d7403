"""Damage to an archive, and what the inspection says of it."""

from __future__ import annotations

from pathlib import Path

from pigment_archive.storage.inspection import Damage, inspect_archive

FLIPS = 100


def found(root: Path, *, quick: bool = False) -> list[tuple[str, Damage]]:
    return [(finding.where, finding.code) for finding in inspect_archive(root, quick=quick)]


def flip(path: Path, offset: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ (1 << bit)]))
