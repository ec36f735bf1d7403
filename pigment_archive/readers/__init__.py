"""FILE → SPECTRUM: what a laboratory has becomes spectra on one rising axis, or is refused with a reason.

`read` gives the spectra of one file; `scan` streams over files, directories and containers and never stops at
a bad one. Content is recognised before a suffix is believed; importing this package loads no reader library.
"""

from pigment_archive.readers.hints import ColumnMap, Hints, HintsFor, Sampling
from pigment_archive.readers.reader import DEFAULT_LIMITS, Limits
from pigment_archive.readers.scanning import ReadItem, count, read, scan

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
