"""Formats of two files (ENVI: header and data): which names belong together, on disk and in a container."""

from __future__ import annotations

from pathlib import Path, PurePath, PurePosixPath
from typing import Final

HEADER_SUFFIX: Final = ".hdr"
_DATA_SUFFIXES: Final = (".sli", ".dat", ".img", ".bil", ".bip", ".bsq", ".raw", ".cube", "")


def is_header_name(name: str) -> bool:
    """True when a name can be that of a header."""
    return name.lower().endswith(HEADER_SUFFIX)


def is_data_name(name: str) -> bool:
    """True when a name can be that of a data file with a header beside it."""
    return PurePath(name).suffix.lower() in _DATA_SUFFIXES


def pair_keys(name: str) -> tuple[str, ...]:
    """What the names of a pair have in common: `x.hdr` goes with `x.sli`, and so does `x.sli.hdr`."""
    path = PurePosixPath(name)
    if is_header_name(name):
        return (str(path.with_suffix("")).lower(),)
    return (name.lower(), str(path.with_suffix("")).lower())


def partner_on_disk(path: Path) -> Path | None:
    """The other file of a pair in the same folder, None if there is none. Looks at names only."""
    if is_header_name(path.name):
        stem = path.with_suffix("")
        names = [stem.name + ending for suffix in _DATA_SUFFIXES for ending in {suffix, suffix.upper()}]
    elif is_data_name(path.name):
        names = [base + ending for base in (path.name, path.stem) for ending in (".hdr", ".HDR")]
    else:
        return None
    return next((other for name in names if (other := path.with_name(name)).is_file()), None)


class Waiting:
    """Parts of pairs met in a container, kept in memory until the other part comes.

    Args:
        limit: Bytes that may wait; beyond it parts are given back unpaired.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: dict[str, bytes] = {}

    def meet(self, name: str, data: bytes) -> tuple[str, bytes, bytes] | None:
        """(data name, data, header) if this completes a pair; else None."""
        is_header = is_header_name(name)
        for other in self._held:
            if is_header_name(other) != is_header and set(pair_keys(name)) & set(pair_keys(other)):
                partner = self._held.pop(other)
                return (other, partner, data) if is_header else (name, data, partner)
        return None

    def hold(self, name: str, data: bytes) -> bool:
        """Keep a part that cannot be read alone; False when it is none or there is no room."""
        is_part = data.startswith(b"ENVI") if is_header_name(name) else name.lower().endswith(".sli")
        room = sum(len(held) for held in self._held.values()) + len(data) <= self._limit
        if is_part and room:
            self._held[name] = data
        return is_part and room

    def alone(self) -> list[tuple[str, bytes]]:
        """Parts whose partner never came, in the order they came."""
        return list(self._held.items())
