"""The keywords of an EMSA/MAS file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from pigment_archive.errors import Truncated
from pigment_archive.readers.channels import amount_in, number_in
from pigment_archive.readers.reader import AboutSpectra
from pigment_archive.records import Note

_SPECTRUM: Final = re.compile(r"^#+SPECTRUM\b.*$", re.MULTILINE | re.IGNORECASE)
_END: Final = re.compile(r"^#+ENDOFDATA\b.*$", re.MULTILINE | re.IGNORECASE)
_LINE: Final = re.compile(r"^#*([^:#]*):(.*)$")
_EXPORT: Final = "Export or copy the file again."


@dataclass(frozen=True, slots=True)
class Header:
    """Keywords of one spectrum.

    Attributes:
        values: Text by the plain keyword (upper case, without unit): `BEAMKV` for `#BEAMKV   -kV`; the texts
            of a repeated one (TITLE, COMMENT) are joined by line ends.
        verbatim: Every line, keyword and text as written; repeated keywords are numbered.
        detector: Which of several numbers, separated by commas, belongs to this spectrum.
    """

    values: dict[str, str]
    verbatim: dict[str, str]
    detector: int = 0

    def for_detector(self, number: int) -> Header:
        """The same keywords, read for another detector."""
        return replace(self, detector=number)

    def text(self, keyword: str) -> str:
        """The text of a keyword, empty if absent."""
        return self.values.get(keyword, "").strip()

    def number(self, keyword: str) -> float | None:
        """The number of a keyword, for this detector where there are several; a comment may follow it."""
        numbers = self.text(keyword).split(",")
        return number_in(numbers[self.detector] if self.detector < len(numbers) else numbers[0])

    def amount(self, keyword: str) -> float | None:
        """The number of a keyword that cannot be negative."""
        value = self.number(keyword)
        return amount_in(str(value)) if value is not None else None


def split_file(text: str) -> tuple[Header, str, tuple[Note, ...]]:
    """Keywords, block of numbers, notes.

    Raises:
        Truncated: There is no `#SPECTRUM` or no `#ENDOFDATA`.
        AboutSpectra: A configuration without data.
    """
    start = _SPECTRUM.search(text)
    if start is None:
        raise Truncated("there is no #SPECTRUM line", remedy=_EXPORT)
    end = _END.search(text, start.end())
    if end is None:
        raise Truncated("there is no #ENDOFDATA line", remedy=_EXPORT)
    header, block = _header(text[: start.start()]), text[start.end() : end.start()]
    if not block.strip() and header.number("NPOINTS") == 0:
        raise AboutSpectra("a configuration file without a spectrum")
    rest = text[end.end() :].strip()
    left = (Note(code="not_read", text="what follows #ENDOFDATA is not read"),) if rest else ()
    return header, block, left


def _header(block: str) -> Header:
    values: dict[str, list[str]] = {}
    verbatim: dict[str, str] = {}
    seen: dict[str, int] = {}
    for number, line in enumerate(block.split("\n"), 1):
        found = _LINE.match(line)
        if found is None:
            if line.strip("# \t"):
                verbatim[f"line {number}"] = line.strip()
            continue
        key, text = found[1].strip(), found[2].strip()
        seen[key] = seen.get(key, 0) + 1
        verbatim[key if seen[key] == 1 else f"{key} ({seen[key]})"] = text
        plain = (re.split(r"[\s-]", key, maxsplit=1)[0] or key).upper()
        values.setdefault(plain, []).append(text)
    return Header({keyword: "\n".join(texts) for keyword, texts in values.items()}, verbatim)
