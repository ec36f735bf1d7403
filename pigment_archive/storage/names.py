"""Names of sources inside an accession: close to the given ones, legal everywhere, never climbing out."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

_MAX_PART_BYTES: Final = 200
_MAX_PARTS: Final = 12
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*]')


class SourceNames:
    """Hands out relative paths, no two of which meet on any file system.

    Names that differ only in case or in Unicode composition would meet on some disks; a later one gets
    `-2`, `-3`, … before its suffix. A name is never a folder of another name.
    """

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def claim(self, name: str) -> str:
        """A free relative path with `/` between its parts, as near to `name` as is safe."""
        clean = safe_name(name)
        candidate, number = clean, 1
        while not self._is_free(candidate):
            number += 1
            candidate = _numbered(clean, number, folder=self._meets_a_file(clean))
        self._files.add(_key(candidate))
        self._folders.update(_key(folder) for folder in _folders(candidate))
        return candidate

    def _is_free(self, name: str) -> bool:
        key = _key(name)
        return key not in self._files and key not in self._folders and not self._meets_a_file(name)

    def _meets_a_file(self, name: str) -> bool:
        return any(_key(folder) in self._files for folder in _folders(name))


def safe_name(name: str) -> str:
    """`name` in NFC, without empty, `.` and `..` parts, forbidden characters as `_`, what is too long cut."""
    readable = name.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", readable).replace("\\", "/")
    parts = [_FORBIDDEN.sub("_", part).strip().rstrip(" .") for part in text.split("/")]
    kept = [_shortened(part) for part in parts if part]
    return "/".join(kept[-_MAX_PARTS:]) or "unnamed"


def _shortened(part: str) -> str:
    if len(part.encode()) <= _MAX_PART_BYTES:
        return part
    suffix = PurePosixPath(part).suffix
    suffix = suffix if len(suffix.encode()) <= 20 else ""
    stem = part.removesuffix(suffix).encode()[: _MAX_PART_BYTES - len(suffix.encode())]
    return stem.decode("utf-8", "ignore") + suffix


def _numbered(name: str, number: int, *, folder: bool) -> str:
    if folder:
        first, slash, rest = name.partition("/")
        return f"{first}-{number}{slash}{rest}"
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{number}{path.suffix}"))


def _folders(name: str) -> list[str]:
    return [str(folder) for folder in PurePosixPath(name).parents][:-1]


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
