"""A text cut into what stands before its table, the table, and what stands after, by the marks makers write.

Without a mark the whole text may be table; `layout.py` then finds where it begins and ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pigment_archive.errors import Ambiguous, Inconsistent

Lines = list[tuple[int, str]]
_COMMENT: Final = re.compile(r"^\s*(?:#|%|//|!|;)+\s*")
_MARKS: Final = ("#", "%", "!")
_FIRST_OF_A_MARK: Final = frozenset({*_MARKS, "/", ";"})
_NUMBER_FIRST: Final = re.compile(r"^\s*[+-]?[.,]?\d")
_DELIMITER: Final = re.compile(r'^"?sep=(.)"?$', re.IGNORECASE)
_BEGIN: Final = re.compile(
    r">{3,}\s*begin\b.*\bdata\s*<{3,}|\W*xydata\W*|[#\[]+(?:spectr\w+ ?)?data\]?:?\W*|\{data\}.*"
    r"|data:[,;\s]*|begin_data",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r">{3,}\s*end\b.*<{3,}|end_data|\W*\[?end ?of ?(?:file|data)\]?\W*|#####.*", re.IGNORECASE
)
_SECTION: Final = re.compile(r"^\[\s*([^\]]{1,60}?)\s*\]$")
_X_SECTION_AHEAD: Final = re.compile(r"^[^\S\n]*\[[^\S\n]*x[ -]?(?:data|axis)", re.IGNORECASE | re.MULTILINE)
_X_SECTION: Final = re.compile(r"x[ -]?(?:data|axis)", re.IGNORECASE)
_Y_SECTION: Final = re.compile(r"(?:y[ -]?|spectr\w+[ -]?)(?:data|axis)", re.IGNORECASE)
_PERKIN_ELMER: Final = re.compile(r"^PE (UV|IR|NIR|FL)\b.*\bASCII\b")


@dataclass(frozen=True, slots=True)
class Sections:
    """The parts of a text.

    Attributes:
        header: Lines that are no table, in the order of the file, without comment marks.
        comments: Those of them that were marked as comments.
        data: Numbered lines among which the table is, blank ones too.
        after: Lines after the mark that ends the table.
        delimiter: The delimiter the file itself states.
        closed: A mark ends the table.
        stated: What the form of the file says, under the keys `preamble.py` knows.
    """

    header: list[str]
    data: Lines
    comments: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    delimiter: str | None = None
    closed: bool = False
    stated: dict[str, str] = field(default_factory=dict)


def sections_of(text: str) -> Sections:
    """Cut a text at its marks.

    Raises:
        Ambiguous: Several tables are marked.
        Inconsistent: An axis and its values stand in sections of different length.
    """
    lines = list(enumerate(text.split("\n"), 1))
    delimiter = _DELIMITER.match(lines[0][1].strip()) if lines else None
    if delimiter:
        lines = lines[1:]
    joined = _joined(lines) if _X_SECTION_AHEAD.search(text) else None
    before, data, after = (*joined, []) if joined else _marked(lines)
    before, labels = _field_names(before)
    data = [*labels, *data]
    stated = _perkin_elmer([line for _, line in before])
    late = not any(";" in line and _NUMBER_FIRST.match(line) for _, line in data)
    kept, marked = _without_comments(data, late=late)
    comments = [_bare(line) for _, line in [*before, *marked] if _is_comment(line, late=late)]
    header = [_bare(line) for _, line in [*before, *marked] if line.strip()]
    return Sections(
        header=header,
        comments=comments,
        data=kept,
        after=[_bare(line) for _, line in after if line.strip() and not _is_end(line)],
        delimiter=delimiter[1] if delimiter else None,
        closed=bool(after),
        stated=stated,
    )


def _without_comments(data: Lines, *, late: bool) -> tuple[Lines, Lines]:
    """The lines that are no comments, and those that are."""
    maybe = [place for place, (_, line) in enumerate(data) if line.lstrip()[:1] in _FIRST_OF_A_MARK]
    marked = [place for place in maybe if _is_comment(data[place][1], late=late)]
    left_out = set(marked)
    kept = [line for place, line in enumerate(data) if place not in left_out] if marked else data
    return kept, [data[place] for place in marked]


def _marked(lines: Lines) -> tuple[Lines, Lines, Lines]:
    """Lines up to the mark that begins a table, those of the table, and those from the mark that ends it."""
    begins = [
        place for place, (_, line) in enumerate(lines) if "data" in line.lower() and _is_mark(_BEGIN, line)
    ]
    if len(begins) > 1:
        raise Ambiguous("several tables are marked in one file", remedy="Export one spectrum a file.")
    if not begins:
        return [], lines, []
    start = begins[0] + 1
    ends = (place for place in range(start, len(lines)) if _is_end(lines[place][1]))
    stop = next(ends, len(lines))
    return lines[:start], lines[start:stop], lines[stop:]


def _is_end(line: str) -> bool:
    return ("end" in line.lower() or line.lstrip().startswith("#####")) and _is_mark(_END, line)


def _field_names(before: Lines) -> tuple[Lines, Lines]:
    """The other lines, and one line of the names of fields that CGATS states ahead of the data."""
    marks = [line.strip().upper() for _, line in before]
    if "BEGIN_DATA_FORMAT" not in marks or "END_DATA_FORMAT" not in marks:
        return before, []
    first, last = marks.index("BEGIN_DATA_FORMAT"), marks.index("END_DATA_FORMAT")
    names = before[first + 1 : last]
    tabs = any("\t" in line for _, line in names)
    labels = [(names[0][0], ("\t" if tabs else " ").join(line.strip() for _, line in names))] if names else []
    return [*before[:first], *before[last + 1 :]], labels


def _is_mark(mark: re.Pattern[str], line: str) -> bool:
    return len(line) < 200 and mark.fullmatch(line.strip()) is not None


def _bare(line: str) -> str:
    return _COMMENT.sub("", line).strip(" \r")


def _is_comment(line: str, *, late: bool) -> bool:
    """Comment marks: `;` is one (`late`) where no line of numbers has it between its fields."""
    start = line.lstrip()[:2]
    return start[:1] in _MARKS or start == "//" or (late and start[:1] == ";")


def _joined(lines: Lines) -> tuple[Lines, Lines] | None:
    """The other lines, and axis and values out of sections of one column each side by side; None without."""
    header: Lines = []
    columns: dict[str, Lines] = {}
    name = ""
    for number, line in lines:
        found = _SECTION.match(line.strip())
        name = found[1] if found else name
        if found or not (_X_SECTION.fullmatch(name) or _Y_SECTION.fullmatch(name)):
            header.append((number, line))
        elif line.strip():
            columns.setdefault(name, []).append((number, line.strip()))
    axes = [body for name, body in columns.items() if _X_SECTION.fullmatch(name)]
    values = [body for name, body in columns.items() if _Y_SECTION.fullmatch(name)]
    if len(axes) != 1 or not values:
        return None
    if any(len(body) != len(axes[0]) for body in values):
        raise Inconsistent("the sections of axis and values differ in length")
    rows = zip(axes[0], *values, strict=True)
    return header, [(row[0][0], "\t".join(field for _, field in row)) for row in rows]


def _perkin_elmer(before: list[str]) -> dict[str, str]:
    """Units and number of points out of the section #GR of a PerkinElmer ASCII file.

    Its lines are: unit of the axis, unit of the values, factor, offset, first place, step, number of points.
    """
    method = _PERKIN_ELMER.match(before[0].strip()) if before else None
    marks = [line.strip().upper() for line in before]
    if method is None or "#GR" not in marks:
        return {}
    lines = [line.strip() for line in before[marks.index("#GR") + 1 :]]
    stated = dict(zip(("xunits", "yunits", "", "", "", "", "npoints"), lines, strict=False))
    if method[1] == "IR":
        stated["data type"] = "INFRARED SPECTRUM"
    return {key: value for key, value in stated.items() if key and value}
