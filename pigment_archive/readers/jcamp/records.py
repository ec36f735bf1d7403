"""The labelled data records of a JCAMP-DX file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pigment_archive.errors import Inconsistent

_RECORD: Final = re.compile(r"^[ \t]*##([^=\n]*)=", re.MULTILINE)
_TABLES: Final = {"XYDATA", "XYPOINTS"}


@dataclass(frozen=True, slots=True)
class Records:
    """Records in file order.

    Attributes:
        values: Text of each record by its plain label (upper case, without spaces, `-`, `/`, `_`).
        verbatim: Every record but the data, label and text as written; repeated labels are numbered.
    """

    values: dict[str, list[str]]
    verbatim: dict[str, str]

    def first(self, *labels: str) -> str | None:
        """Text of the first record under any of these labels."""
        return next((self.values[label][0] for label in labels if label in self.values), None)

    def count(self, label: str) -> int:
        """How often a label occurs."""
        return len(self.values.get(label, ()))

    def text(self, *labels: str) -> str:
        """The first record under any of these labels without its comment, empty if absent."""
        return (self.first(*labels) or "").partition("$$")[0].strip()

    def number(self, label: str, default: float | None = None) -> float:
        """The record as a number.

        Raises:
            Inconsistent: It is absent without a default, or no number.
        """
        text = self.text(label)
        if not text and default is not None:
            return default
        try:
            return float(text)
        except ValueError as cause:
            raise Inconsistent(f"the record {label} is {'not a number' if text else 'missing'}") from cause


def plain_label(label: str) -> str:
    """DATA TYPE, DATATYPE, DATA_TYPE and data-type are one label."""
    return re.sub(r"[\s/_-]", "", label).upper()


def parse_records(text: str) -> Records:
    """Split a file into its records."""
    starts = list(_RECORD.finditer(text))
    values: dict[str, list[str]] = {}
    verbatim: dict[str, str] = {}
    for found, following in zip(starts, [*starts[1:], None], strict=True):
        value = text[found.end() : following.start() if following else len(text)].rstrip("\n")
        label = plain_label(found.group(1))
        values.setdefault(label, []).append(value)
        if label not in _TABLES:
            seen = len(values[label])
            verbatim[found.group(1) if seen == 1 else f"{found.group(1)} ({seen})"] = value
    return Records(values, verbatim)
