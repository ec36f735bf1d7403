"""Numbers of a JCAMP-DX table in any mixture of its forms: AFFN, PAC, SQZ, DIF and DUP.

=======  =========================  ==================================================================
form     begins with                means
=======  =========================  ==================================================================
AFFN     digit, sign or point       the number; an exponent is `E+dd` or `E-dd`, no other `E` is one
PAC      `+` or `-`                 the same; the sign separates it from the number before
SQZ      `@`, `A`-`I`, `a`-`i`      0, 1 to 9, -1 to -9 as first digit of the number
DIF      `%`, `J`-`R`, `j`-`r`      0, 1 to 9, -1 to -9 as first digit of the difference to the last value
DUP      `S`-`Z`, `s`               1 to 9 as first digit of how often the last value, or the last
                                    difference, stands there in all
missing  `?`                        NaN
=======  =========================  ==================================================================

A line that ends in a difference is followed by its last value again, as a check: it is dropped and compared.
Where it differs, the line it begins counts from it; a line that is nothing but a check changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pigment_archive.errors import Inconsistent, TooLarge

Rows = list[list[str]]
_TOKEN: Final = re.compile(
    r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]\d+)?|[@%A-Za-s]\d*(?:\.\d+)?|\?",
)
_BETWEEN: Final = str.maketrans("", "", " \t\n\f\v,;\x1a\xa0")
_COMMENT: Final = re.compile(r"\$\$.*")
_NAN: Final = re.compile(r"(?<![^\s,;])[+-]?nan(?![^\s,;])", re.IGNORECASE)
_DECIMAL_COMMA: Final = re.compile(r"(?<=\d),(?=\d)")


def _digits(letters: str, start: int, sign: str = "") -> dict[str, str]:
    return {letter: f"{sign}{digit}" for digit, letter in enumerate(letters, start)}


_SQZ: Final = _digits("@ABCDEFGHI", 0) | _digits("abcdefghi", 1, "-")
_DIF: Final = _digits("%JKLMNOPQR", 0) | _digits("jklmnopqr", 1, "-")
_DUP: Final = _digits("STUVWXYZs", 1)
COMPRESSED: Final = frozenset({*_SQZ, *_DIF, *_DUP})
_SAME: Final = 1e-6


@dataclass(slots=True)
class Ordinates:
    """What the lines of `(X++(Y..Y))` hold.

    Attributes:
        values: The numbers, not yet times YFACTOR.
        heads: For each line the position of its first value and the x at its head, as written.
        checks: Lines that repeat the last value of the line before.
        failed: Those of them that repeat another value.
    """

    values: list[float] = field(default_factory=list)
    heads: list[tuple[int, str]] = field(default_factory=list)
    checks: int = 0
    failed: int = 0


def rows_of(block: str, *, decimal_comma: bool = False) -> Rows:
    """The numbers of each line as they are written, the head of the line first; empty lines are left out.

    Raises:
        Inconsistent: Something in the lines is no number in any form.
    """
    if "$$" in block:
        block = _COMMENT.sub("", block)
    block = _NAN.sub("?", block)
    if decimal_comma:
        block = _DECIMAL_COMMA.sub(".", block)
    rows = [row for row in map(_TOKEN.findall, block.split("\n")) if row]
    if "".join(map("".join, rows)) != block.translate(_BETWEEN):
        raise Inconsistent("the data hold something that is no number in any of the forms of JCAMP-DX")
    return rows


def plain_numbers(rows: Rows) -> list[float]:
    """All numbers in order where none is compressed.

    Raises:
        Inconsistent: One is.
    """
    try:
        return [_value(written) for row in rows for written in row]
    except ValueError as cause:
        raise Inconsistent("pairs of x and y cannot hold compressed numbers") from cause


def _value(written: str) -> float:
    return float("nan") if written == "?" else float(written)


def decode(rows: Rows, most: int, *, checked: bool = True) -> Ordinates:
    """The values of all lines.

    Args:
        rows: Numbers as written, the head of each line first.
        most: More values are refused, so that a repeat cannot ask for memory.
        checked: The first value after a line that ended in a difference is a check and is dropped.

    Raises:
        Inconsistent: A difference or repeat stands before any value, or a head is compressed.
        TooLarge: More values than `most`.
    """
    found = Ordinates()
    in_difference = False
    for head, *tokens in rows:
        if head[0] not in "+-.0123456789":
            raise Inconsistent("a line of the data does not begin with its x")
        if not tokens:
            continue
        repeats_last = checked and in_difference and tokens[0][0] not in _DIF
        start = len(found.values) - repeats_last
        found.heads.append((start, head))
        expected = found.values.pop() if repeats_last else 0.0
        in_difference = _decode_line(tokens, found.values, most)
        if repeats_last:
            found.checks += 1
            found.failed += abs(found.values[start] - expected) > _SAME * max(1.0, abs(expected))
            if len(found.values) == start + 1:
                found.values[start] = expected
    return found


def _decode_line(tokens: list[str], values: list[float], most: int) -> bool:
    """Append the values of one line; True when it ends in a difference.

    Sums start at the line's own first value, so that one damaged line spoils no other.
    """
    try:
        values.extend(list(map(float, tokens)))
    except ValueError:
        return _decode_forms(tokens, values, most)
    return False


def _decode_forms(tokens: list[str], values: list[float], most: int) -> bool:
    step: float | None = None
    for token in tokens:
        form = token[0]
        if form in _DIF and values:
            step = float(_DIF[form] + token[1:])
            values.append(values[-1] + step)
        elif form in _SQZ:
            step = None
            values.append(float(_SQZ[form] + token[1:]))
        elif form in _DUP and values:
            more = float(_DUP[form] + token[1:]) - 1
            if len(values) + more > most:
                raise TooLarge(f"the data repeat a value more often than {most} points allow")
            last = values[-1]
            values.extend(last + (step or 0.0) * number for number in range(1, int(more) + 1))
        elif form == "?":
            step = None
            values.append(float("nan"))
        elif form in _DIF or form in _DUP:
            raise Inconsistent("the data begin with a difference or a repeat, without a value before it")
        else:
            step = None
            values.append(float(token))
    return step is not None
