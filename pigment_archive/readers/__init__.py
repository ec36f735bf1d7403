"""FILE → SPECTRUM: what a laboratory has becomes spectra on one rising axis, or is refused with a reason.

`read` gives the spectra of one file; `scan` streams over files, directories and containers and never stops at
a bad one. Content is recognised before a suffix is believed. Importing this package loads nothing: a reading
process starts before the rest is there.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pigment_archive.readers.hints import ColumnMap, Hints, HintsFor, Sampling
    from pigment_archive.readers.reader import DEFAULT_LIMITS, Limits
    from pigment_archive.readers.scanning import ReadItem, count, read, scan

_HOMES = {
    "DEFAULT_LIMITS": "reader",
    "ColumnMap": "hints",
    "Hints": "hints",
    "HintsFor": "hints",
    "Limits": "reader",
    "ReadItem": "scanning",
    "Sampling": "hints",
    "count": "scanning",
    "read": "scanning",
    "scan": "scanning",
}

__all__ = [
    "DEFAULT_LIMITS",
    "ColumnMap",
    "Hints",
    "HintsFor",
    "Limits",
    "ReadItem",
    "Sampling",
    "count",
    "read",
    "scan",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
