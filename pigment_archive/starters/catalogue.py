"""Which starters are there; nothing is read but the names of the files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pigment_archive.errors import ModelNotFound
from pigment_archive.records import Technique

PREFIX: Final = "starter:"
_FOLDER: Final = Path(__file__).parent


def starters() -> tuple[str, ...]:
    """The name of every starter, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.zip")))


def starter_for(technique: Technique) -> str | None:
    """The starter with the default window of a technique; None where none ships."""
    return technique.value if technique.value in starters() else None


def starter_path(name: str) -> Path:
    """The file of a starter.

    Raises:
        ModelNotFound: There is none of that name.
    """
    if name not in starters():
        raise ModelNotFound(
            f"no starter of that name ships with this program, but {', '.join(starters()) or 'none at all'}",
            where=f"{PREFIX}{name}",
            remedy="`archive models list --starters` shows them.",
        )
    return _FOLDER / f"{name}.zip"
