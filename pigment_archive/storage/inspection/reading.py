"""How an inspection reads: a file is there as an ordinary file, or it is named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pigment_archive.storage.inspection.finding import Damage, Finding

_PROBLEMS: Final = {
    Damage.CHANGED: "its bytes are not those that were written",
    Damage.MISSING: "it is not there",
    Damage.UNEXPECTED: "it does not belong there",
    Damage.UNREADABLE: "it cannot be read",
}


class Folder:
    """One folder under inspection.

    Attributes:
        path: Where it is.
        where: Its path inside the archive, with `/`.
        present: Everything in it that is not a folder, as relative paths with `/`.

    With `deep=False` what is in the folders below does not count.
    """

    def __init__(self, path: Path, where: str, *, deep: bool = True) -> None:
        self.path = path
        self.where = where
        self.present = frozenset(
            entry.relative_to(path).as_posix()
            for entry in path.glob("**/*" if deep else "*")
            if entry.is_symlink() or not entry.is_dir()
        )

    def finding(self, name: str, code: Damage) -> Finding:
        """The finding for one file of this folder."""
        return Finding(f"{self.where}/{name}", code, _PROBLEMS[code])

    def read(self, name: str) -> bytes | None:
        """The bytes of a small file; None where there is none, or it cannot be read."""
        try:
            return (self.path / name).read_bytes() if self._is_ordinary(name) else None
        except OSError:
            return None

    def check(self, name: str, digest: str | None, *, algorithm: str) -> Iterator[Finding]:
        """Name the file where it is missing, or its digest differs; `digest` None asks only for presence."""
        if not self._is_ordinary(name):
            yield self.finding(name, Damage.MISSING)
        elif digest is not None:
            try:
                with (self.path / name).open("rb") as file:
                    if hashlib.file_digest(file, algorithm).hexdigest() != digest:
                        yield self.finding(name, Damage.CHANGED)
            except OSError:
                yield self.finding(name, Damage.UNREADABLE)

    def check_bytes(self, name: str, content: bytes) -> Iterator[Finding]:
        """Name the file where it is missing or does not hold exactly `content`."""
        yield from self.check(name, hashlib.sha256(content).hexdigest(), algorithm="sha256")

    def check_no_other(self, expected: set[str]) -> Iterator[Finding]:
        """Name every file that is not expected."""
        for name in sorted(self.present - expected):
            yield self.finding(name, Damage.UNEXPECTED)

    def _is_ordinary(self, name: str) -> bool:
        return name in self.present and (self.path / name).is_file() and not (self.path / name).is_symlink()
