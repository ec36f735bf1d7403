"""A LabSpec text export taken apart: sections of `#Key=value` lines, each followed by lines of numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers.labspec import Axis
from pigment_archive.readers.number_rows import COPY_AGAIN, number_rows, rows_of

Floats = npt.NDArray[np.float64]
MOST_SECTIONS: Final = 100
_AXIS: Final = re.compile(r"Axis(Type|Unit)\[(\d)\]")


@dataclass(frozen=True, slots=True)
class Section:
    """The entries of one header and the lines of numbers below it."""

    entries: dict[str, str]
    lines: list[str]

    @property
    def axes(self) -> list[Axis]:
        """The axes declared, by their number; empty if none is."""
        said: dict[int, dict[str, str]] = {}
        for key, value in self.entries.items():
            found = _AXIS.fullmatch(key.strip())
            if found:
                said.setdefault(int(found.group(2)), {})[found.group(1)] = value.strip()
        if sorted(said) != list(range(len(said))):
            return []
        return [Axis(said[n].get("Type", ""), said[n].get("Unit", "")) for n in range(len(said))]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The numbers of a section.

    Attributes:
        axis: float64 (n,), the spectral axis.
        values: float64 (spectra, n).
        labels: float64 (spectra, k), the numbers before each spectrum; k is 0 for a single one.
    """

    axis: Floats
    values: Floats
    labels: Floats


def sections(text: str) -> list[Section]:
    """The sections in file order; a header line that repeats gets a number.

    Raises:
        Inconsistent: More sections than a measurement has windows.
    """
    found: list[Section] = []
    seen: Counter[str] = Counter()
    for line in text.split("\n"):
        if line.startswith("#"):
            if not found or found[-1].lines:
                if len(found) == MOST_SECTIONS:
                    raise Inconsistent(f"more than {MOST_SECTIONS} headers in one file")
                found.append(Section({}, []))
                seen.clear()
            key, _, value = line[1:].partition("=")
            seen[key] += 1
            found[-1].entries[key if seen[key] == 1 else f"{key} ({seen[key]})"] = value.removeprefix("\t")
        elif line.strip() and found:
            found[-1].lines.append(line)
    return found


def table_of(section: Section) -> Table:
    """The numbers: two columns, or the axis in the first line and one spectrum in each further one.

    Raises:
        Truncated: There are none.
        Inconsistent: A line is not numbers like the others.
    """
    lines = _parted(section.lines)
    if len(lines) < 2:
        raise Truncated("the header is not followed by numbers", remedy=COPY_AGAIN)
    first, second = len(lines[0].split()), len(lines[1].split())
    if not lines[0][:1].isspace() and not second > first > 2:
        numbers = number_rows(rows_of("\n".join(lines)), count=2)
        return Table(numbers[:, 0], numbers[:, 1][np.newaxis], np.empty((1, 0)))
    axis = number_rows([lines[0].strip()])[0]
    numbers = number_rows(rows_of("\n".join(lines[1:])))
    before = numbers.shape[1] - axis.size
    if before < 1:
        raise Inconsistent(f"the axis has {axis.size} points, a line of the data {numbers.shape[1]} numbers")
    return Table(axis, numbers[:, before:], numbers[:, :before])


def _parted(lines: list[str]) -> list[str]:
    """The lines with white space between the numbers, where `;` or a comma stood alone."""
    if any(";" in line for line in lines):
        return [line.replace(";", "\t") for line in lines]
    if any("," in line for line in lines) and not any(len(line.split()) > 1 for line in lines):
        return [line.replace(",", "\t") for line in lines]
    return lines
