"""Paths the person gave to the files under them, in sorted order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pigment_archive.errors import UsageError

HEAD: Final = 512


@dataclass(frozen=True, slots=True)
class Found:
    """A file on disk and the posix path to keep it under."""

    path: Path
    relative: str


def require(place: Path) -> None:
    """Make sure a path given by the person can be read.

    Raises:
        UsageError: It does not exist, may not be read, or is neither a file nor a directory.
    """
    try:
        if stat.S_ISDIR(mode := place.stat().st_mode):
            os.scandir(place).close()
        elif stat.S_ISREG(mode):
            place.open("rb").close()
        else:
            raise UsageError("this is neither a file nor a directory", where=str(place))
    except PermissionError as cause:
        remedy = "Ask its owner for read permission."
        raise UsageError("no permission to read it", where=str(place), remedy=remedy) from cause
    except OSError as cause:
        remedy = "Check the path."
        raise UsageError("there is no such file or directory", where=str(place), remedy=remedy) from cause


def walk(place: Path, without: Path | None = None) -> Iterator[Found]:
    """The file itself, or the files below a directory; hidden files and links in it are left out.

    Directories that cannot be entered come last, as themselves; the directory `without` is not entered.
    """
    if not place.is_dir():
        yield Found(place, place.name)
        return
    root = place.resolve()
    left_out = without and without.resolve()
    locked: list[Path] = []
    for folder, folders, files in os.walk(root, onerror=lambda error: locked.append(Path(error.filename))):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and Path(folder, name) != left_out
        )
        for name in sorted(files):
            path = Path(folder, name)
            if not name.startswith(".") and not path.is_symlink() and path.is_file():
                yield _found(place, root, path)
    for path in locked:
        yield _found(place, root, path)


def _found(place: Path, root: Path, path: Path) -> Found:
    inside = path.relative_to(root)
    return Found(place / inside, str(PurePosixPath(root.name, inside)))


def head_of(path: Path) -> bytes:
    """The first bytes of a file, empty if it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except OSError:
        return b""
