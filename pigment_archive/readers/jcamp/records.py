"""The labelled records of a JCAMP-DX file, sorted into its blocks.

A record begins at the first `##` of a line and ends before the next; some programs write `##Label:,text`.
A block begins with `##TITLE=` and ends with `##END=`; blocks may stand one after another, or inside a LINK
block.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Final

from pigment_archive.errors import Inconsistent

_RECORD: Final = re.compile(
    r"^[ \t]*##(?:[ \t]*(END)[ \t]*(?:=|$)"
    r"|([^=\n]{0,200}(?:\n(?![ \t]*##)[\w \t/.$-]{0,40})?)="
    r"|([^=:,\n]{1,80}[:,]))",
    re.MULTILINE | re.IGNORECASE,
)
_NOT_IN_LABEL: Final = re.compile(r"[\s/_-]")
_COMMENT: Final = re.compile(r"\$\$.*")
_LEADING_NUMBER: Final = re.compile(
    r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:E[+-]?\d{1,4})?(?![^\s;])", re.IGNORECASE
)
_COMMA_NUMBER: Final = re.compile(r"[+-]?\d+,\d+(?:E[+-]?\d+)?", re.IGNORECASE)
_NUMBERS: Final = ("FIRSTX", "LASTX", "DELTAX", "FIRSTY", "XFACTOR", "YFACTOR", "MAXY", "MINY")
DEEPEST: Final = 16
TABLES: Final = ("XYDATA", "XYPOINTS", "PEAKTABLE", "PEAKASSIGNMENTS")
_DATA: Final = frozenset({*TABLES, "RADATA", "NTUPLES", "DATATABLE", "ATOMLIST", "CONNECTIONTABLE"})


@dataclass(slots=True)
class Records:
    """Records of one block in file order.

    Attributes:
        values: Text of each record by its plain label (upper case, without spaces, `-`, `/`, `_`).
        entries: Label and text of every record as written.
    """

    values: dict[str, list[str]] = field(default_factory=dict)
    entries: list[tuple[str, str]] = field(default_factory=list)

    def add(self, label: str, text: str) -> None:
        """Take up the next record."""
        self.values.setdefault(plain_label(label), []).append(text)
        self.entries.append((" ".join(label.split()), text))

    @property
    def table(self) -> str | None:
        """Plain label of the table to be read: the spectrum before peaks; None if there is none."""
        return next((label for label in TABLES if label in self.values), None)

    def first(self, *labels: str) -> str | None:
        """Text of the first record under any of these plain labels."""
        return next((self.values[label][0] for label in labels if label in self.values), None)

    def lines(self, *labels: str) -> list[str]:
        """Lines of the first record under any of these labels that says something, without comments."""
        for label in labels:
            text = _COMMENT.sub("", self.first(label) or "")
            if text.strip():
                return [" ".join(line.split()) for line in text.split("\n") if line.strip()]
        return []

    def text(self, *labels: str) -> str:
        """The same on one line, empty if no record says anything."""
        return " ".join(self.lines(*labels))

    def number(self, label: str) -> float | None:
        """The number a record begins with, with a decimal point or comma; None if absent or `?`.

        Raises:
            Inconsistent: It is no number, or not finite.
        """
        text = self.text(label)
        if text in ("", "?"):
            return None
        found = _LEADING_NUMBER.match(text)
        value = float(found.group().replace(",", ".")) if found else float("nan")
        if not isfinite(value):
            raise Inconsistent(f"the record {label} is not a number")
        return value

    def factor(self, label: str) -> float:
        """XFACTOR or YFACTOR, 1 if it is not there.

        Raises:
            Inconsistent: It is no number, or 0.
        """
        factor = self.number(label)
        if factor == 0:
            raise Inconsistent(f"the record {label} is 0")
        return 1.0 if factor is None else factor

    @property
    def decimal_comma(self) -> bool:
        """True when a record writes its number with a comma, as then the table does."""
        return any(_COMMA_NUMBER.fullmatch(self.text(label)) for label in _NUMBERS)


@dataclass(eq=False, slots=True)
class Block:
    """One block.

    Attributes:
        records: Its own records.
        parent: The LINK block around it.
        children: Number of blocks directly inside.
        ended: It has its `##END=`.
        followed: It has none, but another block follows.
    """

    records: Records
    parent: Block | None = None
    children: int = 0
    ended: bool = False
    followed: bool = False

    @property
    def is_link(self) -> bool:
        """It holds other blocks instead of data."""
        said = self.records
        return (
            self.children > 0 or "BLOCKS" in said.values or said.text("DATATYPE").upper().startswith("LINK")
        )

    @property
    def has_data(self) -> bool:
        """A table was met in it."""
        return not _DATA.isdisjoint(self.records.values)


def header_of(block: Block) -> dict[str, str]:
    """Every record but the table that is read, verbatim; then those of the LINK blocks around it.

    A label that comes again is numbered.
    """
    header: dict[str, str] = {}
    seen: Counter[str] = Counter()
    around, mark = block, ""
    table = block.records.table
    while True:
        for label, text in around.records.entries:
            if mark or plain_label(label) != table:
                name = label + mark
                seen[name] += 1
                header[name if seen[name] == 1 else f"{name} ({seen[name]})"] = text
        if around.parent is None:
            return header
        around, mark = around.parent, " (LINK)"


def plain_label(label: str) -> str:
    """DATA TYPE, DATATYPE, DATA_TYPE and data-type are one label; so are PEAK TABLE and PEAK TABLES."""
    plain = _NOT_IN_LABEL.sub("", label).upper()
    return {"PEAKTABLES": "PEAKTABLE", "PEAKASSIGNMENT": "PEAKASSIGNMENTS"}.get(plain, plain)


def parse_blocks(text: str) -> list[Block]:
    """Every block in the order of its `##TITLE=`; what stands outside of blocks is left out.

    Raises:
        Inconsistent: Blocks are nested too deep.
    """
    blocks: list[Block] = []
    inside: list[Block] = []
    for label, value in _records(text):
        plain = plain_label(label)
        if plain == "TITLE" and inside and inside[-1].has_data:
            inside.pop().followed = True
        if not inside or (plain == "TITLE" and "TITLE" in inside[-1].records.values):
            parent = inside[-1] if inside else None
            if parent is not None:
                parent.children += 1
            if len(inside) == DEEPEST:
                raise Inconsistent(f"blocks are nested more than {DEEPEST} deep")
            inside.append(Block(Records(), parent))
            blocks.append(inside[-1])
        inside[-1].records.add(label, value)
        if plain == "END":
            inside.pop().ended = True
    return [block for block in blocks if "TITLE" in block.records.values or block.has_data]


def _records(text: str) -> Iterator[tuple[str, str]]:
    """Label as written and text of each record."""
    found = list(_RECORD.finditer(text))
    ends = [*(record.start() for record in found[1:]), len(text)]
    for record, end in zip(found, ends, strict=False):
        yield next(filter(None, record.groups()), ""), text[record.end() : end].rstrip("\n")
